//! Why there is no plan: a set that needs more than all eligible for it can give. The data, the
//! sentence for it, and the recount that checks it; `coverage.rs` finds it.

use super::input::{Input, Pair};
use std::collections::{HashMap, HashSet};

/// The side whose need cannot be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The demand of proposals.
    Proposals,
    /// The minimum load of reviewers.
    Reviewers,
}

/// A set whose need exceeds what is available to it, without fixed pairs on both sides. All lists
/// have positions in the input, in the order of the ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortage {
    pub side: Side,
    /// Only pairs of this affinity and above are considered.
    pub floor: u32,
    /// The proposals that lack reviewers, or all for which the reviewers below their minimum are
    /// eligible.
    pub proposals: Vec<usize>,
    /// The reviewers below their minimum, or all who are eligible for the proposals.
    pub reviewers: Vec<usize>,
    pub needed: u64,
    /// Each pair at most once, each reviewer (proposal) up to the limit.
    pub available: u64,
    /// If the input has rules: the reviewers with no load left. All others count for each proposal
    /// separately, as far as the rules permit them together.
    pub full: Option<Vec<usize>>,
    /// Whether it is proven without the rule on institutions.
    pub seniors_alone: bool,
}

impl Shortage {
    /// The sentence for a person who has to find more reviewers, or remove a conflict or a limit.
    pub fn in_words(&self, input: &Input) -> String {
        let proposals = listed(self.proposals.iter().map(|&p| input.proposals[p].id.as_str()));
        let reviewers = listed(self.reviewers.iter().map(|&r| input.reviewers[r].id.as_str()));
        let (needed, available) = (self.needed, self.available);
        let (p, r) = (self.proposals.len(), self.reviewers.len());
        let (p, r) = (counted(p, "proposal"), counted(r, "reviewer"));
        let rules = if self.full.is_some() { self.rules_in_words(input) } else { "" };
        match self.side {
            Side::Proposals if self.reviewers.is_empty() => {
                format!("{p} ({proposals}) without any eligible reviewer; {needed} reviews needed")
            }
            Side::Proposals => format!(
                "{p} ({proposals}) with a need of {needed} reviews and only {r} eligible \
                 ({reviewers}), who can give {available} at most{rules}"
            ),
            Side::Reviewers => format!(
                "{r} ({reviewers}) with a least load of {needed} reviews in all and only {p} to \
                 be eligible for ({proposals}), where {available} are wanted at most{rules}"
            ),
        }
    }

    /// Recounts from the input alone that the need is as stated and cannot be met.
    pub fn is_proven(&self, input: &Input) -> bool {
        if let Some(full) = &self.full {
            let recount = self.recount(input, full);
            return recount == (self.needed, self.available) && self.needed > self.available;
        }
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

impl Shortage {
    /// The same with both sums counted under the rules.
    pub(super) fn counted(self, input: &Input) -> Self {
        let (needed, available) = self.recount(input, self.full.as_deref().unwrap_or_default());
        Self { needed, available, ..self }
    }

    /// Needed and available under the rules. For each proposal, the groups (institutions, and
    /// people without one) that could serve it are counted, those without a senior at most up to
    /// one fewer than wanted if a senior is needed; full reviewers count with their remaining load.
    fn recount(&self, input: &Input, full: &[usize]) -> (u64, u64) {
        let ruled = RuledCount::new(input, self.floor, self.seniors_alone);
        let proposals: HashSet<_> = self.proposals.iter().copied().collect();
        let full: HashSet<_> = full.iter().copied().collect();
        match self.side {
            Side::Proposals => {
                let open = |pair: &Pair| !full.contains(&pair.reviewer);
                let served = proposals.iter().map(|&p| ruled.most(p, &open)).sum::<u64>();
                let room =
                    full.iter().map(|&r| less(input.reviewers[r].max_load, ruled.fixed_of(r)));
                let needed = proposals.iter().map(|&p| ruled.demand(p)).sum();
                (needed, served + room.sum::<u64>())
            }
            Side::Reviewers => {
                let short: HashSet<_> = self.reviewers.iter().copied().collect();
                let open = |pair: &Pair| short.contains(&pair.reviewer);
                let served = (0..input.proposals.len())
                    .map(|p| ruled.most(p, &open).min(ruled.demand(p)))
                    .sum();
                let least =
                    short.iter().map(|&r| less(input.reviewers[r].min_load, ruled.fixed_of(r)));
                (least.sum(), served)
            }
        }
    }

    fn rules_in_words(&self, input: &Input) -> &'static str {
        let apart = !input.rules.institutions.is_empty() && !self.seniors_alone;
        match (apart, !input.rules.needs_senior.is_empty()) {
            (true, false) => " with one reviewer per institution",
            (false, true) => " with a senior at every proposal that needs one",
            (true, true) => {
                " with one reviewer per institution and a senior at every proposal that needs one"
            }
            (false, false) => "",
        }
    }
}

/// Who could serve a proposal under the rules, counted from the input alone.
struct RuledCount<'i> {
    input: &'i Input,
    fixed: HashSet<(usize, usize)>,
    usable: HashMap<usize, Vec<Pair>>,
    seniors_alone: bool,
}

impl<'i> RuledCount<'i> {
    fn new(input: &'i Input, floor: u32, seniors_alone: bool) -> Self {
        let fixed: HashSet<_> = input.fixed.iter().copied().collect();
        let mut settled = HashSet::new();
        for &(proposal, reviewer) in &fixed {
            settled.extend(input.rules.institution(reviewer).map(|name| (proposal, name)));
        }
        let mut usable: HashMap<usize, Vec<Pair>> = HashMap::new();
        for &pair in input.pairs.iter().filter(|pair| pair.affinity >= floor) {
            let place = input.rules.institution(pair.reviewer).map(|name| (pair.proposal, name));
            let barred = place.is_some_and(|place| settled.contains(&place));
            if !barred && !fixed.contains(&(pair.proposal, pair.reviewer)) {
                usable.entry(pair.proposal).or_default().push(pair);
            }
        }
        Self { input, fixed, usable, seniors_alone }
    }

    fn fixed_of(&self, reviewer: usize) -> usize {
        self.fixed.iter().filter(|pair| pair.1 == reviewer).count()
    }

    fn demand(&self, proposal: usize) -> u64 {
        let fixed = self.fixed.iter().filter(|pair| pair.0 == proposal).count();
        less(self.input.proposals[proposal].demand, fixed)
    }

    /// The number of groups for which `open` holds; an institution with a permitted senior counts
    /// as one of seniors.
    fn most(&self, proposal: usize, open: &dyn Fn(&Pair) -> bool) -> u64 {
        let rules = &self.input.rules;
        let none = Vec::new();
        let pairs = self.usable.get(&proposal).unwrap_or(&none);
        let group = |pair: &Pair| match rules.institution(pair.reviewer) {
            Some(name) if !self.seniors_alone => (name, usize::MAX),
            _ => ("", pair.reviewer),
        };
        let senior: HashSet<_> =
            pairs.iter().filter(|pair| rules.is_senior(pair.reviewer)).map(group).collect();
        let served: HashSet<_> = pairs.iter().filter(|pair| open(pair)).map(group).collect();
        let (seniors, juniors): (Vec<_>, Vec<_>) =
            served.into_iter().partition(|one| senior.contains(one));
        let (seniors, juniors) = (seniors.len() as u64, juniors.len() as u64);
        let has_senior =
            self.fixed.iter().any(|pair| pair.0 == proposal && rules.is_senior(pair.1));
        let demand = self.demand(proposal);
        if rules.needs_senior.contains(&proposal) && !has_senior && demand > 0 {
            seniors + juniors.min(demand - 1)
        } else {
            seniors + juniors
        }
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

/// The first ids by name, the rest as a number.
pub(super) fn listed<'i>(ids: impl ExactSizeIterator<Item = &'i str>) -> String {
    const NAMED: usize = 12;
    let all = ids.len();
    let named: Vec<&str> = ids.take(NAMED).collect();
    let named = named.join(", ");
    if all > NAMED { format!("{named} and {} more", all - NAMED) } else { named }
}
