//! Why there is no plan: a set that needs more than all who are eligible for it can give. Data,
//! the sentence for it, and the recount that checks it; `coverage.rs` finds it.

use super::input::Input;
use std::collections::{HashMap, HashSet};

/// Whose need cannot be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The demand of proposals.
    Proposals,
    /// The least load of reviewers.
    Reviewers,
}

/// A set with a need above what is available to it, fixed pairs taken off on both sides. All
/// lists hold positions in the input, in the order of the ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortage {
    pub side: Side,
    /// Only pairs of this affinity and above are looked at.
    pub floor: u32,
    /// The proposals that are short, or all that the short reviewers are eligible for.
    pub proposals: Vec<usize>,
    /// The reviewers that are short, or all who are eligible for the short proposals.
    pub reviewers: Vec<usize>,
    pub needed: u64,
    /// Each pair once at most, each reviewer (proposal) up to the limit.
    pub available: u64,
}

impl Shortage {
    /// The sentence for a person who has to find more reviewers, or lift a conflict or a limit.
    pub fn in_words(&self, input: &Input) -> String {
        let proposals = listed(self.proposals.iter().map(|&p| input.proposals[p].id.as_str()));
        let reviewers = listed(self.reviewers.iter().map(|&r| input.reviewers[r].id.as_str()));
        let (needed, available) = (self.needed, self.available);
        let (p, r) = (self.proposals.len(), self.reviewers.len());
        let (p, r) = (counted(p, "proposal"), counted(r, "reviewer"));
        match self.side {
            Side::Proposals if self.reviewers.is_empty() => {
                format!("{p} ({proposals}) without any eligible reviewer; {needed} reviews needed")
            }
            Side::Proposals => format!(
                "{p} ({proposals}) with a need of {needed} reviews and only {r} eligible \
                 ({reviewers}), who can give {available} at most"
            ),
            Side::Reviewers => format!(
                "{r} ({reviewers}) with a least load of {needed} reviews in all and only {p} to \
                 be eligible for ({proposals}), where {available} are wanted at most"
            ),
        }
    }

    /// Recounts from the input alone that the need is as said and cannot be met.
    pub fn is_proven(&self, input: &Input) -> bool {
        let fixed: HashSet<_> = input.fixed.iter().copied().collect();
        let proposals: HashSet<_> = self.proposals.iter().copied().collect();
        let reviewers: HashSet<_> = self.reviewers.iter().copied().collect();
        let at_proposal = |p: usize| fixed.iter().filter(|pair| pair.0 == p).count();
        let at_reviewer = |r: usize| fixed.iter().filter(|pair| pair.1 == r).count();
        let demand = |p: usize| less(input.proposals[p].demand, at_proposal(p));
        let usable = input.pairs.iter().filter(|pair| {
            pair.affinity >= self.floor && !fixed.contains(&(pair.proposal, pair.reviewer))
        });
        let (needed, offers): (u64, HashMap<usize, u64>) = match self.side {
            Side::Proposals => (
                proposals.iter().map(|&p| demand(p)).sum(),
                count(usable.filter(|pair| proposals.contains(&pair.proposal)).map(|p| p.reviewer)),
            ),
            Side::Reviewers => (
                reviewers.iter().map(|&r| less(input.reviewers[r].min_load, at_reviewer(r))).sum(),
                count(usable.filter(|pair| reviewers.contains(&pair.reviewer)).map(|p| p.proposal)),
            ),
        };
        let room = |node: usize| match self.side {
            Side::Proposals => less(input.reviewers[node].max_load, at_reviewer(node)),
            Side::Reviewers => demand(node),
        };
        let available: u64 = offers.iter().map(|(&node, &pairs)| pairs.min(room(node))).sum();
        (needed, available) == (self.needed, self.available) && needed > available
    }
}

fn less(limit: u32, fixed: usize) -> u64 {
    u64::from(limit).saturating_sub(fixed as u64)
}

fn count(nodes: impl Iterator<Item = usize>) -> HashMap<usize, u64> {
    nodes.fold(HashMap::new(), |mut counts, node| {
        *counts.entry(node).or_default() += 1;
        counts
    })
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The first ids by name, the rest by number.
pub(super) fn listed<'i>(ids: impl ExactSizeIterator<Item = &'i str>) -> String {
    const NAMED: usize = 12;
    let all = ids.len();
    let named: Vec<&str> = ids.take(NAMED).collect();
    let named = named.join(", ");
    if all > NAMED { format!("{named} and {} more", all - NAMED) } else { named }
}
