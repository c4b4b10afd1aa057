//! The rule that two persons must be independent: whoever opened another's account, or proposed or
//! approved a role of it, does not act together with them in the same decision. All acts that need
//! two persons (`access::second_person`) use this rule. Pure.

use crate::kernel::ids::UserId;
use std::collections::BTreeSet;

/// Who vouched for whom among the people considered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vouching(BTreeSet<(UserId, UserId)>);

impl Vouching {
    /// From pairs of an account and the person who vouched for it.
    pub fn new(pairs: impl IntoIterator<Item = (UserId, UserId)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    fn links(&self, one: &UserId, other: &UserId) -> bool {
        self.0.contains(&(one.clone(), other.clone()))
    }
}

/// Whether two accounts count as two persons: they differ, and neither vouched for the other. Two
/// for whom the same person vouched are independent; otherwise one secretariat could not fill a
/// panel.
pub fn independent(one: &UserId, other: &UserId, facts: &Vouching) -> bool {
    one != other && !facts.links(one, other) && !facts.links(other, one)
}

/// The same for several others.
pub fn independent_of_all<'a>(
    one: &UserId,
    others: impl IntoIterator<Item = &'a UserId>,
    facts: &Vouching,
) -> bool {
    others.into_iter().all(|other| independent(one, other, facts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Over every small graph of vouching: independent exactly if no edge joins the two.
        #[test]
        fn nobody_stands_beside_who_vouched_for_them_in_either_direction(
            lines in prop::collection::vec((0_usize..6, 0_usize..6), 0..12),
            (one, other) in (0_usize..6, 0_usize..6),
        ) {
            let ids: Vec<UserId> = (0..6).map(|_| UserId::new().unwrap()).collect();
            let pairs = lines.iter().map(|(to, by)| (ids[*to].clone(), ids[*by].clone()));
            let facts = Vouching::new(pairs);
            let is_joined = lines.contains(&(one, other)) || lines.contains(&(other, one));
            let expected = one != other && !is_joined;
            prop_assert_eq!(independent(&ids[one], &ids[other], &facts), expected);
            prop_assert_eq!(independent(&ids[other], &ids[one], &facts), expected);
        }
    }
}
