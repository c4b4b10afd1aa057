//! What is held of a candidate's choice to let others read a proposal.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::platform::db::Db;
use crate::platform::db::schema::proposal_sharings;
use crate::platform::personal::{self, Erasure, Holder, Holdings, Person, Taken};
use diesel::prelude::*;
use serde::Serialize;

pub const HOLDER: Holder = Holder {
    room: "features/impact",
    tables: &["proposal_sharings"],
    holdings,
    erase,
    ..Holder::NOTHING
};

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = proposal_sharings)]
struct Sharing {
    proposal_id: String,
    with_name: bool,
    words: Option<String>,
    shared_at: Timestamp,
    withdrawn_at: Option<Timestamp>,
}

fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let of_theirs = proposal_sharings::proposal_id.eq_any(person.proposals());
    let chosen = proposal_sharings::table
        .filter(of_theirs)
        .order(proposal_sharings::shared_at)
        .select(Sharing::as_select())
        .load(db)?;
    Ok(vec![("proposal-sharings", personal::rows(chosen)?)].into())
}

/// Nobody reads the proposals any more; that there was a choice, and when, stays.
fn erase(db: &mut Db, erasure: &Erasure<'_>) -> Result<Taken, Failure> {
    let of_theirs = proposal_sharings::proposal_id.eq_any(erasure.person.proposals());
    let shared = of_theirs.and(proposal_sharings::withdrawn_at.is_null());
    diesel::update(proposal_sharings::table.filter(shared))
        .set((
            proposal_sharings::with_name.eq(false),
            proposal_sharings::words.eq(None::<String>),
            proposal_sharings::withdrawn_at.eq(Some(erasure.person.now)),
        ))
        .execute(db)?;
    Ok(Taken::default())
}
