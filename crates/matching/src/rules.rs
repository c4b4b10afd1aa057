//! The rules of the input in canonical positions, without what fixed pairs have decided: who may
//! not review the same proposal, and where a senior is still needed. `layout.rs` builds the network
//! from them, `certificate/ruling.rs` counts them again.

use super::narrow;
use super::problem::Problem;
use std::collections::BTreeSet;

/// The rules for the free pairs.
#[derive(Debug, Clone)]
pub(super) struct Ruled {
    /// By reviewer: a proposal gets at most one of each group. Institutions in the order of their
    /// names, then everybody without one.
    pub(super) group: Vec<u32>,
    /// By reviewer.
    pub(super) senior: Vec<bool>,
    /// By arc: whether a reviewer of that institution is already fixed there.
    pub(super) barred: Vec<bool>,
    /// By proposal.
    pub(super) needs_senior: Vec<bool>,
}

impl Ruled {
    pub(super) fn new(problem: &Problem) -> Self {
        let rules = &problem.input.rules;
        let of = |canonical: usize| rules.institution(problem.reviewer_at[canonical]);
        let names: BTreeSet<&str> = (0..problem.reviewers()).filter_map(of).collect();
        let names: Vec<&str> = names.into_iter().collect();
        let alone = |reviewer: usize| names.len() + reviewer;
        let group = |reviewer: usize| {
            let place = of(reviewer).and_then(|name| names.binary_search(&name).ok());
            narrow(place.unwrap_or_else(|| alone(reviewer)))
        };
        let mut wanted = vec![false; problem.input.proposals.len()];
        for &proposal in &rules.needs_senior {
            wanted[proposal] = true;
        }
        let mut settled = Self {
            group: (0..problem.reviewers()).map(group).collect(),
            senior: problem.reviewer_at.iter().map(|&at| rules.is_senior(at)).collect(),
            barred: vec![false; problem.affinity.len()],
            needs_senior: problem.proposal_at.iter().map(|&at| wanted[at]).collect(),
        };
        for proposal in 0..problem.proposals() {
            settled.settle(problem, proposal);
        }
        settled
    }

    /// Removes what the fixed pairs of a proposal have decided.
    fn settle(&mut self, problem: &Problem, proposal: usize) {
        let reviewer = |arc: usize| problem.reviewer[arc] as usize;
        let fixed: Vec<usize> =
            problem.arcs_of(proposal).filter(|&arc| problem.fixed[arc]).map(reviewer).collect();
        let has_senior = fixed.iter().any(|&one| self.senior[one]);
        self.needs_senior[proposal] &= !has_senior && problem.demand[proposal] > 0;
        for arc in problem.arcs_of(proposal).filter(|&arc| !problem.fixed[arc]) {
            let group = self.group[reviewer(arc)];
            self.barred[arc] = fixed.iter().any(|&one| self.group[one] == group);
        }
    }

    /// The rule on seniors without the one on institutions, if both apply.
    pub(super) fn seniors_alone(&self, problem: &Problem) -> Option<Self> {
        let rules = &problem.input.rules;
        let both = !rules.institutions.is_empty() && !rules.needs_senior.is_empty();
        both.then(|| Self { group: (0..self.group.len()).map(narrow).collect(), ..self.clone() })
    }

    /// Proposals whose plan lacks the senior they need, each with the juniors' arcs to be left out:
    /// those of the institution where replacing the junior by a senior costs least, or after some
    /// rounds those of every institution that has both. The network treats anybody of an
    /// institution with a senior as a senior; so it can be wrong only where an institution has
    /// both.
    pub(super) fn juniors_in_the_way(
        &self,
        problem: &Problem,
        in_plan: &[bool],
        at_once: bool,
    ) -> Vec<usize> {
        let needy = (0..problem.proposals()).filter(|&proposal| self.needs_senior[proposal]);
        let reviewer = |arc: usize| problem.reviewer[arc] as usize;
        let mut left_out = Vec::new();
        for proposal in needy {
            let taken = || problem.arcs_of(proposal).filter(|&arc| in_plan[arc]);
            if taken().any(|arc| self.senior[reviewer(arc)]) {
                continue;
            }
            let free = || problem.arcs_of(proposal).filter(|&arc| !self.barred[arc]);
            let group = |arc: usize| self.group[reviewer(arc)];
            let of_group = |arc: usize| free().filter(move |&other| group(other) == group(arc));
            let exchange = |arc: usize| {
                let seniors = of_group(arc).filter(|&other| self.senior[reviewer(other)]);
                let best = seniors.map(|other| problem.affinity[other]).max()?;
                Some((i64::from(best) - i64::from(problem.affinity[arc]), arc))
            };
            if at_once {
                let mixed = free().filter(|&arc| {
                    of_group(arc).any(|other| self.senior[reviewer(other)])
                        && !self.senior[reviewer(arc)]
                });
                left_out.extend(mixed);
            } else if let Some((_, arc)) =
                taken().filter(|&arc| !problem.fixed[arc]).filter_map(exchange).max()
            {
                left_out.extend(of_group(arc).filter(|&other| !self.senior[reviewer(other)]));
            }
        }
        left_out
    }
}
