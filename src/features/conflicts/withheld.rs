//! What a conflict of interest withholds from lists, counts, refusals, documents and exports. For
//! the record and letters see `traces`.
//!
//! The rule is [`knowledge`]. Before a result is announced, everything that depends on the hidden
//! proposal is withheld too: the others' places and outcomes, because a gap shows a place, and the
//! number of seats minus the seats shown reveals an outcome. Nothing is recomputed without the
//! hidden proposal.

use super::rules::{Knowledge, WITHHELD, knowledge};
use super::{ProposalParties, conflicted_in, store};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, RunId, UserId};
use crate::platform::db::Db;
use std::collections::BTreeMap;

/// The submitted proposals of a call that are hidden from a reader, with their numbers. Their state
/// does not matter, so that what is withheld does not show how far a proposal came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withheld {
    proposals: BTreeMap<ProposalId, String>,
}

impl Withheld {
    pub fn of(proposals: impl IntoIterator<Item = (ProposalId, String)>) -> Self {
        Self { proposals: proposals.into_iter().collect() }
    }

    /// Of all proposals with which a person is in conflict, those that were submitted.
    pub(super) fn of_candidacies(all: &[ProposalParties]) -> Self {
        Self::of(all.iter().filter_map(|of| Some((of.proposal.clone(), of.number.clone()?))))
    }

    pub fn is_empty(&self) -> bool {
        self.proposals.is_empty()
    }

    pub fn hides(&self, proposal: &ProposalId) -> bool {
        self.proposals.contains_key(proposal)
    }

    pub fn hides_number(&self, number: &str) -> bool {
        self.proposals.values().any(|hidden| hidden == number)
    }

    /// Whether a text names a hidden proposal.
    pub fn is_named_in(&self, text: &str) -> bool {
        self.proposals
            .iter()
            .any(|(id, number)| text.contains(id.as_str()) || text.contains(number))
    }
}

/// What this call withholds from this person. Two statements.
pub fn withheld_in(db: &mut Db, person: &UserId, call: &CallId) -> Result<Withheld, Failure> {
    Ok(Withheld::of_candidacies(&conflicted_in(db, person, call)?))
}

/// What this person may know of the result of a run: everything; only what was announced of it; or
/// nothing while it is not announced.
pub fn knowledge_of_result(
    db: &mut Db,
    withheld: &Withheld,
    run: &RunId,
) -> Result<Knowledge, Failure> {
    if withheld.is_empty() {
        return Ok(Knowledge::Everything);
    }
    Ok(knowledge(true, store::is_announced(db, run)?))
}

/// Refuses a document or an export that would be incomplete for its reader.
///
/// # Errors
/// `withheld_for_conflict`.
pub fn refuse_incomplete(db: &mut Db, person: &UserId, call: &CallId) -> Result<(), Failure> {
    if withheld_in(db, person, call)?.is_empty() {
        return Ok(());
    }
    Err(Failure::refused(WITHHELD))
}
