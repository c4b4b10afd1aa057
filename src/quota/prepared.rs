//! Candidates and limits counted once, for filling many rankings of the same field: each draw of a
//! simulation only gives another order.

use super::field::Field;
use super::lookahead::Lookahead;
use super::outcome::{Conflict, Outcome};
use super::proof::limits_of;
use super::walk::{Step, Walk};
use super::{Candidate, InputFault, Limits};

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
}

impl Prepared {
    /// # Errors
    /// Candidates or limits that make no sense. Limits that cannot be kept are no error: see
    /// [`Self::conflict`].
    pub fn new(candidates: &[Candidate], limits: &Limits) -> Result<Self, InputFault> {
        Self::of(Field::new(candidates, limits)?)
    }

    /// The same with each candidate as often as `most` says.
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

    /// Whether what a name costs matters.
    pub fn has_budget(&self) -> bool {
        self.field.budget.is_some()
    }

    pub fn workspace(&self) -> Workspace {
        Workspace {
            lookahead: self.start.as_ref().ok().cloned(),
            selected: vec![false; self.field.cell_of.len()],
        }
    }

    /// Fills the seats in `order` (positions in the list of candidates, best first) and tells who is
    /// selected, by position. Barred candidates and unknown positions are passed over. The same
    /// names as [`super::fill`] would select; nobody when the limits cannot be kept.
    pub fn fill_order<'a>(&self, workspace: &'a mut Workspace, order: &[usize]) -> &'a [bool] {
        workspace.selected.fill(false);
        if let (Ok(start), Some(lookahead)) = (&self.start, &mut workspace.lookahead) {
            lookahead.clone_from(start);
            if self.walk(lookahead, &mut workspace.selected, order).is_none() {
                workspace.selected.fill(false);
            }
        }
        &workspace.selected
    }

    /// None when the walk broke off.
    fn walk(
        &self,
        lookahead: &mut Lookahead,
        selected: &mut [bool],
        order: &[usize],
    ) -> Option<()> {
        let mut walk = Walk::new(&self.field, lookahead);
        for &position in order {
            let Some(&Some(cell)) = self.field.cell_of.get(position) else { continue };
            let cost = self.field.costs.get(position).copied().unwrap_or(0);
            match walk.step(cell, cost).ok()? {
                Step::Taken | Step::TakenInPart { .. } => *selected.get_mut(position)? = true,
                Step::SeatsFull | Step::AfterBudgetStop => break,
                Step::CapFull(_) | Step::Needed | Step::OverBudget { .. } => {}
            }
        }
        Some(())
    }

    /// The outcome for the candidates in their own order, with every certificate.
    ///
    /// # Errors
    /// [`InputFault::TooHard`] when the look-ahead gives up.
    pub fn outcome(&self, candidates: &[Candidate]) -> Result<Outcome, InputFault> {
        super::fill::outcome(self, candidates)
    }
}
