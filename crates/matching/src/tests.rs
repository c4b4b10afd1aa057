//! Tests of the whole crate; each file tests one promise.

mod best_of_all;
mod comparable;
mod input;
mod revision;
mod rules;
mod shortage;
mod synthetic;

use super::*;

/// Proposals P0, P1, … and reviewers R0, R1, … with the affinity of each permitted pair.
fn instance(demand: &[u32], loads: &[(u32, u32)], affinities: &[&[Option<u32>]]) -> Input {
    let proposals = (0..).zip(demand).map(|(p, &demand)| Proposal { id: format!("P{p}"), demand });
    let reviewers = (0..).zip(loads).map(|(r, &(min_load, max_load))| Reviewer {
        id: format!("R{r}"),
        min_load,
        max_load,
    });
    let pairs = affinities.iter().enumerate().flat_map(|(proposal, row)| {
        row.iter().enumerate().filter_map(move |(reviewer, affinity)| {
            affinity.map(|affinity| Pair { proposal, reviewer, affinity })
        })
    });
    Input {
        proposals: proposals.collect(),
        reviewers: reviewers.collect(),
        pairs: pairs.collect(),
        ..Input::default()
    }
}

fn assigned(input: &Input, goals: Goals) -> Plan {
    match solve(input, goals).unwrap() {
        Outcome::Assigned(plan) => *plan,
        Outcome::Short(shortage) => panic!("{}", shortage.in_words(input)),
    }
}

fn shortage(input: &Input) -> Shortage {
    match solve(input, Goals::default()).unwrap() {
        Outcome::Short(shortage) => shortage,
        Outcome::Assigned(plan) => panic!("a plan of {}", plan.total),
    }
}

fn by_id(input: &Input, pairs: &[Pair]) -> Vec<(String, String)> {
    let name = |pair: &Pair| {
        let proposal = input.proposals[pair.proposal].id.clone();
        (proposal, input.reviewers[pair.reviewer].id.clone())
    };
    pairs.iter().map(name).collect()
}

fn positions(pairs: &[Pair]) -> Vec<(usize, usize)> {
    pairs.iter().map(|pair| (pair.proposal, pair.reviewer)).collect()
}
