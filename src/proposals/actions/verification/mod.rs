//! What verifiers and candidates can do while documents are verified: `check` (drafts and
//! conclusions), `repair`, `read`, `queue`.

mod check;
mod queue;
mod read;
mod repair;
mod restore;

pub use check::{conclude, save_checks};
pub use queue::verification_queue;
pub use read::read_verification;
pub use repair::{NewRepair, close_repair, open_repair};
pub use restore::restore_eligibility;

use super::dossier::Dossier;
use crate::access::Viewer;
use crate::clock::Timestamp;
use crate::db::Db;
use crate::errors::Failure;
use crate::ids::ProposalId;
use crate::ledger::{self, Event};
use crate::proposals::rules::{documents, verification as rules};
use crate::proposals::{ChecklistItem, Repair, VerificationSheet, store};

/// All that verification looks at.
struct Desk {
    dossier: Dossier,
    items: Vec<ChecklistItem>,
    repairs: Vec<Repair>,
    sheets: Vec<VerificationSheet>,
    round: i32,
}

impl Desk {
    fn of(db: &mut Db, dossier: Dossier) -> Result<Self, Failure> {
        let proposal = &dossier.proposal.id;
        let uploaded = store::documents_of(db, proposal)?;
        let kinds: Vec<String> =
            documents::latest(&uploaded).map(|document| document.kind.clone()).collect();
        let items = rules::checklist(&dossier.call.definition, &dossier.proposal.level, &kinds)?;
        let repairs = store::repairs_of(db, proposal)?;
        let sheets = store::sheets_of(db, proposal)?;
        let round = rules::round(&repairs);
        Ok(Self { dossier, items, repairs, sheets, round })
    }

    fn proposal(&self) -> &ProposalId {
        &self.dossier.proposal.id
    }
}

fn record(
    db: &mut Db,
    (viewer, dossier): (&Viewer, &Dossier),
    act: &'static str,
    payload: serde_json::Value,
    now: Timestamp,
) -> Result<(), Failure> {
    let event = Event { actor: Some(&viewer.user), act, subject: dossier.subject(), payload };
    ledger::append(db, event, now).map(|_| ())
}
