//! A call for proposals: calendar, seats and limits, rubric, eligibility rules, ranking policy. A
//! draft can be edited; freezing fixes all of it and publishes its hash. The phases follow the
//! calendar and the server's clock.

pub mod actions;
mod after_award;
mod api;
mod bilingual;
mod definition;
mod eligibility;
mod entries;
mod inputs;
mod interview;
mod letters;
mod milestones;
mod pact;
mod pages;
mod plenary;
mod rubric;
pub mod rules;
mod store;
mod templates;

pub use after_award::AfterAward;
pub use api::configure;
pub use bilingual::Bilingual;
pub use definition::{
    Aggregate, Anonymity, Budget, Composition, Definition, DocumentRequirement, Floor, FloorPolicy,
    Format, Group, Level, Limits, PanelRules, PlannedYear, RankingPolicy, Sensitivity, TieBreak,
    Uncertainty,
};
pub use eligibility::{AccreditationGrade, EligibilityRule, Rating, Requirement, Severity};
pub use entries::{entry_of, known_since};
pub use inputs::{
    Cancellation, NewDraft, NewExtension, NewReopening, PanelSeat, Publication, ReopenedPhase,
};
pub use interview::{AbsentRule, INTERVIEW_PERCENT_MOST, Interview, PANELISTS_LEAST, Question};
pub use milestones::{AdministrativeResults, Calendar, Milestone};
pub use pact::{Pact, PactConsent, PactSignatures, PactSigner};
pub use plenary::{Plenary, Quorum};
pub use rubric::{Criterion, Rubric, Thresholds};
pub use store::{
    HOLDER, all_revisions, announced, close_revision, every, facts, find, find_many,
    has_standing_decision, is_revising, milestone_between, next_number, open_revision, panel_of,
    revised_among, set_announced, tie_seed, with_deadline_until,
};
pub use templates::{DocumentSet, RuleSet, Templates};

use crate::kernel::access::Phase;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{CallId, UserId};
use crate::text_enum;
use serde::Serialize;
use std::sync::Arc;

/// The pages, and the files of the API that people download below them.
pub fn configure_pages(routes: &mut crate::web::pages::PageRoutes<'_>) {
    api::read::downloads(routes);
    pages::configure(routes);
}

text_enum! {
    /// The state that acts have brought a call to; its position in time is its [`Phase`].
    #[schema(as = CallState)]
    pub enum State {
        Draft = "draft",
        Frozen = "frozen",
        Cancelled = "cancelled",
    }
}

/// A call as stored. Its calendar is the one in force, with extensions; the definition keeps the
/// calendar as it was frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Call {
    pub id: CallId,
    #[schema(example = "TB-2026")]
    pub code: String,
    pub state: State,
    /// Shared, because it is parsed once and never changes after freezing.
    #[schema(value_type = Definition)]
    pub definition: Arc<Definition>,
    pub calendar: Calendar,
    /// SHA-256 of the frozen definition's canonical JSON.
    pub rules_hash: Option<String>,
    /// SHA-256 of the seed for the last tie-break, published before submissions close.
    pub tie_seed_hash: Option<String>,
    /// When the results were actually announced.
    pub announced_at: Option<Timestamp>,
    pub cancelled_reason: Option<String>,
    pub created_by: UserId,
    pub frozen_at: Option<Timestamp>,
    pub version: i64,
}

/// A member of the panel, the most proposals they take, and what they know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PanelMember {
    pub user: UserId,
    pub max_load: u32,
    /// Codes of problems and of units that own problems, as declared.
    pub topics: Vec<String>,
    /// Counts as the senior reviewer that a call may require for every proposal.
    pub senior: bool,
}

/// A milestone that was moved later, and the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Extension {
    pub milestone: Milestone,
    pub from: Timestamp,
    pub to: Timestamp,
    pub reason: String,
    pub extended_at: Timestamp,
}

impl Call {
    /// Whether it was ever frozen: then anybody may know of it, even if it is cancelled.
    pub fn is_published(&self) -> bool {
        self.frozen_at.is_some()
    }

    /// The phase at this instant.
    pub fn phase(&self, now: Timestamp) -> Phase {
        rules::phase(self.state, &self.calendar, self.announced_at, now)
    }

    pub fn level(&self, code: &str) -> Option<&Level> {
        self.definition.levels.iter().find(|level| level.code == code)
    }
}
