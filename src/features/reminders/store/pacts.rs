//! Queries on who was reminded of an integrity pact.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::pact_reminders;
use diesel::prelude::*;
use std::collections::BTreeSet;

pub(in crate::features::reminders) fn reminded_of_pact(
    db: &mut Db,
    call: &CallId,
) -> Result<BTreeSet<UserId>, Failure> {
    let told = pact_reminders::table.filter(pact_reminders::call_id.eq(call));
    let told: Vec<UserId> = told.select(pact_reminders::recipient).load(db)?;
    Ok(told.into_iter().collect())
}

/// The key refuses anybody who already was.
pub(in crate::features::reminders) fn insert_reminded_of_pact(
    db: &mut Db,
    call: &CallId,
    recipient: &UserId,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(pact_reminders::table)
        .values((
            pact_reminders::call_id.eq(call),
            pact_reminders::recipient.eq(recipient),
            pact_reminders::reminded_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}
