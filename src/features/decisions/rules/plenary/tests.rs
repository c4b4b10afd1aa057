//! The rules of the plenary: examples, and what holds for every panel and fraction.

use super::*;
use crate::features::calls::Plenary;
use proptest::prelude::*;

fn ids(count: usize) -> Vec<UserId> {
    (0..count).map(|_| UserId::new().unwrap()).collect()
}

fn rules(numerator: u32, denominator: u32) -> Plenary {
    Plenary { quorum: Quorum { numerator, denominator }, remarks_hours: 48 }
}

fn people(panel: &[UserId], there: &[bool]) -> Vec<Attendee> {
    let one = |(user, there): (&UserId, &bool)| Attendee {
        user: user.clone(),
        presence: if *there { Presence::Remote } else { Presence::Absent },
        reason: (!there).then(|| "Sakit".to_owned()),
    };
    panel.iter().zip(there).map(one).collect()
}

#[test]
fn a_late_conflict_of_somebody_who_attended_can_cost_the_quorum() {
    let panel = ids(6);
    let there = people(&panel, &[true, true, true, true, false, false]);
    let all: BTreeSet<UserId> = panel.iter().cloned().collect();
    let conflicted: Conflicted =
        [("TB-1".to_owned(), [panel[0].clone()].into()), ("TB-2".to_owned(), [].into())].into();
    let held = held(rules(2, 3), &all, (&there, &conflicted));
    assert_eq!(held.tally, Tally { panel: 6, attended: 4, needed: 4, met: true });
    // Three of five are less than two thirds.
    let left = Tally { panel: 5, attended: 3, needed: 4, met: false };
    let one = ProposalTally { number: "TB-1".to_owned(), left: 1, tally: left };
    assert_eq!(held.proposals, [one]);
    assert_eq!(check_quorum(&held, |_| true).unwrap_err().code, QUORUM_NOT_MET_FOR);
    assert!(check_quorum(&held, |number| number != "TB-1").is_ok());
    assert_eq!(check_quorum_kept(&held).unwrap_err().code, QUORUM_LOST);
}

#[test]
fn a_proposal_with_which_all_of_the_panel_are_in_conflict_is_no_dead_end() {
    let panel = ids(3);
    let there = people(&panel, &[true, true, false]);
    let all: BTreeSet<UserId> = panel.iter().cloned().collect();
    let conflicted: Conflicted = [("TB-1".to_owned(), all.clone())].into();
    let met = held(rules(2, 3), &all, (&there, &conflicted));
    assert!(check_quorum(&met, |_| true).is_ok() && check_quorum_kept(&met).is_ok());
    let missed = held(rules(1, 1), &all, (&there, &conflicted));
    assert_eq!(check_quorum(&missed, |_| true).unwrap_err().code, QUORUM_NOT_MET);
}

#[test]
fn the_minutes_name_who_of_the_panel_was_there_and_nobody_who_was_not() {
    let panel = ids(3);
    let guest = UserId::new().unwrap();
    let all: BTreeSet<UserId> = panel.iter().cloned().collect();
    let there: BTreeSet<UserId> = panel[..2].iter().cloned().collect();
    let named = attendance_of(&[guest.clone(), panel[0].clone()], &all, &there).unwrap();
    assert_eq!(
        named,
        [guest.clone(), panel[0].clone(), panel[1].clone()].into_iter().collect::<Vec<_>>()
    );
    assert!(attendance_of(&[guest, panel[2].clone()], &all, &there).is_err());
}

proptest! {
    /// By the fraction itself, without the rounding of the needed count.
    #[test]
    fn a_quorum_is_met_where_the_part_that_attended_is_not_below_the_fraction(
        there in proptest::collection::vec(any::<bool>(), 0..40),
        denominator in 1_u32..100,
        share in 1_u32..100,
    ) {
        let numerator = share.min(denominator);
        let panel = ids(there.len());
        let all: BTreeSet<UserId> = panel.iter().cloned().collect();
        let here = attended(&people(&panel, &there));
        let found = tally(Quorum { numerator, denominator }, all.iter(), &here);
        let count = u64::try_from(there.iter().filter(|one| **one).count()).unwrap();
        let of = u64::try_from(there.len()).unwrap();
        let is_met = count * u64::from(denominator) >= of * u64::from(numerator);
        prop_assert_eq!(found.met, is_met && !there.is_empty());
    }

    /// One more who attends never costs the quorum, and who is in conflict changes nothing for the others.
    #[test]
    fn more_who_attend_never_cost_a_quorum_and_who_is_in_conflict_counts_nowhere(
        there in proptest::collection::vec(any::<bool>(), 1..12),
        out in proptest::collection::vec(any::<bool>(), 12),
        more in 0_usize..12,
        denominator in 1_u32..12,
        share in 1_u32..12,
    ) {
        let rules = rules(share.min(denominator), denominator);
        let panel = ids(there.len());
        let all: BTreeSet<UserId> = panel.iter().cloned().collect();
        let out: BTreeSet<UserId> =
            panel.iter().zip(&out).filter(|(_, out)| **out).map(|(user, _)| user.clone()).collect();
        let conflicted: Conflicted = [("TB-1".to_owned(), out.clone())].into();
        let before = held(rules, &all, (&people(&panel, &there), &conflicted));
        let mut then = there.clone();
        let index = more % then.len();
        then[index] = true;
        let after = held(rules, &all, (&people(&panel, &then), &conflicted));
        prop_assert!(!before.tally.met || after.tally.met);
        let counting: BTreeSet<UserId> = all.difference(&out).cloned().collect();
        let here = attended(&people(&panel, &then));
        match after.proposals.as_slice() {
            [] => prop_assert!(out.is_empty()),
            [one] => {
                let alone = tally(rules.quorum, counting.iter(), &here);
                let alone = Tally { met: alone.met || counting.is_empty(), ..alone };
                prop_assert_eq!(one.tally, alone);
                let flipped = out.contains(&panel[index]);
                let earlier = before.proposals[0].tally;
                prop_assert!(!flipped || earlier == one.tally);
            }
            _ => prop_assert!(false),
        }
    }
}
