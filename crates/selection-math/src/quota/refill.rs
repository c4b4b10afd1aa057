//! A seat that was given up. Holders keep their seats; then the waiting candidates are considered
//! in their order, under the call's caps, floors and money. And the reserve list: whom the rules
//! would seat next if one of the seats became free.

use super::field::Field;
use super::fill::{filled, infeasible};
use super::lookahead::Lookahead;
use super::lowering::lower;
use super::outcome::{Conflict, Outcome};
use super::program::Refusal;
use super::proof::limits_of;
use super::walk::{Broken, Step, Walk};
use super::{Candidate, FloorRelease, InputFault, Limits, Lowering};
use std::collections::{BTreeMap, BTreeSet};

/// The limits as the decided seats keep them: no more seats than there are, no floor above what
/// they reach. What the decision did not reach is not required of later candidates.
pub fn limits_kept_by(decided: &[Candidate], limits: &Limits) -> Limits {
    let mut kept = Limits {
        seats: u32::try_from(decided.len()).unwrap_or(u32::MAX),
        fill_all_seats: false,
        ..limits.clone()
    };
    for (family, limit) in &mut kept.families {
        for (class, limit) in &mut limit.classes {
            let is_in = |one: &&Candidate| one.classes.get(family) == Some(class);
            let held = decided.iter().filter(is_in).count();
            limit.min = limit.min.min(u32::try_from(held).unwrap_or(u32::MAX));
        }
    }
    kept
}

/// Fills the seats that `holders` leave free from `waiting`, in this order; `limits` come from
/// [`limits_kept_by`]. Certificates are for the waiting. A holder's cost is the amount granted.
///
/// # Errors
/// Invalid candidates or limits. A floor that can no longer be reached gives an outcome that is not
/// feasible, unless the call lowers floors.
pub fn refill(
    holders: &[Candidate],
    waiting: &[Candidate],
    limits: &Limits,
) -> Result<Outcome, InputFault> {
    let candidates: Vec<Candidate> = holders.iter().chain(waiting).cloned().collect();
    if candidates.is_empty() {
        return Ok(Outcome::of_nobody());
    }
    let field = Field::new(&candidates, limits)?;
    let cells: Vec<usize> = field.cell_of.iter().take(holders.len()).copied().flatten().collect();
    match begin(field.clone(), &cells)? {
        Ok((now, lookahead)) => filled((&field, &now), (&candidates, holders.len()), lookahead),
        Err(refusal) => {
            let proof = refusal.into_proof(&field);
            Ok(infeasible(Conflict { limits: limits_of(&proof), proof }, Vec::new()))
        }
    }
}

type Begun = Result<(Field, Lookahead), Refusal>;

/// The look-ahead with the holders in their seats; floors that can no longer be reached are lowered
/// if the call permits.
fn begin(field: Field, cells: &[usize]) -> Result<Begun, InputFault> {
    let refusal = match Lookahead::holding(&field, cells)? {
        Ok(lookahead) => return Ok(Ok((field, lookahead))),
        Err(refusal) => refusal,
    };
    if field.floor_release == FloorRelease::Strict {
        return Ok(Err(refusal));
    }
    let mut taken = vec![0; field.cells()];
    for &cell in cells {
        *taken.get_mut(cell).ok_or(InputFault::Contradiction)? += 1;
    }
    let lowered = lower(&field, (&taken, &field.sizes))?.field;
    Ok(Lookahead::holding(&lowered, cells)?.map(|lookahead| (lowered, lookahead)))
}

/// The reserve list and whose seat each could get.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reserves {
    /// In the order of `waiting`, in which they are promoted.
    pub list: Vec<String>,
    /// For each seated candidate who might give up the seat, who would get it; `None` if the seat
    /// would stay empty.
    pub next: BTreeMap<String, Option<String>>,
}

/// The candidates of `waiting` (in order of the ranking) that the rules would seat next: for every
/// single seat the first who could have it, then the second of each, and so on, until the list has
/// `most`. Those in `listed` are on it whatever the rules say. Limits as for [`refill`].
pub fn reserves(
    seated: &[Candidate],
    waiting: &[Candidate],
    limits: &Limits,
    (most, listed): (usize, &BTreeSet<String>),
) -> Result<Reserves, InputFault> {
    if seated.is_empty() {
        return Ok(Reserves::default());
    }
    let pool = Pool::new(seated, waiting, limits)?;
    let mut kinds = pool.kinds();
    let listed = |position: &usize| pool.id(*position).is_some_and(|id| listed.contains(id));
    let mut list: BTreeSet<usize> = pool.in_order().filter(listed).collect();
    let in_order: Vec<usize> = pool.in_order().collect();
    loop {
        let mut found = BTreeSet::new();
        for kind in &mut kinds {
            if let Some(next) = pool.next_for(kind, &in_order, &kind.passed)? {
                kind.passed.push(next);
                found.insert(next);
            }
        }
        let is_over = found.is_empty();
        for position in found {
            if list.len() < most {
                list.insert(position);
            }
        }
        if is_over || list.len() >= most {
            break;
        }
    }
    let others = in_order.iter().filter(|position| !list.contains(position));
    let order: Vec<usize> = list.iter().chain(others).copied().collect();
    let mut next = BTreeMap::new();
    for kind in &kinds {
        let first = kind.passed.first();
        let is_first = limits.budget.is_none() && first.is_some_and(|one| list.contains(one));
        let found = if is_first { first.copied() } else { pool.next_for(kind, &order, &[])? };
        let found = found.and_then(|position| pool.id(position));
        next.extend(kind.ids.iter().map(|id| (id.clone(), found.map(str::to_owned))));
    }
    let list = list.iter().filter_map(|position| pool.id(*position)).map(str::to_owned).collect();
    Ok(Reserves { list, next })
}

/// All seated candidates, then all waiting ones.
struct Pool<'a> {
    field: Field,
    seated: &'a [Candidate],
    waiting: &'a [Candidate],
}

/// Seated candidates that no limit and no cost distinguishes.
struct Kind {
    cell: usize,
    cost: u64,
    ids: Vec<String>,
    /// The candidates found for its seat so far, by position.
    passed: Vec<usize>,
}

impl<'a> Pool<'a> {
    fn new(
        seated: &'a [Candidate],
        waiting: &'a [Candidate],
        limits: &Limits,
    ) -> Result<Self, InputFault> {
        let all: Vec<Candidate> = seated.iter().chain(waiting).cloned().collect();
        Ok(Self { field: Field::new(&all, limits)?, seated, waiting })
    }

    /// The positions of the waiting candidates.
    fn in_order(&self) -> impl Iterator<Item = usize> + '_ {
        self.seated.len()..self.seated.len() + self.waiting.len()
    }

    fn id(&self, position: usize) -> Option<&str> {
        let position = position.checked_sub(self.seated.len())?;
        self.waiting.get(position).map(|candidate| candidate.id.as_str())
    }

    fn cell(&self, position: usize) -> Option<usize> {
        self.field.cell_of.get(position).copied().flatten()
    }

    fn kinds(&self) -> Vec<Kind> {
        let mut kinds: BTreeMap<(usize, u64), Vec<String>> = BTreeMap::new();
        for (position, candidate) in self.seated.iter().enumerate() {
            if let Some(cell) = self.cell(position) {
                kinds.entry((cell, candidate.cost)).or_default().push(candidate.id.clone());
            }
        }
        let kind = |((cell, cost), ids)| Kind { cell, cost, ids, passed: Vec::new() };
        kinds.into_iter().map(kind).collect()
    }

    /// Who would get the seat of one of a kind, tried in `order`, if those in `passed` were absent.
    fn next_for(
        &self,
        kind: &Kind,
        order: &[usize],
        passed: &[usize],
    ) -> Result<Option<usize>, InputFault> {
        let mut field = self.field.clone();
        let gone = passed.iter().filter_map(|position| self.cell(*position)).chain([kind.cell]);
        for cell in gone {
            let size = field.sizes.get_mut(cell).ok_or(InputFault::Contradiction)?;
            *size = size.saturating_sub(1);
        }
        let mut cells: Vec<usize> =
            (0..self.seated.len()).filter_map(|position| self.cell(position)).collect();
        if let Some(at) = cells.iter().position(|cell| *cell == kind.cell) {
            cells.swap_remove(at);
        }
        let all = self.seated.iter().fold(0_u64, |sum, one| sum.saturating_add(one.cost));
        let asked = order.iter().filter(|position| !passed.contains(position)).copied();
        let asked: Vec<usize> = asked.collect();
        first_taken(field, (&cells, all.saturating_sub(kind.cost)), &asked)
    }
}

/// The first position of `asked` that gets a seat beside the holders.
fn first_taken(
    field: Field,
    (cells, spent): (&[usize], u64),
    asked: &[usize],
) -> Result<Option<usize>, InputFault> {
    let Ok((mut field, mut lookahead)) = begin(field, cells)? else { return Ok(None) };
    let lowers =
        field.floor_release == FloorRelease::AsFarAsPossible && field.lowering == Lowering::Least;
    loop {
        match walk_to_first(&field, (&mut lookahead, spent), asked) {
            Ok(found) => return Ok(found),
            Err(Broken::Input(fault)) => return Err(fault),
            Err(Broken::Money { .. }) if !lowers => return Ok(None),
            Err(Broken::Money { .. }) => {
                field = lower(&field, (&lookahead.taken, &lookahead.upper))?.field;
                let again = Lookahead::holding(&field, cells)?;
                lookahead = again.map_err(|_| InputFault::Contradiction)?;
            }
        }
    }
}

fn walk_to_first(
    field: &Field,
    (lookahead, spent): (&mut Lookahead, u64),
    asked: &[usize],
) -> Result<Option<usize>, Broken> {
    let mut walk = Walk::new(field, lookahead).having_spent(spent);
    for &position in asked {
        let Some(&Some(cell)) = field.cell_of.get(position) else { continue };
        let cost = field.costs.get(position).copied().unwrap_or(0);
        match walk.step(cell, cost)? {
            Step::Taken | Step::TakenInPart { .. } => return Ok(Some(position)),
            Step::SeatsFull | Step::AfterBudgetStop => return Ok(None),
            Step::CapFull(_) | Step::Needed | Step::OverBudget { .. } => {}
        }
    }
    Ok(None)
}
