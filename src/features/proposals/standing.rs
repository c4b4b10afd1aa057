//! A proposal and how it stands: what was handed in, and why it was withdrawn, are there only where the state says
//! so.

use super::{Content, State, Submission, Text};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProblemId, ProposalId, UnitCode, UserId};
use serde::Serialize;

/// The submission in force, as the proposal itself names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedIn {
    /// Assigned at the first submission, the same for all versions.
    pub number: String,
    pub version: i32,
    /// The problem and the level as submitted; the draft may have others.
    pub problem: ProblemId,
    pub level: String,
    pub at: Timestamp,
}

impl HandedIn {
    /// The same, for a reader who knows whether the draft has changed since.
    pub fn told(&self, changed: Option<bool>) -> Submission {
        Submission { version: self.version, submitted_at: self.at, changed }
    }
}

/// How a proposal stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    Draft,
    Submitted(HandedIn),
    Eligible(HandedIn),
    Ineligible(HandedIn),
    Withdrawn {
        /// What had been handed in by then, if anything.
        handed_in: Option<HandedIn>,
        reason: String,
    },
}

impl Standing {
    pub fn state(&self) -> State {
        match self {
            Self::Draft => State::Draft,
            Self::Submitted(_) => State::Submitted,
            Self::Eligible(_) => State::Eligible,
            Self::Ineligible(_) => State::Ineligible,
            Self::Withdrawn { .. } => State::Withdrawn,
        }
    }

    pub fn handed_in(&self) -> Option<&HandedIn> {
        match self {
            Self::Draft => None,
            Self::Submitted(handed_in)
            | Self::Eligible(handed_in)
            | Self::Ineligible(handed_in) => Some(handed_in),
            Self::Withdrawn { handed_in, .. } => handed_in.as_ref(),
        }
    }

    pub fn withdrawn_reason(&self) -> Option<&str> {
        match self {
            Self::Withdrawn { reason, .. } => Some(reason),
            Self::Draft | Self::Submitted(_) | Self::Eligible(_) | Self::Ineligible(_) => None,
        }
    }
}

/// A proposal with its current text. If it is edited after a submission, the text may be newer than
/// the submitted version, which is what the panel reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(into = "FlatProposal")]
pub struct Proposal {
    pub id: ProposalId,
    pub call: CallId,
    pub candidate: UserId,
    pub unit: UnitCode,
    pub problem: ProblemId,
    pub level: String,
    pub standing: Standing,
    pub content: Content,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Proposal {
    pub fn state(&self) -> State {
        self.standing.state()
    }

    /// The submission in force; `None` before the first.
    pub fn handed_in(&self) -> Option<&HandedIn> {
        self.standing.handed_in()
    }

    pub fn number(&self) -> Option<&str> {
        self.handed_in().map(|handed_in| handed_in.number.as_str())
    }

    /// What was handed in, for those who meet no other proposals.
    ///
    /// # Errors
    /// `Inconsistent` when nothing was.
    pub fn given(&self) -> Result<&HandedIn, Failure> {
        let missing = || Failure::Inconsistent(format!("proposal {} was not handed in", self.id));
        self.handed_in().ok_or_else(missing)
    }

    /// The number of a proposal that was handed in.
    ///
    /// # Errors
    /// As [`Self::given`].
    pub fn given_number(&self) -> Result<&str, Failure> {
        self.given().map(|handed_in| handed_in.number.as_str())
    }

    /// All that is written in it.
    pub fn text(&self) -> Text {
        Text {
            problem: self.problem.clone(),
            level: self.level.clone(),
            content: self.content.clone(),
        }
    }
}

/// A proposal with its current text. If it is edited after a submission, the text may be newer than
/// the submitted version, which is what the panel reads.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Proposal)]
pub struct FlatProposal {
    pub id: ProposalId,
    pub call: CallId,
    pub candidate: UserId,
    /// The candidate's unit when the proposal was begun.
    pub unit: UnitCode,
    pub problem: ProblemId,
    /// Code of the level of study, one of the call's.
    pub level: String,
    /// Assigned at the first submission.
    #[schema(example = "TB-2026-0012")]
    pub number: Option<String>,
    pub state: State,
    pub content: Content,
    /// Increases with every save; the `ETag`.
    pub version: i64,
    /// The submission in force.
    pub submitted_version: Option<i32>,
    pub created_at: Timestamp,
    /// The last change by its candidate; findings of others do not change it.
    pub updated_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub withdrawn_reason: Option<String>,
}

crate::sent_as!(Proposal, FlatProposal);

impl From<Proposal> for FlatProposal {
    fn from(proposal: Proposal) -> Self {
        let standing = proposal.standing;
        let handed_in = standing.handed_in();
        Self {
            number: handed_in.map(|handed_in| handed_in.number.clone()),
            state: standing.state(),
            submitted_version: handed_in.map(|handed_in| handed_in.version),
            submitted_at: handed_in.map(|handed_in| handed_in.at),
            withdrawn_reason: standing.withdrawn_reason().map(str::to_owned),
            id: proposal.id,
            call: proposal.call,
            candidate: proposal.candidate,
            unit: proposal.unit,
            problem: proposal.problem,
            level: proposal.level,
            content: proposal.content,
            version: proposal.version,
            created_at: proposal.created_at,
            updated_at: proposal.updated_at,
        }
    }
}
