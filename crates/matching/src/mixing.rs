//! Equally good plans can differ in how comparable their scores are. If a plan's reviewers form
//! separate groups, or a reviewer shares too few proposals with others, pairs are exchanged along
//! cycles that cost nothing, each only if it improves this; what remains is a warning
//! (`comparability.rs`). The order is that of the ids, so the input's order does not matter.

use super::comparability::{LEAST_SHARED, groups, shared};
use super::problem::Problem;

/// The limit of the search: plans examined times the number of pairs of each.
const WORK: usize = 40_000_000;

/// What an exchange must keep.
pub(super) struct Ground<'g> {
    pub(super) problem: &'g Problem<'g>,
    /// Free pairs that the plan may have.
    pub(super) usable: &'g dyn Fn(usize) -> bool,
    pub(super) value: &'g dyn Fn(usize) -> i64,
    pub(super) load_weight: u32,
}

/// The number of groups, then the number of common proposals that are missing; lower is better.
type Standing = (usize, usize);

/// Up to two pairs that leave the plan, and as many that replace them.
struct Exchange {
    out: [Option<usize>; 2],
    into: [Option<usize>; 2],
}

/// Exchanges pairs while that helps; returns whether it did.
pub(super) fn improve(ground: &Ground, in_plan: &mut [bool]) -> bool {
    let mut search = Search::new(ground, in_plan);
    let mut changed = false;
    while search.standing != (search.standing.0.min(1), 0) && search.step(in_plan) {
        changed = true;
    }
    changed
}

struct Search<'g> {
    ground: &'g Ground<'g>,
    proposal_of: Vec<usize>,
    reviewers_of: Vec<Vec<usize>>,
    loads: Vec<u32>,
    standing: Standing,
    work_left: usize,
}

impl<'g> Search<'g> {
    fn new(ground: &'g Ground<'g>, in_plan: &[bool]) -> Self {
        let problem = ground.problem;
        let of = |proposal| problem.arcs_of(proposal).map(move |_| proposal);
        let mut search = Self {
            ground,
            proposal_of: (0..problem.proposals()).flat_map(of).collect(),
            reviewers_of: vec![Vec::new(); problem.proposals()],
            loads: vec![0; problem.reviewers()],
            standing: (0, 0),
            work_left: WORK,
        };
        for (arc, _) in in_plan.iter().enumerate().filter(|(_, taken)| **taken) {
            let (proposal, reviewer) = search.ends(arc);
            search.reviewers_of[proposal].push(reviewer);
            search.loads[reviewer] += 1;
        }
        search.standing = search.look();
        search
    }

    fn ends(&self, arc: usize) -> (usize, usize) {
        (self.proposal_of[arc], self.ground.problem.reviewer[arc] as usize)
    }

    fn in_plan(&self) -> Vec<usize> {
        (0..self.loads.len()).filter(|&reviewer| self.loads[reviewer] > 0).collect()
    }

    fn look(&self) -> Standing {
        let order = self.in_plan();
        let groups = groups(self.loads.len(), &self.reviewers_of, &order);
        let shared = shared(self.loads.len(), &self.reviewers_of);
        (groups.len(), order.iter().map(|&one| LEAST_SHARED.saturating_sub(shared[one])).sum())
    }

    /// Reviewers who are outside the largest group, or share too few proposals.
    fn lacking(&self) -> Vec<bool> {
        let order = self.in_plan();
        let mut groups = groups(self.loads.len(), &self.reviewers_of, &order);
        groups.pop();
        let shared = shared(self.loads.len(), &self.reviewers_of);
        let mut lacking = vec![false; self.loads.len()];
        let few = order.into_iter().filter(|&one| shared[one] < LEAST_SHARED);
        for reviewer in groups.into_iter().flatten().chain(few) {
            lacking[reviewer] = true;
        }
        lacking
    }

    /// Makes the first exchange that improves the plan; false if there is none.
    fn step(&mut self, in_plan: &mut [bool]) -> bool {
        let lacking = self.lacking();
        let free = |arc: &usize| in_plan[*arc] && !self.ground.problem.fixed[*arc];
        let taken: Vec<usize> = (0..in_plan.len()).filter(free).collect();
        let of_lacking: Vec<usize> =
            taken.iter().copied().filter(|&arc| lacking[self.ends(arc).1]).collect();
        for one in of_lacking {
            for exchange in self
                .moves(one, in_plan)
                .into_iter()
                .chain(taken.iter().filter_map(|&other| self.swap(one, other, in_plan)))
                .collect::<Vec<_>>()
            {
                if self.work_left == 0 {
                    return false;
                }
                if self.helps(&exchange) {
                    for arc in exchange.out.into_iter().flatten() {
                        in_plan[arc] = false;
                    }
                    for arc in exchange.into.into_iter().flatten() {
                        in_plan[arc] = true;
                    }
                    return true;
                }
            }
        }
        false
    }

    /// Gives the pair's proposal to another reviewer of equal worth.
    fn moves(&self, arc: usize, in_plan: &[bool]) -> Vec<Exchange> {
        let problem = self.ground.problem;
        let (proposal, from) = self.ends(arc);
        let others = problem.arcs_of(proposal).filter(|&other| {
            let to = self.ends(other).1;
            let (given, taken) = (problem.load[from], problem.load[to]);
            let even = self.ground.load_weight == 0 || self.loads[to] + 1 == self.loads[from];
            let fits = self.loads[from] > given.least && self.loads[to] < taken.most;
            let same = (self.ground.value)(other) == (self.ground.value)(arc);
            same && even && fits && !in_plan[other] && (self.ground.usable)(other)
        });
        let exchange = |other| Exchange { out: [Some(arc), None], into: [Some(other), None] };
        others.map(exchange).collect()
    }

    /// Lets two proposals exchange reviewers, if the total worth stays the same.
    fn swap(&self, one: usize, other: usize, in_plan: &[bool]) -> Option<Exchange> {
        let ((p, r), (q, s)) = (self.ends(one), self.ends(other));
        if p == q || r == s {
            return None;
        }
        let (into, also) = (self.arc(p, s)?, self.arc(q, r)?);
        let value = self.ground.value;
        let same = value(one) + value(other) == value(into) + value(also);
        let may = |arc: usize| !in_plan[arc] && (self.ground.usable)(arc);
        (same && may(into) && may(also))
            .then_some(Exchange { out: [Some(one), Some(other)], into: [Some(into), Some(also)] })
    }

    fn arc(&self, proposal: usize, reviewer: usize) -> Option<usize> {
        let arcs = self.ground.problem.arcs_of(proposal);
        let among = &self.ground.problem.reviewer[arcs.clone()];
        among.binary_search(&super::narrow(reviewer)).ok().map(|found| arcs.start + found)
    }

    /// Makes the exchange if it keeps the rules and improves the plan.
    fn helps(&mut self, exchange: &Exchange) -> bool {
        let size: usize = self.reviewers_of.iter().map(Vec::len).sum();
        self.work_left = self.work_left.saturating_sub(size.max(1));
        self.apply(&exchange.out, &exchange.into);
        let standing = self.look();
        let touched = exchange.into.iter().flatten();
        let lawful = touched.map(|&arc| self.ends(arc).0).all(|proposal| self.is_lawful(proposal));
        if lawful && standing < self.standing {
            self.standing = standing;
            return true;
        }
        self.apply(&exchange.into, &exchange.out);
        false
    }

    fn apply(&mut self, out: &[Option<usize>; 2], into: &[Option<usize>; 2]) {
        for &arc in out.iter().flatten() {
            let (proposal, reviewer) = self.ends(arc);
            self.reviewers_of[proposal].retain(|&one| one != reviewer);
            self.loads[reviewer] -= 1;
        }
        for &arc in into.iter().flatten() {
            let (proposal, reviewer) = self.ends(arc);
            self.reviewers_of[proposal].push(reviewer);
            self.loads[reviewer] += 1;
        }
    }

    /// The network took care of fixed pairs. Only free pairs change here, so what kept the rules
    /// must still keep them.
    fn is_lawful(&self, proposal: usize) -> bool {
        let Some(ruled) = &self.ground.problem.ruled else { return true };
        let own = &self.reviewers_of[proposal];
        let fixed = |reviewer: usize| {
            self.arc(proposal, reviewer).is_some_and(|arc| self.ground.problem.fixed[arc])
        };
        let mut groups: Vec<u32> =
            own.iter().filter(|&&one| !fixed(one)).map(|&one| ruled.group[one]).collect();
        groups.sort_unstable();
        let alone = groups.windows(2).all(|two| two[0] != two[1]);
        alone && (!ruled.needs_senior[proposal] || own.iter().any(|&one| ruled.senior[one]))
    }
}
