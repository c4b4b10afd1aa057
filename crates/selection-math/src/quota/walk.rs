//! One pass down the ranking: first the limits, then the money. The certificates (`fill`) and the
//! simulation (`prepared`) both use it, so they cannot differ.

use super::field::Field;
use super::lookahead::{Answer, Lookahead};
use super::program::Refusal;
use super::{BudgetPolicy, FloorRelease, InputFault, Lowering};

/// The result for one candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Taken,
    /// Taken with the money that was left, which is then used up.
    TakenInPart {
        granted: u64,
    },
    SeatsFull,
    CapFull(usize),
    Needed,
    /// The cost exceeds what is left.
    OverBudget {
        left: u64,
    },
    /// The money ended at an earlier candidate.
    AfterBudgetStop,
}

/// Why a pass ends without a selection.
#[derive(Debug)]
pub(super) enum Broken {
    Input(InputFault),
    /// The floors became unreachable for lack of money. The look-ahead is in the state at that
    /// point.
    Money {
        left: u64,
        /// Whether the candidate was taken with what was left.
        in_part: bool,
        refusal: Refusal,
    },
}

impl From<InputFault> for Broken {
    fn from(fault: InputFault) -> Self {
        Self::Input(fault)
    }
}

#[derive(Debug)]
pub(super) struct Walk<'a> {
    field: &'a Field,
    pub(super) lookahead: &'a mut Lookahead,
    spent: u64,
    stopped: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn new(field: &'a Field, lookahead: &'a mut Lookahead) -> Self {
        Self { field, lookahead, spent: 0, stopped: false }
    }

    /// Starts with this much of the money spent.
    pub(super) fn having_spent(self, spent: u64) -> Self {
        Self { spent, ..self }
    }

    /// Whether a candidate of this cost would exceed what is left.
    pub(super) fn is_too_dear(&self, cost: u64) -> bool {
        let budget = self.field.budget.filter(|_| !self.stopped);
        budget.is_some_and(|budget| cost > budget.amount.saturating_sub(self.spent))
    }

    /// Asks for the next candidate of the ranking, one of `cell` with this cost.
    pub(super) fn step(&mut self, cell: usize, cost: u64) -> Result<Step, Broken> {
        let Some(budget) = self.field.budget else { return self.ask(cell) };
        if self.stopped {
            return Ok(Step::AfterBudgetStop);
        }
        let left = budget.amount.saturating_sub(self.spent);
        if cost <= left {
            let step = self.ask(cell)?;
            if step == Step::Taken {
                self.spent += cost;
            }
            return Ok(step);
        }
        let before = self.lookahead.clone();
        let step = self.ask(cell)?;
        if step != Step::Taken {
            return Ok(step);
        }
        let in_part = budget.policy == BudgetPolicy::FundInPart && left > 0;
        if in_part {
            self.spent += left;
        } else {
            *self.lookahead = before;
        }
        self.go_without_money(cell, budget.policy, (left, in_part))?;
        Ok(if in_part { Step::TakenInPart { granted: left } } else { Step::OverBudget { left } })
    }

    fn ask(&mut self, cell: usize) -> Result<Step, Broken> {
        Ok(match self.lookahead.ask(self.field, cell)? {
            Answer::Taken => Step::Taken,
            Answer::SeatsFull => Step::SeatsFull,
            Answer::CapFull(class) => Step::CapFull(class),
            Answer::Needed => Step::Needed,
        })
    }

    fn go_without_money(
        &mut self,
        cell: usize,
        policy: BudgetPolicy,
        (left, in_part): (u64, bool),
    ) -> Result<(), Broken> {
        let reachable = match policy {
            BudgetPolicy::SkipAndContinue => self.lookahead.lose_one(self.field, cell)?,
            BudgetPolicy::StopAtFirst | BudgetPolicy::FundInPart => {
                self.stopped = true;
                self.lookahead.lose_all(self.field)?
            }
        };
        let together = self.field.floor_release == FloorRelease::AsFarAsPossible
            && self.field.lowering == Lowering::Together;
        match reachable {
            Ok(()) => Ok(()),
            Err(_) if together => {
                self.lookahead.release_floors();
                Ok(())
            }
            Err(refusal) => Err(Broken::Money { left, in_part, refusal }),
        }
    }
}
