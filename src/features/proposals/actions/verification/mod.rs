//! Actions of verifiers and candidates while documents are verified: `check` (drafts and
//! conclusions), `take_back`, `repair`, `read`, `queue`.

mod check;
mod queue;
mod read;
mod release;
mod repair;
mod restore;
mod take_back;

pub use check::{conclude, save_checks};
pub(super) use queue::queue_left_in;
pub use queue::{Queue, verification_queue};
pub use read::read_verification;
pub(super) use read::{verification_in, with_acts_in};
pub use release::{release, to_release};
pub(super) use repair::close_overdue;
pub use repair::{close_repair, open_repair};
pub use restore::restore_eligibility;
pub use take_back::take_back;

use super::ProposalContext;
use crate::features::proposals::rules::{pins, verification as rules};
use crate::features::proposals::{
    ChecklistItem, Document, Proposal, Repair, VerificationSheet, store,
};
use crate::kernel::access::Viewer;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UserId};
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType};

/// Everything that the verification needs.
struct Desk<'a> {
    context: &'a ProposalContext,
    /// The submitted version.
    proposal: Proposal,
    items: Vec<ChecklistItem>,
    repairs: Vec<Repair>,
    sheets: Vec<VerificationSheet>,
    round: i32,
    /// The files that are verified.
    files: Vec<Document>,
}

impl<'a> Desk<'a> {
    /// The submitted version is verified, whoever the viewer is.
    fn of(db: &mut Db, context: &'a ProposalContext) -> Result<Self, Failure> {
        let proposal = context.submitted().unwrap_or_else(|| context.proposal.clone());
        let files = match proposal.handed_in() {
            Some(handed_in) => pins::counting(context.pins(db, handed_in.version)?),
            None => Vec::new(),
        };
        let kinds: Vec<String> = files.iter().map(|document| document.kind.clone()).collect();
        let items = rules::checklist(&context.call.definition, &proposal.level, &kinds)?;
        let repairs = context.repairs(db)?.to_vec();
        let sheets = store::sheets_of(db, &proposal.id)?;
        let round = rules::round(&repairs);
        Ok(Self { context, proposal, items, repairs, sheets, round, files })
    }

    /// Who else has a sheet of this round. A verifier who has begun already counts: two who are not independent
    /// must not even begin side by side.
    fn others(&self, viewer: &Viewer) -> Vec<UserId> {
        let of_round = self.sheets.iter().filter(|sheet| sheet.round == self.round);
        of_round.map(|sheet| sheet.verifier.clone()).filter(|one| one != &viewer.user).collect()
    }

    /// Kinds on the check-list whose file this verifier has not opened.
    fn unopened(&self, cx: &mut Cx<'_>) -> Result<Vec<String>, Failure> {
        let opened = store::opened_by(cx.db, &self.proposal.id, &cx.viewer.user)?;
        Ok(rules::unopened(&self.items, &self.files, &opened))
    }
}

/// Those who have begun a check-list of the present round, which will not count when a new one begins.
pub(super) fn verifiers_at_work(
    db: &mut Db,
    proposal: &ProposalId,
    repairs: &[Repair],
) -> Result<Vec<UserId>, Failure> {
    let round = rules::round(repairs);
    let sheets = store::sheets_of(db, proposal)?.into_iter();
    Ok(sheets.filter(|sheet| sheet.round == round).map(|sheet| sheet.verifier).collect())
}

fn record(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
    act: EventType,
    payload: serde_json::Value,
) -> Result<(), Failure> {
    let event = Event { actor: Some(&cx.viewer.user), act, subject: context.subject(), payload };
    ledger::append(cx.db, event, cx.now).map(|_| ())
}
