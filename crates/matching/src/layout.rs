//! The network where rules bind a proposal's reviewers together, in the form that `transport.rs`
//! has: every group of reviewers that a proposal may take one of is a node of its own that either
//! takes somebody or passes, and passes are counted by nodes beside the reviewers. So the same flow
//! solves it, and the prices of these nodes are the prices of the rules.
//!
//! A proposal of demand d with m groups, s of them with a senior, where a senior is needed: s - 1
//! passes are to be had for groups with a senior and m - s for the others, and a filler takes the
//! d - 1 of them that are too many. No group can then pass without another taking somebody, and
//! one with a senior always does. Without that need m - d passes are all there is to it.

use super::certificate::NodePrices;
use super::narrow;
use super::network::Prices;
use super::problem::{LoadRange, Problem};
use super::rules::Ruled;
use super::transport::{PASS, Transport};

/// The tie-breaking rank of a pass: half way, so that neither taking nor passing is the usual.
pub(super) const PASS_RANK: i64 = 1 << 39;

/// What the nodes of the network are.
pub(super) struct Layout {
    parts: Vec<Part>,
    splits: Vec<Option<Split>>,
}

enum Part {
    Whole {
        proposal: usize,
    },
    /// A group of several reviewers has a price of its own.
    Group {
        proposal: usize,
        group: u32,
        pass: u32,
        several: bool,
    },
    Filler,
}

/// The nodes that count the passes of one proposal, and what a pass is worth there.
struct Split {
    pass: u32,
    /// For groups with a senior, where one is needed.
    senior_pass: Option<u32>,
    worth: i64,
}

/// The prices of a plan under rules; by canonical position of the proposal.
pub(super) struct Lifted {
    pub(super) proposals: Vec<NodePrices>,
    /// What the one place of an institution at a proposal costs, by group.
    pub(super) groups: Vec<(usize, u32, NodePrices)>,
    /// What a proposal would pay to do without a senior.
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

/// The network, or nothing when a proposal has too few groups.
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

    /// What the last group to be taken is worth: with it as the worth of a pass, the first flow
    /// takes about as many as are wanted. All passes of a proposal are worth the same and their
    /// number is given, so it has no influence on the result.
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
    /// The prices of proposals and rules that the prices of the nodes come to.
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
