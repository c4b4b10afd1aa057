//! Queries on the extensions of a call's calendar.

use crate::features::calls::{Extension, Milestone};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, RecordId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::call_extensions;
use diesel::prelude::*;

pub(in crate::features::calls) fn insert_extension(
    db: &mut Db,
    call: &CallId,
    extension: &Extension,
    by: &UserId,
) -> Result<(), Failure> {
    diesel::insert_into(call_extensions::table)
        .values((
            call_extensions::id.eq(RecordId::new()?),
            call_extensions::call_id.eq(call),
            call_extensions::milestone.eq(extension.milestone),
            call_extensions::from_instant.eq(extension.from),
            call_extensions::to_instant.eq(extension.to),
            call_extensions::reason.eq(&extension.reason),
            call_extensions::extended_by.eq(by),
            call_extensions::extended_at.eq(extension.extended_at),
        ))
        .execute(db)?;
    Ok(())
}

/// All extensions of a call, oldest first.
pub(in crate::features::calls) fn extensions_of(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<Extension>, Failure> {
    let rows = call_extensions::table
        .filter(call_extensions::call_id.eq(call))
        .order((call_extensions::extended_at, call_extensions::id))
        .select((
            call_extensions::milestone,
            call_extensions::from_instant,
            call_extensions::to_instant,
            call_extensions::reason,
            call_extensions::extended_at,
        ))
        .load::<(Milestone, Timestamp, Timestamp, String, Timestamp)>(db)?;
    rows.into_iter()
        .map(|(milestone, from, to, reason, extended_at)| {
            Ok(Extension { milestone, from, to, reason, extended_at })
        })
        .collect()
}
