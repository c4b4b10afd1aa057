//! Instances that anybody can generate again from integers alone, with totals found by another
//! solver.

use super::*;

/// Output number `index` of the splitmix64 generator with this seed.
pub(super) fn mix(seed: u64, index: u64) -> u64 {
    let mut bits = seed.wrapping_add(index.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

fn at(position: u64) -> usize {
    usize::try_from(position).unwrap()
}

/// Each proposal has `candidates` reviewers, one in fifty a conflict; 3 reviews each.
pub(super) fn synthetic(proposals: u64, reviewers: u64, candidates: u64, max_load: u32) -> Input {
    let seed = 31_337 + proposals;
    let mut pairs = Vec::new();
    for proposal in 0..proposals {
        let mut used = vec![false; at(reviewers)];
        for candidate in 0..candidates {
            let number = 3 * (proposal * candidates + candidate);
            let [who, worth, conflict] = [1, 2, 3].map(|nth| mix(seed, number + nth));
            let mut reviewer = at(who % reviewers);
            while used[reviewer] {
                reviewer = (reviewer + 1) % at(reviewers);
            }
            used[reviewer] = true;
            if !conflict.is_multiple_of(50) {
                let affinity = u32::try_from(worth % 1000 * (worth / 1000 % 1000)).unwrap();
                pairs.push(Pair { proposal: at(proposal), reviewer, affinity });
            }
        }
    }
    let proposal = |p: u64| Proposal { id: p.to_string(), demand: 3 };
    let reviewer = |r: u64| Reviewer { id: r.to_string(), min_load: 0, max_load };
    Input {
        proposals: (0..proposals).map(proposal).collect(),
        reviewers: (0..reviewers).map(reviewer).collect(),
        pairs,
        ..Input::default()
    }
}

pub(super) const TOTAL: Goals = Goals { priority: Priority::Total, load_weight: 0 };
const WORST_PAIR: Goals = Goals { priority: Priority::WorstPair, load_weight: 0 };
const EVEN: Goals = Goals { priority: Priority::Total, load_weight: 2000 };

#[test]
fn the_totals_of_500_proposals_are_those_of_the_reference() {
    let input = synthetic(500, 100, 100, 18);
    assert_eq!(input.pairs.len(), 48_977);
    assert_eq!(assigned(&input, TOTAL).total, 1_226_488_564);
    let fair = assigned(&input, WORST_PAIR);
    assert_eq!((fair.worst_pair, fair.total), (Some(570_627), 1_226_488_564));
    assert_eq!(assigned(&input, EVEN).total, 1_226_172_494);
}

#[test]
fn the_totals_of_5000_proposals_are_those_of_the_reference() {
    let input = synthetic(5000, 500, 60, 36);
    assert_eq!(input.pairs.len(), 293_899);
    assert_eq!(assigned(&input, TOTAL).total, 11_585_905_726);
    let fair = assigned(&input, WORST_PAIR);
    assert_eq!((fair.worst_pair, fair.total), (Some(424_472), 11_585_905_726));
    assert_eq!(assigned(&input, EVEN).total, 11_580_690_549);
}

#[test]
fn a_load_weight_evens_the_loads_out() {
    let input = synthetic(500, 100, 100, 18);
    let squares = |plan: &Plan| plan.loads.iter().map(|load| load * load).sum::<u32>();
    assert!(squares(&assigned(&input, EVEN)) < squares(&assigned(&input, TOTAL)));
}

#[test]
fn a_tampered_plan_or_proof_is_found_out() {
    let input = synthetic(500, 100, 100, 18);
    let plan = assigned(&input, WORST_PAIR);
    let proof = &plan.certificate;
    assert_eq!(verify(&input, &plan.pairs, proof), Ok(()));

    let mut fewer = plan.pairs.clone();
    let gone = fewer.remove(7);
    assert_eq!(
        verify(&input, &fewer, proof),
        Err(Fault::Demand { proposal: gone.proposal, found: 2 })
    );
    let mut dearer = plan.pairs.clone();
    dearer[7].affinity += 1;
    let Pair { proposal, reviewer, .. } = dearer[7];
    assert!(verify(&input, &dearer, proof).is_err(), "{proposal} {reviewer}");
    let mut exchanged = plan.pairs.clone();
    let taken: Vec<usize> =
        plan.pairs.iter().filter(|pair| pair.proposal == 0).map(|pair| pair.reviewer).collect();
    let other = input
        .pairs
        .iter()
        .find(|pair| pair.proposal == 0 && !taken.contains(&pair.reviewer))
        .unwrap();
    let own = exchanged.iter_mut().find(|pair| pair.proposal == 0).unwrap();
    *own = *other;
    assert!(verify(&input, &exchanged, proof).is_err());

    let mut dear_seat = proof.clone();
    dear_seat.proposals[3].price += 1_000_000;
    assert!(verify(&input, &plan.pairs, &dear_seat).is_err());
    let mut lower_floor = proof.clone();
    lower_floor.floor -= 1;
    assert_eq!(verify(&input, &plan.pairs, &lower_floor), Err(Fault::FloorNotBest));
}

#[test]
fn ties_everywhere_still_give_one_plan() {
    let mut input = synthetic(120, 30, 30, 14);
    input.pairs.iter_mut().for_each(|pair| pair.affinity = 500_000);
    let plan = assigned(&input, EVEN);
    let other = super::best_of_all::shuffled(&input, 5);
    assert_eq!(by_id(&input, &plan.pairs), by_id(&other, &assigned(&other, EVEN).pairs));
    assert_eq!(plan.loads, vec![12; 30]);
}

#[test]
fn a_plan_of_mixed_groups_needs_no_warning() {
    assert_eq!(assigned(&synthetic(500, 100, 100, 18), TOTAL).warnings, []);
}

#[test]
fn few_experts_and_no_spare_load_still_give_one_proven_plan() {
    let mut input = synthetic(300, 30, 30, 30);
    for pair in &mut input.pairs {
        pair.affinity = pair.affinity / 30 * (u32::try_from(pair.reviewer).unwrap() + 1);
    }
    for goals in [TOTAL, EVEN, WORST_PAIR] {
        let plan = assigned(&input, goals);
        assert_eq!(plan.loads, vec![30; 30]);
        let other = super::best_of_all::shuffled(&input, 11);
        assert_eq!(by_id(&input, &plan.pairs), by_id(&other, &assigned(&other, goals).pairs));
    }
}
