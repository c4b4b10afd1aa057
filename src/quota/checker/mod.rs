//! Verifies an outcome without the solver: walks down the ranking once more and counts whether each
//! certificate is true. If every refusal is proven and the selected keep all limits together, the
//! outcome is the lexicographically first feasible set.

mod tally;

use super::{
    Budget, BudgetPolicy, Candidate, Certificate, Conflict, FloorRelease, LimitName, Limits,
    Missing, Outcome, Proof, ReleasedFloor, Verdict,
};
use tally::{Tally, named_by};

/// What is wrong with an outcome.
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
    #[error("the conflict is not proven: {why}")]
    NoConflict { why: &'static str },
}

/// Verifies that `outcome` is what the limits demand of this ranking.
///
/// # Errors
/// The first fault found, from the top of the ranking.
pub fn check(candidates: &[Candidate], limits: &Limits, outcome: &Outcome) -> Result<(), Fault> {
    let mut checker = Checker {
        limits,
        tally: Tally::new(candidates, limits)?,
        selected: Vec::new(),
        spent: 0,
        over_budget: None,
    };
    if outcome.certificates.len() > candidates.len() {
        return Err(missing(candidates, outcome));
    }
    for (at, (candidate, certificate)) in candidates.iter().zip(&outcome.certificates).enumerate() {
        checker.follow(at + 1, candidate, certificate)?;
    }
    match &outcome.conflict {
        None => checker.ends_feasible(candidates, outcome),
        Some(conflict) => checker.ends_in_conflict(outcome, conflict),
    }
}

fn missing(candidates: &[Candidate], outcome: &Outcome) -> Fault {
    Fault::Missing { expected: candidates.len(), found: outcome.certificates.len() }
}

struct Checker<'a> {
    limits: &'a Limits,
    tally: Tally<'a>,
    selected: Vec<&'a Candidate>,
    spent: u64,
    /// The last name that was too dear.
    over_budget: Option<&'a str>,
}

impl<'a> Checker<'a> {
    fn follow(
        &mut self,
        place: usize,
        candidate: &'a Candidate,
        certificate: &Certificate,
    ) -> Result<(), Fault> {
        if certificate.id != candidate.id || usize::try_from(certificate.place) != Ok(place) {
            return Err(Fault::WrongPlace {
                place,
                expected: candidate.id.clone(),
                found: certificate.id.clone(),
            });
        }
        let number = self.tally.number_of(candidate)?;
        self.verdict(candidate, number, &certificate.verdict)
            .and_then(|()| demand(certificate.ties == candidate.ties, "its ties are others"))
            .map_err(|why| Fault::Untrue { id: candidate.id.clone(), why })
    }

    fn verdict(
        &mut self,
        candidate: &'a Candidate,
        number: usize,
        verdict: &Verdict,
    ) -> Result<(), &'static str> {
        if let Some(barred) = &candidate.barred {
            return demand(*verdict == barred.clone().into(), "it is barred for another reason");
        }
        let stops = self.stopped_by();
        if let Verdict::AfterBudgetStop { stopped_at } = verdict {
            return demand(stops == Some(&**stopped_at), "the money did not end there");
        }
        demand(stops.is_none(), "the money had ended")?;
        match verdict {
            Verdict::Selected { seat } => self.selected(candidate, number, *seat),
            Verdict::SelectedInPart { seat, cost, granted } => {
                self.selected_in_part((candidate, number), *seat, (*cost, *granted))
            }
            Verdict::CapFull { family, class, cap, by } => {
                self.cap_full(number, (family, class), *cap, by)
            }
            Verdict::NeededForFloors { seats_left, floors, proof } => {
                self.needed(number, *seats_left, floors, proof)
            }
            Verdict::BelowLine { last } => {
                demand(self.tally.total == self.limits.seats, "seats were left")?;
                let holder = self.selected.last().map(|candidate| &candidate.id);
                demand(holder == Some(last), "the last seat went to another")
            }
            Verdict::OverBudget { cost, left } => self.too_dear(candidate, number, *cost, *left),
            Verdict::BelowThreshold { .. } | Verdict::NotRanked { .. } => Err("it is not barred"),
            Verdict::AfterBudgetStop { .. } => Err("the money did not end there"),
        }
    }

    /// The name at which the policy stopped, if it did.
    fn stopped_by(&self) -> Option<&'a str> {
        let policy = self.limits.budget.map(|budget| budget.policy);
        self.over_budget.filter(|_| policy != Some(BudgetPolicy::SkipAndContinue))
    }

    fn selected(
        &mut self,
        candidate: &'a Candidate,
        number: usize,
        seat: u32,
    ) -> Result<(), &'static str> {
        demand(self.tally.total < self.limits.seats, "no seat was left")?;
        demand(seat == self.tally.total + 1, "the seat has another number")?;
        demand(self.has_room(number), "a cap of its classes was full")?;
        self.spent = self.spent.saturating_add(candidate.cost);
        let affordable = self.limits.budget.is_none_or(|budget| self.spent <= budget.amount);
        demand(affordable, "the money does not reach")?;
        self.tally.take(number);
        self.selected.push(candidate);
        Ok(())
    }

    fn selected_in_part(
        &mut self,
        (candidate, number): (&'a Candidate, usize),
        seat: u32,
        (cost, granted): (u64, u64),
    ) -> Result<(), &'static str> {
        let Budget { amount, policy } = self.limits.budget.ok_or("there is no budget")?;
        demand(policy == BudgetPolicy::FundInPart, "the call pays in full or not at all")?;
        demand(self.tally.total < self.limits.seats, "no seat was left")?;
        demand(seat == self.tally.total + 1, "the seat has another number")?;
        demand(self.has_room(number), "a cap of its classes was full")?;
        demand(cost == candidate.cost, "it costs another amount")?;
        demand(granted == amount.saturating_sub(self.spent), "another amount was left")?;
        demand(granted > 0 && granted < cost, "the money reached, or none was left")?;
        self.spent = amount;
        self.tally.take(number);
        self.tally.lose_all();
        self.selected.push(candidate);
        self.over_budget = Some(&candidate.id);
        Ok(())
    }

    fn has_room(&self, number: usize) -> bool {
        let mut classes = self.tally.classes(number).iter();
        classes.all(|class| self.tally.cap(*class).is_none_or(|cap| self.tally.count(*class) < cap))
    }

    fn cap_full(
        &self,
        number: usize,
        class: (&str, &str),
        cap: u32,
        by: &[String],
    ) -> Result<(), &'static str> {
        demand(self.tally.classes(number).contains(&class), "it is in another class")?;
        demand(self.tally.cap(class) == Some(cap), "the cap is another")?;
        demand(self.tally.count(class) == cap, "the cap was not full")?;
        let is_in = |candidate: &&&Candidate| {
            candidate.classes.get(class.0).map(String::as_str) == Some(class.1)
        };
        let holders = self.selected.iter().filter(is_in).map(|candidate| &candidate.id);
        demand(holders.eq(by), "others hold the seats of the class")
    }

    fn needed(
        &self,
        number: usize,
        seats_left: u32,
        floors: &[Missing],
        proof: &Proof,
    ) -> Result<(), &'static str> {
        let left = self.limits.seats.checked_sub(self.tally.total).filter(|left| *left > 0);
        demand(left == Some(seats_left), "another number of seats was left")?;
        demand(self.tally.is_proven(proof, Some(number)), "the proof's count comes out")?;
        let named = named_by(proof);
        let lacking = self.tally.floors().filter_map(|((family, class), _, floor)| {
            let (family, class) = (family.to_owned(), class.to_owned());
            let missing = floor.checked_sub(self.tally.count((&family, &class)))?;
            let name = LimitName::Floor { family: family.clone(), class: class.clone() };
            (missing > 0 && named.contains(&name)).then_some(Missing { family, class, missing })
        });
        demand(lacking.eq(floors.iter().cloned()), "the floors lack other numbers of seats")
    }

    fn too_dear(
        &mut self,
        candidate: &'a Candidate,
        number: usize,
        cost: u64,
        left: u64,
    ) -> Result<(), &'static str> {
        let Budget { amount, policy } = self.limits.budget.ok_or("there is no budget")?;
        demand(self.tally.total < self.limits.seats, "no seat was left")?;
        demand(self.has_room(number), "a cap of its classes was full")?;
        demand(cost == candidate.cost, "it costs another amount")?;
        demand(left == amount.saturating_sub(self.spent), "another amount was left")?;
        demand(cost > left, "the money reached")?;
        match policy {
            BudgetPolicy::SkipAndContinue => self.tally.lose_one(number),
            BudgetPolicy::StopAtFirst => self.tally.lose_all(),
            BudgetPolicy::FundInPart => {
                demand(left == 0, "what was left is granted in part")?;
                self.tally.lose_all();
            }
        }
        self.over_budget = Some(&candidate.id);
        Ok(())
    }

    fn ends_feasible(&self, candidates: &[Candidate], outcome: &Outcome) -> Result<(), Fault> {
        if !outcome.feasible {
            return Err(Fault::NoConflict { why: "none is named" });
        }
        if outcome.certificates.len() != candidates.len() {
            return Err(missing(candidates, outcome));
        }
        if !self.selected.iter().map(|candidate| &candidate.id).eq(&outcome.selected) {
            return Err(Fault::WrongList { list: "selected" });
        }
        let reserve = outcome.certificates.iter().filter(|one| one.verdict.is_reserve());
        if !reserve.map(|certificate| &certificate.id).eq(&outcome.reserve) {
            return Err(Fault::WrongList { list: "reserves" });
        }
        self.floors_are_met(&outcome.released)
    }

    /// Every floor is met, or was released for a reason that can be counted.
    fn floors_are_met(&self, released: &[ReleasedFloor]) -> Result<(), Fault> {
        let by_money = self.over_budget.is_some()
            && self.limits.floor_release == FloorRelease::AsFarAsPossible;
        let mut expected = Vec::new();
        for ((family, class), declared, floor) in self.tally.floors() {
            let count = self.tally.count((family, class));
            let (family, class) = (family.to_owned(), class.to_owned());
            if count < floor && !by_money {
                return Err(Fault::FloorUnmet { family, class, floor, count });
            }
            let held = floor.min(count);
            if declared > floor || held < floor {
                let floor = LimitName::Floor { family, class };
                expected.push(ReleasedFloor { floor, declared, held });
            }
        }
        let (declared, least) = self.tally.least();
        if self.tally.total < least && !by_money {
            return Err(Fault::SeatsLeft { given: self.tally.total, least });
        }
        let held = least.min(self.tally.total);
        if declared > least || held < least {
            expected.push(ReleasedFloor { floor: LimitName::AllSeats, declared, held });
        }
        expected.sort_by(|a, b| a.floor.cmp(&b.floor));
        let mut released = released.to_vec();
        released.sort_by(|a, b| a.floor.cmp(&b.floor));
        if expected == released { Ok(()) } else { Err(Fault::WrongRelease) }
    }

    fn ends_in_conflict(&self, outcome: &Outcome, conflict: &Conflict) -> Result<(), Fault> {
        let mut named = named_by(&conflict.proof);
        let last = outcome.certificates.last();
        let ends_without_money = |verdict: &Verdict| {
            matches!(verdict, Verdict::OverBudget { .. } | Verdict::SelectedInPart { .. })
        };
        if last.is_some_and(|last| ends_without_money(&last.verdict)) {
            named.insert(LimitName::Budget);
        } else if last.is_some() {
            return Err(Fault::NoConflict {
                why: "the certificates do not end with a lack of money",
            });
        }
        let is_empty = outcome.selected.is_empty() && outcome.reserve.is_empty();
        let proven = if outcome.feasible {
            Err("the outcome says that it is feasible")
        } else if !is_empty || !outcome.released.is_empty() {
            Err("names are selected all the same")
        } else if !named.iter().eq(&conflict.limits) {
            Err("the limits named are not those of the proof")
        } else {
            demand(self.tally.is_proven(&conflict.proof, None), "the proof's count comes out")
        };
        proven.map_err(|why| Fault::NoConflict { why })
    }
}

fn demand(holds: bool, why: &'static str) -> Result<(), &'static str> {
    if holds { Ok(()) } else { Err(why) }
}
