//! What a call announces: seats, limits, rubric, rules, documents, ranking. It is written while the
//! call is a draft, and frozen and hashed when it opens. Types only; `rules` checks them.

use super::bilingual::Bilingual;
use super::eligibility::EligibilityRule;
use super::rubric::Rubric;
use crate::kernel::clock::Timestamp;
use crate::text_enum;
use chrono::{Days, NaiveDate};
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
    /// Dates and figures of what follows an accepted seat.
    #[serde(default, skip_serializing_if = "AfterAward::is_usual")]
    pub after_award: AfterAward,
}

/// What follows an accepted seat. Source of the figures: `domain.md` §3 and §6 rows 16–20; each is the agency's to set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AfterAward {
    /// The last day for the proof of admission; without it only `admission_days` count.
    pub admission_by: Option<NaiveDate>,
    /// Days for the proof of admission that everybody has after accepting, whatever that day is: a reserve may
    /// accept long after the others.
    pub admission_days: u32,
    /// Days before the last one on which the awardee is reminded. Omitted when usual: older calls keep their hash.
    #[serde(skip_serializing_if = "is_fortnight")]
    pub admission_reminder_days: u32,
    /// Months of service bond for each month of study, of those who were released from their post.
    pub bond_factor_released: u32,
    /// The same of those who were not.
    pub bond_factor_not_released: u32,
    /// Whether months of interruption count as months of study in the bond.
    pub bond_counts_interruptions: bool,
    /// Months by which a study may be extended in all.
    pub extension_months: u32,
    /// Months of a period for which the awardee reports.
    pub period_months: u32,
    /// Days before a report is due on which the awardee is reminded.
    pub report_reminder_days: u32,
    /// Days after it on which the awardee is told that it is late.
    pub report_late_days: u32,
    /// Days after it on which the heads of the units are told.
    pub report_escalation_days: u32,
    /// Months after the return at which the indicator is measured.
    pub impact_months: Vec<u32>,
}

/// The usual days before the last one for the proof of admission.
const FORTNIGHT: u32 = 14;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_fortnight(days: &u32) -> bool {
    *days == FORTNIGHT
}

impl Default for AfterAward {
    fn default() -> Self {
        Self {
            admission_by: None,
            admission_days: 180,
            admission_reminder_days: FORTNIGHT,
            bond_factor_released: 2,
            bond_factor_not_released: 0,
            bond_counts_interruptions: false,
            extension_months: 12,
            period_months: 6,
            report_reminder_days: 14,
            report_late_days: 7,
            report_escalation_days: 30,
            impact_months: vec![6, 12, 24],
        }
    }
}

impl AfterAward {
    /// Omits the field when nothing was set, so that the JSON and hash of older calls stay the same.
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// The last day for the proof of admission of somebody who accepted on this day.
    pub fn admission_by(&self, accepted_on: NaiveDate) -> NaiveDate {
        let days = Days::new(u64::from(self.admission_days));
        let at_least = accepted_on.checked_add_days(days).unwrap_or(accepted_on);
        self.admission_by.map_or(at_least, |day| day.max(at_least))
    }
}

/// The deadlines in order; each is the first instant that is too late.
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
    /// The next milestone.
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

    /// The same calendar with one milestone moved.
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
}

/// Who sees which names during the review (`security.md` §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Anonymity {
    Open,
    SingleBlind,
    DoubleBlind,
}
