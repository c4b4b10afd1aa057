//! `tubel assignment check`: the answer of `solve --json` verified against the same tables. Loads,
//! conflicts, reviews per proposal, the two rules and the prices are recounted by `matching::verify`,
//! which knows nothing of the solver; everything else that the answer says (total, worst pair, loads,
//! warnings, words) is written anew from the pairs and the prices and compared.
//!
//! Prices prove that no plan is worth more. Where they leave open which of several plans it must be
//! (pairs exchanged for comparability, juniors left out, a reason under the two rules), the plan is
//! found again and must be the same.

use super::answer;
use crate::kernel::input_files::difference;
use anyhow::{Context, anyhow, bail, ensure};
use matching::{
    Certificate, Goals, HIGHEST_AFFINITY, Input, NodePrices, Outcome, Pair, Plan, Priority,
    Shortage, Side, solve, verify, warnings,
};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    feasible: bool,
    #[serde(rename = "total")]
    _total: Option<u64>,
    #[serde(rename = "worst_pair")]
    _worst_pair: Option<u32>,
    #[serde(rename = "loads")]
    _loads: BTreeMap<String, u32>,
    pairs: Vec<ToldPair>,
    certificate: Option<ToldProof>,
    at_most_better: u64,
    shortage: Option<ToldShortage>,
    #[serde(rename = "warnings")]
    _warnings: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldPair {
    proposal: String,
    reviewer: String,
    affinity: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldProof {
    floor: u32,
    load_weight: u32,
    proposals: BTreeMap<String, ToldPrices>,
    reviewers: BTreeMap<String, ToldPrices>,
    institutions: Vec<ToldPlace>,
    seniors: BTreeMap<String, ToldPrices>,
    left_out: Vec<ToldLeftOut>,
    exchanged: bool,
    above_floor: Option<ToldShortage>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(deny_unknown_fields)]
struct ToldPrices {
    price: i64,
    tie: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldPlace {
    proposal: String,
    institution: String,
    price: i64,
    tie: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldLeftOut {
    proposal: String,
    institution: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldShortage {
    side: String,
    proposals: Vec<String>,
    reviewers: Vec<String>,
    needed: u64,
    available: u64,
    #[serde(rename = "message")]
    _message: String,
}

/// Positions of the ids of the tables.
struct Names<'i> {
    proposals: HashMap<&'i str, usize>,
    reviewers: HashMap<&'i str, usize>,
}

impl<'i> Names<'i> {
    fn new(input: &'i Input) -> Self {
        Self {
            proposals: input.proposals.iter().map(|one| one.id.as_str()).zip(0..).collect(),
            reviewers: input.reviewers.iter().map(|one| one.id.as_str()).zip(0..).collect(),
        }
    }

    fn proposal(&self, id: &str) -> anyhow::Result<usize> {
        self.proposals.get(id).copied().with_context(|| format!("there is no proposal {id}"))
    }

    fn reviewer(&self, id: &str) -> anyhow::Result<usize> {
        self.reviewers.get(id).copied().with_context(|| format!("there is no reviewer {id}"))
    }

    fn shortage(&self, told: &ToldShortage, floor: u32) -> anyhow::Result<Shortage> {
        Ok(Shortage {
            side: match told.side.as_str() {
                "proposals" => Side::Proposals,
                "reviewers" => Side::Reviewers,
                other => bail!("{other} is no side of a shortage"),
            },
            floor,
            proposals: told
                .proposals
                .iter()
                .map(|id| self.proposal(id))
                .collect::<Result<_, _>>()?,
            reviewers: told
                .reviewers
                .iter()
                .map(|id| self.reviewer(id))
                .collect::<Result<_, _>>()?,
            needed: told.needed,
            available: told.available,
            full: None,
            seniors_alone: false,
        })
    }
}

/// What was verified, in a line.
///
/// # Errors
/// The first thing that does not hold.
pub(super) fn check(input: &Input, goals: Goals, told: &Value) -> anyhow::Result<String> {
    let answer = Told::deserialize(told).context("this is not an answer of `assignment solve`")?;
    let names = Names::new(input);
    let again = |must: bool| if must { same_again(input, goals, told) } else { Ok(()) };
    if !answer.feasible {
        let shortage = answer.shortage.as_ref().context("no plan, and no reason either")?;
        again(true)?;
        let shortage = names.shortage(shortage, 0)?;
        let holds = input.rules.is_any() || shortage.is_proven(input);
        ensure!(holds, "the reason why there is no plan does not hold");
        return Ok("the answer holds: there is no plan".to_owned());
    }
    let proof = answer.certificate.as_ref().context("a plan without a certificate")?;
    ensure!(proof.load_weight == goals.load_weight, "the loads were weighed otherwise");
    let mut pairs = answer
        .pairs
        .iter()
        .map(|pair| {
            let (proposal, reviewer) =
                (names.proposal(&pair.proposal)?, names.reviewer(&pair.reviewer)?);
            Ok(Pair { proposal, reviewer, affinity: pair.affinity })
        })
        .collect::<anyhow::Result<Vec<Pair>>>()?;
    pairs.sort_by(|one, other| ids(input, one).cmp(&ids(input, other)));
    let certificate = certificate(&names, input, proof)?;
    let is_unruled = !input.rules.is_any();
    if is_unruled {
        verify(input, &pairs, &certificate).map_err(|fault| anyhow!("{fault} (counted from 0)"))?;
    } else {
        // The reason above the floor counts under the rules, which the answer does not spell out.
        let without = Certificate { above_floor: None, ..certificate.clone() };
        verify(input, &pairs, &without).map_err(|fault| anyhow!("{fault} (counted from 0)"))?;
    }
    let is_best_floor = goals.priority == Priority::Total && proof.floor == 0
        || goals.priority == Priority::WorstPair
            && (certificate.above_floor.is_some() || proof.floor == HIGHEST_AFFINITY);
    let open = proof.exchanged || !proof.left_out.is_empty() || !is_unruled || !is_best_floor;
    again(open)?;
    let plan = plan(input, (pairs, certificate), answer.at_most_better);
    let written = serde_json::to_value(answer::json(input, &Outcome::Assigned(Box::new(plan))))?;
    if let Some(path) = difference(&written, told).filter(|_| is_unruled) {
        bail!("{path} is not what the pairs and the prices give");
    }
    let (count, of) = (answer.pairs.len(), input.proposals.len());
    Ok(format!("the answer holds: {count} pairs for {of} proposals, no plan is better"))
}

fn ids<'i>(input: &'i Input, pair: &Pair) -> (Option<&'i str>, Option<&'i str>) {
    let proposal = input.proposals.get(pair.proposal).map(|one| one.id.as_str());
    (proposal, input.reviewers.get(pair.reviewer).map(|one| one.id.as_str()))
}

/// The plan found anew must be this one.
fn same_again(input: &Input, goals: Goals, told: &Value) -> anyhow::Result<()> {
    let found = solve(input, goals)?;
    let written = serde_json::to_value(answer::json(input, &found))?;
    match difference(&written, told) {
        None => Ok(()),
        Some(path) => bail!("{path} is not what solving the same tables again gives"),
    }
}

fn certificate(names: &Names<'_>, input: &Input, told: &ToldProof) -> anyhow::Result<Certificate> {
    let prices = |one: ToldPrices| NodePrices { price: one.price, tie: one.tie };
    let of = |id: &str, all: &BTreeMap<String, ToldPrices>| {
        all.get(id).copied().map(prices).with_context(|| format!("{id} has no price"))
    };
    let proposals = input.proposals.iter().map(|one| of(&one.id, &told.proposals));
    let reviewers = input.reviewers.iter().map(|one| of(&one.id, &told.reviewers));
    let place = |one: &ToldPlace| {
        let at = NodePrices { price: one.price, tie: one.tie };
        Ok((names.proposal(&one.proposal)?, one.institution.clone(), at))
    };
    let left_out =
        |one: &ToldLeftOut| Ok((names.proposal(&one.proposal)?, one.institution.clone()));
    let mut seniors = told
        .seniors
        .iter()
        .map(|(id, one)| Ok((names.proposal(id)?, prices(*one))))
        .collect::<anyhow::Result<Vec<_>>>()?;
    seniors.sort_by_key(|(at, _)| *at);
    let above = told.above_floor.as_ref();
    Ok(Certificate {
        floor: told.floor,
        load_weight: told.load_weight,
        reward: 0,
        kept: Vec::new(),
        proposals: proposals.collect::<anyhow::Result<_>>()?,
        reviewers: reviewers.collect::<anyhow::Result<_>>()?,
        institutions: told.institutions.iter().map(place).collect::<anyhow::Result<_>>()?,
        seniors,
        left_out: told.left_out.iter().map(left_out).collect::<anyhow::Result<_>>()?,
        exchanged: told.exchanged,
        above_floor: above.map(|one| names.shortage(one, told.floor + 1)).transpose()?,
    })
}

/// The plan with everything about it counted anew.
fn plan(
    input: &Input,
    (pairs, certificate): (Vec<Pair>, Certificate),
    at_most_better: u64,
) -> Plan {
    let mut loads = vec![0; input.reviewers.len()];
    for pair in &pairs {
        if let Some(load) = loads.get_mut(pair.reviewer) {
            *load += 1;
        }
    }
    let at_most_better = if certificate.left_out.is_empty() { 0 } else { at_most_better };
    Plan {
        total: pairs.iter().map(|pair| u64::from(pair.affinity)).sum(),
        worst_pair: pairs.iter().map(|pair| pair.affinity).min(),
        loads,
        warnings: warnings(input, &pairs),
        certificate,
        at_most_better,
        pairs,
    }
}

#[cfg(test)]
mod tests;
