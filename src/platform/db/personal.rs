//! Answers that are kept under a person's idempotency keys; they go with the account.

use super::Db;
use super::schema::idempotency_keys;
use crate::kernel::errors::Failure;
use crate::platform::personal::{Erasure, Holder};
use diesel::prelude::*;

pub const HOLDER: Holder =
    Holder { room: "platform/db", tables: &["idempotency_keys"], close, ..Holder::NOTHING };

fn close(db: &mut Db, erasure: &Erasure<'_>) -> Result<(), Failure> {
    let answers = idempotency_keys::user_id.eq(erasure.person.user);
    diesel::delete(idempotency_keys::table.filter(answers)).execute(db)?;
    Ok(())
}
