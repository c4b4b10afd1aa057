//! What a conflict of interest withholds, for whoever shows something: lists, counts, refusals, papers,
//! exports ask here; what is told by the record and by letters is in `traces`.
//!
//! The rule is [`knowledge`]. Before a result is announced, all that depends on the hidden proposal is
//! withheld with it: the places and the outcomes of the others, for a gap is a place and the seats less
//! the seats shown are an outcome. Nothing is ever counted anew without it.

use super::rules::{Knowledge, WITHHELD, knowledge};
use super::{ProposalParties, conflicted_in, store};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, RunId, UserId};
use crate::platform::db::Db;
use std::collections::BTreeMap;

/// The proposals of a call that are hidden from a reader, with their numbers: those that were handed in,
/// whatever has become of them, so that what is withheld does not tell how far one of them came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withheld {
    proposals: BTreeMap<ProposalId, String>,
}

impl Withheld {
    pub fn of(proposals: impl IntoIterator<Item = (ProposalId, String)>) -> Self {
        Self { proposals: proposals.into_iter().collect() }
    }

    /// Of all that a person is in conflict with, those that were handed in.
    pub(super) fn of_candidacies(all: &[ProposalParties]) -> Self {
        let handed_in = all.iter().filter(|of| !of.number.is_empty());
        Self::of(handed_in.map(|of| (of.proposal.clone(), of.number.clone())))
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

    /// Whether a text names one of them.
    pub fn is_named_in(&self, text: &str) -> bool {
        self.proposals
            .iter()
            .any(|(id, number)| text.contains(id.as_str()) || text.contains(number))
    }
}

/// What of a call is withheld from this person. Two statements.
pub fn withheld_in(db: &mut Db, person: &UserId, call: &CallId) -> Result<Withheld, Failure> {
    Ok(Withheld::of_candidacies(&conflicted_in(db, person, call)?))
}

/// What this person may know of the result of a run: everything; what was announced of it and what was
/// announced only; or nothing, while it is not announced.
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

/// A paper or an export that would be incomplete for its reader is not made for them.
///
/// # Errors
/// `withheld_for_conflict`.
pub fn refuse_incomplete(db: &mut Db, person: &UserId, call: &CallId) -> Result<(), Failure> {
    if withheld_in(db, person, call)?.is_empty() {
        return Ok(());
    }
    Err(Failure::refused(WITHHELD))
}
