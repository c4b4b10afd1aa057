//! Verifies an outcome without the solver: goes down the ranking again and counts whether each
//! certificate is true. If every refusal is proven and the selected keep all limits together, the
//! outcome is the lexicographically first feasible set.

mod tally;
mod walker;

use super::{
    Attempt, Candidate, Certificate, Conflict, FloorRelease, LimitName, Limits, Outcome,
    ReleasedFloor, Verdict,
};
use tally::{Tally, named_by};
use walker::Walker;

/// The fault of an outcome.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("candidate {id} has no class in family {family}")]
    NoClass { id: String, family: String },
    #[error("place {place} of the list is {expected}, the certificate there is for {found}")]
    WrongPlace { place: usize, expected: String, found: String },
    #[error("{found} certificates for {expected} candidates")]
    Missing { expected: usize, found: usize },
    #[error("the certificate of {id} is not true: {why}")]
    Untrue { id: String, why: &'static str },
    #[error("the {list} are not those whom the certificates name")]
    WrongList { list: &'static str },
    #[error("{family} {class} got {count} seats, its floor is {floor}")]
    FloorUnmet { family: String, class: String, floor: u32, count: u32 },
    #[error("{given} seats were given, {least} must be")]
    SeatsLeft { given: u32, least: u32 },
    #[error("the released floors are not those that had to be released")]
    WrongRelease,
    #[error("a lowered floor is not proven: {why}")]
    Lowering { why: &'static str },
    #[error("filling {number}, which was given up: {fault}")]
    Attempt { number: usize, fault: Box<Fault> },
    #[error("the conflict is not proven: {why}")]
    NoConflict { why: &'static str },
}

/// Verifies that `outcome` is what the limits require for this ranking.
///
/// # Errors
/// The first fault found, from the top of the ranking.
pub fn check(candidates: &[Candidate], limits: &Limits, outcome: &Outcome) -> Result<(), Fault> {
    let mut tally = Tally::new(candidates, limits)?;
    for (attempt, number) in outcome.attempts.iter().zip(1..) {
        let given_up = given_up((candidates, limits), tally, attempt);
        tally = given_up.map_err(|fault| Fault::Attempt { number, fault: Box::new(fault) })?;
    }
    let mut walker = Walker::new(candidates, limits, tally);
    walker.follow_all(&outcome.certificates)?;
    match &outcome.conflict {
        None => ends_feasible(&walker, candidates, outcome),
        Some(conflict) => ends_in_conflict((&walker, limits), outcome, conflict),
    }
}

fn missing(candidates: &[Candidate], certificates: &[Certificate]) -> Fault {
    Fault::Missing { expected: candidates.len(), found: certificates.len() }
}

/// A filling that was abandoned for lack of money, and the floors with which the next one begins.
fn given_up<'a>(
    (candidates, limits): (&'a [Candidate], &'a Limits),
    tally: Tally<'a>,
    attempt: &Attempt,
) -> Result<Tally<'a>, Fault> {
    let mut walker = Walker::new(candidates, limits, tally);
    walker.follow_all(&attempt.certificates)?;
    let untrue = |why| Fault::Lowering { why };
    let last = attempt.certificates.last().map(|last| &last.verdict);
    let lowers = limits.floor_release == FloorRelease::AsFarAsPossible;
    demand(lowers, "the call lowers no floor").map_err(untrue)?;
    demand(last.is_some_and(ends_without_money), "it did not end with a lack of money")
        .map_err(untrue)?;
    let mut next = walker.tally.clone();
    next.give_up_floors();
    let mut lowered = attempt.lowered.iter().peekable();
    for (name, floor) in walker.tally.in_force() {
        let Some(step) = lowered.next_if(|step| step.floor == name) else {
            next.set_floor(&name, floor);
            continue;
        };
        demand(step.from == floor && step.to < floor, "a floor was another").map_err(untrue)?;
        next.set_floor(&name, step.to + 1);
        demand(next.is_proven(&step.proof, None), "a floor could be kept").map_err(untrue)?;
        next.set_floor(&name, step.to);
    }
    demand(lowered.next().is_none() && !attempt.lowered.is_empty(), "other floors gave way")
        .map_err(untrue)?;
    walker.tally = next;
    walker.keeps_all((None, 0), &attempt.kept_by).map_err(untrue)?;
    let fresh = Tally::new(candidates, limits)?;
    Ok(fresh.with_floors_of(&walker.tally))
}

fn ends_without_money(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::OverBudget { .. } | Verdict::SelectedInPart { .. })
}

fn ends_feasible(
    walker: &Walker<'_>,
    candidates: &[Candidate],
    outcome: &Outcome,
) -> Result<(), Fault> {
    if !outcome.feasible {
        return Err(Fault::NoConflict { why: "none is named" });
    }
    if outcome.certificates.len() != candidates.len() {
        return Err(missing(candidates, &outcome.certificates));
    }
    if !walker.selected.iter().map(|candidate| &candidate.id).eq(&outcome.selected) {
        return Err(Fault::WrongList { list: "selected" });
    }
    let reserve = outcome.certificates.iter().filter(|one| one.verdict.is_reserve());
    if !reserve.map(|certificate| &certificate.id).eq(&outcome.reserve) {
        return Err(Fault::WrongList { list: "reserves" });
    }
    floors_are_met(&walker.tally, &outcome.released)
}

/// Checks that every floor in force is met, and that the reported floors are those reached.
fn floors_are_met(tally: &Tally<'_>, released: &[ReleasedFloor]) -> Result<(), Fault> {
    let mut expected = Vec::new();
    for ((family, class), declared, floor) in tally.floors() {
        let count = tally.count((family, class));
        let (family, class) = (family.to_owned(), class.to_owned());
        if count < floor {
            return Err(Fault::FloorUnmet { family, class, floor, count });
        }
        if count < declared {
            let floor = LimitName::Floor { family, class };
            expected.push(ReleasedFloor { floor, declared, held: count });
        }
    }
    let (declared, least) = tally.least();
    if tally.total < least {
        return Err(Fault::SeatsLeft { given: tally.total, least });
    }
    if tally.total < declared {
        let floor = LimitName::AllSeats;
        expected.push(ReleasedFloor { floor, declared, held: tally.total });
    }
    expected.sort_by(|a, b| a.floor.cmp(&b.floor));
    let mut released = released.to_vec();
    released.sort_by(|a, b| a.floor.cmp(&b.floor));
    if expected == released { Ok(()) } else { Err(Fault::WrongRelease) }
}

fn ends_in_conflict(
    (walker, limits): (&Walker<'_>, &Limits),
    outcome: &Outcome,
    conflict: &Conflict,
) -> Result<(), Fault> {
    let mut named = named_by(&conflict.proof);
    let by_money = outcome.certificates.last().map(|last| ends_without_money(&last.verdict));
    if by_money == Some(true) {
        named.insert(LimitName::Budget);
    }
    let is_empty = outcome.selected.is_empty() && outcome.reserve.is_empty();
    let lowers = limits.floor_release == FloorRelease::AsFarAsPossible;
    let proven = if outcome.feasible {
        Err("the outcome says that it is feasible")
    } else if by_money == Some(false) {
        Err("the certificates do not end with a lack of money")
    } else if !outcome.attempts.is_empty() || (by_money.is_some() && lowers) {
        Err("the call lowers floors that money makes unreachable")
    } else if !is_empty || !outcome.released.is_empty() {
        Err("names are selected all the same")
    } else if !named.iter().eq(&conflict.limits) {
        Err("the limits named are not those of the proof")
    } else {
        demand(walker.tally.is_proven(&conflict.proof, None), "the proof's count comes out")
    };
    proven.map_err(|why| Fault::NoConflict { why })
}

fn demand(holds: bool, why: &'static str) -> Result<(), &'static str> {
    if holds { Ok(()) } else { Err(why) }
}
