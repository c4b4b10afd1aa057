//! What was already tried on a problem: the problem itself, and proposals of past calls whose candidates let others
//! read them.

use super::board::Progress;
use crate::features::problems::{Figures, State};
use crate::features::studies::SolutionKind;
use crate::kernel::clock::Timestamp;
use crate::kernel::figure::Figure;
use crate::kernel::ids::{ProblemId, ProposalId};
use crate::text_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

text_enum! {
    /// What a candidate lets everybody with an account read of a proposal.
    #[schema(as = SharingConsent)]
    pub enum Consent {
        /// Nothing.
        No = "no",
        /// Title, summary, programme and plan, without the name.
        Unnamed = "unnamed",
        /// The same, with the name.
        Named = "named",
    }
}

/// A candidate's choice. It can be changed at any time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SharingChoice {
    pub consent: Consent,
}

/// How the choice stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Sharing {
    pub proposal: ProposalId,
    pub consent: Consent,
    /// The call hid candidates from the panel, so nobody reads the name here either.
    pub is_blind: bool,
    pub shared_at: Option<Timestamp>,
    pub withdrawn_at: Option<Timestamp>,
}

/// What is looked for. Without either, everything.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TriedQuestion {
    /// Words, all of which must be found, in any order; case and accents do not matter. At most 100 characters.
    pub q: Option<String>,
    /// Only of the problem with this code.
    #[param(example = "M-005")]
    pub problem: Option<String>,
}

/// A problem, or a proposal on it that may be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Tried {
    pub problem: ProblemId,
    #[schema(example = "M-005")]
    pub code: String,
    pub problem_title: String,
    pub state: State,
    pub figures: Option<Figures>,
    /// The last measurement that counts.
    pub now: Option<Figure>,
    /// Null: the problem itself.
    pub proposal: Option<TriedProposal>,
}

/// A proposal that its candidate lets others read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TriedProposal {
    pub id: ProposalId,
    /// The call's code.
    #[schema(example = "TB-2026")]
    pub call: String,
    pub title: String,
    /// How the summary begins.
    pub excerpt: String,
    /// Null unless the candidate lets it be read.
    pub author: Option<String>,
    /// When its seat was accepted; null for those without one.
    pub awarded_on: Option<NaiveDate>,
    /// How the problem's indicator moved since; that does not prove why.
    pub progress: Option<Progress>,
}

/// The whole of what may be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SharedProposal {
    pub of: Tried,
    pub summary: String,
    pub programme: SharedProgramme,
    pub plan: Vec<SharedStep>,
    /// What came of the study, by its end report, once the owner unit acknowledged it.
    pub result: Option<String>,
    /// What was put to use, by the reports on use that the owner unit acknowledged.
    pub solutions: Vec<SharedSolution>,
}

/// Something that was put to use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SharedSolution {
    pub kind: Option<SolutionKind>,
    pub words: String,
    /// Other units that took it over.
    pub replicated: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SharedProgramme {
    pub university: String,
    pub name: String,
    pub country: String,
}

/// A step of the plan of use. Who was to do it is left out: those people were not asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SharedStep {
    pub month: u32,
    pub activity: String,
    pub resources: String,
}
