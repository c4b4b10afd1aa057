//! NIPs: anybody may claim one; the secretariat or the agency's staff list confirms it. A claim
//! gives no right and blocks nobody; a confirmed NIP is unique. Only signing in with the NIP and
//! being named in a decree need a confirmed one.

use super::{checked_nip, event, find, find_living};
use crate::features::accounts::inputs::{NipCorrection, NipRefusal, OwnNip, SeenNip};
use crate::features::accounts::rules::{self, staff, staff::StaffLine};
use crate::features::accounts::{Claim, StaffImport, User, letters, store};
use crate::kernel::access::{self, Facts, Permission, Relation};
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::UserId;
use crate::kernel::input::Valid;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::cx::{AnyoneCx, Cx};
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use serde_json::json;
use std::collections::BTreeSet;

/// Claims a NIP for oneself, as long as none is confirmed.
///
/// # Errors
/// A faulty NIP; `nip_confirmed_already`.
pub fn claim_nip(cx: &mut Cx<'_>, claim: &Valid<OwnNip>) -> Result<User, Failure> {
    access::may(cx.viewer, Permission::ManageOwnAccount, Facts::NONE.with(Relation::Own, true))?;
    let nip = checked_nip(&claim.nip, cx.now)?;
    if find(cx.db, &cx.viewer.user)?.nip.is_there() {
        return Err(Failure::refused(rules::NIP_CONFIRMED_ALREADY));
    }
    let own = &cx.viewer.user;
    store::set_claim(cx.db, own, Some(nip.as_str()))?;
    ledger::append(cx.db, event(Some(own), EventType::NipClaimed, own, json!({})), cx.now)?;
    confirm_by_list(cx.db, cx.now)?;
    find(cx.db, own).map(|user| user.for_viewer(cx.viewer))
}

/// Claims that wait, oldest first, each with the other accounts that have or claim the NIP and with
/// its line of the staff list.
///
/// # Errors
/// `forbidden`.
pub fn list_claims(cx: &mut Cx<'_>, paging: &Paging) -> Result<Page<Claim>, Failure> {
    access::may(cx.viewer, Permission::ConfirmIdentity, Facts::NONE)?;
    let users = store::claimants(cx.db, paging)?;
    let claim_of = |user: &User| user.nip_claim.for_rules().map(ToOwned::to_owned);
    let nips: Vec<String> = users.iter().filter_map(claim_of).collect();
    let everybody = store::users_with_nip(cx.db, &nips)?;
    let lines = store::staff_with_nip(cx.db, &nips)?;
    let claim = |user: User| {
        let nip = claim_of(&user).unwrap_or_default();
        let others = everybody.iter().filter(|other| other.id != user.id);
        let same = others.filter(|other| !nip.is_empty() && other.any_nip() == Some(nip.as_str()));
        Claim {
            others: same.cloned().map(|other| other.for_viewer(cx.viewer)).collect(),
            listed: lines.iter().find(|line| line.nip == nip).cloned(),
            user: user.for_viewer(cx.viewer),
        }
    };
    let claims = users.into_iter().map(claim).collect();
    Page::cut(claims, paging, |claim: &Claim| (claim.user.created_at, claim.user.id.clone()))
}

/// Confirms a claimed NIP if it is still the one that the secretariat looked at.
///
/// # Errors
/// `forbidden`, `own_nip`, `nip_not_claimed`, `changed_meanwhile`, `nip_taken`.
pub fn confirm_nip(
    cx: &mut Cx<'_>,
    (id, seen): (&UserId, &Valid<SeenNip>),
) -> Result<User, Failure> {
    let user = another(cx, id)?;
    let claim = user.nip_claim.for_rules();
    let claim = claim.ok_or_else(|| Failure::refused(rules::NIP_NOT_CLAIMED))?;
    if claim != seen.nip {
        return Err(Failure::refused(common::CHANGED_MEANWHILE));
    }
    confirm(cx.db, Some(&cx.viewer.user), id, claim, cx.now)?;
    find(cx.db, id).map(|user| user.for_viewer(cx.viewer))
}

fn confirm(
    db: &mut Db,
    by: Option<&UserId>,
    id: &UserId,
    nip: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    check_free(db, id, nip)?;
    store::set_nip(db, id, Some(nip))?;
    let how = if by.is_some() { "secretariat" } else { "staff_list" };
    ledger::append(db, event(by, EventType::NipConfirmed, id, json!({"by": how})), now)?;
    mail::post(db, &letters::nip_confirmed(id), now)
}

/// Checks that no other account has this NIP confirmed. It must be corrected there first.
fn check_free(db: &mut Db, id: &UserId, nip: &str) -> Result<(), Failure> {
    let holders = store::users_with_nip(db, &[nip.to_owned()])?;
    let taken = |other: &User| &other.id != id && other.nip.for_rules() == Some(nip);
    match holders.iter().find(|other| taken(other)) {
        Some(other) => {
            let problem = Refusal::new(rules::NIP_TAKEN).with("name", &other.name);
            Err(problem.with("email", &other.email).into())
        }
        None => Ok(()),
    }
}

/// Rejects a claim with a reason; the person enters another NIP.
///
/// # Errors
/// `forbidden`, `own_nip`, `nip_not_claimed`.
pub fn refuse_nip(
    cx: &mut Cx<'_>,
    (id, refusal): (&UserId, &Valid<NipRefusal>),
) -> Result<User, Failure> {
    let claimant = another(cx, id)?;
    let NipRefusal { reason } = refusal.kept()?;
    if !claimant.nip_claim.is_there() {
        return Err(Failure::refused(rules::NIP_NOT_CLAIMED));
    }
    store::set_claim(cx.db, id, None)?;
    let payload = json!({"reason_hash": canonical::sha256_hex(&reason)});
    ledger::append(
        cx.db,
        event(Some(&cx.viewer.user), EventType::NipRefused, id, payload),
        cx.now,
    )?;
    mail::post(cx.db, &letters::nip_refused(id, &reason), cx.now)?;
    find(cx.db, id).map(|user| user.for_viewer(cx.viewer))
}

/// Corrects a NIP or removes a wrong one, with a reason.
///
/// # Errors
/// `forbidden`, `own_nip`, a faulty NIP, `nip_taken`.
pub fn correct_nip(
    cx: &mut Cx<'_>,
    (id, correction): (&UserId, &Valid<NipCorrection>),
) -> Result<User, Failure> {
    another(cx, id)?;
    correct(cx.db, Some(&cx.viewer.user), (id, correction), cx.now)?;
    find(cx.db, id).map(|user| user.for_viewer(cx.viewer))
}

/// The same correction from the machine's console.
///
/// # Errors
/// `not_found`, a faulty NIP, `nip_taken`.
pub fn correct_nip_from_console(
    db: &mut Db,
    (email, correction): (&str, &Valid<NipCorrection>),
    now: Timestamp,
) -> Result<UserId, Failure> {
    let row = store::find_by_email(db, &rules::normal_email(email))?;
    let id = row.ok_or_else(Failure::not_found)?.id;
    find_living(db, &id)?;
    correct(db, None, (&id, correction), now)?;
    Ok(id)
}

fn correct(
    db: &mut Db,
    by: Option<&UserId>,
    (id, correction): (&UserId, &Valid<NipCorrection>),
    now: Timestamp,
) -> Result<(), Failure> {
    let NipCorrection { nip, reason } = correction.kept()?;
    let nip = nip.map(|typed| checked_nip(&typed, now)).transpose()?;
    let digits = nip.as_ref().map(rules::nip::Nip::as_str);
    if let Some(digits) = digits {
        check_free(db, id, digits)?;
    }
    store::set_nip(db, id, digits)?;
    let payload = json!({
        "reason_hash": canonical::sha256_hex(&reason), "taken_away": digits.is_none(),
    });
    ledger::append(db, event(by, EventType::NipCorrected, id, payload), now)?;
    mail::post(db, &letters::nip_corrected(id, &reason), now)
}

/// Another person's account whose NIP this viewer may administer.
fn another(cx: &mut Cx<'_>, id: &UserId) -> Result<User, Failure> {
    access::may(cx.viewer, Permission::ConfirmIdentity, Facts::NONE)?;
    if id == &cx.viewer.user {
        return Err(Failure::refused(rules::OWN_NIP));
    }
    find_living(cx.db, id)
}

/// The number of lines on the staff list, if this viewer keeps the list.
///
/// # Errors
/// `forbidden`.
pub fn staff_number(cx: &mut Cx<'_>) -> Result<i64, Failure> {
    access::may(cx.viewer, Permission::ConfirmIdentity, Facts::NONE)?;
    store::staff_number(cx.db)
}

/// Replaces the staff list and confirms the claims that it matches. The lines are already checked
/// (`staff::checked`). `viewer` is `None` on the console.
///
/// # Errors
/// `forbidden`.
pub fn import_staff(cx: &mut AnyoneCx<'_>, lines: &[StaffLine]) -> Result<StaffImport, Failure> {
    if let Some(viewer) = cx.viewer {
        access::may(viewer, Permission::ConfirmIdentity, Facts::NONE)?;
    }
    store::replace_staff(cx.db, lines, cx.now)?;
    let confirmed = confirm_by_list(cx.db, cx.now)?;
    let event = Event {
        actor: cx.viewer.map(|viewer| &viewer.user),
        act: EventType::StaffListImported,
        subject: Subject::staff_list(),
        payload: json!({"lines": lines.len(), "confirmed": confirmed}),
    };
    ledger::append(cx.db, event, cx.now)?;
    Ok(StaffImport { lines: lines.len(), confirmed })
}

/// Confirms every claim that a line of the list proves: exactly one account claims the NIP, its
/// name and address are the line's, and no account has the NIP confirmed.
pub(super) fn confirm_by_list(db: &mut Db, now: Timestamp) -> Result<usize, Failure> {
    let candidates = store::claims_on_the_list(db)?;
    let fits = |(_, name, email, line): &(UserId, String, String, StaffLine)| {
        staff::confirms(line, (&line.nip, name, email))
    };
    let fitting: Vec<_> = candidates.into_iter().filter(fits).collect();
    let nips: Vec<String> = fitting.iter().map(|(.., line)| line.nip.clone()).collect();
    let holders = store::users_with_nip(db, &nips)?;
    let held: BTreeSet<&str> = holders.iter().filter_map(|user| user.nip.for_rules()).collect();
    let mut confirmed = 0;
    for (id, _, _, line) in fitting.iter().filter(|(.., line)| !held.contains(line.nip.as_str())) {
        confirm(db, None, id, &line.nip, now)?;
        confirmed += 1;
    }
    Ok(confirmed)
}
