//! The plan of needs (rencana kebutuhan): units say, for each supervisory problem, level and field, how many people the
//! agency needs to study in which year; the plan is approved by another person than who proposed it, and calls take
//! their seats from it. Source: `domain.md` §6 row 2; five years at most, broken down by year.

mod actions;
mod api;
mod letters;
mod pages;
pub mod rules;
mod store;

pub use actions::{planned_seats, plans_to_take_from};
pub use api::configure;
pub use pages::configure as configure_pages;
pub use store::{HOLDER, approved_years};

use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{NeedId, NeedPlanId, ProblemId, UnitCode, UserId};
use crate::text_enum;
use serde::{Deserialize, Serialize};

text_enum! {
    #[schema(as = NeedPlanState)]
    pub enum State {
        /// Heads of units register needs.
        Collecting = "collecting",
        /// Waits for the approval; nothing changes meanwhile.
        Proposed = "proposed",
        Approved = "approved",
        /// A newer plan was approved for one of its years.
        Replaced = "replaced",
    }
}

/// How many people in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NeedInYear)]
pub struct InYear {
    #[schema(minimum = 2000, maximum = 2100)]
    pub year: i32,
    #[schema(minimum = 1, maximum = 100)]
    pub people: i32,
}

/// A need of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Need {
    pub id: NeedId,
    pub plan: NeedPlanId,
    pub unit: UnitCode,
    pub problem: ProblemId,
    /// Of the problem.
    pub problem_code: String,
    #[schema(example = "S2")]
    pub level: String,
    /// Of study.
    pub field: String,
    pub reason: String,
    /// By year.
    pub people: Vec<InYear>,
    pub registered_by: UserId,
    pub updated_at: Timestamp,
}

/// People needed in a year at a level, over all units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = NeedTotal)]
pub struct Total {
    pub year: i32,
    pub level: String,
    pub people: u32,
}

/// A plan with where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = NeedPlan)]
pub struct Plan {
    pub id: NeedPlanId,
    pub title: String,
    pub first_year: i32,
    pub last_year: i32,
    pub state: State,
    pub opened_by: UserId,
    pub opened_at: Timestamp,
    pub proposed_by: Option<UserId>,
    pub proposed_at: Option<Timestamp>,
    /// SHA-256 of the needs that were proposed.
    pub content_hash: Option<String>,
    pub decided_by: Option<UserId>,
    pub decided_at: Option<Timestamp>,
    /// Of the document that approves it.
    pub document_number: Option<String>,
    /// Why it was returned last.
    pub reason: Option<String>,
}

/// A plan with its needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = NeedPlanWithNeeds)]
pub struct PlanWithNeeds {
    pub plan: Plan,
    /// By unit, then as they were registered.
    pub needs: Vec<Need>,
    /// By year and level.
    pub totals: Vec<Total>,
}

/// With what a plan begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewNeedPlan)]
pub struct NewPlan {
    #[schema(min_length = 5, max_length = 200, format = "line")]
    pub title: String,
    #[schema(minimum = 2000, maximum = 2100)]
    pub first_year: i32,
    #[schema(minimum = 2000, maximum = 2100)]
    pub last_year: i32,
}

/// What a unit needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNeed {
    /// An approved problem of the registry.
    pub problem: ProblemId,
    #[schema(min_length = 1, max_length = 10, format = "line", example = "S2")]
    pub level: String,
    /// Of study.
    #[schema(min_length = 3, max_length = 200, format = "line")]
    pub field: String,
    #[schema(min_length = 10, max_length = 2000)]
    pub reason: String,
    #[schema(min_items = 1, max_items = 5)]
    pub people: Vec<InYear>,
}

text_enum! {
    #[schema(as = NeedPlanVerdict)]
    pub enum Verdict {
        Approved = "approved",
        Returned = "returned",
    }
}

/// The approval of a plan, or its return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NeedPlanAnswer)]
pub struct PlanAnswer {
    pub verdict: Verdict,
    /// Of the needs that were read.
    #[schema(min_length = 64, max_length = 64)]
    pub content_hash: String,
    /// Of the document that approves it; needed to approve.
    #[serde(default)]
    #[schema(max_length = 200, format = "line")]
    pub document_number: Option<String>,
    /// Needed to return it.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub reason: Option<String>,
}
