//! Integer min-cost flow by successive shortest paths with potentials, on the network of
//! `transport.rs`. The potentials are prices: what a seat of a proposal is worth, and what a
//! reviewer's time costs. At the start each proposal takes its best reviewers at some prices
//! (`network/start.rs`); every overload is then moved away along a cheapest chain of exchanges
//! (`network/search.rs`); `network/pricing.rs` shortens long searches. All numbers are integers, so
//! the result is exact.

mod pricing;
mod search;
mod start;

use super::narrow;
use super::transport::Transport;
use pricing::Pricing;
use search::{Hop, Search};

/// The potential of every proposal and reviewer; the sink's is 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Prices {
    /// What one more seat of the proposal would cost.
    pub(super) proposals: Vec<i64>,
    /// What the reviewer's time costs; negative where only the minimum load makes them take
    /// proposals.
    pub(super) reviewers: Vec<i64>,
}

/// A flow of greatest value, and the prices that prove it.
pub(super) struct Optimum {
    /// By arc.
    pub(super) chosen: Vec<bool>,
    pub(super) prices: Prices,
}

/// The best flow; `None` when demand and loads cannot all be met. Reports to `watch` how many of
/// the overloads found at the start remain.
pub(super) fn optimum(
    transport: &Transport,
    watch: &mut dyn FnMut(usize, usize),
) -> Option<Optimum> {
    let mut flow = start::flow(transport)?;
    let mut search = Search::new(transport);
    let mut pricing = None;
    let (overloads, mut moved) = (flow.overloads(), 0);
    let mut overloaded: Vec<usize> = (0..=flow.sink()).collect();
    loop {
        overloaded.retain(|&node| flow.excess(node) > 0);
        if overloaded.is_empty() {
            break;
        }
        // After long searches it is worth computing all prices again; after short ones it is not.
        if search.take_visits() > flow.nodes() {
            pricing.get_or_insert_with(|| Pricing::new(transport)).reprice(&mut flow);
        }
        // One overload of each reviewer in turn, so that they share the nearby gaps instead of the
        // first using them up.
        for &node in &overloaded {
            let target = search.nearest_gap(&flow, node)?;
            search.raise_prices(&mut flow, target);
            flow.push_along(search.chain_to(target));
            moved += 1;
            watch(moved, overloads.max(moved));
        }
    }
    Some(flow.finish())
}

/// A flow that agrees with the prices (no exchange could gain at them), although reviewers may have
/// more or fewer proposals than places. Nodes: reviewers, then the sink, then proposals.
struct Flow<'t> {
    transport: &'t Transport,
    chosen: Vec<bool>,
    /// For each reviewer: the proposals held, with the arc.
    held: Vec<Vec<(u32, u32)>>,
    /// For each reviewer: the places in use, which is the flow on the arc to the sink.
    places: Vec<u32>,
    /// Places in use minus reviews wanted.
    sink_excess: i64,
    seat_price: Vec<i64>,
    reviewer_price: Vec<i64>,
    sink_price: i64,
}

/// The meaning of a node number.
enum Node {
    Reviewer(usize),
    Sink,
    Proposal(usize),
}

impl Flow<'_> {
    fn sink(&self) -> usize {
        self.held.len()
    }

    fn nodes(&self) -> usize {
        self.sink() + 1 + self.seat_price.len()
    }

    fn node(&self, position: usize) -> Node {
        match position.checked_sub(self.sink() + 1) {
            Some(proposal) => Node::Proposal(proposal),
            None if position == self.sink() => Node::Sink,
            None => Node::Reviewer(position),
        }
    }

    /// Inflow minus outflow. Proposals are always balanced.
    fn excess(&self, node: usize) -> i64 {
        match self.held.get(node) {
            Some(held) => {
                let given = i64::from(self.transport.load[node].given);
                given + i64::from(narrow(held.len())) - i64::from(self.places[node])
            }
            None if node == self.sink() => self.sink_excess,
            None => 0,
        }
    }

    fn overloads(&self) -> usize {
        (0..=self.sink()).map(|node| usize::try_from(self.excess(node)).unwrap_or(0)).sum()
    }

    fn push_along(&mut self, chain: impl Iterator<Item = Hop>) {
        for hop in chain {
            match hop {
                Hop::Release { reviewer, arc } => {
                    self.chosen[arc as usize] = false;
                    self.held[reviewer as usize].retain(|&(_, held)| held != arc);
                }
                Hop::Take { proposal, arc } => {
                    self.chosen[arc as usize] = true;
                    let reviewer = self.transport.reviewer[arc as usize] as usize;
                    self.held[reviewer].push((proposal, arc));
                }
                Hop::UsePlace { reviewer } => {
                    self.places[reviewer as usize] += 1;
                    self.sink_excess += 1;
                }
                Hop::FreePlace { reviewer } => {
                    self.places[reviewer as usize] -= 1;
                    self.sink_excess -= 1;
                }
            }
        }
    }

    /// A higher price makes leaving the node cheaper, and entering it more expensive.
    fn shift_price(&mut self, node: usize, by: i64) {
        match self.node(node) {
            Node::Reviewer(reviewer) => self.reviewer_price[reviewer] += by,
            Node::Sink => self.sink_price += by,
            Node::Proposal(proposal) => self.seat_price[proposal] -= by,
        }
    }

    fn finish(self) -> Optimum {
        let sink = self.sink_price;
        Optimum {
            chosen: self.chosen,
            prices: Prices {
                proposals: self.seat_price.iter().map(|price| price + sink).collect(),
                reviewers: self.reviewer_price.iter().map(|price| price - sink).collect(),
            },
        }
    }
}
