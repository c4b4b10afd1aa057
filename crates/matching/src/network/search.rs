//! Dijkstra's search for the cheapest chain of exchanges from one overloaded reviewer to the
//! nearest gap. It reads the flow and changes its prices, never the flow itself.

use super::super::narrow;
use super::{Flow, Node, Transport};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// One step of a chain.
#[derive(Debug, Clone, Copy)]
pub(super) enum Hop {
    /// The reviewer gives up the proposal of `arc`.
    Release {
        reviewer: u32,
        arc: u32,
    },
    /// The proposal takes the reviewer of `arc`.
    Take {
        proposal: u32,
        arc: u32,
    },
    UsePlace {
        reviewer: u32,
    },
    FreePlace {
        reviewer: u32,
    },
}

const NOT_REACHED: i64 = i64::MAX;

/// The search's memory, kept between searches: only what one search touched is cleared for the next.
pub(super) struct Search {
    distance: Vec<i64>,
    came_by: Vec<Option<Hop>>,
    touched: Vec<u32>,
    settled: Vec<u32>,
    queue: BinaryHeap<Reverse<(i64, u32)>>,
    /// The distance of the nearest gap found so far; nodes at or beyond it need no visit.
    limit: i64,
    /// Nodes settled since [`Search::take_visits`] was last asked.
    visits: usize,
    /// The number of reviewers, which is the sink's node.
    sink: usize,
}

impl Search {
    pub(super) fn new(transport: &Transport) -> Self {
        let nodes = transport.load.len() + 1 + transport.demand.len();
        Self {
            distance: vec![NOT_REACHED; nodes],
            came_by: vec![None; nodes],
            touched: Vec::new(),
            settled: Vec::new(),
            queue: BinaryHeap::new(),
            limit: NOT_REACHED,
            visits: 0,
            sink: transport.load.len(),
        }
    }

    pub(super) fn take_visits(&mut self) -> usize {
        std::mem::take(&mut self.visits)
    }

    /// The nearest node with less than it should have, by reduced cost; `None` if none can be
    /// reached.
    pub(super) fn nearest_gap(&mut self, flow: &Flow, source: usize) -> Option<usize> {
        self.clear();
        self.distance[source] = 0;
        self.touched.push(narrow(source));
        self.queue.push(Reverse((0, narrow(source))));
        while let Some(Reverse((distance, node))) = self.queue.pop() {
            let node = node as usize;
            if distance > self.distance[node] {
                continue;
            }
            if flow.excess(node) < 0 {
                return Some(node);
            }
            self.settled.push(narrow(node));
            self.visits += 1;
            match flow.node(node) {
                Node::Reviewer(reviewer) => self.leave_reviewer(flow, reviewer, distance),
                Node::Sink => self.leave_sink(flow, distance),
                Node::Proposal(proposal) => self.leave_proposal(flow, proposal, distance),
            }
        }
        None
    }

    /// Changes the potentials of all nodes nearer than the target, so that the chain has cost zero
    /// and no reduced cost becomes negative.
    pub(super) fn raise_prices(&self, flow: &mut Flow, target: usize) {
        let reach = self.distance[target];
        for &node in &self.settled {
            flow.shift_price(node as usize, reach - self.distance[node as usize]);
        }
    }

    /// The hops from the target back to the source.
    pub(super) fn chain_to(&self, target: usize) -> impl Iterator<Item = Hop> {
        let hop_into = |node: usize| self.came_by[node];
        let mut node = target;
        std::iter::from_fn(move || {
            let hop = hop_into(node)?;
            node = match hop {
                Hop::Release { reviewer, .. } | Hop::UsePlace { reviewer } => reviewer as usize,
                Hop::Take { proposal, .. } => self.sink + 1 + proposal as usize,
                Hop::FreePlace { .. } => self.sink,
            };
            Some(hop)
        })
    }

    fn clear(&mut self) {
        for node in self.touched.drain(..) {
            self.distance[node as usize] = NOT_REACHED;
            self.came_by[node as usize] = None;
        }
        self.settled.clear();
        self.queue.clear();
        self.limit = NOT_REACHED;
    }

    fn leave_reviewer(&mut self, flow: &Flow, reviewer: usize, distance: i64) {
        let price = flow.reviewer_price[reviewer];
        for &(proposal, arc) in &flow.held[reviewer] {
            let gain = flow.transport.value[arc as usize] - price;
            let cost = gain - flow.seat_price[proposal as usize];
            let hop = Hop::Release { reviewer: narrow(reviewer), arc };
            self.reach(flow, self.sink + 1 + proposal as usize, distance + cost, hop);
        }
        let places = flow.places[reviewer];
        if places < flow.transport.load[reviewer].most {
            let cost = flow.transport.next_cost(places) - price + flow.sink_price;
            let hop = Hop::UsePlace { reviewer: narrow(reviewer) };
            self.reach(flow, self.sink, distance + cost, hop);
        }
    }

    fn leave_sink(&mut self, flow: &Flow, distance: i64) {
        for (reviewer, &places) in flow.places.iter().enumerate() {
            if places > flow.transport.load[reviewer].least {
                let spared = flow.transport.last_cost(places);
                let cost = flow.reviewer_price[reviewer] - flow.sink_price - spared;
                let hop = Hop::FreePlace { reviewer: narrow(reviewer) };
                self.reach(flow, reviewer, distance + cost, hop);
            }
        }
    }

    fn leave_proposal(&mut self, flow: &Flow, proposal: usize, distance: i64) {
        let seat = flow.seat_price[proposal];
        for arc in flow.transport.arcs_of(proposal) {
            let reviewer = flow.transport.reviewer[arc] as usize;
            let cost = seat + flow.reviewer_price[reviewer] - flow.transport.value[arc];
            if distance + cost < self.distance[reviewer].min(self.limit) && !flow.chosen[arc] {
                let hop = Hop::Take { proposal: narrow(proposal), arc: narrow(arc) };
                self.reach(flow, reviewer, distance + cost, hop);
            }
        }
    }

    fn reach(&mut self, flow: &Flow, node: usize, distance: i64, hop: Hop) {
        if distance >= self.distance[node].min(self.limit) {
            return;
        }
        if self.distance[node] == NOT_REACHED {
            self.touched.push(narrow(node));
        }
        self.distance[node] = distance;
        self.came_by[node] = Some(hop);
        self.queue.push(Reverse((distance, narrow(node))));
        if flow.excess(node) < 0 {
            self.limit = distance;
        }
    }
}
