//! Two persons are two persons: who opened an account, or proposed or approved a role of it, does not
//! act beside it in the same decision. One rule for every act that takes two (`access::second_person`). Pure.

use crate::kernel::ids::UserId;
use std::collections::BTreeSet;

/// Who vouched for whom, among those who are looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vouching(BTreeSet<(UserId, UserId)>);

impl Vouching {
    /// Of pairs of an account and who vouched for it.
    pub fn new(pairs: impl IntoIterator<Item = (UserId, UserId)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    fn links(&self, one: &UserId, other: &UserId) -> bool {
        self.0.contains(&(one.clone(), other.clone()))
    }
}

/// Whether two accounts count as two persons: neither is the other, neither vouched for the other. Two
/// whom the same person vouched for are independent, else no panel could be filled by one secretariat.
pub fn independent(one: &UserId, other: &UserId, facts: &Vouching) -> bool {
    one != other && !facts.links(one, other) && !facts.links(other, one)
}

/// The same beside several.
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
        /// Over every small web of vouching: independent exactly where no line joins the two.
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
