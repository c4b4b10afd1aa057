//! The official result of one definition on one set of inputs: the announced order, and the seats
//! filled in that order. No model is used.

use super::fault::ComputeFault;
use super::inputs::{Inputs, ScoredProposal};
use super::policy::{candidate, limits, policy, scored};
use crate::features::calls::Definition;
use crate::text_enum;
use selection_math::quota::{self, Candidate, Certificate, Lowering, Prepared};
use selection_math::ranking::{self, NotRanked, Ranked, Scored};
use std::collections::{BTreeMap, BTreeSet};

/// All proposals that have a place, in an order, with the limits of the seats prepared once.
pub(super) struct Order<'a> {
    /// Best first; `candidates` are in the same order.
    pub(super) entries: Vec<Entry<'a>>,
    pub(super) candidates: Vec<Candidate>,
    /// In order of number.
    pub(super) not_ranked: Vec<NotRanked>,
    /// `None` if no proposal has a place.
    pub(super) prepared: Option<Prepared>,
    lowering: Lowering,
}

/// One place of the order.
#[derive(Clone)]
pub(super) struct Entry<'a> {
    pub(super) ranked: Ranked,
    pub(super) contender: &'a ScoredProposal,
}

impl<'a> Order<'a> {
    /// Orders by the announced policy.
    pub(super) fn announced(
        definition: &Definition,
        inputs: &'a Inputs,
    ) -> Result<Self, ComputeFault> {
        Self::announced_by(Lowering::default(), definition, inputs)
    }

    /// The same, by a method's rule for lowering floors.
    pub(super) fn announced_by(
        lowering: Lowering,
        definition: &Definition,
        inputs: &'a Inputs,
    ) -> Result<Self, ComputeFault> {
        let scored: Vec<Scored> =
            inputs.proposals.iter().map(|contender| scored(definition, contender)).collect();
        let ranking = ranking::rank(&scored, &policy(definition, inputs))?;
        let contenders: BTreeMap<&str, &ScoredProposal> =
            inputs.proposals.iter().map(|one| (one.number.as_str(), one)).collect();
        let entries = ranking
            .ranked
            .into_iter()
            .filter_map(|ranked| {
                let contender = contenders.get(ranked.id.as_str()).copied()?;
                Some(Entry { ranked, contender })
            })
            .collect();
        Self::of_by(lowering, definition, entries, ranking.not_ranked)
    }

    pub(super) fn of(
        definition: &Definition,
        entries: Vec<Entry<'a>>,
        not_ranked: Vec<NotRanked>,
    ) -> Result<Self, ComputeFault> {
        Self::of_by(Lowering::default(), definition, entries, not_ranked)
    }

    fn of_by(
        lowering: Lowering,
        definition: &Definition,
        entries: Vec<Entry<'a>>,
        not_ranked: Vec<NotRanked>,
    ) -> Result<Self, ComputeFault> {
        let candidates: Vec<Candidate> =
            entries.iter().map(|entry| candidate(&entry.ranked, entry.contender)).collect();
        let prepared = if candidates.is_empty() {
            None
        } else {
            Some(Prepared::by(lowering, &candidates, &limits(definition))?)
        };
        Ok(Self { entries, candidates, not_ranked, prepared, lowering })
    }

    /// The same proposals in another order, given as positions in this one. A proposal that moves
    /// has no tie any more, because its new place does not come from that key.
    pub(super) fn rearranged(
        self,
        definition: &Definition,
        arranged: &[usize],
    ) -> Result<Self, ComputeFault> {
        let Self { entries, not_ranked, lowering, .. } = self;
        let moved: BTreeSet<&str> = arranged
            .iter()
            .enumerate()
            .filter(|(place, from)| place != *from)
            .filter_map(|(_, from)| Some(entries.get(*from)?.contender.number.as_str()))
            .collect();
        let entries = (1..).zip(arranged).filter_map(|(place, from)| {
            let mut entry = entries.get(*from)?.clone();
            let own = moved.contains(entry.contender.number.as_str());
            entry.ranked.ties.retain(|tie| !own && !moved.contains(tie.with.as_str()));
            entry.ranked.place = place;
            Some(entry)
        });
        Self::of_by(lowering, definition, entries.collect(), not_ranked)
    }

    pub(super) fn again(&self, definition: &Definition) -> Result<Self, ComputeFault> {
        let (entries, not_ranked) = (self.entries.clone(), self.not_ranked.clone());
        Self::of_by(self.lowering, definition, entries, not_ranked)
    }

    /// The seats filled in this order, with a certificate for every proposal.
    pub(super) fn outcome(&self) -> Result<quota::Outcome, ComputeFault> {
        Ok(match &self.prepared {
            Some(prepared) => prepared.outcome(&self.candidates)?,
            None => quota::Outcome::of_nobody(),
        })
    }

    /// Who gets a seat, by number, without certificates; `None` if the limits cannot be kept.
    pub(super) fn selected(&self) -> Option<BTreeSet<&'a str>> {
        let Some(prepared) = &self.prepared else { return Some(BTreeSet::new()) };
        if prepared.conflict().is_some() {
            return None;
        }
        let positions: Vec<usize> = (0..self.entries.len()).collect();
        let mut workspace = prepared.workspace();
        let selected = prepared.fill_order(&mut workspace, &positions);
        let chosen = self.entries.iter().zip(selected).filter(|(_, selected)| **selected);
        Some(chosen.map(|(entry, _)| entry.contender.number.as_str()).collect())
    }
}

/// The outcome of every proposal, from the quota's answer and the reserve list.
pub(super) struct Verdicts {
    certificates: BTreeMap<String, Certificate>,
    reserves: BTreeMap<String, u32>,
}

impl Verdicts {
    pub(super) fn new(outcome: &mut quota::Outcome, reserves: Vec<String>) -> Self {
        let certificates = std::mem::take(&mut outcome.certificates);
        Self {
            certificates: certificates.into_iter().map(|one| (one.id.clone(), one)).collect(),
            reserves: reserves.into_iter().zip(1..).collect(),
        }
    }

    pub(super) fn reserves(&self) -> usize {
        self.reserves.len()
    }

    pub(super) fn reserve_position(&self, number: &str) -> Option<u32> {
        self.reserves.get(number).copied()
    }

    pub(super) fn certificate(&self, number: &str) -> Option<&Certificate> {
        self.certificates.get(number)
    }

    pub(super) fn outcome(&self, number: &str) -> Outcome {
        let is_selected = self.certificate(number).is_some_and(|one| one.verdict.is_selected());
        match (is_selected, self.reserve_position(number)) {
            (true, _) => Outcome::Selected,
            (false, Some(_)) => Outcome::Reserve,
            (false, None) => Outcome::NotSelected,
        }
    }
}

text_enum! {
    pub enum Outcome {
        Selected = "selected",
        Reserve = "reserve",
        NotSelected = "not_selected",
    }
}
