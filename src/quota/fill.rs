//! The seats filled down the ranking, with a certificate for every name.

use super::field::Field;
use super::lookahead::Lookahead;
use super::outcome::{
    Certificate, Conflict, Count, LimitName, Missing, Outcome, Proof, ReleasedFloor, Verdict,
};
use super::prepared::Prepared;
use super::program::{self, Refusal};
use super::proof::{Bounds, KnownCount, limits_of};
use super::walk::{Broken, Step, Walk};
use super::{Candidate, InputFault, Limits};
use std::collections::HashMap;

/// Fills the seats from `candidates`, which are in order of the ranking.
///
/// # Errors
/// Candidates or limits that make no sense. Limits that cannot be kept give an outcome that is not
/// feasible.
pub fn fill(candidates: &[Candidate], limits: &Limits) -> Result<Outcome, InputFault> {
    Prepared::new(candidates, limits)?.outcome(candidates)
}

pub(super) fn outcome(
    prepared: &Prepared,
    candidates: &[Candidate],
) -> Result<Outcome, InputFault> {
    let start = match &prepared.start {
        Ok(start) => start.clone(),
        Err(conflict) => return Ok(infeasible(conflict.clone(), Vec::new())),
    };
    Filling::new(&prepared.field, candidates).run(start)
}

fn infeasible(conflict: Conflict, certificates: Vec<Certificate>) -> Outcome {
    Outcome {
        feasible: false,
        selected: Vec::new(),
        reserve: Vec::new(),
        certificates,
        released: Vec::new(),
        conflict: Some(conflict),
    }
}

struct Filling<'a> {
    field: &'a Field,
    candidates: &'a [Candidate],
    certificates: Vec<Certificate>,
    selected: Vec<String>,
    /// Per class, positions of those who hold its seats.
    holders: Vec<Vec<usize>>,
    stopped_at: Option<String>,
    reasons: Reasons,
}

impl<'a> Filling<'a> {
    fn new(field: &'a Field, candidates: &'a [Candidate]) -> Self {
        Self {
            field,
            candidates,
            certificates: Vec::with_capacity(candidates.len()),
            selected: Vec::new(),
            holders: vec![Vec::new(); field.classes.len()],
            stopped_at: None,
            reasons: Reasons::default(),
        }
    }

    fn run(mut self, mut lookahead: Lookahead) -> Result<Outcome, InputFault> {
        let mut walk = Walk::new(self.field, &mut lookahead);
        for (position, candidate) in self.candidates.iter().enumerate() {
            match self.verdict(&mut walk, position, candidate) {
                Ok(verdict) => self.certify(position, candidate, verdict),
                Err(Broken::Input(fault)) => return Err(fault),
                Err(Broken::Money { left, in_part, refusal }) => {
                    let verdict = self.without_money(candidate, left, in_part);
                    self.certify(position, candidate, verdict);
                    let conflict = conflict_over_money(refusal, self.field);
                    return Ok(infeasible(conflict, self.certificates));
                }
            }
        }
        let reserve = self.certificates.iter().filter(|one| one.verdict.is_reserve());
        Ok(Outcome {
            feasible: true,
            reserve: reserve.map(|certificate| certificate.id.clone()).collect(),
            selected: self.selected,
            certificates: self.certificates,
            released: released(self.field, &lookahead),
            conflict: None,
        })
    }

    fn certify(&mut self, position: usize, candidate: &Candidate, verdict: Verdict) {
        self.certificates.push(Certificate {
            id: candidate.id.clone(),
            place: u32::try_from(position + 1).unwrap_or(u32::MAX),
            verdict,
            ties: candidate.ties.clone(),
        });
    }

    fn verdict(
        &mut self,
        walk: &mut Walk<'_>,
        position: usize,
        candidate: &Candidate,
    ) -> Result<Verdict, Broken> {
        if let Some(barred) = &candidate.barred {
            return Ok(barred.clone().into());
        }
        let cell = self.field.cell_of.get(position).copied().flatten();
        let cell = cell.ok_or(InputFault::Contradiction)?;
        Ok(match walk.step(cell, candidate.cost)? {
            Step::Taken => Verdict::Selected { seat: self.seat(position, candidate, cell) },
            Step::TakenInPart { granted } => {
                self.stopped_at = Some(candidate.id.clone());
                let seat = self.seat(position, candidate, cell);
                Verdict::SelectedInPart { seat, cost: candidate.cost, granted }
            }
            Step::SeatsFull => {
                Verdict::BelowLine { last: self.selected.last().cloned().unwrap_or_default() }
            }
            Step::CapFull(class) => self.cap_full(class)?,
            Step::Needed => self.needed(walk.lookahead, cell)?,
            Step::OverBudget { left } => {
                self.stopped_at = Some(candidate.id.clone());
                Verdict::OverBudget { cost: candidate.cost, left }
            }
            Step::AfterBudgetStop => {
                Verdict::AfterBudgetStop { stopped_at: self.stopped_at.clone().unwrap_or_default() }
            }
        })
    }

    /// What is said of the name whose cost made the floors unreachable.
    fn without_money(&self, candidate: &Candidate, left: u64, in_part: bool) -> Verdict {
        if in_part {
            let seat = u32::try_from(self.selected.len() + 1).unwrap_or(u32::MAX);
            return Verdict::SelectedInPart { seat, cost: candidate.cost, granted: left };
        }
        Verdict::OverBudget { cost: candidate.cost, left }
    }

    /// The number of the seat it is given.
    fn seat(&mut self, position: usize, candidate: &Candidate, cell: usize) -> u32 {
        self.reasons.note_taken(cell);
        for &class in self.field.classes_of(cell) {
            if let Some(holders) = self.holders.get_mut(class) {
                holders.push(position);
            }
        }
        self.selected.push(candidate.id.clone());
        u32::try_from(self.selected.len()).unwrap_or(u32::MAX)
    }

    fn cap_full(&self, number: usize) -> Result<Verdict, InputFault> {
        let class = self.field.classes.get(number).ok_or(InputFault::Contradiction)?;
        let holders = self.holders.get(number).into_iter().flatten();
        let by = holders.filter_map(|&position| self.candidates.get(position));
        Ok(Verdict::CapFull {
            family: self.field.family_name(class),
            class: class.name.clone(),
            cap: class.cap,
            by: by.map(|candidate| candidate.id.clone()).collect(),
        })
    }

    fn needed(&mut self, lookahead: &Lookahead, cell: usize) -> Result<Verdict, InputFault> {
        let proof = self.reasons.explain(self.field, lookahead, cell)?;
        let named = limits_of(&proof);
        let lacking = self.field.classes.iter().zip(&lookahead.in_class);
        let floors = lacking.filter_map(|(class, &count)| {
            let missing = class.floor.checked_sub(count).filter(|missing| *missing > 0)?;
            let (family, name) = (self.field.family_name(class), class.name.clone());
            let floor = LimitName::Floor { family: family.clone(), class: name.clone() };
            named.contains(&floor).then_some(Missing { family, class: name, missing })
        });
        Ok(Verdict::NeededForFloors {
            seats_left: self.field.seats - lookahead.total,
            floors: floors.collect(),
            proof,
        })
    }
}

fn conflict_over_money(refusal: Refusal, field: &Field) -> Conflict {
    let proof = refusal.into_proof(field);
    let mut limits = limits_of(&proof);
    limits.push(LimitName::Budget);
    Conflict { limits, proof }
}

/// Floors released at the start, and those that the money left unmet.
fn released(field: &Field, lookahead: &Lookahead) -> Vec<ReleasedFloor> {
    let mut released = field.released.clone();
    let floors = field.classes.iter().zip(&lookahead.in_class).map(|(class, &held)| {
        let floor =
            LimitName::Floor { family: field.family_name(class), class: class.name.clone() };
        (floor, class.floor, held)
    });
    let all = [(LimitName::AllSeats, field.least, lookahead.total)];
    for (floor, declared, held) in floors.chain(all).filter(|(_, floor, held)| held < floor) {
        match released.iter_mut().find(|earlier| earlier.floor == floor) {
            Some(earlier) => earlier.held = held,
            None => released.push(ReleasedFloor { floor, declared, held }),
        }
    }
    released
}

/// Proofs found so far; most names are refused for a reason already known.
#[derive(Debug, Default)]
struct Reasons {
    counts: Vec<(KnownCount, Count)>,
    by_cell: HashMap<usize, Proof>,
}

impl Reasons {
    fn note_taken(&mut self, cell: usize) {
        self.counts.iter_mut().for_each(|(known, _)| known.note_taken(cell));
    }

    /// Why one more candidate of the cell would leave no feasible set.
    fn explain(
        &mut self,
        field: &Field,
        lookahead: &Lookahead,
        cell: usize,
    ) -> Result<Proof, InputFault> {
        if let Some(proof) = self.by_cell.get(&cell) {
            return Ok(proof.clone());
        }
        if let Some((_, count)) = self.counts.iter().find(|(known, _)| known.refuses(cell)) {
            return Ok(Proof::Count(count.clone()));
        }
        let mut lower = lookahead.taken.clone();
        *lower.get_mut(cell).ok_or(InputFault::Contradiction)? += 1;
        let refusal = program::refuse(field, &lower, &lookahead.upper)?
            .err()
            .ok_or(InputFault::Contradiction)?;
        if let Refusal::Count(weights) = &refusal {
            let taken = Bounds { lower: &lookahead.taken, upper: &lookahead.upper };
            let known = KnownCount::new(weights, field, taken);
            self.counts.push((known, weights.clone().into_count(field)));
        }
        let proof = refusal.into_proof(field);
        self.by_cell.insert(cell, proof.clone());
        Ok(proof)
    }
}
