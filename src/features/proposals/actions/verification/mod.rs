//! What verifiers and candidates can do while documents are verified: `check` (drafts and
//! conclusions), `take_back`, `repair`, `read`, `queue`.

mod check;
mod queue;
mod read;
mod repair;
mod restore;
mod take_back;

pub use check::{conclude, save_checks};
pub use queue::{Queue, queue_left, verification_queue};
pub use read::read_verification;
pub use repair::{NewRepair, close_repair, open_repair};
pub use restore::restore_eligibility;
pub use take_back::take_back;

use super::dossier::Dossier;
use crate::features::proposals::rules::{pins, verification as rules};
use crate::features::proposals::{ChecklistItem, Document, Repair, VerificationSheet, store};
use crate::kernel::access::Viewer;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType};

/// All that verification looks at.
struct Desk {
    dossier: Dossier,
    items: Vec<ChecklistItem>,
    repairs: Vec<Repair>,
    sheets: Vec<VerificationSheet>,
    round: i32,
    /// The files that are judged.
    files: Vec<Document>,
}

impl Desk {
    /// What is verified is what was handed in, whoever looks.
    fn of(db: &mut Db, mut dossier: Dossier) -> Result<Self, Failure> {
        if let Some(submitted) = store::as_submitted(db, dossier.proposal.clone())? {
            dossier.proposal = submitted;
        }
        let proposal = &dossier.proposal.id;
        let files = match dossier.proposal.submitted_version {
            Some(version) => pins::counting(&store::pins_of(db, proposal, version)?),
            None => Vec::new(),
        };
        let kinds: Vec<String> = files.iter().map(|document| document.kind.clone()).collect();
        let items = rules::checklist(&dossier.call.definition, &dossier.proposal.level, &kinds)?;
        let repairs = store::repairs_of(db, proposal)?;
        let sheets = store::sheets_of(db, proposal)?;
        let round = rules::round(&repairs);
        Ok(Self { dossier, items, repairs, sheets, round, files })
    }

    /// Kinds on the list whose file this verifier has not opened.
    fn unopened(&self, db: &mut Db, viewer: &Viewer) -> Result<Vec<String>, Failure> {
        let opened = store::opened_by(db, self.proposal(), &viewer.user)?;
        Ok(rules::unopened(&self.items, &self.files, &opened))
    }

    fn proposal(&self) -> &ProposalId {
        &self.dossier.proposal.id
    }
}

fn record(
    db: &mut Db,
    (viewer, dossier): (&Viewer, &Dossier),
    act: EventType,
    payload: serde_json::Value,
    now: Timestamp,
) -> Result<(), Failure> {
    let event = Event { actor: Some(&viewer.user), act, subject: dossier.subject(), payload };
    ledger::append(db, event, now).map(|_| ())
}
