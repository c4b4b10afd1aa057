//! A decision and how it stands: who decided, the decree and the reason of a return are there only where the
//! state says so.

use super::rules::PROPOSER_CANNOT_APPROVE;
use super::{Minutes, State};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Refusal;
use crate::kernel::ids::{CallId, DecisionId, RunId, UserId};
use chrono::NaiveDate;
use serde::Serialize;

/// The decree (SK) that an approval records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decree {
    pub number: String,
    /// Its own date, which is not always the day of the approval.
    pub day: NaiveDate,
    pub signatory: String,
}

/// How a decision stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    Proposed,
    Approved {
        by: UserId,
        at: Timestamp,
        decree: Decree,
    },
    Returned {
        by: UserId,
        at: Timestamp,
        /// `None` only for a reader from whom free text is withheld.
        reason: Option<String>,
    },
}

impl Standing {
    pub fn state(&self) -> State {
        match self {
            Self::Proposed => State::Proposed,
            Self::Approved { .. } => State::Approved,
            Self::Returned { .. } => State::Returned,
        }
    }

    /// Who approved or returned it, and when.
    pub fn decided(&self) -> Option<(&UserId, Timestamp)> {
        match self {
            Self::Proposed => None,
            Self::Approved { by, at, .. } | Self::Returned { by, at, .. } => Some((by, *at)),
        }
    }

    pub fn decider(&self) -> Option<&UserId> {
        self.decided().map(|(by, _)| by)
    }

    pub fn decree(&self) -> Option<&Decree> {
        match self {
            Self::Approved { decree, .. } => Some(decree),
            Self::Proposed | Self::Returned { .. } => None,
        }
    }

    pub fn returned_reason(&self) -> Option<&str> {
        match self {
            Self::Returned { reason, .. } => reason.as_deref(),
            Self::Proposed | Self::Approved { .. } => None,
        }
    }

    /// Without free text.
    #[must_use]
    pub fn without_words(self) -> Self {
        match self {
            Self::Returned { by, at, .. } => Self::Returned { by, at, reason: None },
            other @ (Self::Proposed | Self::Approved { .. }) => other,
        }
    }
}

/// A decision, without its outcomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(into = "FlatDecision")]
pub struct Decision {
    pub id: DecisionId,
    pub call: CallId,
    pub run: RunId,
    pub standing: Standing,
    pub outcomes_hash: String,
    pub outcomes_salt: Option<String>,
    pub minutes: Minutes,
    pub proposed_by: UserId,
    pub proposed_at: Timestamp,
}

impl Decision {
    pub fn state(&self) -> State {
        self.standing.state()
    }

    /// Whoever proposed a decision does not decide on it.
    ///
    /// # Errors
    /// `proposer_cannot_approve`.
    pub fn check_decider(&self, decider: &UserId) -> Result<(), Refusal> {
        if &self.proposed_by == decider {
            return Err(Refusal::new(PROPOSER_CANNOT_APPROVE));
        }
        Ok(())
    }
}

/// A decision, without its outcomes.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Decision)]
pub struct FlatDecision {
    pub id: DecisionId,
    pub call: CallId,
    pub run: RunId,
    pub state: State,
    /// SHA-256 of the canonical JSON of `{"outcomes": …, "salt": …}`.
    pub outcomes_hash: String,
    /// The salt in that hash. Null for viewers who may not see all outcomes, and for decisions from
    /// before there were salts, whose hash is of the outcomes alone.
    pub outcomes_salt: Option<String>,
    pub minutes: Minutes,
    /// Number of the decree (SK), entered with the approval.
    pub decree_number: Option<String>,
    /// The decree's own date and its signatory.
    pub decree_date: Option<NaiveDate>,
    pub decree_signatory: Option<String>,
    pub proposed_by: UserId,
    pub proposed_at: Timestamp,
    pub decided_by: Option<UserId>,
    pub decided_at: Option<Timestamp>,
    pub returned_reason: Option<String>,
}

crate::sent_as!(Decision, FlatDecision);

impl From<Decision> for FlatDecision {
    fn from(decision: Decision) -> Self {
        let standing = decision.standing;
        let decree = standing.decree();
        Self {
            state: standing.state(),
            decree_number: decree.map(|decree| decree.number.clone()),
            decree_date: decree.map(|decree| decree.day),
            decree_signatory: decree.map(|decree| decree.signatory.clone()),
            decided_by: standing.decider().cloned(),
            decided_at: standing.decided().map(|(_, at)| at),
            returned_reason: standing.returned_reason().map(str::to_owned),
            id: decision.id,
            call: decision.call,
            run: decision.run,
            outcomes_hash: decision.outcomes_hash,
            outcomes_salt: decision.outcomes_salt,
            minutes: decision.minutes,
            proposed_by: decision.proposed_by,
            proposed_at: decision.proposed_at,
        }
    }
}
