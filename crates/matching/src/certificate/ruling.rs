//! Counts the rules again, and what their prices take off a pair's worth. Uses only the input and
//! the certificate, like the rest of the check.

use super::{Certificate, Fault, NodePrices};
use crate::input::{Input, Pair};
use std::collections::{HashMap, HashSet};

/// The rules of one input for the free pairs, with the certificate's prices.
pub(super) struct Ruling<'i> {
    input: &'i Input,
    fixed: HashSet<(usize, usize)>,
    /// Institutions that a fixed pair has put at a proposal.
    settled: HashSet<(usize, &'i str)>,
    /// Proposals that need a senior among the free pairs.
    wanting: HashSet<usize>,
    left_out: HashSet<(usize, &'i str)>,
    /// Institutions with a senior that a proposal may have. The network counts anybody of them as a
    /// senior, which allows more plans than the rules do; a plan that is best among more plans and
    /// keeps the rules is best.
    with_senior: HashSet<(usize, &'i str)>,
    institutions: HashMap<(usize, &'i str), NodePrices>,
    seniors: HashMap<usize, NodePrices>,
}

impl<'i> Ruling<'i> {
    pub(super) fn new(input: &'i Input, certificate: &'i Certificate) -> Self {
        let rules = &input.rules;
        let mut free = vec![0_u32; input.proposals.len()];
        for (count, proposal) in free.iter_mut().zip(&input.proposals) {
            *count = proposal.demand;
        }
        let mut has_senior = HashSet::new();
        let mut settled = HashSet::new();
        for &(proposal, reviewer) in &input.fixed {
            free[proposal] = free[proposal].saturating_sub(1);
            settled.extend(rules.institution(reviewer).map(|name| (proposal, name)));
            if rules.is_senior(reviewer) {
                has_senior.insert(proposal);
            }
        }
        let wanting = |proposal: &usize| free[*proposal] > 0 && !has_senior.contains(proposal);
        let names = |(proposal, name): &'i (usize, String)| (*proposal, name.as_str());
        // A plan with exchanged pairs is one of the best, but not the first of them by rank.
        let binding = |price: NodePrices| {
            if certificate.exchanged { NodePrices { tie: 0, ..price } } else { price }
        };
        let of_senior = |(proposal, price): &(usize, NodePrices)| (*proposal, binding(*price));
        let mut ruling = Self {
            input,
            fixed: input.fixed.iter().copied().collect(),
            settled,
            wanting: rules.needs_senior.iter().copied().filter(wanting).collect(),
            left_out: certificate.left_out.iter().map(names).collect(),
            with_senior: HashSet::new(),
            institutions: HashMap::new(),
            seniors: certificate.seniors.iter().map(of_senior).collect(),
        };
        for (proposal, name, price) in &certificate.institutions {
            ruling.institutions.insert((*proposal, name), binding(*price));
        }
        let usable = input.pairs.iter().filter(|pair| pair.affinity >= certificate.floor);
        for pair in usable.filter(|pair| rules.is_senior(pair.reviewer)) {
            if ruling.is_up_for_choice(pair) {
                let name = rules.institution(pair.reviewer);
                ruling.with_senior.extend(name.map(|name| (pair.proposal, name)));
            }
        }
        ruling
    }

    fn institution(&self, pair: &Pair) -> Option<(usize, &'i str)> {
        Some((pair.proposal, self.input.rules.institution(pair.reviewer)?))
    }

    fn is_free(&self, pair: &Pair) -> bool {
        !self.fixed.contains(&(pair.proposal, pair.reviewer))
    }

    /// Neither decided by a fixed pair nor left out by the certificate.
    pub(super) fn is_up_for_choice(&self, pair: &Pair) -> bool {
        let Some(place) = self.institution(pair) else { return self.is_free(pair) };
        let junior = !self.input.rules.is_senior(pair.reviewer);
        let left_out = junior && self.left_out.contains(&place);
        self.is_free(pair) && !self.settled.contains(&place) && !left_out
    }

    fn counts_as_senior(&self, pair: &Pair) -> bool {
        let place = self.institution(pair);
        self.input.rules.is_senior(pair.reviewer)
            || place.is_some_and(|place| self.with_senior.contains(&place))
    }

    /// What the prices of the rules add to the price of the pair.
    pub(super) fn price(&self, pair: &Pair) -> NodePrices {
        let place = self.institution(pair);
        let price = place.and_then(|place| self.institutions.get(&place)).copied();
        let senior = self.seniors.get(&pair.proposal).copied();
        let rebate = senior.filter(|_| self.counts_as_senior(pair));
        price.unwrap_or_default().less(rebate.unwrap_or_default())
    }

    /// Checks that the plan keeps the rules, and that only binding rules have a price.
    pub(super) fn check(&self, plan: &[Pair]) -> Result<(), Fault> {
        let mut used = HashSet::new();
        let mut seniors: HashMap<usize, u32> = HashMap::new();
        let mut served = HashSet::new();
        for pair in plan {
            if self.input.rules.is_senior(pair.reviewer) {
                served.insert(pair.proposal);
            }
            if !self.is_free(pair) {
                continue;
            }
            *seniors.entry(pair.proposal).or_default() += u32::from(self.counts_as_senior(pair));
            if let Some(place) = self.institution(pair)
                && (self.settled.contains(&place) || !used.insert(place))
            {
                return Err(Fault::SameInstitution { proposal: pair.proposal });
            }
        }
        if let Some(&proposal) = self.wanting.iter().find(|one| !served.contains(one)) {
            return Err(Fault::NoSenior { proposal });
        }
        let none = NodePrices::default();
        let loose = |(place, price): (&(usize, &str), &NodePrices)| {
            (*price < none || (*price > none && !used.contains(place))).then_some(place.0)
        };
        let idle = |(proposal, price): (&usize, &NodePrices)| {
            let binds = self.wanting.contains(proposal) && seniors.get(proposal) == Some(&1);
            (*price < none || (*price > none && !binds)).then_some(*proposal)
        };
        let institutions = self.institutions.iter().find_map(loose);
        match institutions.or_else(|| self.seniors.iter().find_map(idle)) {
            Some(proposal) => Err(Fault::RulePrice { proposal }),
            None => Ok(()),
        }
    }
}
