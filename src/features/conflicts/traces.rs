//! The traces of hidden proposals: every id that belongs to one, their calls and their candidates.
//! They are used to hide entries of the record and queued mail from people in conflict.

use super::{conflicted_anywhere, store};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UserId};
use crate::platform::db::Db;
use crate::platform::ledger::{Subject, SubjectKind};
use std::collections::BTreeSet;

/// Everything that belongs to the proposals hidden from a reader.
#[derive(Debug, Clone, Default)]
pub struct Traces {
    /// Their ids and numbers, and the ids of everything that belongs to them.
    names: BTreeSet<String>,
    /// As the record and letters name them, e.g. `assignment:01h…`.
    subjects: BTreeSet<Subject>,
    candidates: BTreeSet<UserId>,
    /// `call:`, `selection:` and `decision:` of the calls in which a hidden proposal was submitted.
    whole: BTreeSet<Subject>,
}

impl Traces {
    /// Nothing is hidden from this reader.
    pub fn is_empty(&self) -> bool {
        self.subjects.is_empty()
    }

    pub fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.subjects.iter()
    }

    pub fn candidates(&self) -> &BTreeSet<UserId> {
        &self.candidates
    }

    /// The calls, runs and decisions that include a hidden proposal.
    pub fn wholes(&self) -> impl Iterator<Item = &Subject> {
        self.whole.iter()
    }

    /// Whether this is a call, a run or a decision that includes a hidden proposal.
    pub fn is_whole(&self, subject: &Subject) -> bool {
        self.whole.contains(subject)
    }

    /// Whether a text names anything that belongs to a hidden proposal.
    pub fn are_in(&self, text: &str) -> bool {
        let is_between = |letter: char| !letter.is_ascii_alphanumeric();
        self.names.contains(text)
            || text.split(is_between).any(|word| self.names.contains(word))
            || text
                .split(|letter| is_between(letter) && letter != '-')
                .any(|word| self.names.contains(word))
    }

    fn add(&mut self, kind: Option<SubjectKind>, ids: Vec<String>) {
        if let Some(kind) = kind {
            self.subjects.extend(ids.iter().map(|id| Subject::of(kind, id)));
        }
        self.names.extend(ids);
    }
}

/// The traces of all proposals with which this person is in conflict, over all calls. A fixed
/// number of statements.
pub fn traces_for(db: &mut Db, person: &UserId) -> Result<Traces, Failure> {
    let hidden = conflicted_anywhere(db, person)?;
    let mut traces = Traces::default();
    if hidden.is_empty() {
        return Ok(traces);
    }
    let ids: Vec<_> = hidden.iter().map(|of| of.proposal.clone()).collect();
    traces.add(Some(SubjectKind::Proposal), ids.iter().map(ToString::to_string).collect());
    for (kind, found) in store::hanging_on(db, &ids)? {
        traces.add(kind, found);
    }
    let handed_in: Vec<_> = hidden.iter().filter(|of| of.number.is_some()).collect();
    traces.names.extend(handed_in.iter().filter_map(|of| of.number.clone()));
    let handed_in: Vec<_> = handed_in.into_iter().map(|of| of.proposal.clone()).collect();
    traces.whole = store::wholes_of(db, &handed_in)?;
    traces.candidates = hidden.into_iter().map(|of| of.candidate.user).collect();
    Ok(traces)
}

/// One proposal, everything that belongs to it, and the runs and decisions that include it, as the record names them.
pub fn subjects_of(db: &mut Db, proposal: &ProposalId) -> Result<Vec<Subject>, Failure> {
    let of = std::slice::from_ref(proposal);
    let mut subjects = vec![Subject::proposal(proposal)];
    for (kind, ids) in store::hanging_on(db, of)? {
        if let Some(kind) = kind {
            subjects.extend(ids.iter().map(|id| Subject::of(kind, id)));
        }
    }
    let wholes = store::wholes_of(db, of)?.into_iter();
    subjects.extend(wholes.filter(|subject| subject.kind() != SubjectKind::Call));
    Ok(subjects)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traces() -> Traces {
        let mut traces = Traces::default();
        traces.add(Some(SubjectKind::Assignment), vec!["01hzx3".to_owned()]);
        traces.names.insert("TB-2026-0001".to_owned());
        traces
    }

    #[test]
    fn a_name_is_found_as_a_word_wherever_it_stands() {
        for text in
            ["01hzx3", "assignment:01hzx3", "call/01hzx3?x", "TB-2026-0001", "see TB-2026-0001."]
        {
            assert!(traces().are_in(text), "{text}");
        }
    }

    #[test]
    fn a_longer_word_is_another_word() {
        for text in ["01hzx34", "TB-2026-00012", "x01hzx3", "2026", ""] {
            assert!(!traces().are_in(text), "{text}");
        }
    }
}
