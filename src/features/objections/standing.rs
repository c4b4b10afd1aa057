//! An objection and how it stands: who took it and who answered are there only where the state says that
//! somebody did.

use super::{Attachment, Kind, Remedy, State, Subject};
use crate::kernel::clock::{Timestamp, Told};
use crate::kernel::ids::{CallId, ObjectionId, ProposalId, UserId};
use crate::platform::ledger::Head;
use serde::Serialize;

/// The answer to an objection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// `None` only in what the candidate is shown.
    pub by: Option<UserId>,
    pub at: Told,
    pub text: String,
}

/// How an objection stands. Who acted is `None` only in what the candidate is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    Filed,
    Taken {
        by: Option<UserId>,
    },
    Upheld {
        answer: Answer,
        remedy: Remedy,
    },
    Rejected {
        answer: Answer,
    },
    Withdrawn {
        /// Who worked on it then, if anybody did.
        taken_by: Option<UserId>,
    },
}

impl Standing {
    pub fn state(&self) -> State {
        match self {
            Self::Filed => State::Filed,
            Self::Taken { .. } => State::Taken,
            Self::Upheld { .. } => State::Upheld,
            Self::Rejected { .. } => State::Rejected,
            Self::Withdrawn { .. } => State::Withdrawn,
        }
    }

    /// The ruler is the one who had taken it.
    pub fn taken_by(&self) -> Option<&UserId> {
        match self {
            Self::Filed => None,
            Self::Taken { by } | Self::Withdrawn { taken_by: by } => by.as_ref(),
            Self::Upheld { answer, .. } | Self::Rejected { answer } => answer.by.as_ref(),
        }
    }

    pub fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Upheld { answer, .. } | Self::Rejected { answer } => Some(answer),
            Self::Filed | Self::Taken { .. } | Self::Withdrawn { .. } => None,
        }
    }

    pub fn remedy(&self) -> Option<&Remedy> {
        match self {
            Self::Upheld { remedy, .. } => Some(remedy),
            Self::Filed | Self::Taken { .. } | Self::Rejected { .. } | Self::Withdrawn { .. } => {
                None
            }
        }
    }

    /// Without the names of those who work on it, and without the hour at which they acted.
    #[must_use]
    pub fn for_candidate(self) -> Self {
        let coarse = |answer: Answer| Answer { by: None, at: answer.at.coarsely(true), ..answer };
        match self {
            Self::Filed => Self::Filed,
            Self::Taken { .. } => Self::Taken { by: None },
            Self::Upheld { answer, remedy } => Self::Upheld { answer: coarse(answer), remedy },
            Self::Rejected { answer } => Self::Rejected { answer: coarse(answer) },
            Self::Withdrawn { .. } => Self::Withdrawn { taken_by: None },
        }
    }
}

/// An objection to the announced result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(into = "FlatObjection")]
pub struct Objection {
    pub id: ObjectionId,
    pub call: CallId,
    pub proposal: ProposalId,
    pub number: String,
    pub kind: Kind,
    pub subject: Subject,
    pub standing: Standing,
    pub reason: String,
    pub attachment: Option<Attachment>,
    pub filed_at: Timestamp,
    pub due_at: Timestamp,
    pub is_overdue: bool,
    pub ledger: Head,
}

impl Objection {
    pub fn state(&self) -> State {
        self.standing.state()
    }
}

/// An objection to the announced result.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Objection)]
pub struct FlatObjection {
    pub id: ObjectionId,
    pub call: CallId,
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    pub kind: Kind,
    pub subject: Subject,
    pub state: State,
    pub reason: String,
    pub attachment: Option<Attachment>,
    pub filed_at: Timestamp,
    /// The deadline for the answer.
    pub due_at: Timestamp,
    /// The deadline passed without an answer, or the answer came after it.
    pub is_overdue: bool,
    /// The end of the record just after it was filed.
    pub ledger: Head,
    /// The member of the appeal team who works on it; never shown to the candidate.
    pub taken_by: Option<UserId>,
    /// The person who ruled; never shown to the candidate.
    pub ruled_by: Option<UserId>,
    /// For the candidate only the day.
    pub ruled_at: Option<Told>,
    pub ruling: Option<String>,
    pub remedy: Option<Remedy>,
}

crate::sent_as!(Objection, FlatObjection);

impl From<Objection> for FlatObjection {
    fn from(objection: Objection) -> Self {
        let standing = objection.standing;
        let answer = standing.answer();
        Self {
            state: standing.state(),
            taken_by: standing.taken_by().cloned(),
            ruled_by: answer.and_then(|answer| answer.by.clone()),
            ruled_at: answer.map(|answer| answer.at),
            ruling: answer.map(|answer| answer.text.clone()),
            remedy: standing.remedy().cloned(),
            id: objection.id,
            call: objection.call,
            proposal: objection.proposal,
            number: objection.number,
            kind: objection.kind,
            subject: objection.subject,
            reason: objection.reason,
            attachment: objection.attachment,
            filed_at: objection.filed_at,
            due_at: objection.due_at,
            is_overdue: objection.is_overdue,
            ledger: objection.ledger,
        }
    }
}
