//! Every room that has people in its tables. `tests/architecture/tables.rs` holds this list against the schema: a table
//! that leads to a person and that no holder answers for is a fault there.

use crate::features::{
    accounts, awards, breaches, calls, conflicts, decisions, impact, interviews, needs, objections,
    problems, proposals, reminders, reviews, selection, studies,
};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use crate::platform::personal::{Holder, Person, Thing};
use crate::platform::{db, ledger, mail, read_log};

/// In the order of the rooms; no holder relies on what another has done already.
pub const HOLDERS: [Holder; 21] = [
    db::HOLDER,
    ledger::HOLDER,
    mail::HOLDER,
    read_log::HOLDER,
    accounts::HOLDER,
    problems::HOLDER,
    needs::HOLDER,
    calls::HOLDER,
    conflicts::HOLDER,
    proposals::HOLDER,
    reviews::HOLDER,
    interviews::HOLDER,
    selection::HOLDER,
    decisions::HOLDER,
    objections::HOLDER,
    awards::HOLDER,
    studies::HOLDER,
    impact::HOLDER,
    reminders::HOLDER,
    breaches::HOLDER,
    super::store::HOLDER,
];

/// The person, with what leads to their rows.
pub(super) fn person<'a>(
    db: &mut Db,
    user: &'a UserId,
    now: Timestamp,
) -> Result<Person<'a>, Failure> {
    let proposals = proposals::begun_by(db, user)?;
    let addresses = accounts::addresses_of(db, user)?;
    Ok(Person { user, proposals, addresses, now })
}

/// What is the person's, as the record and letters name it.
pub(super) fn things_of(db: &mut Db, person: &Person<'_>) -> Result<Vec<Thing>, Failure> {
    let mut things = Vec::new();
    for holder in HOLDERS {
        things.extend((holder.things)(db, person)?);
    }
    Ok(things)
}
