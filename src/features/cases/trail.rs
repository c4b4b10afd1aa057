//! The record of one proposal as lines that people read: who did what, with what can be said of it in words. Pure.

use crate::features::decisions::actions::CaseDecisions;
use crate::features::reviews::Assignment;
use crate::features::selection::TieVote;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{ProposalId, UserId};
use crate::platform::ledger::{Entry, EventType, Subject, SubjectKind};
use serde_json::Value;
use std::collections::BTreeMap;

/// What is on the record of the call and concerns every proposal in it.
pub(super) const OF_THE_CALL: &[EventType] = &[
    EventType::CallExtended,
    EventType::CallReopened,
    EventType::CallCancelled,
    EventType::AdministrativeReleased,
    EventType::AssignmentsPlanned,
    EventType::PlanUndone,
    EventType::ReviewerLeft,
    EventType::TieVoted,
    EventType::DissentRecorded,
    EventType::DissentWithdrawn,
    EventType::CallAnnounced,
    EventType::CallReannounced,
];

/// What an entry says beside its act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// Whose task it is.
    Task(String),
    /// Who was given the proposal by a plan.
    Given(Vec<String>),
    /// From whom a plan took it.
    Taken(Vec<String>),
    /// Why the decision departs from the ranking for this proposal.
    Deviation(String),
    /// The votes by number, and how many abstained.
    Votes(Vec<(String, u32)>, u32),
}

/// One act; the same act of the same person several times in a row is one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailLine {
    /// Of the newest entry.
    pub seq: i64,
    pub at: Timestamp,
    /// None: the program itself.
    pub actor: Option<String>,
    /// As the record names it, e.g. `sheet.submitted`.
    pub act: String,
    pub subject: String,
    /// How often in a row.
    pub times: usize,
    /// When it was done first of these times.
    pub first_at: Timestamp,
    pub details: Vec<Detail>,
}

/// What other parts of the case know, for the words of its trail. What the reader may not know is not in them.
pub(super) struct Sources<'a> {
    pub(super) proposal: &'a ProposalId,
    pub(super) tasks: &'a [Assignment],
    pub(super) decisions: Option<&'a CaseDecisions>,
    pub(super) votes: &'a [TieVote],
}

/// The lines of these entries in their order, without those of the call that do not concern the proposal.
pub(super) fn told(
    entries: Vec<Entry>,
    of: &Sources<'_>,
    names: &BTreeMap<UserId, String>,
) -> Vec<TrailLine> {
    let mut lines: Vec<TrailLine> = Vec::new();
    for entry in entries.into_iter().filter(|entry| of.concerns(entry)) {
        let line = of.line(entry, names);
        match lines.last_mut() {
            Some(last) if last.is_same(&line) => {
                last.times += 1;
                last.first_at = line.at;
            }
            _ => lines.push(line),
        }
    }
    lines
}

impl TrailLine {
    fn is_same(&self, other: &Self) -> bool {
        self.act == other.act
            && self.actor == other.actor
            && self.subject == other.subject
            && self.details == other.details
    }
}

impl Sources<'_> {
    fn concerns(&self, entry: &Entry) -> bool {
        match entry.event_type() {
            Some(
                EventType::AssignmentsPlanned | EventType::PlanUndone | EventType::ReviewerLeft,
            ) => names_proposal(&entry.payload, self.proposal),
            Some(EventType::TieVoted) => self.vote(entry).is_some(),
            // A dissent may be about one proposal, or about the whole.
            Some(EventType::DissentRecorded | EventType::DissentWithdrawn) => {
                let about = entry.payload.get("proposal").and_then(Value::as_str);
                about.is_none_or(|about| about == self.proposal.as_str())
            }
            _ => true,
        }
    }

    fn vote(&self, entry: &Entry) -> Option<&TieVote> {
        let id = entry.payload.get("vote").and_then(Value::as_str)?;
        self.votes.iter().find(|vote| vote.id.as_str() == id)
    }

    fn line(&self, entry: Entry, names: &BTreeMap<UserId, String>) -> TrailLine {
        let details = self.details(&entry, names);
        let name = |id: &String| {
            let known = id.parse().ok().and_then(|id: UserId| names.get(&id));
            known.cloned().unwrap_or_else(|| id.clone())
        };
        TrailLine {
            seq: entry.seq,
            at: entry.at,
            first_at: entry.at,
            actor: entry.actor.as_ref().map(name),
            act: entry.act,
            subject: entry.subject,
            times: 1,
            details,
        }
    }

    fn details(&self, entry: &Entry, names: &BTreeMap<UserId, String>) -> Vec<Detail> {
        let mut details = Vec::new();
        let thing = entry.thing();
        if let Some(of) = thing.as_ref().filter(|thing| thing.kind() == SubjectKind::Assignment) {
            let task = self.tasks.iter().find(|task| task.id.as_str() == of.id());
            details
                .extend(task.and_then(|task| names.get(&task.reviewer)).cloned().map(Detail::Task));
        }
        if entry.event_type() == Some(EventType::AssignmentsPlanned) {
            let people = |field| self.people_of(&entry.payload, field, names);
            details.extend(Some(people("pairs")).filter(|all| !all.is_empty()).map(Detail::Given));
            details.extend(
                Some(people("taken_back")).filter(|all| !all.is_empty()).map(Detail::Taken),
            );
        }
        if entry.event_type() == Some(EventType::DecisionProposed) {
            details.extend(thing.and_then(|of| self.deviation(&of)).map(Detail::Deviation));
        }
        if entry.event_type() == Some(EventType::TieVoted) {
            details.extend(self.vote(entry).map(|vote| {
                let votes = vote.votes.iter().map(|(number, votes)| (number.clone(), *votes));
                Detail::Votes(votes.collect(), vote.abstained)
            }));
        }
        details
    }

    /// The reviewers of this proposal's pairs in a list of pairs.
    fn people_of(
        &self,
        payload: &Value,
        field: &str,
        names: &BTreeMap<UserId, String>,
    ) -> Vec<String> {
        let pairs = payload.get(field).and_then(Value::as_array).into_iter().flatten();
        let text =
            |pair: &Value, name: &str| pair.get(name).and_then(Value::as_str).map(str::to_owned);
        pairs
            .filter(|pair| text(pair, "proposal").as_deref() == Some(self.proposal.as_str()))
            .filter_map(|pair| text(pair, "reviewer")?.parse::<UserId>().ok())
            .filter_map(|reviewer| names.get(&reviewer).cloned())
            .collect()
    }

    fn deviation(&self, of: &Subject) -> Option<String> {
        let decisions = &self.decisions?.decisions;
        let one = decisions.iter().find(|one| one.decision.id.as_str() == of.id())?;
        one.outcome.as_ref()?.deviation_reason.clone()
    }
}

/// Whether a payload names the proposal anywhere.
fn names_proposal(value: &Value, proposal: &ProposalId) -> bool {
    match value {
        Value::String(text) => text == proposal.as_str(),
        Value::Array(values) => values.iter().any(|value| names_proposal(value, proposal)),
        Value::Object(fields) => fields
            .iter()
            .any(|(key, value)| key == proposal.as_str() || names_proposal(value, proposal)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::language::Language;
    use serde_json::json;

    #[test]
    fn every_event_of_the_record_has_words_in_both_languages() {
        for language in Language::ALL {
            for event in EventType::ALL {
                let key = format!("event-{}", event.name().replace(['_', '.'], "-"));
                assert!(language.known(&key).is_some(), "{key} in {}", language.tag());
            }
        }
    }

    fn entry(seq: i64, act: EventType, subject: &Subject, payload: Value) -> Entry {
        let at = Timestamp::from_micros(seq);
        let (act, subject) = (act.name().to_owned(), subject.to_string());
        let (previous_hash, hash) = (String::new(), String::new());
        Entry { seq, at, actor: None, act, subject, payload, previous_hash, hash, rows: None }
    }

    #[test]
    fn what_is_done_again_and_again_is_one_line_and_other_proposals_plans_are_none() {
        let (mine, other) = (ProposalId::new().unwrap(), ProposalId::new().unwrap());
        let (reviewer, call) = (UserId::new().unwrap(), crate::kernel::ids::CallId::new().unwrap());
        let (on_it, on_call) = (Subject::proposal(&mine), Subject::call(&call));
        let pairs = |of: &ProposalId| json!({"pairs": [{"proposal": of, "reviewer": reviewer}]});
        let saved = |seq| entry(seq, EventType::ProposalSaved, &on_it, json!({"version": seq}));
        let plan = |seq, of| entry(seq, EventType::AssignmentsPlanned, &on_call, pairs(of));
        let entries = vec![plan(9, &mine), plan(8, &other), saved(3), saved(2)];
        let sources = Sources { proposal: &mine, tasks: &[], decisions: None, votes: &[] };
        let names = BTreeMap::from([(reviewer.clone(), "Rina".to_owned())]);
        let lines = told(entries, &sources, &names);
        let seen: Vec<(i64, usize)> = lines.iter().map(|line| (line.seq, line.times)).collect();
        assert_eq!(seen, [(9, 1), (3, 2)]);
        assert_eq!(lines[0].details, [Detail::Given(vec!["Rina".to_owned()])]);
        assert_eq!(lines[1].first_at, Timestamp::from_micros(2));
    }
}
