//! One pass down the ranking: each certificate is compared with what was taken, spent and left
//! before it.

use super::tally::{Tally, named_by};
use super::{Fault, demand};
use crate::quota::{
    Budget, BudgetPolicy, Candidate, Certificate, LimitName, Limits, Missing, Proof, Verdict,
};
use std::collections::{HashMap, HashSet};

pub(super) struct Walker<'a> {
    limits: &'a Limits,
    candidates: &'a [Candidate],
    positions: HashMap<&'a str, usize>,
    pub(super) tally: Tally<'a>,
    pub(super) selected: Vec<&'a Candidate>,
    spent: u64,
    /// The last candidate that was too expensive.
    over_budget: Option<&'a str>,
    /// By position: seated, or given up for lack of money.
    gone: HashSet<usize>,
}

impl<'a> Walker<'a> {
    pub(super) fn new(candidates: &'a [Candidate], limits: &'a Limits, tally: Tally<'a>) -> Self {
        let positions = candidates.iter().zip(0..);
        Self {
            limits,
            candidates,
            positions: positions.map(|(one, position)| (&*one.id, position)).collect(),
            tally,
            selected: Vec::new(),
            spent: 0,
            over_budget: None,
            gone: HashSet::new(),
        }
    }

    /// Checks every certificate, from the top.
    pub(super) fn follow_all(&mut self, certificates: &[Certificate]) -> Result<(), Fault> {
        if certificates.len() > self.candidates.len() {
            return Err(super::missing(self.candidates, certificates));
        }
        for (place, (candidate, certificate)) in (1..).zip(self.candidates.iter().zip(certificates))
        {
            self.follow(place, candidate, certificate)?;
        }
        Ok(())
    }

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
        if matches!(certificate.verdict, Verdict::OverBudget { .. })
            || certificate.verdict.is_selected()
        {
            self.gone.insert(place - 1);
        }
        self.verdict((candidate, place), number, &certificate.verdict)
            .and_then(|()| demand(certificate.ties == candidate.ties, "its ties are others"))
            .map_err(|why| Fault::Untrue { id: candidate.id.clone(), why })
    }

    fn verdict(
        &mut self,
        (candidate, place): (&'a Candidate, usize),
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
            Verdict::SelectedInPart { seat, cost, granted, with } => {
                self.money_alone(number, place, with)?;
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
            Verdict::OverBudget { cost, left, with } => {
                self.money_alone(number, place, with)?;
                self.too_dear(candidate, number, *cost, *left)
            }
            Verdict::BelowThreshold { .. } | Verdict::NotRanked { .. } => Err("it is not barred"),
            Verdict::AfterBudgetStop { .. } => Err("the money did not end there"),
        }
    }

    /// The candidate at which the policy stopped, if it did.
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
        demand(self.tally.total < self.limits.seats, "no seat was left")?;
        let is_full =
            |class: &&(&str, &str)| self.tally.cap(**class) == Some(self.tally.count(**class));
        let first = self.tally.classes(number).iter().find(is_full);
        demand(first == Some(&class), "it is not the first of its classes that was full")?;
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
        demand(self.has_room(number), "a cap of its classes was full")?;
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

    /// Checks that the limits would have admitted a candidate that is too expensive: together with
    /// `with`, all of them below it, it and those taken keep every floor.
    fn money_alone(
        &self,
        number: usize,
        place: usize,
        with: &[String],
    ) -> Result<(), &'static str> {
        let alone = self.keeps_all((Some(number), place), &[]).is_ok();
        demand(!alone || with.is_empty(), "more names are named than the floors need")?;
        self.keeps_all((Some(number), place), with)
    }

    /// Whether those taken, one more of a combination, and these candidates from below a place keep
    /// every limit together.
    pub(super) fn keeps_all(
        &self,
        (extra, place): (Option<usize>, usize),
        names: &[String],
    ) -> Result<(), &'static str> {
        let mut numbers: Vec<usize> = extra.into_iter().collect();
        let mut seen = HashSet::new();
        for name in names {
            let position = self.positions.get(&**name).copied();
            let is_left = |position: &usize| {
                *position >= place && !self.gone.contains(position) && seen.insert(*position)
            };
            let position = position.filter(is_left).filter(|_| self.stopped_by().is_none());
            let candidate = position.and_then(|position| self.candidates.get(position));
            let candidate = candidate.filter(|candidate| candidate.barred.is_none());
            let number = candidate.and_then(|candidate| self.tally.known_number(candidate));
            numbers.push(number.ok_or("a name that would keep the floors is not there")?);
        }
        demand(self.tally.keeps_all(&numbers), "the names that would keep the floors do not")
    }
}
