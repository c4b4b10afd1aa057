//! Solves again after a late conflict or a dropout, with few changes. Pairs of the earlier plan
//! that are still permitted get a reward above their affinity. A smaller reward gives a better
//! total and more changes.

use super::certificate::verify;
use super::coverage::Coverage;
use super::input::{HIGHEST_AFFINITY, Input};
use super::problem::Problem;
use super::solve::{Goals, Objective, Plan, Priority, SolveError, check_weight, short};
use super::{bottleneck::best_floor, narrow, shortage::Shortage};
use std::collections::HashSet;

/// The new plan and its differences. Pairs are (proposal, reviewer), positions in the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    pub plan: Plan,
    /// Pairs of the earlier plan that are no longer permitted: they were lost, not changed.
    pub lost: Vec<(usize, usize)>,
    /// Pairs of the earlier plan that are still permitted and were given up: the changes.
    pub given_up: Vec<(usize, usize)>,
    pub added: Vec<(usize, usize)>,
    /// Whether even the fewest changes are more than were allowed; the plan is the one with the
    /// fewest.
    pub above_allowed: bool,
}

/// A revision, or the reason why there is no plan any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RevisionOutcome {
    Revised(Box<Revision>),
    Short(Shortage),
}

/// Solves `input` so that little of the `earlier` plan changes: at most `allowed` of its pairs are
/// given up, and within that the plan is the best that one reward can achieve; without `allowed`,
/// as few as possible. With [`Priority::WorstPair`] new pairs are no worse than the worst kept one,
/// if there is such a plan. `earlier` has positions in `input`: a reviewer who dropped out is still
/// listed there, without pairs and without a minimum load.
pub fn resolve(
    input: &Input,
    goals: Goals,
    earlier: &[(usize, usize)],
    allowed: Option<usize>,
) -> Result<RevisionOutcome, SolveError> {
    let problem = Problem::new(input)?;
    check_weight(goals)?;
    let coverage = Coverage::new(&problem);
    let Some(best) = best_floor(&coverage, &mut |_, _| {}) else {
        return Ok(RevisionOutcome::Short(short(&coverage)?));
    };
    let mut kept = vec![false; problem.affinity.len()];
    let mut lost = Vec::new();
    for &pair in earlier {
        match problem.arc(pair) {
            Some(arc) => kept[arc] = true,
            None => lost.push(pair),
        }
    }
    let floor = match goals.priority {
        Priority::Total => 0,
        Priority::WorstPair => worst(&problem, &kept).map_or(best, |worst| worst.min(best)),
    };
    let mut search = Search {
        problem: &problem,
        objective: Objective { floor, load_weight: goals.load_weight, reward: 0, kept },
    };
    let found = search.within(allowed).ok_or(SolveError::Undecided)?;
    verify(input, &found.plan.pairs, &found.plan.certificate)?;
    Ok(RevisionOutcome::Revised(Box::new(Revision { lost, ..found })))
}

fn worst(problem: &Problem, kept: &[bool]) -> Option<u32> {
    problem.affinity.iter().zip(kept).filter(|(_, kept)| **kept).map(|(&a, _)| a).min()
}

struct Search<'p> {
    problem: &'p Problem<'p>,
    objective: Objective,
}

impl Search<'_> {
    fn within(&mut self, allowed: Option<usize>) -> Option<Revision> {
        let (mut high, mut low) = (self.dearest_reward(), 0);
        let fewest = self.at(high)?;
        let Some(allowed) = allowed else {
            return Some(fewest);
        };
        if fewest.given_up.len() > allowed {
            return Some(Revision { above_allowed: true, ..fewest });
        }
        let free = self.at(0)?;
        if free.given_up.len() <= allowed {
            return Some(free);
        }
        // A greater reward never gives up more pairs.
        let mut best = fewest;
        while high - low > 1 {
            let middle = i64::midpoint(low, high);
            let tried = self.at(middle)?;
            if tried.given_up.len() <= allowed {
                (best, high) = (tried, middle);
            } else {
                low = middle;
            }
        }
        Some(best)
    }

    /// Above this reward, keeping one more pair outweighs everything else: a chain of exchanges
    /// passes each proposal and reviewer at most once, so none gains more than that many times the
    /// highest affinity plus the cost of two places.
    fn dearest_reward(&self) -> i64 {
        let shorter = i64::from(narrow(self.problem.proposals().min(self.problem.reviewers())));
        let most = self.problem.load.iter().map(|load| i64::from(load.most)).max().unwrap_or(0);
        let most = most.min(i64::from(narrow(self.problem.proposals())));
        let load_cost = i64::from(self.objective.load_weight) * (2 * most + 1);
        i64::from(HIGHEST_AFFINITY) * (2 * shorter + 2) + 2 * load_cost + 1
    }

    fn at(&mut self, reward: i64) -> Option<Revision> {
        self.objective.reward = reward;
        let plan = self.objective.best(self.problem, &mut |_| {})?;
        let now: Vec<_> = plan.pairs.iter().map(|pair| (pair.proposal, pair.reviewer)).collect();
        let kept = &plan.certificate.kept;
        let given_up = without(kept, &now);
        let added = without(&now, kept);
        Some(Revision { plan, lost: Vec::new(), given_up, added, above_allowed: false })
    }
}

fn without(pairs: &[(usize, usize)], others: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let others: HashSet<_> = others.iter().collect();
    pairs.iter().filter(|pair| !others.contains(pair)).copied().collect()
}
