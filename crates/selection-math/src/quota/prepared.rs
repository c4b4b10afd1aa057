//! Candidates and limits counted once, for filling by many rankings of the same candidates: each
//! draw of a simulation only changes the order.

use super::field::Field;
use super::lookahead::Lookahead;
use super::lowering::lower;
use super::outcome::{Conflict, Outcome};
use super::proof::limits_of;
use super::walk::{Broken, Step, Walk};
use super::{Candidate, FloorRelease, InputFault, Limits, Lowering};
use std::collections::HashMap;

/// The floors as lowered, with the field and the look-ahead for them.
type Lowered = HashMap<Vec<u32>, (Field, Lookahead)>;

/// A field ready to be filled in any order.
#[derive(Debug)]
pub struct Prepared {
    pub(super) field: Field,
    pub(super) start: Result<Lookahead, Conflict>,
}

/// The buffers of one thread's draws.
#[derive(Debug, Clone)]
pub struct Workspace {
    lookahead: Option<Lookahead>,
    selected: Vec<bool>,
    /// Fields with floors lowered for lack of money, by those floors; draws share them.
    lowered: Lowered,
}

impl Prepared {
    /// # Errors
    /// Invalid candidates or limits. Limits that cannot be kept are no error: see
    /// [`Self::conflict`].
    pub fn new(candidates: &[Candidate], limits: &Limits) -> Result<Self, InputFault> {
        Self::of(Field::new(candidates, limits)?)
    }

    /// The same by the rule of lowering that was in force when a run was computed.
    pub fn by(
        lowering: Lowering,
        candidates: &[Candidate],
        limits: &Limits,
    ) -> Result<Self, InputFault> {
        let mut field = Field::new(candidates, limits)?;
        field.lowering = lowering;
        Self::of(field)
    }

    /// The same with each candidate as many times as `most` says.
    pub(super) fn of_many(
        candidates: &[Candidate],
        most: &[u32],
        limits: &Limits,
    ) -> Result<Self, InputFault> {
        let mut field = Field::new(candidates, limits)?;
        field.repeat(most);
        Self::of(field)
    }

    fn of(field: Field) -> Result<Self, InputFault> {
        let start = Lookahead::start(&field)?.map_err(|refusal| {
            let proof = refusal.into_proof(&field);
            Conflict { limits: limits_of(&proof), proof }
        });
        Ok(Self { field, start })
    }

    /// Why no set of these candidates keeps the limits, whatever the order.
    pub fn conflict(&self) -> Option<&Conflict> {
        self.start.as_ref().err()
    }

    /// The families that are limited, by name.
    pub fn families(&self) -> Vec<String> {
        self.field.families.clone()
    }

    /// Whether the cost of a candidate matters.
    pub fn has_budget(&self) -> bool {
        self.field.budget.is_some()
    }

    pub fn workspace(&self) -> Workspace {
        Workspace {
            lookahead: self.start.as_ref().ok().cloned(),
            selected: vec![false; self.field.cell_of.len()],
            lowered: HashMap::new(),
        }
    }

    /// Fills the seats in `order` (positions in the list of candidates, best first) and returns who
    /// is selected, by position. Barred candidates and unknown positions are skipped. Selects the
    /// same candidates as [`super::fill`]; nobody when the limits cannot be kept.
    pub fn fill_order<'a>(&self, workspace: &'a mut Workspace, order: &[usize]) -> &'a [bool] {
        workspace.selected.fill(false);
        if let (Ok(start), Some(lookahead)) = (&self.start, &mut workspace.lookahead) {
            lookahead.clone_from(start);
            let selected = &mut workspace.selected;
            let lowered = &mut workspace.lowered;
            if self.walk(lookahead, (selected, lowered), order).is_none() {
                workspace.selected.fill(false);
            }
        }
        &workspace.selected
    }

    /// `None` when nobody can be selected.
    fn walk(
        &self,
        lookahead: &mut Lookahead,
        (selected, lowered): (&mut [bool], &mut Lowered),
        order: &[usize],
    ) -> Option<()> {
        let lowers = self.field.floor_release == FloorRelease::AsFarAsPossible
            && self.field.lowering == Lowering::Least;
        let mut floors: Option<Vec<u32>> = None;
        loop {
            let found = floors.as_ref().and_then(|floors| lowered.get(floors));
            let field = found.map_or(&self.field, |(field, _)| field);
            match walk_once(field, lookahead, (selected, order)) {
                Ok(()) => return Some(()),
                Err(Broken::Money { .. }) if lowers => {}
                Err(_) => return None,
            }
            let relief = lower(field, (&lookahead.taken, &lookahead.upper)).ok()?.field;
            let key: Vec<u32> = (0..relief.floors()).map(|number| relief.floor(number)).collect();
            if !lowered.contains_key(&key) {
                let start = Lookahead::start(&relief).ok()?.ok()?;
                lowered.insert(key.clone(), (relief, start));
            }
            lookahead.clone_from(&lowered.get(&key)?.1);
            selected.fill(false);
            floors = Some(key);
        }
    }

    /// The outcome for the candidates in their own order, with every certificate.
    ///
    /// # Errors
    /// [`InputFault::TooHard`] when the look-ahead gives up.
    pub fn outcome(&self, candidates: &[Candidate]) -> Result<Outcome, InputFault> {
        super::fill::outcome(self, candidates)
    }
}

/// One pass down the order.
fn walk_once(
    field: &Field,
    lookahead: &mut Lookahead,
    (selected, order): (&mut [bool], &[usize]),
) -> Result<(), Broken> {
    let mut walk = Walk::new(field, lookahead);
    for &position in order {
        let Some(&Some(cell)) = field.cell_of.get(position) else { continue };
        let cost = field.costs.get(position).copied().unwrap_or(0);
        match walk.step(cell, cost)? {
            Step::Taken | Step::TakenInPart { .. } => {
                if let Some(taken) = selected.get_mut(position) {
                    *taken = true;
                }
            }
            Step::SeatsFull | Step::AfterBudgetStop => break,
            Step::CapFull(_) | Step::Needed | Step::OverBudget { .. } => {}
        }
    }
    Ok(())
}
