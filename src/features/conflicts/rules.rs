//! Conflicts of interest that the program finds by itself, and what every conflict withholds.
//! Declared and reported conflicts are stored and need no rule. Pure.

use super::{ConflictKind, Position, ProposalParties};
use crate::kernel::ids::UnitCode;

crate::codes! {
    WITHHELD = 409 "withheld_for_conflict";
}

/// What a person may know of a proposal as far as conflicts of interest are concerned. The access
/// table decides separately.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knowledge {
    /// No conflict.
    Everything,
    /// In conflict, and the result is announced: only what everybody can read of it (number,
    /// outcome, position in reserve).
    PublicOnly,
    /// In conflict: neither the proposal nor anything that depends on it.
    Nothing,
}

/// The only rule for this. Source: `security.md` §3 (in conflict means outsider) and §3.2, rules 1
/// and 2.
pub fn knowledge(is_conflicted: bool, is_announced: bool) -> Knowledge {
    match (is_conflicted, is_announced) {
        (false, _) => Knowledge::Everything,
        (true, true) => Knowledge::PublicOnly,
        (true, false) => Knowledge::Nothing,
    }
}

/// The conflict between a person and a proposal, if there is one: the same person; the same unit;
/// one is the direct superior of the other. For both sides all units and superiors count that were
/// held when the call was frozen or later, and also the unit in which the proposal was begun: so
/// nobody can end a conflict by moving.
///
/// Only direct superiors count, and a shared superior is no conflict: everybody in an agency is
/// below its head, so a wider rule would leave no reviewers. Other relations must be declared.
/// Source: `domain.md` §10, `security.md` T2.
pub fn found(person: &Position, of: &ProposalParties) -> Option<ConflictKind> {
    let (candidate, since) = (&of.candidate, of.since);
    if person.user == candidate.user {
        return Some(ConflictKind::Oneself);
    }
    if candidate.was_under(&person.user, since) {
        return Some(ConflictKind::Superior);
    }
    if person.was_under(&candidate.user, since) {
        return Some(ConflictKind::Subordinate);
    }
    let shares = |unit: &UnitCode| {
        unit == &of.unit || candidate.units(since).any(|candidates| candidates == unit)
    };
    person.units(since).any(shares).then_some(ConflictKind::SameUnit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::accounts::Held;
    use crate::kernel::clock::Timestamp;
    use crate::kernel::ids::{ProposalId, UserId};
    use proptest::prelude::*;

    /// When the call of these tests was frozen.
    const FROZEN: Timestamp = Timestamp::from_micros(1_000);

    fn held(unit: Option<&str>, superior: Option<&UserId>, until: Option<i64>) -> Held {
        Held {
            unit: unit.map(UnitCode::new),
            superior: superior.cloned(),
            until: until.map(Timestamp::from_micros),
        }
    }

    fn under(unit: &str, superior: Option<&UserId>) -> Position {
        Position { user: UserId::new().unwrap(), held: vec![held(Some(unit), superior, None)] }
    }

    fn person(unit: Option<&str>) -> Position {
        Position { user: UserId::new().unwrap(), held: vec![held(unit, None, None)] }
    }

    fn proposal(candidate: Position, unit: &str) -> ProposalParties {
        let (proposal, unit) = (ProposalId::new().unwrap(), UnitCode::new(unit));
        ProposalParties { proposal, number: None, unit, candidate, since: FROZEN }
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
        let boss = person(Some("B"));
        let candidate = under("A", Some(&boss.user));
        let staff = under("C", Some(&candidate.user));
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
    fn who_moves_away_after_the_freezing_stays_in_conflict_whichever_of_the_two_moves() {
        let moved = |until| {
            let mut person = person(Some("B"));
            person.held.insert(0, held(Some("A"), None, Some(until)));
            person
        };
        let of = proposal(person(Some("A")), "A");
        assert_eq!(found(&moved(1_001), &of), Some(ConflictKind::SameUnit));
        assert_eq!(found(&moved(1_000), &of), Some(ConflictKind::SameUnit), "at that very moment");
        assert_eq!(found(&moved(999), &of), None, "before it");
        let of = proposal(moved(1_001), "B");
        assert_eq!(found(&person(Some("A")), &of), Some(ConflictKind::SameUnit));
    }

    #[test]
    fn a_superior_of_once_is_a_superior_until_the_call_ends() {
        let boss = person(Some("B"));
        let mut candidate = person(Some("A"));
        candidate.held.insert(0, held(Some("A"), Some(&boss.user), Some(1_500)));
        let of = proposal(candidate.clone(), "A");
        assert_eq!(found(&boss, &of), Some(ConflictKind::Superior));
        let mut staff = person(Some("C"));
        staff.held.insert(0, held(Some("C"), Some(&candidate.user), Some(1_500)));
        assert_eq!(found(&staff, &of), Some(ConflictKind::Subordinate));
    }

    /// Each kind of conflict, and the same case with one fact changed so that there is none.
    #[test]
    fn every_conflict_has_a_harmless_twin() {
        let (boss, clerk) = (person(Some("B")), person(Some("A")));
        let held_once = |of: &Position, superior: &UserId, until: i64| {
            let mut moved = of.clone();
            moved.held.insert(0, held(Some("Z"), Some(superior), Some(until)));
            moved
        };
        // Until exactly the freezing, and until the second before it.
        for (until, counts) in [(1_000, true), (999, false)] {
            let of = proposal(held_once(&clerk, &boss.user, until), "A");
            assert_eq!(found(&boss, &of), counts.then_some(ConflictKind::Superior), "{until}");
            let of = proposal(clerk.clone(), "A");
            let staff = held_once(&boss, &clerk.user, until);
            assert_eq!(found(&staff, &of), counts.then_some(ConflictKind::Subordinate), "{until}");
            let of = proposal(person(Some("Z")), "Z");
            let colleague = held_once(&boss, &UserId::new().unwrap(), until);
            assert_eq!(found(&colleague, &of), counts.then_some(ConflictKind::SameUnit), "{until}");
        }
        // The same unit and superior, but another account: that is another person.
        let twin = Position { user: UserId::new().unwrap(), held: boss.held.clone() };
        assert_eq!(found(&boss, &proposal(boss.clone(), "A")), Some(ConflictKind::Oneself));
        assert_eq!(found(&twin, &proposal(boss.clone(), "A")), Some(ConflictKind::SameUnit));
        let outside = Position { user: twin.user, held: vec![] };
        assert_eq!(found(&outside, &proposal(boss, "A")), None);
    }

    #[test]
    fn people_outside_the_agency_share_no_unit() {
        assert_eq!(found(&person(None), &proposal(person(None), "A")), None);
    }

    #[test]
    fn a_shared_superior_and_two_steps_up_are_no_conflict() {
        let head = person(Some("H"));
        let boss = under("B", Some(&head.user));
        let candidate = under("A", Some(&boss.user));
        let colleague = under("C", Some(&boss.user));
        let of = proposal(candidate, "A");
        assert_eq!(found(&colleague, &of), None);
        assert_eq!(found(&head, &of), None);
    }

    proptest! {
        /// Over random trees of superiors and random moves: there is a conflict exactly where the
        /// written rule says so, at any time from the freezing on.
        #[test]
        fn conflicts_are_those_of_the_words_in_any_agency(
            above in prop::collection::vec(prop::collection::vec(0_usize..8, 3), 8),
            units in prop::collection::vec(prop::collection::vec(0_usize..4, 3), 8),
            (one, other) in (0_usize..8, 0_usize..8),
            frozen in 0_i64..4,
        ) {
            let ids: Vec<UserId> = (0..8).map(|_| UserId::new().unwrap()).collect();
            // Three periods, the last of which is now. A superior has a lower number, so that the
            // chain ends.
            let superior = |at: usize, time: usize| (at > 0).then(|| above[at][time] % at);
            let until = |time: usize| [Some(1), Some(2), None][time];
            let standing = |at: usize| Position {
                user: ids[at].clone(),
                held: (0..3).map(|time| held(
                    Some(&units[at][time].to_string()),
                    superior(at, time).map(|up| &ids[up]),
                    until(time),
                )).collect(),
            };
            let of = ProposalParties {
                since: Timestamp::from_micros(frozen),
                ..proposal(standing(other), "none")
            };
            let counts = |time: usize| until(time).is_none_or(|until| until >= frozen);
            let times: Vec<usize> = (0..3).filter(|time| counts(*time)).collect();
            let meet = |one: usize, other: usize| times.iter().any(|a| {
                times.iter().any(|b| units[one][*a] == units[other][*b])
            });
            let is_above = |one: usize, other: usize| {
                times.iter().any(|time| superior(one, *time) == Some(other))
            };
            let expected =
                one == other || meet(one, other) || is_above(one, other) || is_above(other, one);
            prop_assert_eq!(found(&standing(one), &of).is_some(), expected);
        }
    }
}
