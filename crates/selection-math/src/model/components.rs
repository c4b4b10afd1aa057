//! Connected parts of the review graph, by union-find.
//!
//! Two proposals are connected when a chain of shared reviewers leads from one to the other. No
//! reviewer has seen proposals of two parts, so between parts severity cannot be distinguished from
//! quality.

use super::scores::Panel;

/// The proposals of each connected part, the largest part first, then by lowest proposal index.
pub(crate) fn components(panel: &Panel) -> Vec<Vec<usize>> {
    let proposals = panel.proposals.len();
    let mut forest = Forest::new(proposals + panel.reviewers.len());
    for proposal in 0..proposals {
        for reviewer in panel.proposals.partners(proposal) {
            forest.join(proposal, proposals + *reviewer as usize);
        }
    }
    let mut rooted: Vec<(usize, usize)> =
        (0..proposals).map(|proposal| (forest.root(proposal), proposal)).collect();
    rooted.sort_unstable();
    let mut parts: Vec<Vec<usize>> = rooted
        .chunk_by(|one, other| one.0 == other.0)
        .map(|part| part.iter().map(|(_, proposal)| *proposal).collect())
        .collect();
    parts.sort_by_key(|part| (std::cmp::Reverse(part.len()), part.first().copied()));
    parts
}

struct Forest {
    parents: Vec<usize>,
}

impl Forest {
    fn new(nodes: usize) -> Self {
        Self { parents: (0..nodes).collect() }
    }

    fn parent(&self, node: usize) -> usize {
        self.parents.get(node).copied().unwrap_or(node)
    }

    fn root(&mut self, mut node: usize) -> usize {
        while self.parent(node) != node {
            let grandparent = self.parent(self.parent(node));
            if let Some(parent) = self.parents.get_mut(node) {
                *parent = grandparent;
            }
            node = grandparent;
        }
        node
    }

    /// The lower root stays, so that a part's root does not depend on the order of joining.
    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        let (low, high) = (one.min(other), one.max(other));
        if let Some(parent) = self.parents.get_mut(high) {
            *parent = low;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scores::{Panel, Sheet};
    use super::*;

    fn panel(pairs: &[(usize, usize)]) -> Panel {
        let sheets =
            pairs.iter().map(|&(proposal, reviewer)| Sheet { proposal, reviewer, total: 1 });
        Panel::new(sheets.collect(), 1).unwrap()
    }

    #[test]
    fn a_chain_of_shared_reviewers_is_one_part() {
        let chain = panel(&[(0, 0), (1, 0), (1, 1), (2, 1), (2, 2), (3, 2)]);
        assert_eq!(components(&chain), [[0, 1, 2, 3]]);
    }

    #[test]
    fn two_panels_without_a_common_reviewer_are_two_parts_largest_first() {
        let split = panel(&[(0, 0), (3, 0), (1, 1), (2, 1), (4, 1)]);
        assert_eq!(components(&split), [vec![1, 2, 4], vec![0, 3]]);
    }
}
