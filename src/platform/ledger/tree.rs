//! The Merkle tree over the entries' hashes (RFC 9162, section 2.1). A short path proves that an entry is covered
//! by a signed root, another that a later root contains everything of an earlier one. Pure.

use crate::kernel::canonical;
use sha2::{Digest, Sha256};

/// SHA-256.
pub type Hash = [u8; 32];

/// The leaf of an entry: its hash with a prefix that distinguishes leaves from inner nodes.
pub fn leaf(entry_hash: &Hash) -> Hash {
    Sha256::new().chain_update([0]).chain_update(entry_hash).finalize().into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// Lower-case hexadecimal digits to bytes; `None` for anything else than 64 of them.
pub fn parse(text: &str) -> Option<Hash> {
    canonical::unhex(text)?.try_into().ok()
}

/// What is needed to add leaves: the roots of the perfect subtrees, the largest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Range {
    size: u64,
    peaks: Vec<Hash>,
}

impl Range {
    /// Takes the next leaf.
    pub fn push(&mut self, leaf: Hash) {
        let (mut new, mut level) = (leaf, self.size);
        // Two perfect parts of one size make one of the next.
        while level & 1 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            new = node(&left, &new);
            level >>= 1;
        }
        self.peaks.push(new);
        self.size += 1;
    }

    /// The root; of nothing, the hash of nothing.
    pub fn root(&self) -> Hash {
        let mut parts = self.peaks.iter().rev();
        let Some(last) = parts.next() else { return Sha256::digest([]).into() };
        parts.fold(*last, |right, left| node(left, &right))
    }

    /// As text, one part after the other.
    pub fn to_text(&self) -> String {
        self.peaks.iter().map(|peak| canonical::hex(peak)).collect::<Vec<_>>().join(" ")
    }

    /// From its text and the number of leaves; `None` when they do not fit.
    pub fn from_text(text: &str, size: u64) -> Option<Self> {
        let peaks: Option<Vec<Hash>> = text.split_whitespace().map(parse).collect();
        let peaks = peaks.filter(|peaks| u32::try_from(peaks.len()) == Ok(size.count_ones()))?;
        Some(Self { size, peaks })
    }
}

/// The largest power of two below `size`, at which a tree of more than one leaf is split.
fn split(size: usize) -> usize {
    1 << (usize::BITS - 1 - (size - 1).leading_zeros())
}

/// The root over these leaves.
pub fn root_of(leaves: &[Hash]) -> Hash {
    let mut range = Range::default();
    for leaf in leaves {
        range.push(*leaf);
    }
    range.root()
}

/// The hashes beside the path from leaf `index` to the root, the nearest first; empty if there is no such leaf.
pub fn inclusion(leaves: &[Hash], index: usize) -> Vec<Hash> {
    if leaves.len() < 2 || index >= leaves.len() {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut path, beside) = if index < left.len() {
        (inclusion(left, index), root_of(right))
    } else {
        (inclusion(right, index - left.len()), root_of(left))
    };
    path.push(beside);
    path
}

/// Whether the path leads from this leaf at `index` to the root of a tree of `size`.
pub fn includes(root: &Hash, (index, size): (u64, u64), leaf: Hash, path: &[Hash]) -> bool {
    if index >= size {
        return false;
    }
    let (mut place, mut last, mut hash) = (index, size - 1, leaf);
    for beside in path {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            hash = node(beside, &hash);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = node(&hash, beside);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// The proof that the tree over these leaves begins with the tree over the first `earlier` of them.
pub fn consistency(leaves: &[Hash], earlier: usize) -> Vec<Hash> {
    if earlier == 0 || earlier >= leaves.len() {
        return Vec::new();
    }
    part(leaves, earlier, true)
}

fn part(leaves: &[Hash], earlier: usize, is_whole: bool) -> Vec<Hash> {
    if earlier == leaves.len() {
        return if is_whole { Vec::new() } else { vec![root_of(leaves)] };
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut path, beside) = if earlier <= left.len() {
        (part(left, earlier, is_whole), root_of(right))
    } else {
        (part(right, earlier - left.len(), false), root_of(left))
    };
    path.push(beside);
    path
}

/// Whether the path shows that the tree of size and root `later` begins with the tree `earlier`.
pub fn grew(earlier: (u64, &Hash), later: (u64, &Hash), path: &[Hash]) -> bool {
    let ((first, first_root), (second, second_root)) = (earlier, later);
    if first == 0 || first > second {
        return false;
    }
    if first == second {
        return path.is_empty() && first_root == second_root;
    }
    // An earlier tree that is perfect is itself the first step.
    let mut steps = Vec::with_capacity(path.len() + 1);
    if first.is_power_of_two() {
        steps.push(*first_root);
    }
    steps.extend_from_slice(path);
    let Some((start, rest)) = steps.split_first() else { return false };
    let (mut place, mut last) = (first - 1, second - 1);
    while place & 1 == 1 {
        place >>= 1;
        last >>= 1;
    }
    let (mut old, mut new) = (*start, *start);
    for beside in rest {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            old = node(beside, &old);
            new = node(beside, &new);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            new = node(&new, beside);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && old == *first_root && new == *second_root
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn leaves(count: usize) -> Vec<Hash> {
        (0..count).map(|number| leaf(&Sha256::digest(number.to_be_bytes()).into())).collect()
    }

    /// RFC 9162, 2.1.1, word for word.
    fn naive(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Sha256::digest([]).into(),
            [only] => *only,
            _ => {
                let mut at = 1;
                while at * 2 < leaves.len() {
                    at *= 2;
                }
                node(&naive(&leaves[..at]), &naive(&leaves[at..]))
            }
        }
    }

    #[test]
    fn a_growing_tree_has_the_root_of_the_whole_one_at_every_size() {
        let (all, mut range) = (leaves(130), Range::default());
        for size in 0..=all.len() {
            assert_eq!(range.root(), naive(&all[..size]), "at {size}");
            let again = Range::from_text(&range.to_text(), size as u64).unwrap();
            assert_eq!(again, range);
            if let Some(next) = all.get(size) {
                range.push(*next);
            }
        }
    }

    #[test]
    fn parts_that_do_not_fit_the_size_are_refused() {
        let mut range = Range::default();
        for leaf in leaves(5) {
            range.push(leaf);
        }
        assert_eq!(Range::from_text(&range.to_text(), 4), None);
        assert_eq!(Range::from_text("zz", 1), None);
        assert_eq!(parse(&"A".repeat(64)), None);
    }

    proptest! {
        #[test]
        fn a_path_leads_to_the_root_from_its_own_leaf_and_place_alone(
            size in 1_usize..200, at in any::<prop::sample::Index>(), flip in any::<prop::sample::Index>(),
        ) {
            let (all, index) = (leaves(size), at.index(size));
            let (root, mut path) = (naive(&all), inclusion(&all, index));
            let place = (index as u64, size as u64);
            prop_assert!(includes(&root, place, all[index], &path));
            for other in (0..size).filter(|other| *other != index) {
                prop_assert!(!includes(&root, (other as u64, size as u64), all[index], &path));
            }
            prop_assert!(!includes(&root, place, leaf(&[9; 32]), &path));
            prop_assert!(!includes(&leaf(&[9; 32]), place, all[index], &path));
            path.push([1; 32]);
            prop_assert!(!includes(&root, place, all[index], &path));
            path.pop();
            if !path.is_empty() {
                let broken = flip.index(path.len());
                path[broken][0] ^= 1;
                prop_assert!(!includes(&root, place, all[index], &path));
            }
        }

        #[test]
        fn a_later_root_is_shown_to_hold_an_earlier_one_and_no_other(
            size in 1_usize..200, at in any::<prop::sample::Index>(), flip in any::<prop::sample::Index>(),
        ) {
            let (all, first) = (leaves(size), at.index(size) + 1);
            let (old, new) = (naive(&all[..first]), naive(&all));
            let (earlier, later) = ((first as u64, &old), (size as u64, &new));
            let mut path = consistency(&all, first);
            prop_assert!(grew(earlier, later, &path));
            let forged = leaf(&[9; 32]);
            prop_assert!(!grew((first as u64, &forged), later, &path));
            prop_assert!(!grew(earlier, (size as u64, &forged), &path));
            if !path.is_empty() {
                let broken = flip.index(path.len());
                path[broken][0] ^= 1;
                prop_assert!(!grew(earlier, later, &path));
            }
        }
    }
}
