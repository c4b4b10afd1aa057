//! The plenary's decision on an adopted run: proposed by the chair, approved by another person,
//! announced after the embargo; results for candidates, the public list, and the exports.
//! Objections (`objections`) and the promotion of reserves (`awards`) are features of their own.

pub mod actions;
mod api;
mod flows;
mod inputs;
mod letters;
mod meeting;
mod names;
mod pages;
pub mod plenary;
mod redaction;
pub mod rules;
mod standing;
mod store;
pub mod ties;

pub use api::configure;
pub use inputs::{Approval, Proposed, Return};
pub use meeting::{Meeting, NewMeeting};
pub use names::NamedOutcome;
pub use standing::{Decision, Decree, FlatDecision, Standing};
pub use store::{
    AnnouncedOutcome, HOLDER, announced_outcomes, announced_runs, contradictions, is_proposed,
    last_announcements,
};

use crate::features::calls::Bilingual;
use crate::features::selection::Outcome;
use crate::kernel::ids::{CallId, DecisionId, ProposalId, RunId, UserId};
use crate::text_enum;
use serde::{Deserialize, Serialize};

/// The pages, and the files of the API that people download below them.
pub fn configure_pages(routes: &mut crate::web::pages::PageRoutes<'_>) {
    api::papers::downloads(routes);
    api::attendance::downloads(routes);
    pages::configure(routes);
}

text_enum! {
    #[schema(as = DecisionState)]
    pub enum State {
        /// By the chair; waits for the decider.
        Proposed = "proposed",
        Approved = "approved",
        /// By the decider, with a reason; the chair may propose again.
        Returned = "returned",
    }
}

/// What the minutes of the plenary record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Minutes {
    /// Day and place of the meeting, in words.
    #[schema(min_length = 1, max_length = 300)]
    pub meeting: String,
    /// Who was there.
    #[schema(min_items = 1, max_items = 200)]
    pub attendance: Vec<UserId>,
    /// Dissent and remarks.
    #[serde(default)]
    #[schema(max_length = 10000)]
    pub remarks: String,
    /// Why proposals without enough sheets are left out; required if there are any. Their candidates read it.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub not_ranked_reason: String,
    /// Why divergent sheets were neither reconciled nor given an additional reviewer; required if
    /// there are any.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub divergence_reason: String,
}

/// A departure from the ranking, by a named person with a written reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Deviation {
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    pub outcome: Outcome,
    #[schema(max_length = 2000)]
    pub reason: String,
}

/// What the chair proposes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proposition {
    pub run: RunId,
    pub minutes: Minutes,
    #[serde(default)]
    pub deviations: Vec<Deviation>,
}

/// The decided outcome of one proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecidedOutcome {
    pub place: u32,
    pub proposal: ProposalId,
    pub number: String,
    pub outcome: Outcome,
    pub reserve_position: Option<u32>,
    pub reason: Bilingual,
    /// Why it deviates from the ranking; `None` if it does not.
    pub deviation_reason: Option<String>,
}

/// What a proposal of the chair would decide, by name. Its hash is sent back when it is proposed,
/// so that exactly what was previewed is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Preview {
    pub outcomes: Vec<DecidedOutcome>,
    /// SHA-256 of the outcomes' canonical JSON.
    pub outcomes_hash: String,
    /// Eligible, but with too few sheets to be ranked.
    pub not_ranked: Vec<String>,
    /// Selected proposals whose seat nobody could get if it were given up.
    pub stays_empty: Vec<String>,
    /// True if the reader is in conflict with a proposal of the call: no outcome is shown before
    /// the announcement. The hash is of all outcomes.
    pub withheld: bool,
}

/// Numbers of objections to the result of a call on one subject.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ObjectionFigures)]
pub struct SubjectFigures {
    /// `verification`, `scores` or `decision`.
    #[schema(example = "scores")]
    pub subject: String,
    pub filed: u32,
    pub upheld: u32,
    pub rejected: u32,
    pub withdrawn: u32,
    /// Not ruled on yet.
    pub pending: u32,
}

impl SubjectFigures {
    fn add(&mut self, state: &str, count: u32) {
        self.filed += count;
        let of_state = match state {
            "upheld" => &mut self.upheld,
            "rejected" => &mut self.rejected,
            "withdrawn" => &mut self.withdrawn,
            _ => &mut self.pending,
        };
        *of_state += count;
    }
}

/// Those who proposed or decided anything in a call; none of them may rule on objections to it.
pub fn deciders_of(
    db: &mut crate::platform::db::Db,
    call: &CallId,
) -> Result<Vec<UserId>, crate::kernel::errors::Failure> {
    let decisions = store::decisions_of(db, call)?;
    Ok(decisions
        .into_iter()
        .flat_map(|decision| {
            let decider = decision.standing.decider().cloned();
            let attendance = decision.minutes.attendance;
            [Some(decision.proposed_by), decider].into_iter().flatten().chain(attendance)
        })
        .collect())
}

/// When the minutes of a call name this person as present, by their decision.
///
/// # Errors
/// When the database fails.
pub fn attended(
    db: &mut crate::platform::db::Db,
    call: &CallId,
    person: &UserId,
) -> Result<Vec<(DecisionId, crate::kernel::clock::Timestamp)>, crate::kernel::errors::Failure> {
    let decisions = store::decisions_of(db, call)?.into_iter();
    let present = decisions.filter(|one| one.minutes.attendance.contains(person));
    Ok(present.map(|one| (one.id, one.proposed_at)).collect())
}

/// Those who proposed or approved a decision in a call; attendance alone does not count.
pub fn signers_of(
    db: &mut crate::platform::db::Db,
    call: &CallId,
) -> Result<Vec<UserId>, crate::kernel::errors::Failure> {
    let decisions = store::decisions_of(db, call)?;
    let signers =
        |decision: Decision| [decision.standing.decider().cloned(), Some(decision.proposed_by)];
    Ok(decisions.into_iter().flat_map(signers).flatten().collect())
}

/// The announced decision in force, with its outcomes.
pub fn standing(
    db: &mut crate::platform::db::Db,
    call: &CallId,
) -> Result<Option<(Decision, Vec<DecidedOutcome>)>, crate::kernel::errors::Failure> {
    let Some(decision) = store::current(db, call)?.filter(|one| one.state() == State::Approved)
    else {
        return Ok(None);
    };
    let outcomes = store::outcomes_of(db, &decision.id)?;
    Ok(Some((decision, outcomes)))
}
