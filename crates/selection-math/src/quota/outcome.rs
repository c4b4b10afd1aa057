//! The answer: who has a seat, who is on the reserve list, and a certificate for every name.

use super::Barred;
use crate::ranking::{ThresholdResult, Tie, Unranked};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What came of filling the seats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = QuotaOutcome)]
pub struct Outcome {
    /// Whether any set keeps all limits; when not, nobody is selected and `conflict` says why.
    pub feasible: bool,
    /// Ids in order of the ranking.
    pub selected: Vec<String>,
    /// Ids in order: eligible, and passed over or below the line.
    pub reserve: Vec<String>,
    /// One per candidate, in order of the ranking. When infeasible: those up to the name whose cost
    /// made the floors unreachable, none when they were so from the start.
    pub certificates: Vec<Certificate>,
    /// Floors lowered to what the eligible field holds ([`super::FloorRelease`]).
    pub released: Vec<ReleasedFloor>,
    pub conflict: Option<Conflict>,
    /// Earlier fillings, each given up when the floors became unreachable for want of money.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attempts: Vec<Attempt>,
}

impl Outcome {
    /// Nobody is there.
    pub fn of_nobody() -> Self {
        Self {
            feasible: true,
            selected: Vec::new(),
            reserve: Vec::new(),
            certificates: Vec::new(),
            released: Vec::new(),
            conflict: None,
            attempts: Vec::new(),
        }
    }
}

/// A filling that was given up: how far it came, and which floors gave way so that the next could
/// begin. With it a lowered floor carries its own proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    /// From the top of the ranking to the name that was too dear.
    pub certificates: Vec<Certificate>,
    /// In order of the families' and classes' names; the demand that all seats be filled is last.
    pub lowered: Vec<Lowered>,
    /// Names still to be had who, with those taken, would have kept all floors as lowered.
    pub kept_by: Vec<String>,
}

/// A floor that gave way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Lowered {
    #[serde(flatten)]
    pub floor: LimitName,
    pub from: u32,
    pub to: u32,
    /// Why not one seat more could be kept beside the floors before it.
    pub proof: Proof,
}

/// Why one name has a seat or has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Certificate {
    pub id: String,
    /// Position in the list that was filled from; 1 is best.
    pub place: u32,
    #[serde(flatten)]
    pub verdict: Verdict,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ties: Vec<Tie>,
}

/// The reason, with what is needed to verify it by counting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// The `seat`-th seat.
    Selected {
        seat: u32,
    },
    /// The `seat`-th seat and the last one paid for: `granted` was left of what it costs.
    SelectedInPart {
        seat: u32,
        cost: u64,
        granted: u64,
        /// As in [`Self::OverBudget`].
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        with: Vec<String>,
    },
    /// Its class has all the seats it may have; `by` holds them, in order.
    CapFull {
        family: String,
        class: String,
        cap: u32,
        by: Vec<String>,
    },
    /// Taking it would make `floors` unreachable, as `proof` shows.
    NeededForFloors {
        seats_left: u32,
        floors: Vec<Missing>,
        proof: Proof,
    },
    /// All seats were given before its turn.
    BelowLine {
        last: String,
    },
    /// It costs more than was left.
    OverBudget {
        cost: u64,
        left: u64,
        /// Names further down who, with those taken and this one, would have kept every floor: so it
        /// was the money alone that stood against it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        with: Vec<String>,
    },
    /// The money ended at `stopped_at`, and the call's policy is to stop there.
    AfterBudgetStop {
        stopped_at: String,
    },
    BelowThreshold {
        failures: Vec<ThresholdResult>,
    },
    NotRanked {
        unranked: Unranked,
    },
}

impl Verdict {
    /// Whether the name has a seat.
    pub fn is_selected(&self) -> bool {
        matches!(self, Self::Selected { .. } | Self::SelectedInPart { .. })
    }

    /// Whether the name belongs on the reserve list.
    pub fn is_reserve(&self) -> bool {
        !self.is_selected() && !matches!(self, Self::BelowThreshold { .. } | Self::NotRanked { .. })
    }
}

impl From<Barred> for Verdict {
    fn from(barred: Barred) -> Self {
        match barred {
            Barred::BelowThreshold { failures } => Self::BelowThreshold { failures },
            Barred::NotRanked(unranked) => Self::NotRanked { unranked },
        }
    }
}

/// Seats that a floor still lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Missing {
    pub family: String,
    pub class: String,
    /// Seats, before the name in question.
    pub missing: u32,
}

/// A floor that asked for more than could be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReleasedFloor {
    #[serde(flatten)]
    pub floor: LimitName,
    pub declared: u32,
    /// What was left of it: the eligible candidates of the class, or the seats it got in the end.
    pub held: u32,
}

/// One limit of the call, by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(tag = "limit", rename_all = "snake_case")]
pub enum LimitName {
    Seats,
    AllSeats,
    Floor { family: String, class: String },
    Cap { family: String, class: String },
    Budget,
}

/// Limits that cannot be kept together, with the proof. Money is among them when the floors became
/// unreachable only by names that were too dear; the proof then stands on the certificates so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = QuotaConflict)]
pub struct Conflict {
    pub limits: Vec<LimitName>,
    pub proof: Proof,
}

/// Why no set keeps all limits while containing the names already taken (and the one in question).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Proof {
    Count(Count),
    /// Either at most `at_most` candidates of this combination of classes are taken or more, and
    /// neither is possible.
    Split {
        /// One class per family, in order of the families' names.
        combination: Vec<String>,
        at_most: u32,
        #[schema(no_recursion)]
        then: Box<Proof>,
        #[schema(no_recursion)]
        otherwise: Box<Proof>,
    },
}

/// A count that does not come out. Give every candidate a weight: `times` for each listed floor it
/// counts towards, less `times` for each listed cap it is under, plus `all_seats`, less `seats`.
/// What the floors listed ask for (`times` each, and `all_seats` times the seats that must be given)
/// is more than what the caps listed and the seats allow, plus the weights of those who must be
/// taken, plus the positive weights of the others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Count {
    pub floors: Vec<Weighted>,
    pub caps: Vec<Weighted>,
    pub seats: u32,
    pub all_seats: u32,
}

/// A limit in a [`Count`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Weighted {
    pub family: String,
    pub class: String,
    /// At least 1; 1 wherever two families decide.
    pub times: u32,
}
