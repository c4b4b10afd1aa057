//! "Reviewer K": names by which reviewers of one proposal can be distinguished without being
//! identified. The letter comes from the assignment's random id, so it differs from proposal to
//! proposal, cannot be computed from public ids, and stays the same when reviewers come and go.
//! Pure.

use crate::kernel::canonical::sha256_hex;
use crate::kernel::ids::AssignmentId;
use std::collections::{BTreeMap, BTreeSet};

const LETTERS: [char; 26] = [
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S',
    'T', 'U', 'V', 'W', 'X', 'Y', 'Z',
];

/// A name for each assignment on one proposal. Pass all that ever existed, in the order in which
/// they were made: if two collide, only the later one gets another letter.
pub fn letters(assignments: &[AssignmentId]) -> BTreeMap<AssignmentId, String> {
    let mut taken = BTreeSet::new();
    let mut names = BTreeMap::new();
    for id in assignments {
        let wish = wish_of(id);
        let free = (wish..wish + LETTERS.len()).map(|at| at % LETTERS.len());
        // Beyond 26 the letters repeat with a number.
        let round = taken.len() / LETTERS.len();
        let slot = free.map(|at| (round, at)).find(|slot| !taken.contains(slot));
        let Some((_, at)) = slot else { continue };
        taken.insert((round, at));
        let letter = LETTERS.get(at).copied().unwrap_or('A');
        let name = if round == 0 { letter.to_string() } else { format!("{letter}{}", round + 1) };
        names.insert(id.clone(), name);
    }
    names
}

fn wish_of(id: &AssignmentId) -> usize {
    let hash = sha256_hex(format!("reviewer:{id}"));
    let digits = hash.get(..8).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    usize::try_from(digits.unwrap_or(0)).unwrap_or(0) % LETTERS.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(count: usize) -> Vec<AssignmentId> {
        (0..count).map(|_| AssignmentId::new().unwrap()).collect()
    }

    #[test]
    fn every_reviewer_has_a_name_of_their_own() {
        let many = ids(60);
        let names: BTreeSet<String> = letters(&many).into_values().collect();
        assert_eq!(names.len(), 60);
    }

    #[test]
    fn a_later_reviewer_changes_no_earlier_letter() {
        let many = ids(10);
        let (early, all) = (letters(&many[..4]), letters(&many));
        for id in &many[..4] {
            assert_eq!(early[id], all[id]);
        }
    }
}
