//! Conflicts of interest that the program finds by itself, and what any of them withholds. What a person
//! declares, or the secretariat is told, is stored and needs no rule. Pure.

use super::{Candidacy, ConflictKind, Position};

crate::codes! {
    WITHHELD = 409 "withheld_for_conflict";
}

/// What somebody may know of a proposal as far as conflicts of interest go; the access table has its own
/// say before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knowledge {
    /// No conflict keeps anything from them.
    Everything,
    /// In conflict, and the result is out: what everybody can read of it (number, outcome, position in
    /// reserve), and no more.
    PublicOnly,
    /// In conflict: neither the proposal nor anything that would be otherwise if it were otherwise.
    Nothing,
}

/// The one answer. Source: `security.md` §3 (in conflict means outsider) and §3.2, rules 1 and 2.
pub fn knowledge(is_conflicted: bool, is_announced: bool) -> Knowledge {
    match (is_conflicted, is_announced) {
        (false, _) => Knowledge::Everything,
        (true, true) => Knowledge::PublicOnly,
        (true, false) => Knowledge::Nothing,
    }
}

/// The conflict between a person and a proposal, if there is one: oneself; the same unit, now or
/// when the proposal was begun; the direct superior of the other, in either direction.
///
/// One step of the chain counts, not more, and a shared superior is no conflict: in an agency where
/// everybody is below the head, more would empty the panel. What weighs beyond that is declared.
/// Source: `domain.md` §10, `security.md` T2.
pub fn found(person: &Position, of: &Candidacy) -> Option<ConflictKind> {
    let candidate = &of.candidate;
    if person.user == candidate.user {
        return Some(ConflictKind::Oneself);
    }
    if candidate.superior.as_ref() == Some(&person.user) {
        return Some(ConflictKind::Superior);
    }
    if person.superior.as_ref() == Some(&candidate.user) {
        return Some(ConflictKind::Subordinate);
    }
    let unit = person.unit.as_ref()?;
    let shares_unit = unit == &of.unit || candidate.unit.as_ref() == Some(unit);
    shares_unit.then_some(ConflictKind::SameUnit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ProposalId, UnitCode, UserId};
    use proptest::prelude::*;

    fn person(unit: Option<&str>) -> Position {
        Position { user: UserId::new().unwrap(), unit: unit.map(UnitCode::new), superior: None }
    }

    fn proposal(candidate: Position, unit: &str) -> Candidacy {
        let (proposal, unit) = (ProposalId::new().unwrap(), UnitCode::new(unit));
        Candidacy { proposal, number: "TB-1".to_owned(), unit, candidate }
    }

    #[test]
    fn a_conflict_leaves_what_is_public_and_before_that_nothing() {
        assert_eq!(knowledge(false, false), Knowledge::Everything);
        assert_eq!(knowledge(false, true), Knowledge::Everything);
        assert_eq!(knowledge(true, false), Knowledge::Nothing);
        assert_eq!(knowledge(true, true), Knowledge::PublicOnly);
    }

    #[test]
    fn nobody_judges_themselves_their_unit_or_the_line_above_and_below() {
        let mut candidate = person(Some("A"));
        let (boss, mut staff) = (person(Some("B")), person(Some("C")));
        candidate.superior = Some(boss.user.clone());
        staff.superior = Some(candidate.user.clone());
        let of = proposal(candidate.clone(), "A");
        assert_eq!(found(&candidate, &of), Some(ConflictKind::Oneself));
        assert_eq!(found(&person(Some("A")), &of), Some(ConflictKind::SameUnit));
        assert_eq!(found(&boss, &of), Some(ConflictKind::Superior));
        assert_eq!(found(&staff, &of), Some(ConflictKind::Subordinate));
        assert_eq!(found(&person(Some("D")), &of), None);
    }

    #[test]
    fn the_unit_counts_as_it_is_and_as_it_was_when_the_proposal_was_begun() {
        let of = proposal(person(Some("new")), "old");
        for unit in ["new", "old"] {
            assert_eq!(found(&person(Some(unit)), &of), Some(ConflictKind::SameUnit), "{unit}");
        }
    }

    #[test]
    fn people_outside_the_agency_share_no_unit() {
        assert_eq!(found(&person(None), &proposal(person(None), "A")), None);
    }

    #[test]
    fn a_shared_superior_and_two_steps_up_are_no_conflict() {
        let (head, mut boss) = (person(Some("H")), person(Some("B")));
        boss.superior = Some(head.user.clone());
        let (mut candidate, mut colleague) = (person(Some("A")), person(Some("C")));
        candidate.superior = Some(boss.user.clone());
        colleague.superior = Some(boss.user.clone());
        let of = proposal(candidate, "A");
        assert_eq!(found(&colleague, &of), None);
        assert_eq!(found(&head, &of), None);
    }

    proptest! {
        /// Over random trees of superiors: a conflict exactly where the words of the rule say so.
        #[test]
        fn conflicts_are_those_of_the_words_in_any_agency(
            above in prop::collection::vec(0_usize..8, 8),
            units in prop::collection::vec(0_usize..4, 8),
            (one, other) in (0_usize..8, 0_usize..8),
        ) {
            let ids: Vec<UserId> = (0..8).map(|_| UserId::new().unwrap()).collect();
            // The superior has a lower number, so that the chain has an end.
            let superior = |at: usize| (at > 0).then(|| above[at] % at);
            let standing = |at: usize| Position {
                user: ids[at].clone(),
                unit: Some(UnitCode::new(units[at].to_string())),
                superior: superior(at).map(|up| ids[up].clone()),
            };
            let of = proposal(standing(other), &units[other].to_string());
            let expected = one == other
                || units[one] == units[other]
                || superior(one) == Some(other)
                || superior(other) == Some(one);
            prop_assert_eq!(found(&standing(one), &of).is_some(), expected);
        }
    }
}
