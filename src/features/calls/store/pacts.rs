//! Queries on integrity pacts and their signatures.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, RecordId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{pact_signatures, pacts};
use diesel::prelude::*;

/// A pact is there from the moment at which its call is frozen.
pub(in crate::features::calls) fn insert_pact(
    db: &mut Db,
    call: &CallId,
    text_hash: &str,
) -> Result<(), Failure> {
    diesel::insert_into(pacts::table)
        .values((pacts::call_id.eq(call), pacts::text_hash.eq(text_hash)))
        .execute(db)?;
    Ok(())
}

/// What is signed, by whom, and for which submission of theirs.
pub(in crate::features::calls) struct Signature<'a> {
    pub call: &'a CallId,
    pub user: &'a UserId,
    pub submission: Option<(&'a ProposalId, i32)>,
    pub text_hash: &'a str,
    pub phrase: &'a str,
}

pub(in crate::features::calls) fn insert_signature(
    db: &mut Db,
    signature: &Signature<'_>,
    now: Timestamp,
) -> Result<(), Failure> {
    diesel::insert_into(pact_signatures::table)
        .values((
            pact_signatures::id.eq(RecordId::new()?),
            pact_signatures::call_id.eq(signature.call),
            pact_signatures::user_id.eq(signature.user),
            pact_signatures::proposal_id.eq(signature.submission.map(|(proposal, _)| proposal)),
            pact_signatures::version.eq(signature.submission.map(|(_, version)| version)),
            pact_signatures::text_hash.eq(signature.text_hash),
            pact_signatures::phrase.eq(signature.phrase),
            pact_signatures::signed_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// When somebody with a duty in the selection signed.
pub(in crate::features::calls) fn signed_at(
    db: &mut Db,
    call: &CallId,
    user: &UserId,
) -> Result<Option<Timestamp>, Failure> {
    Ok(pact_signatures::table
        .filter(pact_signatures::call_id.eq(call).and(pact_signatures::user_id.eq(user)))
        .filter(pact_signatures::proposal_id.is_null())
        .select(pact_signatures::signed_at)
        .first(db)
        .optional()?)
}

/// Everybody with a duty who signed: when, and the hash of the text.
pub(in crate::features::calls) fn signatures_of(
    db: &mut Db,
    call: &CallId,
) -> Result<Vec<(UserId, Timestamp, String)>, Failure> {
    Ok(pact_signatures::table
        .filter(pact_signatures::call_id.eq(call).and(pact_signatures::proposal_id.is_null()))
        .order((pact_signatures::signed_at, pact_signatures::id))
        .select((pact_signatures::user_id, pact_signatures::signed_at, pact_signatures::text_hash))
        .load(db)?)
}
