//! Changes that one person proposes and another approves: a role, and, while a call is running, a
//! move to another unit or superior or a change of the table of units.

use super::Unit;
use crate::kernel::access::Role;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{ChangeId, UnitCode, UserId};
use crate::platform::ledger::Subject;
use crate::text_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Whose place somebody takes in a role, and until when: a chair or decider who is ill, on leave or in a conflict of
/// interest (Plh., Plt.).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Substitute {
    /// Who holds the role for good.
    pub in_place_of: UserId,
    /// The last day, in Jakarta. The role ends by itself after it.
    pub until_on: NaiveDate,
}

/// The change that is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = WantedChange)]
pub enum Wanted {
    /// A person is to hold a role, for good or for some days in somebody's place.
    Role {
        user: UserId,
        role: Role,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        substitute: Option<Substitute>,
    },
    /// A person is to belong to this unit, under this superior.
    Place { user: UserId, unit: Option<UnitCode>, superior: Option<UserId> },
    /// A unit is to be as given.
    Unit { unit: Unit },
}

impl Wanted {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Role { .. } => "role",
            Self::Place { .. } => "place",
            Self::Unit { .. } => "unit",
        }
    }

    /// In whose place, where it is for some days.
    pub fn substitute(&self) -> Option<&Substitute> {
        match self {
            Self::Role { substitute, .. } => substitute.as_ref(),
            Self::Place { .. } | Self::Unit { .. } => None,
        }
    }

    /// The person it is about.
    pub fn user(&self) -> Option<&UserId> {
        match self {
            Self::Role { user, .. } | Self::Place { user, .. } => Some(user),
            Self::Unit { .. } => None,
        }
    }

    /// What it changes. At most one change of the same thing can wait.
    pub fn thing(&self) -> String {
        match self {
            Self::Role { user, role, .. } => format!("role {user} {}", role.name()),
            Self::Place { user, .. } => format!("place {user}"),
            Self::Unit { unit } => format!("unit {}", unit.code),
        }
    }

    /// The subject on the record.
    pub fn subject(&self) -> Subject {
        match self {
            Self::Role { user, .. } | Self::Place { user, .. } => Subject::user(user),
            Self::Unit { unit } => Subject::unit(&unit.code),
        }
    }
}

text_enum! {
    /// The state of a change.
    pub enum ChangeState {
        /// Waits for the chair; gives no right yet.
        Waiting = "waiting",
        Approved = "approved",
        Refused = "refused",
        /// Withdrawn by the secretariat before it was decided.
        Withdrawn = "withdrawn",
    }
}

/// A change as it was proposed, and the decision on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ProposedChange {
    pub id: ChangeId,
    pub wanted: Wanted,
    pub state: ChangeState,
    pub proposed_by: UserId,
    pub proposed_at: Timestamp,
    pub decided_by: Option<UserId>,
    pub decided_at: Option<Timestamp>,
    /// Why it was refused.
    pub reason: Option<String>,
}

/// A person's unit and superior over a period; without an end it is the present one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub unit: Option<UnitCode>,
    pub superior: Option<UserId>,
    pub until: Option<Timestamp>,
}

impl Held {
    /// Whether it still applied at this instant or later.
    pub fn since(&self, instant: Timestamp) -> bool {
        self.until.is_none_or(|until| until >= instant)
    }
}
