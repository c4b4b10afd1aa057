//! `Idempotency-Key`: the answer to an act is kept under the caller's key, in the act's own
//! transaction, so that a retry after a lost answer does nothing twice.

use super::Db;
use super::schema::idempotency_keys;
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::UserId;
use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A caller's key for one operation, with the hash of what was sent.
#[derive(Debug, Clone)]
pub struct IdempotencyKey {
    key: String,
    request_hash: String,
}

impl IdempotencyKey {
    /// `request` is everything that distinguishes the request: path parameters and body.
    ///
    /// # Errors
    /// When the request has no JSON form.
    pub fn new(key: &str, request: &impl Serialize) -> Result<Self, Failure> {
        Ok(Self { key: key.to_owned(), request_hash: canonical::hash_of(request)? })
    }
}

/// Runs `act` once per key. A repeated request gets the first answer; nothing runs again.
///
/// # Errors
/// `idempotency_key_reused` when the key came with other content; else what the act answers. Refusals are not
/// kept, so that the cause can be corrected and the request sent again.
pub fn once<T: Serialize + DeserializeOwned>(
    db: &mut Db,
    (user, operation): (&UserId, &str),
    key: Option<&IdempotencyKey>,
    now: Timestamp,
    act: impl FnOnce(&mut Db) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let Some(IdempotencyKey { key, request_hash }) = key else { return act(db) };
    let kept = idempotency_keys::table
        .find((user, operation, key))
        .select((idempotency_keys::request_hash, idempotency_keys::answer))
        .first::<(String, String)>(db)
        .optional()?;
    if let Some((hash, answer)) = kept {
        if &hash != request_hash {
            return Err(Failure::refused(common::IDEMPOTENCY_KEY_REUSED));
        }
        return Ok(serde_json::from_str(&answer)?);
    }
    let answer = act(db)?;
    diesel::insert_into(idempotency_keys::table)
        .values((
            idempotency_keys::user_id.eq(user),
            idempotency_keys::operation.eq(operation),
            idempotency_keys::idempotency_key.eq(key),
            idempotency_keys::request_hash.eq(request_hash),
            idempotency_keys::answer.eq(serde_json::to_string(&answer)?),
            idempotency_keys::answered_at.eq(now),
        ))
        .execute(db)?;
    Ok(answer)
}
