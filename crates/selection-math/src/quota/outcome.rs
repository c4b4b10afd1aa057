//! The answer: who has a seat, who is on the reserve list, and a certificate for every candidate.

use super::Barred;
use crate::ranking::{ThresholdResult, Tie, Unranked};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The result of filling the seats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = QuotaOutcome)]
pub struct Outcome {
    /// Whether any set keeps all limits; if not, nobody is selected and `conflict` says why.
    pub feasible: bool,
    /// Ids in order of the ranking.
    pub selected: Vec<String>,
    /// Ids in order: eligible, and skipped or below the line.
    pub reserve: Vec<String>,
    /// One for each candidate, in order of the ranking. If infeasible: those up to the candidate
    /// whose cost made the floors unreachable; none if the floors were unreachable from the start.
    pub certificates: Vec<Certificate>,
    /// Floors lowered to the number of eligible candidates ([`super::FloorRelease`]).
    pub released: Vec<ReleasedFloor>,
    pub conflict: Option<Conflict>,
    /// Earlier fillings, each abandoned when the floors became unreachable for lack of money.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attempts: Vec<Attempt>,
}

impl Outcome {
    /// The outcome without candidates.
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

/// A filling that was abandoned: how far it came, and which floors were lowered for the next one.
/// It contains the proof for each lowered floor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    /// From the top of the ranking to the candidate that was too expensive.
    pub certificates: Vec<Certificate>,
    /// In order of the families' and classes' names; the requirement that all seats be filled is
    /// last.
    pub lowered: Vec<Lowered>,
    /// Available candidates who, with those taken, would have kept all floors as lowered.
    pub kept_by: Vec<String>,
}

/// A floor that was lowered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Lowered {
    #[serde(flatten)]
    pub floor: LimitName,
    pub from: u32,
    pub to: u32,
    /// Why not one more seat could be kept together with the floors before it.
    pub proof: Proof,
}

/// Why one candidate has a seat or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Certificate {
    pub id: String,
    /// Position in the list to fill from; 1 is best.
    pub place: u32,
    #[serde(flatten)]
    pub verdict: Verdict,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ties: Vec<Tie>,
}

/// The reason, with the data for verifying it by counting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// The `seat`-th seat.
    Selected {
        seat: u32,
    },
    /// The `seat`-th seat and the last one paid for: `granted` was left of its cost.
    SelectedInPart {
        seat: u32,
        cost: u64,
        granted: u64,
        /// As in [`Self::OverBudget`].
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        with: Vec<String>,
    },
    /// Its class has all the seats it may have; `by` are their holders, in order.
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
        /// Candidates further down who, with those taken and this one, would have kept every floor:
        /// so only the money prevented it.
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

    /// Whether the candidate belongs on the reserve list.
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
    /// Seats, before the candidate in question.
    pub missing: u32,
}

/// A floor that required more than could be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReleasedFloor {
    #[serde(flatten)]
    pub floor: LimitName,
    pub declared: u32,
    /// What it was lowered to: the eligible candidates of the class, or the seats that it got in
    /// the end.
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

/// Limits that cannot be kept together, with the proof. Money is among them if the floors became
/// unreachable only because of candidates that were too expensive; the proof then depends on the
/// certificates so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = QuotaConflict)]
pub struct Conflict {
    pub limits: Vec<LimitName>,
    pub proof: Proof,
}

/// Why no set keeps all limits and contains the candidates already taken (and the one in question).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Proof {
    Count(Count),
    /// Either at most `at_most` candidates of this combination of classes are taken, or more;
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

/// A count that shows a contradiction. Give every candidate a weight: `times` for each listed floor
/// it counts towards, minus `times` for each listed cap it is under, plus `all_seats`, minus
/// `seats`. What the listed floors require (`times` each, and `all_seats` times the seats that must
/// be given) is more than what the listed caps and the seats permit, plus the weights of those who
/// must be taken, plus the positive weights of the others.
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
    /// At least 1; always 1 if two families decide.
    pub times: u32,
}
