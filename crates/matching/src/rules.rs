//! The rules of the input in canonical positions, with what fixed pairs have settled taken off:
//! who may not stand beside whom, and where a senior is still wanted. What the network makes of
//! them is in `layout.rs`, the recount of them in `certificate/ruling.rs`.

use super::narrow;
use super::problem::Problem;
use std::collections::BTreeSet;

/// The rules as they bind the pairs that are free.
#[derive(Debug, Clone)]
pub(super) struct Ruled {
    /// By reviewer: of those of one group a proposal gets one at most. Institutions in the order of
    /// their names, then everybody who stands alone.
    pub(super) group: Vec<u32>,
    /// By reviewer.
    pub(super) senior: Vec<bool>,
    /// By arc: somebody of that institution is fixed there already.
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

    /// Takes off what the fixed pairs of a proposal have settled.
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

    /// The rule on seniors without the one on institutions, where both bind.
    pub(super) fn seniors_alone(&self, problem: &Problem) -> Option<Self> {
        let rules = &problem.input.rules;
        let both = !rules.institutions.is_empty() && !rules.needs_senior.is_empty();
        both.then(|| Self { group: (0..self.group.len()).map(narrow).collect(), ..self.clone() })
    }

    /// Proposals whose plan lacks the senior they need, each with the juniors' arcs to be left out:
    /// those of the institution where a senior in the junior's place costs least, or after some rounds
    /// those of every institution that has both. The network sees
    /// an institution with a senior as if any of it were one; it is only where an institution has
    /// both that it can be wrong.
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
