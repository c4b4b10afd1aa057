//! The registry of supervisory problems, which proposals must help to solve. A unit proposes a
//! problem with indicator, baseline and target; an approver approves it or returns it with a
//! reason.

pub mod actions;
mod api;
mod letters;
mod measurement;
mod pages;
pub mod rules;
mod store;
mod table;

pub use actions::{Imported, import, seed_problems};
pub use api::configure;
pub use measurement::{
    CheckVerdict, EvidenceFile, Measurement, MeasurementCheck, MeasurementCorrection,
    MeasurementText, NewCheck, NewEvidence, Series, ToMeasure,
};
pub use store::{HOLDER, ask_to_measure, find, find_many, public, with_codes};

use crate::kernel::clock::Timestamp;
use crate::kernel::figure::Figure;
use crate::kernel::ids::{ProblemId, UnitCode, UserId};
use crate::kernel::language::Language;
use crate::text_enum;
use serde::{Deserialize, Serialize};

/// The pages, and the files of the API that people download below them.
pub fn configure_pages(routes: &mut crate::web::pages::PageRoutes<'_>) {
    api::measurements::downloads(routes);
    pages::configure(routes);
}

text_enum! {
    #[schema(as = ProblemState)]
    pub enum State {
        Proposed = "proposed",
        Approved = "approved",
        Returned = "returned",
        Retired = "retired",
        Solved = "solved",
    }
}

impl State {
    /// States in the public registry. Problems in other states are visible only to the unit and to
    /// those who decide.
    pub const PUBLIC: [Self; 3] = [Self::Approved, Self::Retired, Self::Solved];

    pub fn is_public(self) -> bool {
        Self::PUBLIC.contains(&self)
    }
}

text_enum! {
    /// The direction in which the indicator should move.
    pub enum Direction {
        Lower = "lower",
        Higher = "higher",
    }
}

/// Where the indicator was and where it should get to, both in the problem's unit of measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ProblemFigures)]
pub struct Figures {
    pub baseline: Figure,
    pub target: Figure,
}

/// A problem in the registry. Figures are texts as the source gives them (`439.615`, `1,94%`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Problem {
    pub id: ProblemId,
    #[schema(example = "M-007")]
    pub code: String,
    pub owner_unit: UnitCode,
    pub title: String,
    pub description: String,
    pub indicator: String,
    pub unit_of_measure: String,
    pub direction: Direction,
    pub baseline_value: String,
    /// The period of the baseline, e.g. `2023`.
    pub baseline_period: String,
    /// The total that the figure refers to, where there is one.
    pub baseline_denominator: Option<String>,
    /// The document that contains the figure.
    pub baseline_source: String,
    /// Who measured it.
    pub baseline_measured_by: String,
    pub target_value: String,
    /// Where the evidence can be found, in words.
    pub evidence: String,
    /// Sample figures that nobody measured; they are marked as such.
    pub illustrative: bool,
    pub state: State,
    /// Why it was returned or retired; how it was solved, or why it was opened again.
    pub state_reason: Option<String>,
    /// The person responsible for the text; hidden from the public, as is `decided_by`.
    pub proposed_by: Option<UserId>,
    pub decided_by: Option<UserId>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
    /// Baseline and target as figures, where the texts alone do not say them (`rules::figures_of`).
    #[serde(rename = "stated_figures")]
    pub stated: Option<Figures>,
}

/// What a unit writes about its problem; the meaning of each field is [`Problem`]'s.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProblemText {
    #[schema(min_length = 10, max_length = 200, format = "line")]
    pub title: String,
    #[schema(min_length = 20, max_length = 4000)]
    pub description: String,
    #[schema(min_length = 3, max_length = 300, format = "line")]
    pub indicator: String,
    #[schema(min_length = 1, max_length = 200, format = "line")]
    pub unit_of_measure: String,
    pub direction: Direction,
    /// A figure as the source gives it.
    #[schema(example = "1,94%", min_length = 1, max_length = 200, format = "line")]
    pub baseline_value: String,
    #[schema(example = "2025", min_length = 3, max_length = 300, format = "line")]
    pub baseline_period: String,
    /// The total that the figure refers to; required for a percentage.
    #[schema(example = "4.958 sampel", max_length = 200, format = "line")]
    pub baseline_denominator: Option<String>,
    #[schema(min_length = 3, max_length = 300, format = "line")]
    pub baseline_source: String,
    #[schema(min_length = 3, max_length = 300, format = "line")]
    pub baseline_measured_by: String,
    #[schema(min_length = 1, max_length = 200, format = "line")]
    pub target_value: String,
    #[schema(min_length = 20, max_length = 4000)]
    pub evidence: String,
    /// The baseline as one figure in the unit of measure; needed with the next one where the texts hold more than
    /// their figure (`79,57 / 75,49 / 70,75 %`, `down by half`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "70,75", max_length = 40, format = "line")]
    pub baseline_figure: Option<String>,
    /// The target as one figure in the unit of measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "50", max_length = 40, format = "line")]
    pub target_figure: Option<String>,
}

/// Baseline and target of an approved problem as figures, stated by an approver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatedFigures {
    #[schema(example = "70,75", min_length = 1, max_length = 40, format = "line")]
    pub baseline: String,
    #[schema(example = "50", min_length = 1, max_length = 40, format = "line")]
    pub target: String,
    /// How they follow from the texts.
    #[schema(min_length = 10, max_length = 2000)]
    pub reason: String,
}

/// Why a problem is returned or taken out of use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProblemDecision {
    /// The unit reads it.
    #[schema(min_length = 10, max_length = 2000)]
    pub reason: String,
}

impl Problem {
    pub fn text(&self) -> ProblemText {
        ProblemText {
            title: self.title.clone(),
            description: self.description.clone(),
            indicator: self.indicator.clone(),
            unit_of_measure: self.unit_of_measure.clone(),
            direction: self.direction,
            baseline_value: self.baseline_value.clone(),
            baseline_period: self.baseline_period.clone(),
            baseline_denominator: self.baseline_denominator.clone(),
            baseline_source: self.baseline_source.clone(),
            baseline_measured_by: self.baseline_measured_by.clone(),
            target_value: self.target_value.clone(),
            evidence: self.evidence.clone(),
            baseline_figure: self.stated.map(|figures| figures.baseline.told(Language::Indonesian)),
            target_figure: self.stated.map(|figures| figures.target.told(Language::Indonesian)),
        }
    }
}

/// Which problems to list.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProblemFilter {
    pub state: Option<State>,
    pub owner_unit: Option<UnitCode>,
    /// Text in code, title or indicator, ignoring case. At most 100 characters.
    pub q: Option<String>,
}

/// The part of the registry that a person may see.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Scope {
    Public,
    /// The public part, and this unit's pending problems.
    Unit(UnitCode),
    All,
}

impl Scope {
    fn holds(&self, problem: &Problem) -> bool {
        problem.state.is_public() || self.holds_pending_of(&problem.owner_unit)
    }

    fn holds_pending_of(&self, unit: &UnitCode) -> bool {
        match self {
            Self::All => true,
            Self::Unit(own) => own == unit,
            Self::Public => false,
        }
    }
}
