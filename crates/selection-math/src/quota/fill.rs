//! Fills the seats down the ranking, with a certificate for every candidate.

use super::field::Field;
use super::lookahead::Lookahead;
use super::lowering::lower;
use super::outcome::{
    Attempt, Certificate, Conflict, Count, LimitName, Missing, Outcome, Proof, ReleasedFloor,
    Verdict,
};
use super::prepared::Prepared;
use super::program::{self, Refusal};
use super::proof::{Bounds, KnownCount, limits_of};
use super::walk::{Broken, Step, Walk};
use super::{Candidate, FloorRelease, InputFault, Limits, Lowering};
use std::collections::HashMap;

/// Fills the seats from `candidates`, which are in order of the ranking.
///
/// # Errors
/// Invalid candidates or limits. Limits that cannot be kept give an outcome that is not feasible.
pub fn fill(candidates: &[Candidate], limits: &Limits) -> Result<Outcome, InputFault> {
    Prepared::new(candidates, limits)?.outcome(candidates)
}

pub(super) fn outcome(
    prepared: &Prepared,
    candidates: &[Candidate],
) -> Result<Outcome, InputFault> {
    match &prepared.start {
        Ok(start) => {
            let field = &prepared.field;
            filled((field, field), (candidates, 0), start.clone())
        }
        Err(conflict) => Ok(infeasible(conflict.clone(), Vec::new())),
    }
}

/// Fills the seats of the field `now`. If money makes floors unreachable and the call permits
/// lowering them, it fills again with lower floors. The first `held` candidates keep their seats,
/// as `lookahead` knows, and get no certificate.
pub(super) fn filled(
    (declared, field): (&Field, &Field),
    (candidates, held): (&[Candidate], usize),
    mut lookahead: Lookahead,
) -> Result<Outcome, InputFault> {
    let lowers =
        field.floor_release == FloorRelease::AsFarAsPossible && field.lowering == Lowering::Least;
    let (mut attempts, mut lowered) = (Vec::new(), None::<Field>);
    loop {
        let now = lowered.as_ref().unwrap_or(field);
        let filling = Filling::new(now, candidates, held);
        let (broken, refusal) = match filling.run(&mut lookahead)? {
            Filled::Done(outcome) => {
                let released = released(declared, &lookahead);
                return Ok(Outcome { released, attempts, ..outcome });
            }
            Filled::Broken(filling, refusal) => (filling, refusal),
        };
        if !lowers {
            let conflict = conflict_over_money(refusal, now);
            return Ok(infeasible(conflict, broken.certificates));
        }
        let relief = lower(now, (&lookahead.taken, &lookahead.upper))?;
        attempts.push(Attempt {
            kept_by: broken.names_from(held, &relief.kept_by, &lookahead.taken)?,
            lowered: relief.lowered(),
            certificates: broken.certificates,
        });
        let holders = field.cell_of.iter().take(held).copied().flatten();
        lookahead = Lookahead::holding(&relief.field, &holders.collect::<Vec<_>>())?
            .map_err(|_| InputFault::Contradiction)?;
        lowered = Some(relief.field);
    }
}

/// How a pass down the ranking ended.
enum Filled<'a> {
    Done(Outcome),
    /// The floors became unreachable for lack of money.
    Broken(Filling<'a>, Refusal),
}

pub(super) fn infeasible(conflict: Conflict, certificates: Vec<Certificate>) -> Outcome {
    Outcome {
        feasible: false,
        selected: Vec::new(),
        reserve: Vec::new(),
        certificates,
        released: Vec::new(),
        conflict: Some(conflict),
        attempts: Vec::new(),
    }
}

struct Filling<'a> {
    field: &'a Field,
    candidates: &'a [Candidate],
    certificates: Vec<Certificate>,
    selected: Vec<String>,
    /// For each class, positions of those who hold its seats.
    holders: Vec<Vec<usize>>,
    stopped_at: Option<String>,
    reasons: Reasons,
    held: usize,
    /// By position: seated, or given up for lack of money.
    gone: Vec<bool>,
    /// Candidates who would have kept the floors together with one that is too expensive.
    with: Vec<String>,
}

impl<'a> Filling<'a> {
    fn new(field: &'a Field, candidates: &'a [Candidate], held: usize) -> Self {
        let mut filling = Self {
            field,
            candidates,
            certificates: Vec::with_capacity(candidates.len()),
            selected: Vec::new(),
            holders: vec![Vec::new(); field.classes.len()],
            stopped_at: None,
            reasons: Reasons::default(),
            held,
            gone: vec![false; candidates.len()],
            with: Vec::new(),
        };
        for (position, candidate) in candidates.iter().enumerate().take(held) {
            if let Some(&Some(cell)) = field.cell_of.get(position) {
                filling.seat(position, candidate, cell);
            }
        }
        filling
    }

    fn run(mut self, lookahead: &mut Lookahead) -> Result<Filled<'a>, InputFault> {
        let costs = self.candidates.iter().take(self.held).map(|holder| holder.cost);
        let spent = costs.fold(0, u64::saturating_add);
        let mut walk = Walk::new(self.field, lookahead).having_spent(spent);
        for (position, candidate) in self.candidates.iter().enumerate().skip(self.held) {
            match self.verdict(&mut walk, position, candidate) {
                Ok(verdict) => self.certify(position, candidate, verdict),
                Err(Broken::Input(fault)) => return Err(fault),
                Err(Broken::Money { left, in_part, refusal }) => {
                    self.is_gone(position);
                    let verdict = self.without_money(candidate, left, in_part);
                    self.certify(position, candidate, verdict);
                    return Ok(Filled::Broken(self, refusal));
                }
            }
        }
        let reserve = self.certificates.iter().filter(|one| one.verdict.is_reserve());
        Ok(Filled::Done(Outcome {
            feasible: true,
            reserve: reserve.map(|certificate| certificate.id.clone()).collect(),
            selected: self.selected,
            certificates: self.certificates,
            released: Vec::new(),
            conflict: None,
            attempts: Vec::new(),
        }))
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
        let is_told = self.field.lowering == Lowering::Least && walk.is_too_dear(candidate.cost);
        if is_told {
            self.with = self.completion(walk.lookahead, (position, cell))?;
        }
        Ok(match walk.step(cell, candidate.cost)? {
            Step::Taken => Verdict::Selected { seat: self.seat(position, candidate, cell) },
            Step::TakenInPart { granted } => {
                self.stopped_at = Some(candidate.id.clone());
                let seat = self.seat(position, candidate, cell);
                let with = std::mem::take(&mut self.with);
                Verdict::SelectedInPart { seat, cost: candidate.cost, granted, with }
            }
            Step::SeatsFull => {
                Verdict::BelowLine { last: self.selected.last().cloned().unwrap_or_default() }
            }
            Step::CapFull(class) => self.cap_full(class)?,
            Step::Needed => self.needed(walk.lookahead, cell)?,
            Step::OverBudget { left } => {
                self.stopped_at = Some(candidate.id.clone());
                self.is_gone(position);
                let with = std::mem::take(&mut self.with);
                Verdict::OverBudget { cost: candidate.cost, left, with }
            }
            Step::AfterBudgetStop => {
                Verdict::AfterBudgetStop { stopped_at: self.stopped_at.clone().unwrap_or_default() }
            }
        })
    }

    /// The verdict about the candidate whose cost made the floors unreachable.
    fn without_money(&mut self, candidate: &Candidate, left: u64, in_part: bool) -> Verdict {
        let (cost, with) = (candidate.cost, std::mem::take(&mut self.with));
        if in_part {
            let seat = u32::try_from(self.selected.len() + 1).unwrap_or(u32::MAX);
            return Verdict::SelectedInPart { seat, cost, granted: left, with };
        }
        Verdict::OverBudget { cost, left, with }
    }

    /// Candidates further down who complete those taken and one of the cell to a set that keeps
    /// every floor; `None` if there is no such set, and then it is refused for another reason than
    /// money.
    fn completion(
        &self,
        lookahead: &Lookahead,
        (position, cell): (usize, usize),
    ) -> Result<Vec<String>, InputFault> {
        if !self.field.has_floors() || lookahead.total >= self.field.seats {
            return Ok(Vec::new());
        }
        let mut lower = lookahead.taken.clone();
        *lower.get_mut(cell).ok_or(InputFault::Contradiction)? += 1;
        match program::solve(self.field, &lower, &lookahead.upper)? {
            Ok(counts) => self.names_from(position + 1, &counts, &lower),
            Err(_) => Ok(Vec::new()),
        }
    }

    /// The first available candidates from a position on, as many of each cell as `counts` has
    /// beyond `taken`.
    fn names_from(
        &self,
        position: usize,
        counts: &[u32],
        taken: &[u32],
    ) -> Result<Vec<String>, InputFault> {
        let mut missing: Vec<u32> =
            counts.iter().zip(taken).map(|(count, taken)| count.saturating_sub(*taken)).collect();
        let mut names = Vec::new();
        let all = self.candidates.iter().zip(&self.field.cell_of).zip(&self.gone);
        for ((candidate, cell), gone) in all.skip(position) {
            let wanted = cell.and_then(|cell| missing.get_mut(cell)).filter(|count| **count > 0);
            if let Some(count) = wanted.filter(|_| !gone) {
                *count -= 1;
                names.push(candidate.id.clone());
            }
        }
        let all_found = missing.iter().all(|count| *count == 0);
        if all_found { Ok(names) } else { Err(InputFault::Contradiction) }
    }

    fn is_gone(&mut self, position: usize) {
        if let Some(gone) = self.gone.get_mut(position) {
            *gone = true;
        }
    }

    /// The number of the seat that it is given.
    fn seat(&mut self, position: usize, candidate: &Candidate, cell: usize) -> u32 {
        self.reasons.note_taken(cell);
        self.is_gone(position);
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

/// Floors released at the start, and those that were not met for lack of money.
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

/// Proofs found so far; most candidates are refused for a reason already known.
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
