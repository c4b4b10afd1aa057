//! Runs name whoever computed them and hold figures of proposals by their numbers, votes on equal scores who recorded
//! them; they stay as they are. Of a member of a panel it is held in which votes they could vote, never how.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::platform::db::Db;
use crate::platform::db::schema::{tie_voters, tie_votes};
use crate::platform::personal::{self, Holder, Holdings, Person};
use diesel::prelude::*;
use serde::Serialize;

pub const HOLDER: Holder = Holder {
    room: "features/selection",
    tables: &["tie_voters"],
    left: &["selection_runs", "tie_votes"],
    holdings,
    ..Holder::NOTHING
};

/// A vote on equal scores in which the person could vote.
#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = tie_votes)]
struct Voting {
    call_id: String,
    recorded_at: Timestamp,
    voided_at: Option<Timestamp>,
}

fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let votes: Vec<Voting> = tie_voters::table
        .inner_join(tie_votes::table)
        .filter(tie_voters::user_id.eq(person.user))
        .order((tie_votes::recorded_at, tie_votes::id))
        .select(Voting::as_select())
        .load(db)?;
    Ok(vec![("votes-on-equal-scores", personal::rows(votes)?)].into())
}
