//! Which instance the database is, and whether it is a demo's.

use super::connection::Db;
use super::schema::instance;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use diesel::prelude::*;

/// What the database knows about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    pub identity: String,
    pub is_demo: bool,
}

const DEMO: &str = "demo";

/// `None` until a program has served from it.
pub fn read(db: &mut Db) -> Result<Option<Instance>, Failure> {
    let row = instance::table
        .select((instance::identity, instance::kind))
        .first::<(String, String)>(db)
        .optional()?;
    Ok(row.map(|(identity, kind)| Instance { identity, is_demo: kind == DEMO }))
}

/// Writes it, once.
///
/// # Errors
/// When the database fails, or says something already.
pub fn write(db: &mut Db, new: &Instance, now: Timestamp) -> Result<(), Failure> {
    diesel::insert_into(instance::table)
        .values((
            instance::id.eq(1),
            instance::identity.eq(&new.identity),
            instance::kind.eq(if new.is_demo { DEMO } else { "real" }),
            instance::made_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}
