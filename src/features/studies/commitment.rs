//! What the office does with the study: the plan of use as a dated list, and what each head of the owner unit promises.

use crate::kernel::clock::Timestamp;
use crate::kernel::ids::UserId;
use crate::text_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

text_enum! {
    #[schema(as = StudyUseState)]
    pub enum UseState {
        Open = "open",
        Done = "done",
        Dropped = "dropped",
    }
}

text_enum! {
    #[schema(as = CommitmentVerdict)]
    pub enum CommitmentVerdict {
        /// Stands by what the unit agreed to.
        Confirmed = "confirmed",
        /// Wants something of it changed, and says what.
        Renegotiated = "renegotiated",
    }
}

/// One activity of the twelve months after the return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = StudyUse)]
pub struct Use {
    /// In the order of the proposal's plan.
    pub number: u16,
    pub due_on: NaiveDate,
    pub activity: String,
    /// As the proposal named them, or as it was changed since.
    pub responsible: String,
    pub resources: String,
    pub state: UseState,
    /// What there is to show, or why it was moved or dropped.
    pub note: Option<String>,
    pub changed_by: Option<UserId>,
    pub changed_at: Option<Timestamp>,
}

/// What the graduate says became of an activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StudyUseReport)]
pub struct UseReport {
    /// Done, or open again; dropping it is the owner unit's to say.
    pub state: UseState,
    /// What there is to show, or why it is open again.
    #[schema(min_length = 5, max_length = 1000)]
    pub note: String,
}

/// Another day or person for an activity, or its end, as the owner unit says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StudyUseRevision)]
pub struct UseRevision {
    pub state: UseState,
    pub due_on: NaiveDate,
    #[schema(min_length = 2, max_length = 200, format = "line")]
    pub responsible: String,
    /// Why.
    #[schema(min_length = 5, max_length = 1000)]
    pub note: String,
}

/// What a head of the owner unit said of the unit's part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = StudyCommitment)]
pub struct Commitment {
    pub head: UserId,
    pub verdict: CommitmentVerdict,
    pub words: Option<String>,
    pub given_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewStudyCommitment)]
pub struct NewCommitment {
    pub verdict: CommitmentVerdict,
    /// What must change; needed for a renegotiation. Awardee, mentor and secretariat read it.
    #[schema(max_length = 2000)]
    pub words: Option<String>,
}
