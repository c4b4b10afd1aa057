//! The integer program in its simplest form: every proposal takes exactly its demand, every
//! reviewer a load within limits, and the value of the pairs minus a convex load cost is maximised.
//! `problem.rs` knows which proposals and reviewers these are.

use super::narrow;
use super::problem::{LoadRange, Problem};

/// The origin of an arc that is not a pair: a group of reviewers that passes (`layout.rs`).
pub(super) const PASS: u32 = u32::MAX;

/// A network source -> proposals -> reviewers -> sink, the pairs as unit arcs grouped by proposal.
pub(super) struct Transport {
    pub(super) demand: Vec<u32>,
    pub(super) load: Vec<LoadRange>,
    pub(super) first_arc: Vec<usize>,
    pub(super) reviewer: Vec<u32>,
    pub(super) value: Vec<i64>,
    /// The k-th proposal of a reviewer costs (2k - 1) times this, so a load of k costs k^2 times
    /// it: the unit arcs c(1), c(3), c(5), … of a convex cost.
    pub(super) load_weight: i64,
    /// Arc here -> arc of the problem.
    pub(super) origin: Vec<u32>,
}

impl Transport {
    /// Only the reviewers; the other nodes are added one after another.
    pub(super) fn empty(load: Vec<LoadRange>, load_weight: u32) -> Self {
        Self {
            demand: Vec::new(),
            load,
            first_arc: vec![0],
            reviewer: Vec::new(),
            value: Vec::new(),
            load_weight: i64::from(load_weight),
            origin: Vec::new(),
        }
    }

    /// An arc of the node that is being added.
    pub(super) fn add_arc(&mut self, reviewer: u32, value: i64, origin: u32) {
        self.reviewer.push(reviewer);
        self.value.push(value);
        self.origin.push(origin);
    }

    pub(super) fn end_node(&mut self, demand: u32) {
        self.demand.push(demand);
        self.first_arc.push(self.origin.len());
    }

    /// The pairs that are not fixed and that `usable` permits, each worth `value(arc)`.
    pub(super) fn new(
        problem: &Problem,
        load_weight: u32,
        usable: impl Fn(usize) -> bool,
        value: impl Fn(usize) -> i64,
    ) -> Self {
        let mut transport = Self::empty(problem.load.clone(), load_weight);
        for proposal in 0..problem.proposals() {
            let arcs = problem.arcs_of(proposal);
            for arc in arcs.filter(|&arc| !problem.fixed[arc] && usable(arc)) {
                transport.add_arc(problem.reviewer[arc], value(arc), narrow(arc));
            }
            transport.end_node(problem.demand[proposal]);
        }
        transport
    }

    pub(super) fn arcs_of(&self, proposal: usize) -> std::ops::Range<usize> {
        self.first_arc[proposal]..self.first_arc[proposal + 1]
    }

    /// The cost of one more proposal for a reviewer who has `load`.
    pub(super) fn next_cost(&self, load: u32) -> i64 {
        self.load_weight * (2 * i64::from(load) + 1)
    }

    /// The cost of the last of `load` proposals; `load` is at least 1.
    pub(super) fn last_cost(&self, load: u32) -> i64 {
        self.next_cost(load) - 2 * self.load_weight
    }

    /// The loads that fit a reviewer's price: one more would cost at least it, the last one at most
    /// it. If limits forbid that, the limit.
    pub(super) fn offered(&self, reviewer: usize, price: i64) -> std::ops::RangeInclusive<u32> {
        let LoadRange { least, most, .. } = self.load[reviewer];
        if self.load_weight == 0 {
            return match price.signum() {
                0 => least..=most,
                1 => most..=most,
                _ => least..=least,
            };
        }
        // (2k - 1) weight <= price gives the last proposal k worth having; if it is exactly worth
        // its cost, k - 1 fits as well.
        let step = 2 * self.load_weight;
        let within = |load: i64| {
            u32::try_from(load.clamp(i64::from(least), i64::from(most))).unwrap_or(least)
        };
        let last = (price + self.load_weight).div_euclid(step);
        let exact = (price + self.load_weight).rem_euclid(step) == 0;
        within(if exact { last - 1 } else { last })..=within(last)
    }

    /// All places that will be in use: the demand, and the reviewers' fixed loads.
    pub(super) fn reviews(&self) -> i64 {
        let demand = self.demand.iter().map(|&demand| i64::from(demand));
        demand.chain(self.load.iter().map(|load| i64::from(load.given))).sum()
    }
}
