//! Tests that an invalid assignment problem is refused and the reason names the place.

use super::*;

fn sound() -> Input {
    let yes = Some(500_000);
    instance(&[1, 1], &[(0, 2); 2], &[&[yes, yes], &[yes, yes]])
}

fn refused(change: impl Fn(&mut Input)) -> InputError {
    let mut input = sound();
    change(&mut input);
    match solve(&input, Goals::default()).unwrap_err() {
        SolveError::Input(error) => error,
        other @ (SolveError::Unproven(_) | SolveError::Undecided) => panic!("{other}"),
    }
}

#[test]
fn lists_that_are_empty_or_name_someone_twice_are_refused() {
    assert_eq!(refused(|input| input.proposals.clear()), InputError::NoProposals);
    assert_eq!(refused(|input| input.reviewers.clear()), InputError::NoReviewers);
    let id = "P0".to_owned();
    assert_eq!(
        refused(|input| input.proposals[1].id = "P0".into()),
        InputError::DuplicateProposal { id }
    );
    let id = "R1".to_owned();
    assert_eq!(
        refused(|input| input.reviewers[0].id = "R1".into()),
        InputError::DuplicateReviewer { id }
    );
}

#[test]
fn limits_and_affinities_out_of_range_are_refused() {
    let id = "R1".to_owned();
    assert_eq!(
        refused(|input| input.reviewers[1].min_load = 3),
        InputError::LoadLimits { id, min: 3, max: 2 }
    );
    assert_eq!(
        refused(|input| input.pairs[2].affinity = 1_000_001),
        InputError::AffinityOutOfRange { position: 2, affinity: 1_000_001 }
    );
    let goals = Goals { load_weight: 1_000_001, ..Goals::default() };
    assert!(solve(&sound(), goals).is_err());
}

#[test]
fn pairs_that_are_unknown_or_twice_are_refused() {
    assert_eq!(
        refused(|input| input.pairs[3].reviewer = 2),
        InputError::UnknownPair { position: 3 }
    );
    assert_eq!(
        refused(|input| input.pairs[1].reviewer = 0),
        InputError::DuplicatePair {
            proposal: "P0".into(),
            reviewer: "R0".into(),
            first: 0,
            second: 1
        }
    );
}

#[test]
fn fixed_pairs_must_be_allowed_and_fit() {
    assert_eq!(
        refused(|input| {
            input.pairs.remove(0);
            input.fixed = vec![(0, 0)];
        }),
        InputError::FixedPairNotAllowed { position: 0 }
    );
    assert_eq!(
        refused(|input| input.fixed = vec![(0, 0), (0, 0)]),
        InputError::FixedPairTwice { position: 1 }
    );
    assert_eq!(
        refused(|input| input.fixed = vec![(0, 0), (0, 1)]),
        InputError::FixedAboveDemand { id: "P0".into(), fixed: 2, demand: 1 }
    );
    assert_eq!(
        refused(|input| {
            input.reviewers[0].max_load = 1;
            input.fixed = vec![(0, 0), (1, 0)];
        }),
        InputError::FixedAboveLoad { id: "R0".into(), fixed: 2, max: 1 }
    );
}

#[test]
fn a_proposal_that_needs_nothing_gets_nothing() {
    let yes = Some(500_000);
    let input = instance(&[0, 0], &[(0, 2)], &[&[yes], &[yes]]);
    let plan = assigned(&input, Goals::default());
    assert_eq!((plan.total, plan.worst_pair, plan.pairs), (0, None, vec![]));
}
