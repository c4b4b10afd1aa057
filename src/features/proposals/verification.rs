//! Verification (verifikasi berkas): check-lists, their outcome (MS or TMS), and repairs.

use crate::kernel::clock::{Timestamp, Told};
use crate::kernel::ids::{ProposalId, RecordId, UnitCode, UserId};
use crate::text_enum;
use serde::{Deserialize, Serialize};

text_enum! {
    /// Whether a proposal fulfils the administrative conditions.
    pub enum VerificationOutcome {
        /// Memenuhi syarat.
        Eligible = "MS",
        /// Tidak memenuhi syarat.
        Ineligible = "TMS",
    }
}

text_enum! {
    /// What a line of the check-list refers to.
    pub enum CheckSubject {
        Document = "document",
        Rule = "rule",
    }
}

/// One line to be checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ChecklistItem {
    pub subject: CheckSubject,
    /// Kind of the document, or key of the rule.
    #[schema(example = "proposal")]
    pub name: String,
    /// False for a rule that only warns: it may fail and the proposal can still be MS.
    pub decisive: bool,
}

text_enum! {
    pub enum CheckOutcome {
        Ok = "ok",
        NotOk = "not_ok",
    }
}

text_enum! {
    /// Why a line is not in order.
    pub enum CheckReason {
        Missing = "missing",
        Unreadable = "unreadable",
        WrongDocument = "wrong_document",
        Expired = "expired",
        Unsigned = "unsigned",
        /// It contradicts the proposal or another document.
        Contradicts = "contradicts",
        RuleNotMet = "rule_not_met",
        /// Another reason, given in `text`.
        Other = "other",
    }
}

/// What a verifier found on one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerificationCheck {
    pub subject: CheckSubject,
    #[schema(example = "proposal")]
    pub name: String,
    pub outcome: CheckOutcome,
    /// Required for `not_ok` when concluding.
    #[serde(default)]
    pub reason: Option<CheckReason>,
    /// The candidate reads it with the result.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub text: Option<String>,
}

/// What a verifier concluded, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Concluded {
    pub outcome: VerificationOutcome,
    pub at: Timestamp,
}

/// One verifier's check-list in one round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(into = "FlatSheet")]
pub struct VerificationSheet {
    pub verifier: UserId,
    pub round: i32,
    pub checks: Vec<VerificationCheck>,
    /// None while it is a draft.
    pub concluded: Option<Concluded>,
    pub updated_at: Timestamp,
}

impl VerificationSheet {
    pub fn outcome(&self) -> Option<VerificationOutcome> {
        self.concluded.map(|concluded| concluded.outcome)
    }

    pub fn concluded_at(&self) -> Option<Timestamp> {
        self.concluded.map(|concluded| concluded.at)
    }
}

/// One verifier's check-list in one round.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = VerificationSheet)]
struct FlatSheet {
    verifier: UserId,
    /// The round: 1, plus one for each repair.
    round: i32,
    checks: Vec<VerificationCheck>,
    /// Null while it is a draft.
    outcome: Option<VerificationOutcome>,
    concluded_at: Option<Timestamp>,
    updated_at: Timestamp,
}

crate::sent_as!(VerificationSheet, FlatSheet);

impl From<VerificationSheet> for FlatSheet {
    fn from(sheet: VerificationSheet) -> Self {
        let (outcome, concluded_at) = (sheet.outcome(), sheet.concluded_at());
        let VerificationSheet { verifier, round, checks, updated_at, .. } = sheet;
        Self { verifier, round, checks, outcome, concluded_at, updated_at }
    }
}

/// A repair: documents that the candidate may replace, while the others stay unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Repair {
    pub id: RecordId,
    /// Kinds of document.
    pub items: Vec<String>,
    pub reason: String,
    /// Only the day, for the candidate.
    pub opened_at: Told,
    /// Not shown: candidates do not learn who verifies.
    #[serde(skip)]
    pub opened_by: UserId,
    /// The first instant that is too late.
    pub due_at: Timestamp,
    pub closed_at: Option<Timestamp>,
}

impl Repair {
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.closed_at.is_none() && now < self.due_at
    }

    #[cfg(test)]
    pub(in crate::features::proposals) fn for_tests() -> Self {
        let start = Timestamp::from_micros(0);
        Self {
            id: RecordId::new().unwrap(),
            items: Vec::new(),
            reason: "unreadable".to_owned(),
            opened_at: Told::exactly(start),
            opened_by: UserId::new().unwrap(),
            due_at: start.plus_days(3),
            closed_at: None,
        }
    }
}

/// A conclusion that its verifier took back while nobody else had concluded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct WithdrawnConclusion {
    pub round: i32,
    pub verifier: UserId,
    pub concluded_at: Timestamp,
    pub outcome: VerificationOutcome,
    pub reason: String,
    pub withdrawn_at: Timestamp,
}

/// A fault as the candidate reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct StatedReason {
    pub subject: CheckSubject,
    pub name: String,
    pub reason: CheckReason,
    pub text: Option<String>,
}

/// How many verifiers of a round have concluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct VerificationProgress {
    pub concluded: usize,
    /// Whether the first two disagree.
    pub third_needed: bool,
}

/// The verification of a proposal as one viewer may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Verification {
    pub proposal: ProposalId,
    pub round: i32,
    pub items: Vec<ChecklistItem>,
    /// Null until enough verifiers have concluded.
    pub outcome: Option<VerificationOutcome>,
    /// For TMS: the lines that were not in order.
    pub reasons: Vec<StatedReason>,
    pub repairs: Vec<Repair>,
    /// Null for the candidate.
    pub progress: Option<VerificationProgress>,
    /// One's own, and those of others that the viewer may see. Empty for the candidate.
    pub sheets: Vec<VerificationSheet>,
    /// The person who submitted it, for those who verify; null for all others.
    pub applicant: Option<super::HandedInBy>,
    /// The present NIP, if it was corrected since; for those who verify.
    pub nip_now: Option<String>,
    /// Kinds on the list whose file the verifier has not opened yet; empty for all others.
    pub unopened: Vec<String>,
    /// Whether the verifier can take their conclusion back: nobody else has concluded yet.
    pub may_take_back: bool,
    /// Conclusions taken back: one's own, and for the committee all. Empty for the candidate.
    pub taken_back: Vec<WithdrawnConclusion>,
}

/// The progress of one's own check-list on a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OwnProgress {
    NotBegun,
    Draft,
    Concluded,
}

/// A submitted proposal as a line of the verifiers' queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    pub proposal: ProposalId,
    pub number: String,
    pub unit: UnitCode,
    pub level: String,
    pub state: super::State,
    pub submitted_at: Timestamp,
}

/// A submitted proposal with all conclusions about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub proposal: ProposalId,
    pub number: String,
    pub candidate: UserId,
    pub unit: UnitCode,
    pub level: String,
    pub state: super::State,
    pub submitted_at: Timestamp,
    /// Ordered by round and time.
    pub sheets: Vec<VerificationSheet>,
}

/// One proposal in the verifiers' queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct VerificationTask {
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    pub unit: UnitCode,
    pub level: String,
    pub state: super::State,
    pub submitted_at: Timestamp,
    pub round: i32,
    pub progress: VerificationProgress,
    pub mine: OwnProgress,
    /// The end of a running repair; nothing can be verified until then.
    pub repair_due_at: Option<Timestamp>,
}

impl VerificationTask {
    /// The reader's next step on it, by name.
    pub fn standing(&self) -> &'static str {
        use super::State;
        match (self.state, self.mine) {
            (State::Eligible, _) => "eligible",
            (State::Ineligible, _) => "ineligible",
            (State::Withdrawn | State::Draft, _) => "withdrawn",
            (State::Submitted, _) if self.repair_due_at.is_some() => "repair",
            (State::Submitted, OwnProgress::Concluded) => "waits",
            (State::Submitted, OwnProgress::Draft) => "draft",
            (State::Submitted, OwnProgress::NotBegun) if self.progress.third_needed => "third",
            (State::Submitted, OwnProgress::NotBegun) => "new",
        }
    }

    /// Whether it waits for the reader.
    pub fn is_due(&self) -> bool {
        matches!(self.standing(), "draft" | "third" | "new")
    }
}

/// How many proposals of the whole queue wait for its reader, whatever page is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct QueueLeft {
    /// Submitted and not withdrawn.
    pub total: usize,
    /// Proposals that wait for the reader.
    pub left: usize,
    /// The proposal to verify next.
    pub next_due: Option<ProposalId>,
    #[schema(example = "TB-2026-0012")]
    pub next_due_number: Option<String>,
}

impl QueueLeft {
    /// Expects the tasks in order of number. The next is the first after `current`, otherwise the
    /// first of all.
    pub fn of(tasks: &[VerificationTask], current: Option<&str>) -> Self {
        let due = || tasks.iter().filter(|task| task.is_due());
        let other = || due().filter(|task| Some(task.number.as_str()) != current);
        let later = current.and_then(|number| other().find(|task| task.number.as_str() > number));
        let next = later.or_else(|| other().next());
        Self {
            total: tasks.len(),
            left: due().count(),
            next_due: next.map(|task| task.proposal.clone()),
            next_due_number: next.map(|task| task.number.clone()),
        }
    }
}
