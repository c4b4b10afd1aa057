//! The proof that a plan is best: a price for every proposal's seat and every reviewer's time, such
//! that no pair outside the plan is worth more than its prices and no pair inside is worth less.
//! [`verify`] needs only the input, the plan and the prices, not the solver.

mod ruling;

use super::input::{Input, Pair};
use super::shortage::Shortage;
use super::ties;
use ruling::Ruling;
use std::collections::{HashMap, HashSet};

/// The potential of a node: one part for the value, one for the canonical choice among equal plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct NodePrices {
    /// In units of affinity.
    pub price: i64,
    /// In units of the tie-breaking rank, which decides only where `price` is equal.
    pub tie: i64,
}

impl NodePrices {
    pub(super) fn less(self, other: Self) -> Self {
        Self { price: self.price - other.price, tie: self.tie - other.tie }
    }
}

/// What was maximised, and the prices that prove it. Lists are in the input's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Pairs below this were not used, unless fixed.
    pub floor: u32,
    pub load_weight: u32,
    /// The extra worth of a kept pair above its affinity; 0 unless an earlier plan was to be kept.
    pub reward: i64,
    /// The pairs (proposal, reviewer) that have the reward.
    pub kept: Vec<(usize, usize)>,
    pub proposals: Vec<NodePrices>,
    pub reviewers: Vec<NodePrices>,
    /// What the one place of an institution at a proposal costs besides the seat: at least zero,
    /// and zero if the place is free.
    pub institutions: Vec<(usize, String, NodePrices)>,
    /// By how much the seat is cheaper for a senior: at least zero, and zero if there are two
    /// seniors.
    pub seniors: Vec<(usize, NodePrices)>,
    /// Institutions whose juniors were not considered for a proposal. If it is not empty, the plan
    /// is proven best only among plans without those juniors.
    pub left_out: Vec<(usize, String)>,
    /// Whether pairs of equal worth were exchanged so that scores can be compared: the plan is then
    /// proven to have the greatest value, but it is not the one with the greatest ranks.
    pub exchanged: bool,
    /// Why no plan can stay above the floor, if the highest floor was asked for.
    pub above_floor: Option<Shortage>,
}

/// The fault of a plan or its proof; numbers are positions in the input.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("proposal {proposal} and reviewer {reviewer} may not be paired so")]
    NotAllowed { proposal: usize, reviewer: usize },
    #[error("proposal {proposal} and reviewer {reviewer} are paired twice")]
    Twice { proposal: usize, reviewer: usize },
    #[error("the fixed pair of proposal {proposal} and reviewer {reviewer} is missing")]
    FixedPairMissing { proposal: usize, reviewer: usize },
    #[error("proposal {proposal} has {found} reviews")]
    Demand { proposal: usize, found: u32 },
    #[error("reviewer {reviewer} has a load of {load}")]
    Load { reviewer: usize, load: u32 },
    #[error("the prices do not cover every proposal and reviewer")]
    PricesMissing,
    #[error("proposal {proposal} would gain by taking reviewer {reviewer}")]
    BetterPairLeft { proposal: usize, reviewer: usize },
    #[error("proposal {proposal} would gain by giving up reviewer {reviewer}")]
    WorsePairTaken { proposal: usize, reviewer: usize },
    #[error("proposal {proposal} has two reviewers of one institution")]
    SameInstitution { proposal: usize },
    #[error("proposal {proposal} has no senior reviewer")]
    NoSenior { proposal: usize },
    #[error("a rule has a price at proposal {proposal} where it does not bind")]
    RulePrice { proposal: usize },
    #[error("reviewer {reviewer} would gain by another load")]
    BetterLoad { reviewer: usize },
    #[error("the floor is said to be the best, but the reason given does not hold")]
    FloorNotBest,
    #[error("no plan was found, and no reason either")]
    NoPlanNoReason,
}

/// Checks that the plan keeps every rule of the input and that no other plan is better: nonnegative
/// reduced costs on all residual arcs prove it, by linear programming duality.
pub fn verify(input: &Input, plan: &[Pair], certificate: &Certificate) -> Result<(), Fault> {
    let sizes = (certificate.proposals.len(), certificate.reviewers.len());
    if sizes != (input.proposals.len(), input.reviewers.len()) {
        return Err(Fault::PricesMissing);
    }
    let chosen = by_pair(plan)?;
    check_counts(input, plan)?;
    let ruling = Ruling::new(input, certificate);
    ruling.check(plan)?;
    check_pairs(input, &chosen, certificate, &ruling)?;
    check_loads(input, plan, certificate)?;
    match &certificate.above_floor {
        Some(reason) if reason.floor != certificate.floor + 1 || !reason.is_proven(input) => {
            Err(Fault::FloorNotBest)
        }
        _ => Ok(()),
    }
}

type Chosen = HashMap<(usize, usize), u32>;

fn by_pair(plan: &[Pair]) -> Result<Chosen, Fault> {
    let mut chosen = HashMap::with_capacity(plan.len());
    for &Pair { proposal, reviewer, affinity } in plan {
        if chosen.insert((proposal, reviewer), affinity).is_some() {
            return Err(Fault::Twice { proposal, reviewer });
        }
    }
    Ok(chosen)
}

fn counts(size: usize, nodes: impl Iterator<Item = usize>) -> Vec<u32> {
    nodes.fold(vec![0; size], |mut counts, node| {
        if let Some(count) = counts.get_mut(node) {
            *count += 1;
        }
        counts
    })
}

fn check_counts(input: &Input, plan: &[Pair]) -> Result<(), Fault> {
    let reviews = counts(input.proposals.len(), plan.iter().map(|pair| pair.proposal));
    for (proposal, (&found, wanted)) in reviews.iter().zip(&input.proposals).enumerate() {
        if found != wanted.demand {
            return Err(Fault::Demand { proposal, found });
        }
    }
    let loads = counts(input.reviewers.len(), plan.iter().map(|pair| pair.reviewer));
    for (reviewer, (&load, limits)) in loads.iter().zip(&input.reviewers).enumerate() {
        if !(limits.min_load..=limits.max_load).contains(&load) {
            return Err(Fault::Load { reviewer, load });
        }
    }
    let chosen: HashSet<_> = plan.iter().map(|pair| (pair.proposal, pair.reviewer)).collect();
    match input.fixed.iter().find(|pair| !chosen.contains(pair)) {
        Some(&(proposal, reviewer)) => Err(Fault::FixedPairMissing { proposal, reviewer }),
        None => Ok(()),
    }
}

/// Every pair of the plan is allowed, and every free pair is consistent with the prices.
fn check_pairs(
    input: &Input,
    chosen: &Chosen,
    certificate: &Certificate,
    ruling: &Ruling,
) -> Result<(), Fault> {
    let fixed: HashSet<_> = input.fixed.iter().copied().collect();
    let kept: HashSet<_> = certificate.kept.iter().copied().collect();
    let mut found = HashSet::with_capacity(chosen.len());
    for pair in &input.pairs {
        let key = (pair.proposal, pair.reviewer);
        let taken = chosen.get(&key) == Some(&pair.affinity);
        let usable = pair.affinity >= certificate.floor;
        let up_for_choice = usable && ruling.is_up_for_choice(pair);
        if taken && (up_for_choice || fixed.contains(&key)) {
            found.insert(key);
        }
        if !up_for_choice {
            continue;
        }
        let reward = if kept.contains(&key) { certificate.reward } else { 0 };
        let surplus = surplus(input, (pair, reward), certificate, ruling.price(pair));
        let (proposal, reviewer) = key;
        if taken && surplus < (0, 0) {
            return Err(Fault::WorsePairTaken { proposal, reviewer });
        }
        if !taken && surplus > (0, 0) {
            return Err(Fault::BetterPairLeft { proposal, reviewer });
        }
    }
    match chosen.keys().find(|key| !found.contains(*key)) {
        Some(&(proposal, reviewer)) => Err(Fault::NotAllowed { proposal, reviewer }),
        None => Ok(()),
    }
}

/// The pair's worth minus the prices of its ends; the tie part only where it can matter.
fn surplus(
    input: &Input,
    (pair, reward): (&Pair, i64),
    certificate: &Certificate,
    rules: NodePrices,
) -> (i64, i64) {
    let seat = certificate.proposals[pair.proposal];
    let time = certificate.reviewers[pair.reviewer];
    let first = i64::from(pair.affinity) + reward - seat.price - time.price - rules.price;
    if first != 0 || certificate.exchanged {
        return (first, 0);
    }
    let (proposal, reviewer) = (&input.proposals[pair.proposal], &input.reviewers[pair.reviewer]);
    (0, ties::rank(&proposal.id, &reviewer.id) - seat.tie - time.tie - rules.tie)
}

/// At its price, no reviewer should have one proposal more or one less.
fn check_loads(input: &Input, plan: &[Pair], certificate: &Certificate) -> Result<(), Fault> {
    let loads = counts(input.reviewers.len(), plan.iter().map(|pair| pair.reviewer));
    let fixed = counts(input.reviewers.len(), input.fixed.iter().map(|pair| pair.1));
    let weight = i64::from(certificate.load_weight);
    for (reviewer, limits) in input.reviewers.iter().enumerate() {
        let NodePrices { price, tie } = certificate.reviewers[reviewer];
        let tie = if certificate.exchanged { 0 } else { tie };
        let load = loads[reviewer];
        let next = weight * (2 * i64::from(load) + 1);
        let last = next - 2 * weight;
        let wants_more = load < limits.max_load && (price - next, tie) > (0, 0);
        let wants_less =
            load > limits.min_load.max(fixed[reviewer]) && (price - last, tie) < (0, 0);
        if wants_more || wants_less {
            return Err(Fault::BetterLoad { reviewer });
        }
    }
    Ok(())
}
