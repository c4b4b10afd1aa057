//! A verifier's check-list: saved any number of times, concluded after every file was opened or
//! named.

use super::release::{Found, settle};
use super::{Desk, ProposalContext, record};
use crate::features::accounts::stand_apart;
use crate::features::proposals::rules::verification as rules;
use crate::features::proposals::{Checks, Concluded, Conclusion, VerificationSheet, store};
use crate::kernel::access::{Permission, Viewer};
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use serde_json::json;

/// Saves the findings so far. Not put on the record, because a draft has no effect.
///
/// # Errors
/// `not_found`, `wrong_phase`, `not_under_verification`, `repair_running`, `already_concluded`,
/// `not_independent` of another verifier of it; lines that are not on the list.
pub fn save_checks(
    cx: &mut Cx<'_>,
    proposal: &ProposalId,
    checks: &Valid<Checks>,
) -> Result<VerificationSheet, Failure> {
    let context = ProposalContext::find(cx, proposal)?;
    let desk = desk_of(cx, &context)?;
    let Checks { checks } = checks.kept()?;
    Failure::when_any(rules::faults_of_draft(&desk.items, &checks))?;
    let sheet = VerificationSheet { checks, ..own_sheet(&desk, cx.viewer, cx.now)? };
    store::save_sheet(cx.db, proposal, &sheet)?;
    Ok(sheet)
}

/// Concludes one's saved check-list. The conclusion that settles the round changes the proposal's
/// state. `unopened` names the kinds whose file the verifier admits not to have opened.
///
/// # Errors
/// As [`save_checks`]; the errors of [`rules::check_conclusion`]; `documents_unopened`.
pub fn conclude(
    cx: &mut Cx<'_>,
    proposal: &ProposalId,
    conclusion: &Valid<Conclusion>,
) -> Result<VerificationSheet, Failure> {
    let Conclusion { outcome, unopened } = &**conclusion;
    let outcome = *outcome;
    let context = ProposalContext::find(cx, proposal)?;
    let mut desk = desk_of(cx, &context)?;
    let mut sheet = own_sheet(&desk, cx.viewer, cx.now)?;
    rules::check_conclusion(&desk.items, &sheet.checks, outcome)?;
    let not_opened = desk.unopened(cx)?;
    rules::check_opened(&not_opened, unopened)?;
    sheet.concluded = Some(Concluded { outcome, at: cx.now });
    store::save_sheet(cx.db, proposal, &sheet)?;
    let payload = json!({
        "round": sheet.round, "outcome": outcome, "checks_hash": canonical::hash_of(&sheet.checks)?,
        "unopened": not_opened,
    });
    record(cx, desk.context, EventType::VerificationConcluded, payload)?;
    desk.sheets.push(sheet.clone());
    let call = &desk.context.call;
    // What is found before the administrative results are released waits for that.
    if call.calendar.tells_findings(cx.now) {
        let actor = Some(&cx.viewer.user);
        let found = Found { proposal: &desk.proposal, sheets: &desk.sheets, round: desk.round };
        settle(cx.db, (call, actor), &found, cx.now)?;
    }
    Ok(sheet)
}

fn desk_of<'a>(cx: &mut Cx<'_>, context: &'a ProposalContext) -> Result<Desk<'a>, Failure> {
    context.may(cx.viewer, Permission::Verify)?;
    let desk = Desk::of(cx.db, context)?;
    rules::check_verifiable(desk.proposal.state(), &desk.repairs, cx.now)?;
    rules::check_unsettled(&desk.sheets, desk.round)?;
    stand_apart(cx.db, Permission::Verify, &cx.viewer.user, &desk.others(cx.viewer))?;
    Ok(desk)
}

fn own_sheet(desk: &Desk, viewer: &Viewer, now: Timestamp) -> Result<VerificationSheet, Failure> {
    match rules::own_sheet(&viewer.user, desk.round, &desk.sheets)? {
        Some(sheet) => Ok(VerificationSheet { updated_at: now, ..sheet.clone() }),
        None => Ok(VerificationSheet {
            verifier: viewer.user.clone(),
            round: desk.round,
            checks: Vec::new(),
            concluded: None,
            updated_at: now,
        }),
    }
}
