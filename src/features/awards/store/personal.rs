//! What is held of the seats that a person was offered.

use crate::features::awards::State;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, ProposalId};
use crate::platform::db::Db;
use crate::platform::db::schema::awards;
use crate::platform::ledger::Subject;
use crate::platform::personal::{self, Erasure, Holder, Holdings, Person, Taken, Thing, WORDS};
use diesel::prelude::*;
use serde::Serialize;

pub const HOLDER: Holder = Holder {
    room: "features/awards",
    tables: &["awards"],
    things,
    holdings,
    erase,
    ..Holder::NOTHING
};

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = awards)]
struct Award {
    id: String,
    proposal_id: String,
    reserve_position: Option<i32>,
    state: String,
    grounds_id: String,
    grounds_en: String,
    offered_at: Timestamp,
    answer_by: Timestamp,
    settled_at: Option<Timestamp>,
    settled_reason: Option<String>,
}

fn things(db: &mut Db, person: &Person<'_>) -> Result<Vec<Thing>, Failure> {
    let found = awards::table
        .filter(awards::proposal_id.eq_any(person.proposals()))
        .select((awards::id, awards::proposal_id))
        .load::<(AwardId, ProposalId)>(db)?;
    let thing = |(id, proposal)| Thing { subject: Subject::award(&id), proposal: Some(proposal) };
    Ok(found.into_iter().map(thing).collect())
}

fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let on = awards::table.filter(awards::proposal_id.eq_any(person.proposals()));
    let offered = on.order(awards::offered_at).select(Award::as_select()).load(db)?;
    Ok(vec![("awards", personal::rows(offered)?)].into())
}

fn erase(db: &mut Db, erasure: &Erasure<'_>) -> Result<Taken, Failure> {
    let of_theirs = awards::proposal_id.eq_any(erasure.person.proposals());
    let on = awards::table.filter(of_theirs.and(awards::settled_reason.is_not_null()));
    diesel::update(on).set(awards::settled_reason.eq(WORDS)).execute(db)?;
    Ok(Taken::default())
}

/// Where every seat that was ever offered stands, and since when it is settled.
///
/// # Errors
/// When the database fails.
pub fn settlements(db: &mut Db) -> Result<Vec<(ProposalId, State, Option<Timestamp>)>, Failure> {
    let columns = (awards::proposal_id, awards::state, awards::settled_at);
    Ok(awards::table.select(columns).load(db)?)
}
