//! The verification of a proposal as a viewer may see it: a candidate sees the result, a verifier
//! their own check-list first, the committee every conclusion.

use super::{Desk, ProposalContext};
use crate::features::accounts::{User, load_units, why_not_apart};
use crate::features::proposals::rules::verification as rules;
use crate::features::proposals::{
    HandedInBy, Repair, Verification, VerificationOutcome, VerificationSheet, store,
};
use crate::kernel::access::{Permission, Permitted, Role, Viewer};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::ProposalId;
use crate::platform::cx::Cx;
use crate::platform::db::Db;

/// # Errors
/// `not_found`, `wrong_phase`.
pub fn read_verification(cx: &mut Cx<'_>, proposal: &ProposalId) -> Result<Verification, Failure> {
    let context = ProposalContext::find(cx, proposal)?;
    verification_in(cx, &context)
}

pub(in crate::features::proposals::actions) fn verification_in(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
) -> Result<Verification, Failure> {
    context.may(cx.viewer, Permission::ReadVerification)?;
    let desk = Desk::of(cx.db, context)?;
    verification_of(cx, desk)
}

/// The verification; what the viewer may do with its list; and why this verifier may not work beside those who have
/// begun.
pub(in crate::features::proposals::actions) fn with_acts_in(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
) -> Result<(Verification, Permitted, Option<Refusal>), Failure> {
    context.may(cx.viewer, Permission::ReadVerification)?;
    let desk = Desk::of(cx.db, context)?;
    let table = Permitted::of(cx.viewer, context.facts);
    let found = (desk.proposal.state(), desk.repairs.as_slice(), desk.sheets.as_slice());
    let viewer = &cx.viewer.user;
    let permitted = rules::permitted_on_list(table, viewer, found, &context.call, cx.now);
    let not_apart = if permitted.allows(Permission::Verify) {
        why_not_apart(cx.db, Permission::Verify, viewer, &desk.others(cx.viewer))?
    } else {
        None
    };
    let permitted = permitted.only_if(Permission::Verify, not_apart.is_none());
    Ok((verification_of(cx, desk)?, permitted, not_apart))
}

fn verification_of(cx: &mut Cx<'_>, desk: Desk<'_>) -> Result<Verification, Failure> {
    let outcomes = rules::outcomes_in(&desk.sheets, desk.round);
    let audience = Audience::of(cx.viewer, desk.context);
    // Until the administrative results are released a finding is the office's.
    let is_told =
        audience != Audience::Candidate || desk.context.call.calendar.tells_findings(cx.now);
    let outcome = rules::held(&desk.sheets, desk.round).filter(|_| is_told);
    let reasons = match outcome {
        Some(VerificationOutcome::Ineligible) => rules::stated_reasons(&desk.sheets, desk.round),
        Some(VerificationOutcome::Eligible) | None => Vec::new(),
    };
    let verifies = desk.context.may(cx.viewer, Permission::Verify).is_ok();
    let (applicant, nip_now) = if verifies { applicant(cx.db, &desk)? } else { (None, None) };
    let unopened = if verifies { desk.unopened(cx)? } else { Vec::new() };
    let is_open = rules::check_verifiable(desk.proposal.state(), &desk.repairs, cx.now).is_ok();
    let may_take_back = verifies
        && is_open
        && rules::to_take_back(&cx.viewer.user, desk.round, &desk.sheets).is_ok();
    let mut taken_back = store::withdrawn_of(cx.db, &desk.proposal.id)?;
    taken_back.retain(|one| match audience {
        Audience::Candidate => false,
        Audience::Verifier => one.verifier == cx.viewer.user,
        Audience::Committee => true,
    });
    Ok(Verification {
        applicant,
        nip_now,
        unopened,
        may_take_back,
        taken_back,
        proposal: desk.proposal.id.clone(),
        round: desk.round,
        outcome,
        reasons,
        progress: (audience != Audience::Candidate).then(|| rules::progress(&outcomes)),
        sheets: sheets_for(audience, cx.viewer, &desk.sheets),
        items: desk.items,
        repairs: repairs_for(audience, desk.repairs),
    })
}

/// The exact time at which a verifier opened a repair could tell the candidate who it was.
fn repairs_for(audience: Audience, repairs: Vec<Repair>) -> Vec<Repair> {
    let is_coarse = audience == Audience::Candidate;
    let told = |one: Repair| Repair { opened_at: one.opened_at.coarsely(is_coarse), ..one };
    repairs.into_iter().map(told).collect()
}

/// The person who submitted it, as recorded then, and the present NIP if it has changed.
fn applicant(
    db: &mut Db,
    desk: &Desk<'_>,
) -> Result<(Option<HandedInBy>, Option<String>), Failure> {
    let Desk { context, proposal, .. } = desk;
    let user = context.candidate(db)?;
    let mut applicant = context.circumstances().and_then(|held| held.applicant.clone());
    if applicant.is_none() {
        let units = load_units(db)?;
        let unit = units.get(&proposal.unit).map_or("", |unit| unit.name.as_str());
        applicant = user.map(|user| HandedInBy::of(user, &proposal.unit, unit));
    }
    let now = user.and_then(User::any_nip).map(str::to_owned);
    let then = applicant.as_ref().and_then(|applicant| applicant.nip.clone());
    let corrected = now.filter(|now| Some(now) != then.as_ref());
    Ok((applicant, corrected))
}

/// The reader of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Audience {
    /// Also the head of their unit.
    Candidate,
    Verifier,
    Committee,
}

impl Audience {
    fn of(viewer: &Viewer, context: &ProposalContext) -> Self {
        if context.is_own() || !viewer.roles.iter().copied().any(Role::is_duty) {
            Self::Candidate
        } else if viewer.is(Role::Verifier) {
            Self::Verifier
        } else {
            Self::Committee
        }
    }
}

fn sheets_for(
    audience: Audience,
    viewer: &Viewer,
    all: &[VerificationSheet],
) -> Vec<VerificationSheet> {
    let visible = |sheet: &&VerificationSheet| match audience {
        Audience::Candidate => false,
        Audience::Verifier => rules::may_see_sheet(&viewer.user, sheet, all),
        Audience::Committee => sheet.concluded.is_some(),
    };
    all.iter().filter(visible).cloned().collect()
}
