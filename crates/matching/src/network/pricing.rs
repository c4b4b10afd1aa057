//! Computes new prices for all nodes at once, after which every overloaded node has a chain of cost
//! zero to a gap. Dijkstra's search backwards from all gaps. It changes neither the flow nor the
//! result; it saves long searches.

use super::super::narrow;
use super::{Flow, Node, Transport};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

const NOT_REACHED: i64 = i64::MAX;

/// The pairs by reviewer: (proposal, arc), from `first[reviewer]` on.
pub(super) struct Pricing {
    first: Vec<usize>,
    pairs: Vec<(u32, u32)>,
}

impl Pricing {
    pub(super) fn new(transport: &Transport) -> Self {
        let mut first = vec![0_usize; transport.load.len() + 1];
        for &reviewer in &transport.reviewer {
            first[reviewer as usize + 1] += 1;
        }
        for reviewer in 0..transport.load.len() {
            first[reviewer + 1] += first[reviewer];
        }
        let mut next = first.clone();
        let mut pairs = vec![(0, 0); transport.reviewer.len()];
        for proposal in 0..transport.demand.len() {
            for arc in transport.arcs_of(proposal) {
                let slot = &mut next[transport.reviewer[arc] as usize];
                pairs[*slot] = (narrow(proposal), narrow(arc));
                *slot += 1;
            }
        }
        Self { first, pairs }
    }

    /// Searches up to the farthest overloaded node; prices change up to there.
    pub(super) fn reprice(&self, flow: &mut Flow) {
        let distance = vec![NOT_REACHED; flow.nodes()];
        let mut search = Backward { distance, queue: BinaryHeap::new() };
        let mut sources = 0;
        for node in 0..=flow.sink() {
            match flow.excess(node).signum() {
                1 => sources += 1,
                -1 => search.reach(node, 0),
                _ => {}
            }
        }
        let mut settled = Vec::new();
        let mut reach = 0;
        while let Some(Reverse((distance, node))) = search.queue.pop() {
            let node = node as usize;
            if distance > search.distance[node] {
                continue;
            }
            settled.push(node);
            reach = distance;
            if flow.excess(node) > 0 {
                sources -= 1;
                if sources == 0 {
                    break;
                }
            }
            match flow.node(node) {
                Node::Reviewer(reviewer) => {
                    let pairs = &self.pairs[self.first[reviewer]..self.first[reviewer + 1]];
                    search.enter_reviewer(flow, reviewer, pairs);
                }
                Node::Sink => search.enter_sink(flow),
                Node::Proposal(proposal) => search.enter_proposal(flow, proposal),
            }
        }
        for node in settled {
            flow.shift_price(node, search.distance[node] - reach);
        }
    }
}

struct Backward {
    distance: Vec<i64>,
    queue: BinaryHeap<Reverse<(i64, u32)>>,
}

impl Backward {
    fn reach(&mut self, node: usize, distance: i64) {
        if distance < self.distance[node] {
            self.distance[node] = distance;
            self.queue.push(Reverse((distance, narrow(node))));
        }
    }

    fn enter_reviewer(&mut self, flow: &Flow, reviewer: usize, pairs: &[(u32, u32)]) {
        let from = self.distance[reviewer];
        let price = flow.reviewer_price[reviewer];
        for &(proposal, arc) in pairs {
            let (proposal, arc) = (proposal as usize, arc as usize);
            let cost = flow.seat_price[proposal] + price - flow.transport.value[arc];
            let node = flow.sink() + 1 + proposal;
            if from + cost < self.distance[node] && !flow.chosen[arc] {
                self.reach(node, from + cost);
            }
        }
        let places = flow.places[reviewer];
        if places > flow.transport.load[reviewer].least {
            let cost = price - flow.sink_price - flow.transport.last_cost(places);
            self.reach(flow.sink(), from + cost);
        }
    }

    fn enter_sink(&mut self, flow: &Flow) {
        let from = self.distance[flow.sink()];
        for (reviewer, &places) in flow.places.iter().enumerate() {
            if places < flow.transport.load[reviewer].most {
                let next = flow.transport.next_cost(places);
                let cost = next - flow.reviewer_price[reviewer] + flow.sink_price;
                self.reach(reviewer, from + cost);
            }
        }
    }

    fn enter_proposal(&mut self, flow: &Flow, proposal: usize) {
        let from = self.distance[flow.sink() + 1 + proposal];
        for arc in flow.transport.arcs_of(proposal).filter(|&arc| flow.chosen[arc]) {
            let reviewer = flow.transport.reviewer[arc] as usize;
            let gain = flow.transport.value[arc] - flow.reviewer_price[reviewer];
            self.reach(reviewer, from + gain - flow.seat_price[proposal]);
        }
    }
}
