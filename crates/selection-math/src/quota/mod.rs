//! Filling the seats: down the ranking, a candidate is taken if some set that keeps every limit
//! contains it and all taken so far. The result is the lexicographically first such set, and every
//! candidate has a certificate that `checker` verifies by counting.
//!
//! Pure. It checks a call's limits while the call is written, and fills the seats of a run.
//!
//! This file has the limits and the candidates. `outcome` has the answer's types, `contradictions`
//! checks limits alone, `field` counts, `circulation` (two families) and `program` (three or more)
//! look ahead, `fill` goes down the ranking, `lowering` says which floors are lowered for lack of
//! money, `refill` reassigns a seat that was given up.

mod checker;
mod circulation;
mod contradictions;
mod field;
mod fill;
mod lookahead;
mod lowering;
mod outcome;
mod prepared;
mod program;
mod proof;
mod refill;
#[cfg(test)]
mod tests;
mod walk;

pub use checker::{Fault, check};
pub use contradictions::{Contradiction, Finding, Kind, KnownClasses, contradictions, impossible};
pub use fill::fill;
pub use outcome::{
    Attempt, Certificate, Conflict, Count, LimitName, Lowered, Missing, Outcome, Proof,
    ReleasedFloor, Verdict, Weighted,
};
pub use prepared::{Prepared, Workspace};
pub use proof::limits_of;
pub use refill::{Reserves, limits_kept_by, refill, reserves};

use crate::ranking::{ThresholdResult, Tie, Unranked};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The quota plan of a call.
///
/// At most `seats` are given. An empty seat is no reason to skip a better candidate: seats stay
/// empty when the caps leave nobody to take them, unless `fill_all_seats` makes filling all seats a
/// limit like any other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QuotaLimits)]
pub struct Limits {
    /// At least 1.
    pub seats: u32,
    /// Whether exactly `seats` must be given.
    #[serde(default)]
    pub fill_all_seats: bool,
    #[serde(default)]
    pub floor_release: FloorRelease,
    /// By name: `unit`, `problem`, `region`, `level`, …
    #[serde(default)]
    pub families: BTreeMap<String, Family>,
    #[serde(default)]
    pub budget: Option<Budget>,
}

/// One division of candidates into classes; every candidate is in exactly one class of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// The cap of every class without its own `max`.
    #[serde(default)]
    pub cap_each: Option<u32>,
    #[serde(default)]
    pub classes: BTreeMap<String, ClassLimit>,
}

/// Floor and cap of one class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClassLimit {
    /// Seats that must go to the class; 0 for no floor.
    #[serde(default)]
    pub min: u32,
    /// The most seats for the class; without it the family's `cap_each` applies.
    #[serde(default)]
    pub max: Option<u32>,
}

/// What happens to a floor that requires more than the eligible candidates of its class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FloorRelease {
    /// The floor stays, the selection is infeasible, and the answer names the conflict.
    #[default]
    Strict,
    /// The floor is lowered to the number of eligible candidates of the class, and the outcome
    /// records it. Floors that conflict in any other way stay infeasible. Floors that become
    /// unreachable for lack of money are lowered as little as possible, and the seats are filled
    /// again ([`Lowering::Least`]).
    AsFarAsPossible,
}

/// Which floors are lowered, under [`FloorRelease::AsFarAsPossible`], when a candidate is too
/// expensive and not all floors can be reached any more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lowering {
    /// All of them, and the pass continues: in runs before method 4.
    Together,
    /// Only those that cannot be kept, each as little as possible, in order of the families' and
    /// classes' names; then the seats are filled again from the top.
    #[default]
    Least,
}

/// The total cost that the selected may have. The look-ahead ignores money: a candidate that the
/// limits permit is then compared with what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// In the unit of [`Candidate::cost`].
    pub amount: u64,
    pub policy: BudgetPolicy,
}

/// What happens at the first candidate whose cost exceeds what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BudgetPolicy {
    /// Nobody after it is taken.
    StopAtFirst,
    /// It is skipped and the next candidate is tried.
    SkipAndContinue,
    /// It gets what is left, if anything is; nobody after it is taken.
    FundInPart,
}

/// One candidate of the list to fill from, which is in order of the ranking.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    pub id: String,
    /// Its class in every family of the limits; other families are ignored.
    pub classes: BTreeMap<String, String>,
    /// Whole units of money; 0 without a budget.
    pub cost: u64,
    /// Why it may not get a seat at all; such a candidate counts towards no floor.
    pub barred: Option<Barred>,
    /// How ties with its neighbours were decided, for the certificate.
    pub ties: Vec<Tie>,
}

/// Why a candidate may not get a seat, whatever the quotas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "barred", rename_all = "snake_case")]
pub enum Barred {
    BelowThreshold { failures: Vec<ThresholdResult> },
    NotRanked(Unranked),
}

/// Invalid candidates or limits, whatever the ranking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InputFault {
    #[error("there are no candidates")]
    Empty,
    #[error("candidate {id} is listed twice")]
    Duplicate { id: String },
    #[error("candidate {id} has no class in family {family}")]
    NoClass { id: String, family: String },
    #[error("there are no seats to give")]
    NoSeats,
    #[error(
        "a cap of zero in family {family} ({}); exclude by eligibility rules, not by quota",
        .class.as_deref().unwrap_or("cap_each")
    )]
    ZeroCap { family: String, class: Option<String> },
    #[error("the look-ahead contradicts its own proof; please report these candidates and limits")]
    Contradiction,
    #[error("the look-ahead gave up after {cases} cases; simplify the families of limits")]
    TooHard { cases: u32 },
}
