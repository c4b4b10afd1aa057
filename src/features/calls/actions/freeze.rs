//! Freezing a call: afterwards nobody can change the rules, and anybody can check that nobody did.

use super::write::{faults_of, in_request};
use super::{CallView, find_for, record, view_again};
use crate::features::accounts::holders_of;
use crate::features::calls::{Publication, letters, rules, store};
use crate::kernel::access::{Permission, Role};
use crate::kernel::canonical;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use crate::platform::mail;
use serde_json::json;

/// Freezes and publishes a call. Its rules are checked again, because units may have changed. The
/// seed of the last tie-break is drawn, and its hash is published long before a ranking is
/// possible.
///
/// # Errors
/// `not_found`, `forbidden`; `wrong_phase` when it is no draft; `invalid` with every fault.
pub fn freeze_call(cx: &mut Cx<'_>, id: &CallId) -> Result<CallView, Failure> {
    let call = find_for(cx, Permission::FreezeCall, id)?;
    let to = rules::transition(call.state, rules::Step::Freeze)?;
    let mut faults = faults_of(cx.db, &call.definition)?;
    faults.extend(in_request(rules::check_opening(&call.definition, cx.now)));
    Failure::when_any(faults)?;
    let definition = canonical::json(&call.definition)?;
    let (rules_hash, tie_seed) = (canonical::sha256_hex(&definition), draw_seed()?);
    let tie_seed_hash = canonical::sha256_hex(&tie_seed);
    let frozen = store::Frozen {
        definition: &definition,
        rules_hash: &rules_hash,
        tie_seed: &tie_seed,
        tie_seed_hash: &tie_seed_hash,
    };
    store::freeze(cx.db, (&call, to), &frozen, &cx.viewer.user, cx.now)?;
    let mut payload = json!({
        "code": call.code, "rules_hash": rules_hash, "tie_seed_hash": tie_seed_hash,
    });
    if let (Some(hash), Some(fields)) =
        (super::pact::begin(cx.db, &call, cx.now)?, payload.as_object_mut())
    {
        fields.insert("pact_hash".to_owned(), hash.into());
    }
    record(cx.db, &cx.viewer.user, EventType::CallFrozen, (id, payload), cx.now)?;
    let heads = holders_of(cx.db, Role::UnitHead)?;
    mail::post_all(cx.db, &letters::opened(&heads, &call, &[]), cx.now)?;
    view_again(cx.db, id, cx.now)
}

/// As [`freeze_call`], if the rules are still those that the caller has just read.
///
/// # Errors
/// As [`freeze_call`]; `changed_meanwhile` when the hash of the rules is another.
pub fn freeze_as_seen(
    cx: &mut Cx<'_>,
    (id, seen): (&CallId, &Valid<Publication>),
) -> Result<CallView, Failure> {
    let call = find_for(cx, Permission::FreezeCall, id)?;
    if canonical::hash_of(&call.definition)? != seen.hash {
        return Err(Failure::refused(common::CHANGED_MEANWHILE));
    }
    freeze_call(cx, id)
}

/// 256 random bits as 64 hexadecimal digits. The hash is computed from this text.
fn draw_seed() -> Result<String, Failure> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(canonical::hex(&bytes))
}
