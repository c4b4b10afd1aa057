//! For large dense tables the flow is first computed with only the best pairs of each proposal and
//! of each reviewer. The prices then show which of the other pairs could still improve it; those
//! are added and the flow is computed again, until no pair of the whole table could. So the prices
//! prove the flow best among all pairs.

use super::narrow;
use super::network::{self, Optimum};
use super::transport::{PASS, Transport};

/// Tables with fewer pairs per node than this are solved as a whole.
const WORTH_PRUNING: usize = 400;

/// As [`network::optimum`].
pub(super) fn optimum(
    transport: &Transport,
    watch: &mut dyn FnMut(usize, usize),
) -> Option<Optimum> {
    let nodes = transport.demand.len().max(1);
    if transport.value.len() / nodes < WORTH_PRUNING {
        return network::optimum(transport, watch);
    }
    among_the_best(transport, 48, watch)
}

/// Starts with `kept` pairs of each proposal and reviewer.
pub(super) fn among_the_best(
    transport: &Transport,
    mut kept: usize,
    watch: &mut dyn FnMut(usize, usize),
) -> Option<Optimum> {
    let mut looked_at = best(transport, kept);
    loop {
        let all = looked_at.iter().all(|&kept| kept);
        let (part, origin) = part(transport, &looked_at);
        let Some(found) = network::optimum(&part, watch) else {
            if all {
                return None;
            }
            kept *= 2;
            for (pair, more) in looked_at.iter_mut().zip(best(transport, kept)) {
                *pair |= more;
            }
            continue;
        };
        if add_better(transport, &found, &mut looked_at) == 0 {
            let mut chosen = vec![false; transport.value.len()];
            for (arc, _) in found.chosen.iter().enumerate().filter(|(_, chosen)| **chosen) {
                chosen[origin[arc] as usize] = true;
            }
            return Some(Optimum { chosen, prices: found.prices });
        }
    }
}

/// Marks the pairs that were left out and are worth more than their prices; returns how many.
fn add_better(transport: &Transport, found: &Optimum, looked_at: &mut [bool]) -> usize {
    let mut added = 0;
    for (proposal, seat) in found.prices.proposals.iter().enumerate() {
        for arc in transport.arcs_of(proposal).filter(|&arc| !looked_at[arc]).collect::<Vec<_>>() {
            let time = found.prices.reviewers[transport.reviewer[arc] as usize];
            if transport.value[arc] > seat + time {
                looked_at[arc] = true;
                added += 1;
            }
        }
    }
    added
}

/// The `kept` best pairs of each node and of each reviewer, and all arcs that are not pairs.
fn best(transport: &Transport, kept: usize) -> Vec<bool> {
    let mut best = vec![false; transport.value.len()];
    let mut by_reviewer = vec![Vec::new(); transport.load.len()];
    for (proposal, demand) in transport.demand.iter().enumerate() {
        let mut own: Vec<usize> = transport.arcs_of(proposal).collect();
        for &arc in &own {
            best[arc] |= transport.origin[arc] == PASS;
            by_reviewer[transport.reviewer[arc] as usize].push(narrow(arc));
        }
        mark_best(transport, &mut own, kept.max(*demand as usize), &mut best);
    }
    for own in by_reviewer {
        let mut own: Vec<usize> = own.into_iter().map(|arc| arc as usize).collect();
        mark_best(transport, &mut own, kept, &mut best);
    }
    best
}

fn mark_best(transport: &Transport, arcs: &mut [usize], kept: usize, best: &mut [bool]) {
    let worth = |&arc: &usize| (std::cmp::Reverse(transport.value[arc]), arc);
    if kept > 0 && kept < arcs.len() {
        arcs.select_nth_unstable_by_key(kept - 1, worth);
    }
    for &arc in arcs.iter().take(kept) {
        best[arc] = true;
    }
}

/// The marked part of the network, and where its arcs are in the whole.
fn part(transport: &Transport, marked: &[bool]) -> (Transport, Vec<u32>) {
    let mut part = Transport::empty(transport.load.clone(), 0);
    part.load_weight = transport.load_weight;
    for (proposal, &demand) in transport.demand.iter().enumerate() {
        for arc in transport.arcs_of(proposal).filter(|&arc| marked[arc]) {
            part.add_arc(transport.reviewer[arc], transport.value[arc], narrow(arc));
        }
        part.end_node(demand);
    }
    let origin = part.origin.clone();
    (part, origin)
}
