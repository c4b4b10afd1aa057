//! The integrity pact of a call: read by everybody, signed by those who will see proposals, and by candidates with each
//! submission. That nothing is shown before is decided where answers are authorised (`platform::pact`).

use super::{find_for, find_visible, record};
use crate::features::accounts::{User, holders_of_each, users_of};
use crate::features::calls::{
    Call, Pact, PactConsent, PactSignatures, PactSigner, letters, rules, store,
};
use crate::kernel::access::{Permission, Role, signs_pact};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::{AnyoneCx, Cx};
use crate::platform::db::Db;
use crate::platform::ledger::EventType;
use crate::platform::{mail, pact};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// The duties that sign in every call, and reviewers, who sign where they are on the panel.
const SIGNING: [Role; 5] =
    [Role::Verifier, Role::Chair, Role::Decider, Role::Appeal, Role::Reviewer];

/// The pact of a call, and how its reader stands to it.
///
/// # Errors
/// `not_found`, also for a call without one.
pub fn read_pact(cx: &mut AnyoneCx<'_>, id: &CallId) -> Result<Pact, Failure> {
    let call = find_visible(cx, id)?;
    let text = call.definition.pact.clone().ok_or_else(Failure::not_found)?;
    let (mut to_sign, mut signed_at) = (false, None);
    if let Some(viewer) = cx.viewer {
        to_sign = pact::unsigned_by(cx.db, viewer)?.contains(id);
        signed_at = store::signed_at(cx.db, id, &viewer.user)?;
    }
    let text_hash = rules::pact_hash(&text)?;
    let phrases = rules::PHRASES.to_vec();
    Ok(Pact { call: call.id, code: call.code, text, text_hash, phrases, to_sign, signed_at })
}

/// Signs the pact of a call. Signing once more changes nothing.
///
/// # Errors
/// `not_found`; `forbidden`, `wrong_phase`; `pact_not_asked` where there is none, or not of this person; `pact_phrase`,
/// `pact_text_changed`.
pub fn sign_pact(
    cx: &mut Cx<'_>,
    id: &CallId,
    consent: &Valid<PactConsent>,
) -> Result<Pact, Failure> {
    find_for(cx, Permission::SignPact, id)?;
    let asked = match read_pact(&mut cx.anyone(), id) {
        Err(Failure::Refused(_)) => return Err(Refusal::new(rules::PACT_NOT_ASKED).into()),
        asked => asked?,
    };
    let phrase = rules::signed(consent, &asked.text_hash)
        .map_err(|fault| Failure::from(Refusal::invalid(vec![fault])))?;
    if asked.signed_at.is_some() {
        return Ok(asked);
    }
    if !asked.to_sign {
        return Err(Refusal::new(rules::PACT_NOT_ASKED).into());
    }
    let text_hash = asked.text_hash.as_str();
    let user = &cx.viewer.user;
    let signature = store::Signature { call: id, user, submission: None, text_hash, phrase };
    store::insert_signature(cx.db, &signature, cx.now)?;
    let payload = json!({"text_hash": text_hash, "phrase": phrase});
    record(cx.db, user, EventType::PactSigned, (id, payload), cx.now)?;
    read_pact(&mut cx.anyone(), id)
}

/// Checks a candidate's signature under a submission: the hash of the text that was signed; none where the call has no
/// pact.
///
/// # Errors
/// `pact_missing` where nothing was signed; `pact_phrase`, `pact_text_changed`; each at its field.
pub fn check_consent(
    call: &Call,
    consent: Option<&PactConsent>,
) -> Result<Option<(String, &'static str)>, Failure> {
    let Some(text) = &call.definition.pact else { return Ok(None) };
    let hash = rules::pact_hash(text)?;
    let missing = || FieldError::new("pact", rules::PACT_MISSING);
    let phrase = consent.ok_or_else(missing).and_then(|consent| {
        rules::signed(consent, &hash)
            .map_err(|fault| FieldError { field: format!("pact.{}", fault.field), ..fault })
    });
    let phrase = phrase.map_err(|fault| Failure::from(Refusal::invalid(vec![fault])))?;
    Ok(Some((hash, phrase)))
}

/// Keeps a candidate's signature with their submission; that is on the record with it.
///
/// # Errors
/// When the database fails.
pub fn keep_consent(
    cx: &mut Cx<'_>,
    call: &CallId,
    submission: (&ProposalId, i32),
    (text_hash, phrase): (&str, &str),
) -> Result<(), Failure> {
    let (user, submission) = (&cx.viewer.user, Some(submission));
    let signature = store::Signature { call, user, submission, text_hash, phrase };
    store::insert_signature(cx.db, &signature, cx.now)
}

/// Who has signed the pact of a call, and who has not.
///
/// # Errors
/// `not_found`, also for a call without one; `forbidden`.
pub fn read_signatures(cx: &mut Cx<'_>, id: &CallId) -> Result<PactSignatures, Failure> {
    let call = find_for(cx, Permission::ReadPactSignatures, id)?;
    signatures_in(cx.db, &call)
}

/// The same with the call, for its page; nothing for a call without a pact.
///
/// # Errors
/// `not_found`, `forbidden`.
pub fn signatures_with_call(
    cx: &mut Cx<'_>,
    id: &CallId,
) -> Result<(Option<PactSignatures>, Call), Failure> {
    let call = find_for(cx, Permission::ReadPactSignatures, id)?;
    let signatures = match call.definition.pact {
        Some(_) => Some(signatures_in(cx.db, &call)?),
        None => None,
    };
    Ok((signatures, call))
}

pub(super) fn signatures_in(db: &mut Db, call: &Call) -> Result<PactSignatures, Failure> {
    let text = call.definition.pact.as_ref().ok_or_else(Failure::not_found)?;
    let bound = bound_in(db, call)?;
    let signed: BTreeMap<UserId, (Timestamp, String)> = store::signatures_of(db, &call.id)?
        .into_iter()
        .map(|(user, at, hash)| (user, (at, hash)))
        .collect();
    let all: BTreeSet<&UserId> = bound.iter().chain(signed.keys()).collect();
    let all: Vec<UserId> = all.into_iter().cloned().collect();
    let line = |user: User| {
        let signature = signed.get(&user.id);
        let duties = user.roles.iter().filter(|role| signs_pact(**role));
        PactSigner {
            roles: duties.map(|role| role.name().to_owned()).collect(),
            signed_at: signature.map(|(at, _)| *at),
            text_hash: signature.map(|(_, hash)| hash.clone()),
            user: user.id,
            name: user.name,
        }
    };
    let mut people: Vec<PactSigner> = users_of(db, &all)?.into_iter().map(line).collect();
    people.sort_by(|one, other| {
        let key = |one: &PactSigner| (one.signed_at.is_some(), one.name.clone(), one.user.clone());
        key(one).cmp(&key(other))
    });
    Ok(PactSignatures { text_hash: rules::pact_hash(text)?, people })
}

/// Everybody with an account who has to sign before they see proposals of this call: who has a duty in every call, and
/// the panel.
fn bound_in(db: &mut Db, call: &Call) -> Result<BTreeSet<UserId>, Failure> {
    let mut holders = holders_of_each(db, &SIGNING)?;
    let reviewers = holders.remove(&Role::Reviewer).unwrap_or_default();
    let mut bound: BTreeSet<UserId> = holders.into_values().flatten().collect();
    let panel = store::reviewers_of(db, &call.id)?.into_iter();
    bound.extend(panel.filter(|user| reviewers.contains(user)));
    Ok(bound)
}

/// Those who have not signed; nobody where the call has no pact.
///
/// # Errors
/// When the database fails.
pub fn unsigned_in(db: &mut Db, call: &Call) -> Result<Vec<UserId>, Failure> {
    if call.definition.pact.is_none() {
        return Ok(Vec::new());
    }
    let signatures = signatures_in(db, call)?;
    let missing = signatures.people.into_iter().filter(|one| one.signed_at.is_none());
    Ok(missing.map(|one| one.user).collect())
}

/// When a call is frozen: its pact is there, and those who have to sign are asked to.
pub(super) fn begin(db: &mut Db, call: &Call, now: Timestamp) -> Result<Option<String>, Failure> {
    let Some(text) = &call.definition.pact else { return Ok(None) };
    let hash = rules::pact_hash(text)?;
    store::insert_pact(db, &call.id, &hash)?;
    let people = unsigned_in(db, call)?;
    let asked: Vec<_> = people.iter().map(|to| letters::pact_asked(to, call)).collect();
    mail::post_all(db, &asked, now)?;
    Ok(Some(hash))
}
