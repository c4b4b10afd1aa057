//! A proposal as somebody finds it: with its call, the phase, and how they stand to it. What the
//! acts on documents and verification begin with.

use super::{Standing, stand};
use crate::features::calls::{Call, Sensitivity};
use crate::features::proposals::Proposal;
use crate::features::proposals::rules::documents;
use crate::kernel::access::{self, Act, Facts, Phase, Relation, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::platform::db::Db;
use crate::platform::ledger::Subject;

pub(super) struct Dossier {
    pub(super) proposal: Proposal,
    pub(super) call: Call,
    pub(super) phase: Phase,
    pub(super) facts: Facts,
}

impl Dossier {
    /// Finds the proposal and how the viewer stands to it. Asks no permission yet.
    pub(super) fn find(
        db: &mut Db,
        viewer: &Viewer,
        id: &ProposalId,
        now: Timestamp,
    ) -> Result<Self, Failure> {
        let Standing { proposal, call, facts, .. } = stand(db, viewer, id, now)?;
        Ok(Self { phase: call.phase(now), proposal, call, facts })
    }

    /// Relations that only a later stage knows of, e.g. being assigned to review it.
    pub(super) fn with_relations(mut self, relations: &[Relation]) -> Self {
        self.facts = relations.iter().fold(self.facts, |facts, found| facts.with(*found, true));
        self
    }

    /// Lets the viewer pass, or refuses. A proposal that was never submitted is nobody's business
    /// but that of those who may read drafts.
    pub(super) fn may(&self, viewer: &Viewer, act: Act) -> Result<(), Failure> {
        if self.proposal.submitted_version.is_none() {
            access::may(viewer, Act::ReadDraftProposal, self.facts)?;
        }
        access::may(viewer, act, self.facts)
    }

    /// Whether the viewer may open files of this kind.
    pub(super) fn may_see(&self, viewer: &Viewer, kind: &str) -> bool {
        let sensitivity = documents::sensitivity(&self.call.definition, kind);
        access::may(viewer, act_to_read(sensitivity), self.facts).is_ok()
    }

    pub(super) fn is_own(&self) -> bool {
        self.facts.has(Relation::Own)
    }

    pub(super) fn subject(&self) -> Subject {
        Subject::proposal(&self.proposal.id)
    }
}

/// What reading a document of this sensitivity is.
pub(super) fn act_to_read(sensitivity: Sensitivity) -> Act {
    match sensitivity {
        Sensitivity::Open | Sensitivity::Internal | Sensitivity::Personal => Act::ReadFile,
        Sensitivity::Specific => Act::ReadSensitiveFile,
    }
}
