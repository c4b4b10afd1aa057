//! Chooses one of all equally good plans: the one with the greatest sum of a fixed hash of its
//! pairs. So the result depends neither on the solver's path nor on the order of the input.

use super::network::{self, Optimum, Prices};
use super::problem::LoadRange;
use super::transport::Transport;
use sha2::{Digest, Sha256};

/// Bits of the hash. Two plans get the same sum with a probability of at most pairs / 2^40, by the
/// isolation lemma of Mulmuley, Vazirani and Vazirani; sums stay within 64 bits.
const BITS: u32 = 40;

/// The rank of a pair among equals: the first 40 bits of SHA-256 over the length of the proposal's
/// id (8 bytes, big endian), that id, and the reviewer's id.
pub(super) fn rank(proposal: &str, reviewer: &str) -> i64 {
    let mut hash = Sha256::new();
    hash.update((proposal.len() as u64).to_be_bytes());
    hash.update(proposal);
    hash.update(reviewer);
    let first =
        hash.finalize().iter().take(8).fold(0_u64, |bits, &byte| bits << 8 | u64::from(byte));
    i64::try_from(first >> (64 - BITS)).unwrap_or(0)
}

/// The canonical flow among all with the optimum's value, and the prices that prove it for the
/// ranks.
pub(super) fn canonical(
    transport: &Transport,
    optimum: &Optimum,
    rank: impl Fn(usize) -> i64,
) -> Option<(Vec<bool>, Prices)> {
    let (face, mut chosen) = face(transport, &optimum.prices, rank);
    let best = network::optimum(&face, &mut |_, _| {})?;
    for (arc, _) in best.chosen.iter().enumerate().filter(|(_, chosen)| **chosen) {
        chosen[face.origin[arc] as usize] = true;
    }
    Some((chosen, best.prices))
}

/// All flows of greatest value are those that the prices permit (complementary slackness): a pair
/// worth more than its prices is in, one worth less is out, and the others are free, as are the
/// loads that fit a reviewer's price. Returns the free part, and the pairs that are in.
fn face(
    transport: &Transport,
    prices: &Prices,
    rank: impl Fn(usize) -> i64,
) -> (Transport, Vec<bool>) {
    let mut face = Transport {
        demand: transport.demand.clone(),
        load: Vec::with_capacity(transport.load.len()),
        first_arc: vec![0],
        reviewer: Vec::new(),
        value: Vec::new(),
        load_weight: 0,
        origin: Vec::new(),
    };
    let mut certain = vec![false; transport.value.len()];
    let mut certain_load = vec![0_u32; transport.load.len()];
    for (proposal, seat) in prices.proposals.iter().enumerate() {
        for arc in transport.arcs_of(proposal) {
            let reviewer = transport.reviewer[arc];
            let surplus = transport.value[arc] - seat - prices.reviewers[reviewer as usize];
            if surplus > 0 {
                certain[arc] = true;
                certain_load[reviewer as usize] += 1;
                face.demand[proposal] -= 1;
            } else if surplus == 0 {
                face.reviewer.push(reviewer);
                face.value.push(rank(arc));
                face.origin.push(super::narrow(arc));
            }
        }
        face.first_arc.push(face.origin.len());
    }
    for (reviewer, certain) in certain_load.into_iter().enumerate() {
        let suits = transport.offered(reviewer, prices.reviewers[reviewer]);
        let given = transport.load[reviewer].given + certain;
        face.load.push(LoadRange { given, least: *suits.start(), most: *suits.end() });
    }
    (face, certain)
}
