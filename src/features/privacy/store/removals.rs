//! Files that wait to be removed from the disk. A file is named by its content and may be somebody
//! else's too, so it goes only while no row needs it.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::platform::db::Db;
use crate::platform::db::schema::file_removals;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// In the transaction that takes the rows away.
pub(in crate::features::privacy) fn wait_for_removal(
    db: &mut Db,
    hashes: &[String],
    now: Timestamp,
) -> Result<(), Failure> {
    let waiting: BTreeSet<String> = waiting_files(db)?.into_iter().collect();
    let new: BTreeSet<String> =
        hashes.iter().filter(|one| !waiting.contains(*one)).cloned().collect();
    for sha256 in new {
        diesel::insert_into(file_removals::table)
            .values((file_removals::sha256.eq(sha256), file_removals::since.eq(now)))
            .execute(db)?;
    }
    Ok(())
}

pub(in crate::features::privacy) fn waiting_files(db: &mut Db) -> Result<Vec<String>, Failure> {
    Ok(file_removals::table.select(file_removals::sha256).load(db)?)
}

pub(in crate::features::privacy) fn removal_done(
    db: &mut Db,
    hashes: &[String],
) -> Result<(), Failure> {
    let done = file_removals::table.filter(file_removals::sha256.eq_any(hashes.to_vec()));
    diesel::delete(done).execute(db)?;
    Ok(())
}
