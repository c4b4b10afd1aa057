//! The verification of a proposal as somebody may see it: the candidate the result, a verifier
//! their own work first, the committee every conclusion.

use super::{Desk, Dossier};
use crate::access::{Act, Role, Viewer};
use crate::clock::Timestamp;
use crate::db::Db;
use crate::errors::Failure;
use crate::ids::ProposalId;
use crate::proposals::rules::verification::{self as rules, Settlement};
use crate::proposals::{Verification, VerificationOutcome, VerificationSheet};

/// # Errors
/// `not_found`, `wrong_phase`.
pub fn read_verification(
    db: &mut Db,
    viewer: &Viewer,
    proposal: &ProposalId,
    now: Timestamp,
) -> Result<Verification, Failure> {
    let dossier = Dossier::find(db, viewer, proposal, now)?;
    dossier.may(viewer, Act::ReadVerification)?;
    let desk = Desk::of(db, dossier)?;
    let outcomes = rules::outcomes_in(&desk.sheets, desk.round);
    let outcome = match rules::settlement(&outcomes) {
        Settlement::Settled(outcome) => Some(outcome),
        Settlement::Waiting | Settlement::ThirdNeeded => None,
    };
    let reasons = match outcome {
        Some(VerificationOutcome::Ineligible) => rules::stated_reasons(&desk.sheets, desk.round),
        Some(VerificationOutcome::Eligible) | None => Vec::new(),
    };
    let audience = Audience::of(viewer, &desk.dossier);
    Ok(Verification {
        proposal: desk.proposal().clone(),
        round: desk.round,
        outcome,
        reasons,
        progress: (audience != Audience::Candidate).then(|| rules::progress(&outcomes)),
        sheets: sheets_for(audience, viewer, &desk.sheets),
        items: desk.items,
        repairs: desk.repairs,
    })
}

/// For whom the answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Audience {
    /// And the head of their unit.
    Candidate,
    Verifier,
    Committee,
}

impl Audience {
    fn of(viewer: &Viewer, dossier: &Dossier) -> Self {
        if dossier.is_own() || !viewer.roles.iter().copied().any(Role::is_duty) {
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
        Audience::Committee => sheet.outcome.is_some(),
    };
    all.iter().filter(visible).cloned().collect()
}
