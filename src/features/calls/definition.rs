//! What a call promises: seats, limits, rubric, rules, documents, ranking. Written while the call is
//! a draft; frozen and hashed when it opens. Types only; whether one is sound is `rules`' question.

use super::bilingual::Bilingual;
use super::eligibility::EligibilityRule;
use super::rubric::Rubric;
use crate::kernel::clock::Timestamp;
use crate::text_enum;
use selection_math::quota::BudgetPolicy;
use serde::{Deserialize, Serialize};

/// All that is frozen. The hash of its canonical JSON is the call's `rules_hash`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    pub title: Bilingual,
    pub calendar: Calendar,
    /// Places in total, at least 1.
    pub seats: u32,
    /// Levels of study on offer.
    pub levels: Vec<Level>,
    pub limits: Limits,
    pub rubric: Rubric,
    pub eligibility: Vec<EligibilityRule>,
    pub documents: Vec<DocumentRequirement>,
    pub panel: PanelRules,
    pub ranking: RankingPolicy,
    /// How the uncertainty of the ranking is told; it decides nothing.
    #[serde(default)]
    pub uncertainty: Uncertainty,
    pub anonymity: Anonymity,
    /// Days a candidate has to repair what verifiers opened; 0 where there is no repair.
    pub repair_days: u32,
}

/// The deadlines, each the first instant that is too late. They follow one another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    pub opens_at: Timestamp,
    pub submissions_close_at: Timestamp,
    pub screening_ends_at: Timestamp,
    pub review_ends_at: Timestamp,
    pub announcement_at: Timestamp,
    pub objections_end_at: Timestamp,
}

text_enum! {
    /// One deadline of the calendar, by the name of its field.
    pub enum Milestone {
        OpensAt = "opens_at",
        SubmissionsCloseAt = "submissions_close_at",
        ScreeningEndsAt = "screening_ends_at",
        ReviewEndsAt = "review_ends_at",
        AnnouncementAt = "announcement_at",
        ObjectionsEndAt = "objections_end_at",
    }
}

impl Milestone {
    /// The one after it.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|other| *other > self)
    }
}

impl Calendar {
    /// The instant of a milestone.
    pub fn of(&self, milestone: Milestone) -> Timestamp {
        match milestone {
            Milestone::OpensAt => self.opens_at,
            Milestone::SubmissionsCloseAt => self.submissions_close_at,
            Milestone::ScreeningEndsAt => self.screening_ends_at,
            Milestone::ReviewEndsAt => self.review_ends_at,
            Milestone::AnnouncementAt => self.announcement_at,
            Milestone::ObjectionsEndAt => self.objections_end_at,
        }
    }

    /// The same calendar with one milestone elsewhere.
    #[must_use]
    pub fn moved(&self, milestone: Milestone, to: Timestamp) -> Self {
        let mut moved = self.clone();
        match milestone {
            Milestone::OpensAt => moved.opens_at = to,
            Milestone::SubmissionsCloseAt => moved.submissions_close_at = to,
            Milestone::ScreeningEndsAt => moved.screening_ends_at = to,
            Milestone::ReviewEndsAt => moved.review_ends_at = to,
            Milestone::AnnouncementAt => moved.announcement_at = to,
            Milestone::ObjectionsEndAt => moved.objections_end_at = to,
        }
        moved
    }
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
    /// The level of degree one must hold already, e.g. `S1` for `S2`.
    pub requires: String,
    /// Places for this level at most; none: only the total counts.
    pub seats: Option<u32>,
}

/// Limits on who fills the seats, besides their number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Selected from one unit at most.
    pub per_unit: Option<u32>,
    /// Selected for one problem at most.
    pub per_problem: Option<u32>,
    /// Seats kept for a group.
    #[serde(default)]
    pub floors: Vec<Floor>,
    pub floor_policy: FloorPolicy,
    /// The money that the selected may cost together; without it cost is not asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<Budget>,
}

/// Money for the selected, in whole rupiah, and what happens at the first name that does not fit.
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

/// At least so many seats for a group, while eligible proposals of it last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Floor {
    pub group: Group,
    pub at_least: u32,
}

/// A group that a floor can speak of.
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

/// What happens when fewer eligible proposals exist than a floor asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FloorPolicy {
    /// The floor falls to what there is, and the run says so.
    #[default]
    AsFarAsPossible,
    /// No selection without it: the committee must decide.
    Strict,
}

/// One document a candidate uploads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentRequirement {
    /// Stable name, e.g. `proposal`, `recommendation`, `health_letter`.
    pub kind: String,
    pub name: Bilingual,
    pub required: bool,
    /// Largest size in bytes.
    pub max_bytes: u64,
    /// What it may be by content.
    pub formats: Vec<Format>,
    pub sensitivity: Sensitivity,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Pdf,
    Jpeg,
}

/// How closely a document is kept (`domain.md` §9; UU 27/2022 art. 4 for `specific`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    Open,
    Internal,
    Personal,
    /// Health, discipline, criminal record: verifiers and auditors only.
    Specific,
}

/// How the panel works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PanelRules {
    /// Submitted sheets a proposal needs to be ranked.
    pub sheets_per_proposal: u32,
    /// Most proposals one reviewer gets, unless the panel list says otherwise.
    pub default_max_load: u32,
    /// A range of totals above this is divergent and goes to reconciliation.
    pub divergent_total: u32,
    /// A range of scores on one criterion from this on is divergent.
    pub divergent_criterion: u32,
    /// What the reviewers of one proposal must be like together.
    #[serde(default, skip_serializing_if = "Composition::asks_nothing")]
    pub composition: Composition,
}

/// What the plan of assignments keeps to beside conflicts and loads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Composition {
    /// No proposal gets two reviewers of one unit.
    pub one_per_unit: bool,
    /// Every proposal gets at least one reviewer whom the panel lists as a senior.
    pub one_senior: bool,
}

impl Composition {
    /// So that a call without these rules reads, and hashes, as it always did.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn asks_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// The announced way from sheets to an order. Source: DESIGN §5; the default chain is `domain.md` §5.2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RankingPolicy {
    pub aggregate: Aggregate,
    /// In order; a lot drawn from the published seed always comes last.
    pub tie_breaks: Vec<TieBreak>,
    /// Names on the reserve list at most.
    pub reserve: u32,
}

/// How the model's reading beside the ranking is drawn and told. Source: `algorithms.md` §3.4.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Uncertainty {
    /// Below this probability of selection, in percent, a proposal is outside.
    pub zone_low_percent: u32,
    /// Above it a proposal is inside; from one bound to the other it is too close to call.
    pub zone_high_percent: u32,
    /// Draws of the true quality; none: 100,000, fewer for fields of more than 200.
    pub draws: Option<u32>,
    /// Declared: reviewers of groups of proposals that share no reviewer are comparable.
    pub across_groups: bool,
    /// Candidates read the interval of their own rank with their result.
    #[serde(skip_serializing_if = "is_false")]
    pub publish_interval: bool,
    /// Announced: proposals too close to call draw lots among themselves for their places in the order
    /// (HMAC-SHA256 with the seed of the ties); everybody else keeps theirs.
    #[serde(skip_serializing_if = "is_false")]
    pub zone_lot: bool,
}

/// A promise that a call does not make leaves the bytes of its rules as they were without it.
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
}

/// Who sees whose name while the panel scores (`security.md` §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Anonymity {
    Open,
    SingleBlind,
    DoubleBlind,
}
