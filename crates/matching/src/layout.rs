//! The network when rules connect a proposal's reviewers, in the form of `transport.rs`. Every
//! group of reviewers of which a proposal may take one becomes a node that either takes a reviewer
//! or passes; nodes beside the reviewers count the passes. So the same flow algorithm solves it,
//! and the prices of these nodes are the prices of the rules.
//!
//! Take a proposal of demand d with m groups, s of them with a senior, that needs a senior: there
//! are s - 1 passes for groups with a senior and m - s for the others, and a filler takes the d - 1
//! passes that are too many. Then no group can pass unless another takes a reviewer, and one group
//! with a senior always does. If no senior is needed, there are just m - d passes.

use super::certificate::NodePrices;
use super::narrow;
use super::network::Prices;
use super::problem::{LoadRange, Problem};
use super::rules::Ruled;
use super::transport::{PASS, Transport};

/// The tie-breaking rank of a pass: in the middle, so that neither taking nor passing is preferred.
pub(super) const PASS_RANK: i64 = 1 << 39;

/// The meaning of the network's nodes.
pub(super) struct Layout {
    parts: Vec<Part>,
    splits: Vec<Option<Split>>,
}

enum Part {
    Whole {
        proposal: usize,
    },
    /// A group of several reviewers, which has its own price.
    Group {
        proposal: usize,
        group: u32,
        pass: u32,
        several: bool,
    },
    Filler,
}

/// The nodes that count the passes of one proposal, and the worth of a pass there.
struct Split {
    pass: u32,
    /// For groups with a senior, if one is needed.
    senior_pass: Option<u32>,
    worth: i64,
}

/// The prices of a plan under rules, by canonical position of the proposal.
pub(super) struct Lifted {
    pub(super) proposals: Vec<NodePrices>,
    /// What the one place of an institution at a proposal costs, by group.
    pub(super) groups: Vec<(usize, u32, NodePrices)>,
    /// What a proposal would pay to have no senior.
    pub(super) seniors: Vec<(usize, NodePrices)>,
}

impl Lifted {
    /// Without rules the nodes are the proposals.
    pub(super) fn plain(prices: &Prices, ties: &Prices) -> Self {
        let both = prices.proposals.iter().zip(&ties.proposals);
        let proposals = both.map(|(&price, &tie)| NodePrices { price, tie }).collect();
        Self { proposals, groups: Vec::new(), seniors: Vec::new() }
    }
}

/// The network; `None` when a proposal has too few groups.
pub(super) fn split(
    problem: &Problem,
    ruled: &Ruled,
    load_weight: u32,
    usable: &dyn Fn(usize) -> bool,
    value: &dyn Fn(usize) -> i64,
) -> Option<(Transport, Layout)> {
    let transport = Transport::empty(problem.load.clone(), load_weight);
    let layout = Layout { parts: Vec::new(), splits: Vec::new() };
    let mut builder = Builder { problem, ruled, value, transport, layout };
    for proposal in 0..problem.proposals() {
        let free = problem
            .arcs_of(proposal)
            .filter(|&arc| !problem.fixed[arc] && !ruled.barred[arc] && usable(arc));
        builder.add(proposal, free.collect())?;
    }
    Some((builder.transport, builder.layout))
}

struct Builder<'b> {
    problem: &'b Problem<'b>,
    ruled: &'b Ruled,
    value: &'b dyn Fn(usize) -> i64,
    transport: Transport,
    layout: Layout,
}

impl Builder<'_> {
    fn group(&self, arc: usize) -> u32 {
        self.ruled.group[self.problem.reviewer[arc] as usize]
    }

    fn is_senior(&self, arc: usize) -> bool {
        self.ruled.senior[self.problem.reviewer[arc] as usize]
    }

    fn add(&mut self, proposal: usize, mut arcs: Vec<usize>) -> Option<()> {
        let demand = self.problem.demand[proposal] as usize;
        let in_order = arcs.clone();
        arcs.sort_by_key(|&arc| self.group(arc));
        let groups: Vec<&[usize]> =
            arcs.chunk_by(|&one, &other| self.group(one) == self.group(other)).collect();
        let with_senior =
            groups.iter().filter(|of| of.iter().any(|&arc| self.is_senior(arc))).count();
        let needs_senior = self.ruled.needs_senior[proposal] && with_senior < groups.len();
        let too_few = groups.len() < demand;
        if too_few || (self.ruled.needs_senior[proposal] && with_senior == 0) {
            return None;
        }
        if !needs_senior && groups.iter().all(|of| of.len() == 1) {
            self.whole(proposal, &in_order);
            return Some(());
        }
        let worth = self.usual_worth(&groups, demand);
        let split = if needs_senior {
            let pass = self.passes(groups.len() - with_senior);
            let senior_pass = self.passes(with_senior - 1);
            self.filler(demand - 1, [pass, senior_pass]);
            Split { pass, senior_pass: Some(senior_pass), worth }
        } else {
            Split { pass: self.passes(groups.len() - demand), senior_pass: None, worth }
        };
        for of in groups {
            self.take_or_pass(proposal, of, &split);
        }
        self.layout.splits.push(Some(split));
        Some(())
    }

    fn whole(&mut self, proposal: usize, arcs: &[usize]) {
        for &arc in arcs {
            self.transport.add_arc(self.problem.reviewer[arc], (self.value)(arc), narrow(arc));
        }
        self.transport.end_node(self.problem.demand[proposal]);
        self.layout.parts.push(Part::Whole { proposal });
        self.layout.splits.push(None);
    }

    /// The worth of the last group to be taken. With it as the worth of a pass, the first flow
    /// takes about as many groups as are wanted. All passes of a proposal have the same worth and
    /// their number is given, so it does not affect the result.
    fn usual_worth(&self, groups: &[&[usize]], demand: usize) -> i64 {
        let best = |of: &&[usize]| of.iter().map(|&arc| (self.value)(arc)).max().unwrap_or(0);
        let mut best: Vec<i64> = groups.iter().map(best).collect();
        best.sort_unstable_by(|one, other| other.cmp(one));
        best.get(demand.saturating_sub(1)).copied().unwrap_or(0)
    }

    fn passes(&mut self, number: usize) -> u32 {
        let number = narrow(number);
        self.transport.load.push(LoadRange { given: 0, least: number, most: number });
        narrow(self.transport.load.len() - 1)
    }

    fn filler(&mut self, demand: usize, passes: [u32; 2]) {
        for pass in passes {
            for _ in 0..demand {
                self.transport.add_arc(pass, 0, PASS);
            }
        }
        self.transport.end_node(narrow(demand));
        self.layout.parts.push(Part::Filler);
    }

    fn take_or_pass(&mut self, proposal: usize, arcs: &[usize], split: &Split) {
        for &arc in arcs {
            self.transport.add_arc(self.problem.reviewer[arc], (self.value)(arc), narrow(arc));
        }
        let has_senior = arcs.iter().any(|&arc| self.is_senior(arc));
        let pass = split.senior_pass.filter(|_| has_senior).unwrap_or(split.pass);
        self.transport.add_arc(pass, split.worth, PASS);
        self.transport.end_node(1);
        let group = arcs.first().map_or(0, |&arc| self.group(arc));
        let several = arcs.len() > 1;
        self.layout.parts.push(Part::Group { proposal, group, pass, several });
    }
}

impl Layout {
    /// Converts the prices of the nodes to prices of proposals and rules.
    pub(super) fn lift(&self, prices: &Prices, ties: &Prices) -> Lifted {
        let left = |at: usize| NodePrices { price: prices.proposals[at], tie: ties.proposals[at] };
        let of_pass = |pass: u32, worth: i64| {
            let (price, tie) = (prices.reviewers[pass as usize], ties.reviewers[pass as usize]);
            NodePrices { price: worth - price, tie: PASS_RANK - tie }
        };
        let mut lifted = Lifted {
            proposals: vec![NodePrices::default(); self.splits.len()],
            groups: Vec::new(),
            seniors: Vec::new(),
        };
        for (proposal, split) in self.splits.iter().enumerate() {
            let Some(Split { pass, senior_pass, worth }) = *split else { continue };
            let others = of_pass(pass, worth);
            let seniors = senior_pass.map_or(others, |pass| of_pass(pass, worth));
            lifted.proposals[proposal] = others.max(seniors);
            if others > seniors {
                lifted.seniors.push((proposal, others.less(seniors)));
            }
        }
        for (at, part) in self.parts.iter().enumerate() {
            match *part {
                Part::Whole { proposal } => lifted.proposals[proposal] = left(at),
                Part::Group { proposal, group, pass, several: true } => {
                    let worth = self.splits[proposal].as_ref().map_or(0, |split| split.worth);
                    let (own, usual) = (left(at), of_pass(pass, worth));
                    if own > usual {
                        lifted.groups.push((proposal, group, own.less(usual)));
                    }
                }
                Part::Group { .. } | Part::Filler => {}
            }
        }
        lifted
    }
}
