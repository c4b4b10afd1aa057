//! The answer of `tubel assignment solve --json`: ids instead of positions, names that stay.

use matching::{Certificate, Input, NodePrices, Outcome, Shortage, Side, Warning};
use serde::Serialize;
use std::collections::BTreeMap;

/// Without a plan, `total`, `worst_pair` and `certificate` are null, and `shortage` says why.
#[derive(Serialize)]
pub(super) struct Answer<'i> {
    feasible: bool,
    /// Sum of the affinities, the load penalty not taken off.
    total: Option<u64>,
    /// The lowest affinity among the pairs.
    worst_pair: Option<u32>,
    loads: BTreeMap<&'i str, u32>,
    pairs: Vec<AnswerPair<'i>>,
    certificate: Option<Proof<'i>>,
    /// By how much another plan could be better at most; 0 unless the certificate leaves juniors out.
    at_most_better: u64,
    shortage: Option<Short<'i>>,
    warnings: Vec<AnswerWarning<'i>>,
    /// The affinities are whole multiples of this, for comparability; absent where they are as in the table.
    #[serde(skip_serializing_if = "Option::is_none")]
    comparability_step: Option<u32>,
}

/// The name of that last field, which `check` looks for.
pub(super) const STEP: &str = "comparability_step";

impl Answer<'_> {
    /// The answer to a table whose affinities were taken down to multiples of a step.
    pub(super) fn in_steps_of(self, step: u32) -> Self {
        Self { comparability_step: (step > 1).then_some(step), ..self }
    }
}

#[derive(Serialize)]
struct AnswerPair<'i> {
    proposal: &'i str,
    reviewer: &'i str,
    affinity: u32,
}

/// Node potentials. With affinity a, a pair outside the plan has a <= price(proposal) +
/// price(reviewer), a pair of the plan has a >= that; where equal, the ties decide.
#[derive(Serialize)]
struct Proof<'i> {
    floor: u32,
    load_weight: u32,
    proposals: BTreeMap<&'i str, Prices>,
    reviewers: BTreeMap<&'i str, Prices>,
    /// What the one place of an institution at a proposal costs beside the two prices.
    institutions: Vec<PlacePrice<'i>>,
    /// By how much a senior has the place at a proposal cheaper.
    seniors: BTreeMap<&'i str, Prices>,
    /// Institutions whose juniors were not considered at a proposal.
    left_out: Vec<LeftOut<'i>>,
    /// Pairs of equal worth were exchanged for comparability: the ties do not apply.
    exchanged: bool,
    /// Why no plan can have all its pairs above the floor.
    above_floor: Option<Short<'i>>,
}

#[derive(Serialize)]
struct PlacePrice<'i> {
    proposal: &'i str,
    institution: String,
    price: i64,
    tie: i64,
}

#[derive(Serialize)]
struct LeftOut<'i> {
    proposal: &'i str,
    institution: String,
}

#[derive(Serialize)]
struct Prices {
    price: i64,
    tie: i64,
}

#[derive(Serialize)]
struct Short<'i> {
    /// Whose need is not met: `proposals` or `reviewers`.
    side: &'static str,
    proposals: Vec<&'i str>,
    reviewers: Vec<&'i str>,
    needed: u64,
    available: u64,
    message: String,
}

#[derive(Serialize)]
struct AnswerWarning<'i> {
    code: &'static str,
    message: String,
    groups: Vec<Vec<&'i str>>,
}

pub(super) fn json<'i>(input: &'i Input, outcome: &Outcome) -> Answer<'i> {
    let plan = match outcome {
        Outcome::Assigned(plan) => plan,
        Outcome::Short(shortage) => return no_plan(short(input, shortage)),
    };
    let pairs = plan.pairs.iter().filter_map(|pair| {
        let proposal = &input.proposals.get(pair.proposal)?.id;
        let reviewer = &input.reviewers.get(pair.reviewer)?.id;
        Some(AnswerPair { proposal, reviewer, affinity: pair.affinity })
    });
    let reviewers = input.reviewers.iter().map(|reviewer| reviewer.id.as_str());
    Answer {
        feasible: true,
        total: Some(plan.total),
        worst_pair: plan.worst_pair,
        loads: reviewers.zip(plan.loads.iter().copied()).collect(),
        pairs: pairs.collect(),
        certificate: Some(proof(input, &plan.certificate)),
        at_most_better: plan.at_most_better,
        shortage: None,
        warnings: plan.warnings.iter().map(|found| warning(input, found)).collect(),
        comparability_step: None,
    }
}

fn no_plan(shortage: Short) -> Answer {
    Answer {
        feasible: false,
        total: None,
        worst_pair: None,
        loads: BTreeMap::new(),
        pairs: Vec::new(),
        certificate: None,
        at_most_better: 0,
        shortage: Some(shortage),
        warnings: Vec::new(),
        comparability_step: None,
    }
}

fn proof<'i>(input: &'i Input, certificate: &Certificate) -> Proof<'i> {
    let prices = |&NodePrices { price, tie }: &NodePrices| Prices { price, tie };
    let proposals = input.proposals.iter().map(|proposal| proposal.id.as_str());
    let reviewers = input.reviewers.iter().map(|reviewer| reviewer.id.as_str());
    let id = |at: usize| input.proposals.get(at).map_or("", |proposal| proposal.id.as_str());
    let institutions = certificate.institutions.iter().map(|(at, name, prices)| PlacePrice {
        proposal: id(*at),
        institution: name.clone(),
        price: prices.price,
        tie: prices.tie,
    });
    let left_out = certificate.left_out.iter();
    let left_out =
        left_out.map(|(at, name)| LeftOut { proposal: id(*at), institution: name.clone() });
    let seniors = certificate.seniors.iter().map(|(at, found)| (id(*at), prices(found)));
    Proof {
        institutions: institutions.collect(),
        seniors: seniors.collect(),
        left_out: left_out.collect(),
        exchanged: certificate.exchanged,
        floor: certificate.floor,
        load_weight: certificate.load_weight,
        proposals: proposals.zip(certificate.proposals.iter().map(prices)).collect(),
        reviewers: reviewers.zip(certificate.reviewers.iter().map(prices)).collect(),
        above_floor: certificate.above_floor.as_ref().map(|reason| short(input, reason)),
    }
}

fn short<'i>(input: &'i Input, shortage: &Shortage) -> Short<'i> {
    let proposals = shortage.proposals.iter().filter_map(|&at| input.proposals.get(at));
    Short {
        side: match shortage.side {
            Side::Proposals => "proposals",
            Side::Reviewers => "reviewers",
        },
        proposals: proposals.map(|proposal| proposal.id.as_str()).collect(),
        reviewers: reviewers(input, &shortage.reviewers),
        needed: shortage.needed,
        available: shortage.available,
        message: shortage.in_words(input),
    }
}

fn reviewers<'i>(input: &'i Input, positions: &[usize]) -> Vec<&'i str> {
    let found = positions.iter().filter_map(|&at| input.reviewers.get(at));
    found.map(|reviewer| reviewer.id.as_str()).collect()
}

fn warning<'i>(input: &'i Input, warning: &Warning) -> AnswerWarning<'i> {
    let (code, groups) = match warning {
        Warning::SeparateGroups { groups } => ("separate_groups", groups.as_slice()),
        Warning::FewShared { reviewers } => ("few_shared", std::slice::from_ref(reviewers)),
    };
    let groups = groups.iter().map(|group| reviewers(input, group)).collect();
    AnswerWarning { code, message: warning.in_words(input), groups }
}
