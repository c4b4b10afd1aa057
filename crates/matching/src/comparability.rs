//! Whether a plan's scores will allow distinguishing a reviewer's severity from a proposal's
//! quality: the review graph must be connected, and every reviewer must share proposals with
//! others.

use super::input::{Input, Pair};
use super::shortage::listed;
use std::collections::BTreeSet;

/// Proposals a reviewer must share with others for a severity to be estimated at all.
pub const LEAST_SHARED: usize = 2;

/// A reason why scores will be hard to compare. Positions in the input, in the order of the ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// Groups of reviewers without a common proposal, the smallest group first.
    SeparateGroups { groups: Vec<Vec<usize>> },
    /// Reviewers in the plan who share fewer than [`LEAST_SHARED`] proposals with others.
    FewShared { reviewers: Vec<usize> },
}

impl Warning {
    /// The sentence for the person who applies the plan.
    pub fn in_words(&self, input: &Input) -> String {
        let names = |group: &[usize]| listed(group.iter().map(|&r| input.reviewers[r].id.as_str()));
        match self {
            Self::SeparateGroups { groups } => format!(
                "the reviewers fall into {} groups without a proposal in common, so scores can \
                 only be compared within a group; the smallest: {}",
                groups.len(),
                groups.first().map_or_else(String::new, |group| names(group))
            ),
            Self::FewShared { reviewers } => format!(
                "{} reviewers share fewer than {LEAST_SHARED} proposals with others, so their \
                 severity cannot be told: {}",
                reviewers.len(),
                names(reviewers)
            ),
        }
    }
}

/// How comparable the scores of a plan will be. All numbers are 0 without pairs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Links {
    /// The number of groups of reviewers without a common proposal.
    pub groups: usize,
    /// The number of reviewers who share fewer than [`LEAST_SHARED`] proposals with others.
    pub few_shared: usize,
    /// The fewest proposals that a reviewer shares with others.
    pub smallest_overlap: usize,
    /// Pairs of reviewers with a common proposal.
    pub linked_pairs: usize,
    /// The number of shared proposals missing to [`LEAST_SHARED`], over all reviewers.
    lacking: usize,
}

impl Links {
    /// Whether there is nothing to warn about.
    pub fn is_whole(&self) -> bool {
        self.groups <= 1 && self.lacking == 0
    }

    /// Fewer groups; or equally many, and fewer missing proposals.
    pub fn is_better_than(&self, other: &Self) -> bool {
        (self.groups, self.lacking) < (other.groups, other.lacking)
    }
}

/// How comparable a plan's scores are.
pub fn links(input: &Input, pairs: &[Pair]) -> Links {
    let sharing = Sharing::of(input, pairs);
    let overlaps = || sharing.order.iter().map(|&one| sharing.shared[one]);
    let mut linked = BTreeSet::new();
    for own in &sharing.reviewers_of {
        for (at, &one) in own.iter().enumerate() {
            linked.extend(own.iter().skip(at + 1).map(|&other| (one.min(other), one.max(other))));
        }
    }
    Links {
        groups: sharing.groups().len(),
        few_shared: overlaps().filter(|shared| *shared < LEAST_SHARED).count(),
        smallest_overlap: overlaps().min().unwrap_or(0),
        linked_pairs: linked.len(),
        lacking: overlaps().map(|shared| LEAST_SHARED.saturating_sub(shared)).sum(),
    }
}

/// Rounds affinities down to multiples of a step: pairs with the same multiple then count as equal
/// and may be exchanged for comparability. A step of 0 or 1 changes nothing.
pub fn in_steps(input: &mut Input, step: u32) {
    for pair in &mut input.pairs {
        pair.affinity -= pair.affinity.checked_rem(step).unwrap_or(0);
    }
}

struct Sharing {
    reviewers_of: Vec<Vec<usize>>,
    /// Reviewers in the plan, by id.
    order: Vec<usize>,
    /// For each reviewer, the number of proposals that somebody else reviews too.
    shared: Vec<usize>,
}

impl Sharing {
    fn of(input: &Input, pairs: &[Pair]) -> Self {
        let mut reviewers_of = vec![Vec::new(); input.proposals.len()];
        let mut in_plan = vec![false; input.reviewers.len()];
        for pair in pairs {
            reviewers_of[pair.proposal].push(pair.reviewer);
            in_plan[pair.reviewer] = true;
        }
        let mut order: Vec<usize> = (0..input.reviewers.len()).collect();
        order.sort_unstable_by_key(|&reviewer| &input.reviewers[reviewer].id);
        order.retain(|&reviewer| in_plan[reviewer]);
        let shared = shared(input.reviewers.len(), &reviewers_of);
        Self { reviewers_of, order, shared }
    }

    fn groups(&self) -> Vec<Vec<usize>> {
        groups(self.shared.len(), &self.reviewers_of, &self.order)
    }
}

/// All warnings about a plan.
pub fn warnings(input: &Input, pairs: &[Pair]) -> Vec<Warning> {
    let sharing = Sharing::of(input, pairs);
    let groups = sharing.groups();
    let mut reviewers = sharing.order;
    reviewers.retain(|&reviewer| sharing.shared[reviewer] < LEAST_SHARED);
    let separate = (groups.len() > 1).then_some(Warning::SeparateGroups { groups });
    let few = (!reviewers.is_empty()).then_some(Warning::FewShared { reviewers });
    separate.into_iter().chain(few).collect()
}

/// Connected components of the reviewers in `order`, by union of the reviewers of each proposal.
pub(super) fn groups(
    count: usize,
    reviewers_of: &[Vec<usize>],
    order: &[usize],
) -> Vec<Vec<usize>> {
    let mut parent: Vec<usize> = (0..count).collect();
    for together in reviewers_of {
        for two in together.windows(2) {
            let (one, other) = (root(&mut parent, two[0]), root(&mut parent, two[1]));
            parent[one] = other;
        }
    }
    let mut group_of = vec![None; count];
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for &reviewer in order {
        let root = root(&mut parent, reviewer);
        let group = *group_of[root].get_or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push(reviewer);
    }
    groups.sort_by_key(Vec::len);
    groups
}

fn root(parent: &mut [usize], mut node: usize) -> usize {
    while parent[node] != node {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    node
}

/// For each reviewer, the number of proposals that somebody else reviews too.
pub(super) fn shared(count: usize, reviewers_of: &[Vec<usize>]) -> Vec<usize> {
    let mut shared = vec![0; count];
    for &reviewer in reviewers_of.iter().filter(|together| together.len() > 1).flatten() {
        shared[reviewer] += 1;
    }
    shared
}
