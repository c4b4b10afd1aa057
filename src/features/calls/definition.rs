//! What a call announces: seats, limits, rubric, rules, documents, ranking. It is written while the
//! call is a draft, and frozen and hashed when it opens. Types only; `rules` checks them.

use super::after_award::AfterAward;
use super::bilingual::Bilingual;
use super::eligibility::EligibilityRule;
use super::interview::Interview;
use super::milestones::Calendar;
use super::plenary::Plenary;
use super::rubric::Rubric;
use crate::kernel::ids::NeedPlanId;
use selection_math::quota::BudgetPolicy;
use serde::{Deserialize, Serialize};

/// Everything that is frozen. The hash of its canonical JSON is the call's `rules_hash`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    pub title: Bilingual,
    pub calendar: Calendar,
    /// Seats in total, at least 1.
    pub seats: u32,
    /// Levels of study offered.
    pub levels: Vec<Level>,
    pub limits: Limits,
    pub rubric: Rubric,
    pub eligibility: Vec<EligibilityRule>,
    pub documents: Vec<DocumentRequirement>,
    pub panel: PanelRules,
    pub ranking: RankingPolicy,
    /// How the uncertainty of the ranking is reported. It decides nothing.
    #[serde(default)]
    pub uncertainty: Uncertainty,
    pub anonymity: Anonymity,
    /// Days for a candidate to repair what verifiers opened; 0 means no repair.
    pub repair_days: u32,
    /// The agency's integrity pact: candidates sign it with each submission, everybody else before they see a proposal.
    /// Without it nobody signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pact: Option<Bilingual>,
    /// The plan of needs from which the seats are taken. Omitted where there is none, so that older calls keep their
    /// hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need_plan: Option<PlannedYear>,
    /// Quorum of the plenary and time for remarks on its minutes. Omitted where the call says nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plenary: Option<Plenary>,
    /// Interviews beside the document, where the call has them. Omitted where it has none, so that older calls keep
    /// their hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interview: Option<Interview>,
    /// Dates and figures of what follows an accepted seat.
    #[serde(default, skip_serializing_if = "AfterAward::is_usual")]
    pub after_award: AfterAward,
}

/// A year of an approved plan of needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlannedYear {
    pub plan: NeedPlanId,
    #[schema(minimum = 2000, maximum = 2100)]
    pub year: i32,
}

/// A level of study.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Level {
    #[schema(example = "S2")]
    pub code: String,
    pub name: Bilingual,
    /// Normative duration in months (`domain.md` §3, `durasi_normatif`).
    pub normative_months: u32,
    /// The level of degree that the candidate must already hold, e.g. `S1` for `S2`.
    pub requires: String,
    /// The most seats for this level; `None`: only the total counts.
    pub seats: Option<u32>,
}

/// Limits on who fills the seats, besides their number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The most selected from one unit.
    pub per_unit: Option<u32>,
    /// The most selected for one problem.
    pub per_problem: Option<u32>,
    /// Seats reserved for a group.
    #[serde(default)]
    pub floors: Vec<Floor>,
    pub floor_policy: FloorPolicy,
    /// The total cost that the selected may have; without it cost is not asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<Budget>,
}

/// Money for the selected, in whole rupiah, and the rule for the first proposal that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CallBudget)]
pub struct Budget {
    #[schema(example = 4_000_000_000_u64)]
    pub total: u64,
    pub policy: BudgetPolicy,
    /// The most that one proposal may ask for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_proposal: Option<u64>,
}

/// The minimum number of seats for a group, as long as it has eligible proposals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Floor {
    pub group: Group,
    pub at_least: u32,
}

/// A group that a floor can apply to.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Group {
    /// Candidates of units in underdeveloped, frontier, outermost regions (3T).
    Remote,
    /// Candidates of units of this kind, e.g. `loka`.
    UnitKind { value: String },
    /// Candidates of units in this region (province).
    Region { value: String },
    /// Proposals for this level of study.
    Level { value: String },
}

/// What happens when there are fewer eligible proposals than a floor requires.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FloorPolicy {
    /// The floor is lowered to the number there is, and the run reports it.
    #[default]
    AsFarAsPossible,
    /// The selection fails, and the committee must decide.
    Strict,
}

/// A document that a candidate uploads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentRequirement {
    /// Stable name, e.g. `proposal`, `recommendation`, `health_letter`.
    pub kind: String,
    pub name: Bilingual,
    pub required: bool,
    /// Largest size in bytes.
    pub max_bytes: u64,
    /// The accepted formats, recognised by content.
    pub formats: Vec<Format>,
    pub sensitivity: Sensitivity,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Pdf,
    Jpeg,
}

/// How confidential a document is (`domain.md` §9; UU 27/2022 art. 4 for `specific`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    Open,
    Internal,
    Personal,
    /// Health, discipline, criminal record: visible to verifiers and auditors only.
    Specific,
}

/// How the panel works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PanelRules {
    /// Submitted sheets that a proposal needs to be ranked.
    pub sheets_per_proposal: u32,
    /// The most proposals for one reviewer, unless the panel list says otherwise.
    pub default_max_load: u32,
    /// If the totals of a proposal differ by more than this, it is divergent and needs
    /// reconciliation.
    pub divergent_total: u32,
    /// If the scores on one criterion differ by this or more, the proposal is divergent.
    pub divergent_criterion: u32,
    /// Requirements for the reviewers of one proposal together.
    #[serde(default, skip_serializing_if = "Composition::asks_nothing")]
    pub composition: Composition,
    /// For so many minutes a reviewer may take a sheet back that was handed in and that nobody has read. 0: never.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub undo_minutes: u32,
}

/// Requirements for the plan of assignments besides conflicts and loads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Composition {
    /// No proposal gets two reviewers of the same unit.
    pub one_per_unit: bool,
    /// Every proposal gets at least one reviewer whom the panel lists as senior.
    pub one_senior: bool,
}

impl Composition {
    /// Omits the field when no such rule is set, so that the JSON and hash of older calls stay the
    /// same.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn asks_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// The announced way from sheets to a ranking. Source: DESIGN §5; the default chain is `domain.md`
/// §5.2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RankingPolicy {
    pub aggregate: Aggregate,
    /// In this order; a lot drawn from the published seed is always the last.
    pub tie_breaks: Vec<TieBreak>,
    /// The most names on the reserve list.
    pub reserve: u32,
}

/// How the model's reading beside the ranking is computed and reported. Source: `algorithms.md`
/// §3.4.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Uncertainty {
    /// A proposal with a probability of selection below this percentage is outside.
    pub zone_low_percent: u32,
    /// Above this percentage a proposal is inside; between the two bounds it is too close to call.
    pub zone_high_percent: u32,
    /// Draws of the true quality; `None`: 100,000, or fewer when there are more than 200 proposals.
    pub draws: Option<u32>,
    /// Declares that reviewers of groups of proposals without a common reviewer are comparable.
    pub across_groups: bool,
    /// Candidates see the interval of their own rank with their result.
    #[serde(skip_serializing_if = "is_false")]
    pub publish_interval: bool,
    /// Announced: proposals that are too close to call draw lots among themselves for their places
    /// in the order (HMAC-SHA256 with the seed of the tie-break); all others keep theirs.
    #[serde(skip_serializing_if = "is_false")]
    pub zone_lot: bool,
}

/// As [`is_false`], for a number.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(value: &u32) -> bool {
    *value == 0
}

/// Omits a rule that the call does not use, so that the bytes of its rules are as without it.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

impl Default for Uncertainty {
    fn default() -> Self {
        Self {
            zone_low_percent: 25,
            zone_high_percent: 75,
            draws: None,
            across_groups: false,
            publish_interval: false,
            zone_lot: false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    Mean,
    Median,
}

/// One key of the announced chain that orders equal aggregates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "key", rename_all = "snake_case", deny_unknown_fields)]
pub enum TieBreak {
    /// The higher mean on this criterion.
    CriterionMean { criterion: String },
    /// The unit with fewer earlier awards.
    FewerAwards,
    /// The one with more votes in the plenary, by those who attended and are in no conflict with any of the equal ones.
    /// The last key before the lot; only in a call whose rules speak of its plenary.
    PlenaryVote,
}

/// Who sees which names during the review (`security.md` §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Anonymity {
    Open,
    SingleBlind,
    DoubleBlind,
}
