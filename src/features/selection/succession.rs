//! Succession: the reserve list of a result, whose seat each reserve could get, and which seats
//! would stay empty. Pure; the rule is `quota::reserves`, the words are here.

use super::document::{Findings, Place, Succession};
use super::fault::ComputeFault;
use super::inputs::Inputs;
use super::official::Outcome;
use super::policy::{classes, limits};
use crate::features::calls::{Bilingual, Definition};
use selection_math::quota::{self, Candidate, Reserves, limits_kept_by};
use std::collections::{BTreeMap, BTreeSet};

/// In the order of the ranking.
pub(super) fn successions<'a>(
    reserves: &Reserves,
    numbers: impl Iterator<Item = &'a str>,
) -> Vec<Succession> {
    let of = |number: &str| {
        let next = reserves.next.get(number)?.clone();
        Some(Succession { number: number.to_owned(), next })
    };
    numbers.filter_map(of).collect()
}

/// Numbers whose seat would stay empty.
pub fn empty_after(succession: &[Succession]) -> Vec<String> {
    let empty = succession.iter().filter(|one| one.next.is_none());
    empty.map(|one| one.number.clone()).collect()
}

/// The reserve list of candidates in the order of a ranking.
pub(super) fn reserves_of(
    candidates: &[Candidate],
    outcome: &quota::Outcome,
    definition: &Definition,
) -> Result<Reserves, ComputeFault> {
    if !outcome.feasible {
        return Ok(Reserves::default());
    }
    let (mut seated, mut waiting) = (Vec::new(), Vec::new());
    for (candidate, certificate) in candidates.iter().zip(&outcome.certificates) {
        match &certificate.verdict {
            quota::Verdict::SelectedInPart { granted, .. } => {
                seated.push(Candidate { cost: *granted, ..candidate.clone() });
            }
            verdict if verdict.is_selected() => seated.push(candidate.clone()),
            verdict if verdict.is_reserve() => waiting.push(candidate.clone()),
            _ => {}
        }
    }
    let most = usize::try_from(definition.ranking.reserve).unwrap_or(usize::MAX);
    let limits = limits_kept_by(&seated, &limits(definition));
    Ok(quota::reserves(&seated, &waiting, &limits, (most, &BTreeSet::new()))?)
}

/// A reserve's reason: why it has no seat, and when it is promoted.
pub fn with_words(
    why: Bilingual,
    number: &str,
    position: u32,
    succession: &[Succession],
) -> Bilingual {
    let when = words(number, position, succession);
    Bilingual { id: format!("{} {}", why.id, when.id), en: format!("{} {}", why.en, when.en) }
}

fn words(number: &str, position: u32, succession: &[Succession]) -> Bilingual {
    let mine: Vec<&str> = succession
        .iter()
        .filter(|one| one.next.as_deref() == Some(number))
        .map(|one| one.number.as_str())
        .collect();
    let (id, en) = match mine.as_slice() {
        [] => (
            "naik sesudah cadangan sebelumnya.".to_owned(),
            "rises after the reserves before it.".to_owned(),
        ),
        all if all.len() == succession.len() => (
            "naik bila salah satu kursi dilepas.".to_owned(),
            "rises when any seat is given up.".to_owned(),
        ),
        few if few.len() <= NAMED => (
            format!("naik bila kursi {} dilepas.", few.join(" / ")),
            format!("rises when the seat of {} is given up.", few.join(" / ")),
        ),
        many => {
            let (few, more) = (many.get(..NAMED).unwrap_or(many), many.len() - NAMED);
            (
                format!("naik bila kursi {} atau {more} kursi lain dilepas.", few.join(" / ")),
                format!("rises when the seat of {} or {more} others is given up.", few.join(" / ")),
            )
        }
    };
    Bilingual {
        id: format!("Cadangan ke-{position}: {id}"),
        en: format!("Number {position} in reserve: {en}"),
    }
}

/// The most seats that a reserve's reason names one by one.
const NAMED: usize = 5;

/// The seats as decided: who has one, who must not get one, who is a reserve whatever the rules
/// say.
#[derive(Debug, Default)]
pub struct Decided {
    pub seated: BTreeSet<String>,
    pub excluded: BTreeSet<String>,
    pub listed: BTreeSet<String>,
    /// The greatest length of the list.
    pub most: usize,
}

/// A kept run's proposals, for decisions about it.
#[derive(Debug)]
pub struct Field<'a> {
    definition: &'a Definition,
    places: &'a [Place],
    /// In the order of the ranking.
    candidates: Vec<Candidate>,
}

impl<'a> Field<'a> {
    pub fn new(definition: &'a Definition, inputs: &Inputs, findings: &'a Findings) -> Self {
        let contenders: BTreeMap<&str, _> =
            inputs.proposals.iter().map(|one| (one.number.as_str(), one)).collect();
        let candidate = |place: &Place| {
            let contender = contenders.get(place.number.as_str())?;
            Some(Candidate {
                id: place.number.clone(),
                classes: classes(contender),
                cost: contender.cost.unwrap_or(0),
                barred: barred(place),
                ties: place.ties.clone(),
            })
        };
        let candidates = findings.places.iter().filter_map(candidate).collect();
        Self { definition, places: &findings.places, candidates }
    }

    /// These candidates, in the order of the ranking; the cost of one with a seat is the amount
    /// granted.
    fn these(&self, is_one: impl Fn(&str) -> bool, holds: bool) -> Vec<Candidate> {
        let chosen = self.candidates.iter().filter(|one| is_one(&one.id));
        chosen
            .map(|one| match self.granted(&one.id).filter(|_| holds) {
                Some(cost) => Candidate { cost, ..one.clone() },
                None => one.clone(),
            })
            .collect()
    }

    fn granted(&self, number: &str) -> Option<u64> {
        self.places.iter().find(|place| place.number == number)?.granted()
    }

    /// The reserve list of a decision, and who would succeed whom.
    ///
    /// # Errors
    /// Invalid limits.
    pub fn reserves(
        &self,
        decided: &Decided,
    ) -> Result<(Vec<String>, Vec<Succession>), ComputeFault> {
        let Decided { seated, excluded, listed, most } = decided;
        let holders = self.these(|number| seated.contains(number), true);
        let waits = |one: &str| !seated.contains(one) && !excluded.contains(one);
        let mut waiting = self.these(waits, false);
        waiting.retain(|one| one.barred.is_none());
        let limits = limits_kept_by(&holders, &limits(self.definition));
        let found = quota::reserves(&holders, &waiting, &limits, (*most, listed))?;
        let numbers = holders.iter().map(|one| one.id.as_str());
        let succession = successions(&found, numbers);
        Ok((found.list, succession))
    }

    /// Fills the remaining seats by the ranking after these have theirs, without those excluded.
    /// The certificates are for everybody except `first`, with their places in the ranking.
    pub fn rest_after(
        &self,
        first: &BTreeSet<String>,
        excluded: &BTreeSet<String>,
    ) -> Result<quota::Outcome, ComputeFault> {
        let holders = self.these(|number| first.contains(number), true);
        let rest = self.these(|one| !first.contains(one) && !excluded.contains(one), false);
        self.filled(&holders, &rest, &limits(self.definition))
    }

    /// Who is promoted when seats were given up: `holders` keep theirs, `waiting` are considered in
    /// their order.
    pub fn rising(
        &self,
        decided: &BTreeSet<String>,
        holders: &BTreeSet<String>,
        waiting: &[String],
    ) -> Result<quota::Outcome, ComputeFault> {
        let limits = limits_kept_by(
            &self.these(|one| decided.contains(one), true),
            &limits(self.definition),
        );
        let holders = self.these(|number| holders.contains(number), true);
        let find = |number: &String| self.candidates.iter().find(|one| &one.id == number).cloned();
        let mut waiting: Vec<Candidate> = waiting.iter().filter_map(find).collect();
        waiting.retain(|one| one.barred.is_none());
        self.filled(&holders, &waiting, &limits)
    }

    fn filled(
        &self,
        holders: &[Candidate],
        waiting: &[Candidate],
        limits: &quota::Limits,
    ) -> Result<quota::Outcome, ComputeFault> {
        let mut outcome = quota::refill(holders, waiting, limits)?;
        let places: BTreeMap<&str, u32> =
            self.places.iter().map(|place| (place.number.as_str(), place.place)).collect();
        for certificate in &mut outcome.certificates {
            if let Some(place) = places.get(certificate.id.as_str()) {
                certificate.place = *place;
            }
        }
        Ok(outcome)
    }
}

fn barred(place: &Place) -> Option<quota::Barred> {
    let failures: Vec<_> = place.thresholds.iter().filter(|one| !one.met).cloned().collect();
    (!failures.is_empty()).then_some(quota::Barred::BelowThreshold { failures })
}

/// The reserve list of a run's findings.
pub fn listed(findings: &Findings) -> BTreeSet<String> {
    let reserves = findings.places.iter().filter(|place| place.outcome == Outcome::Reserve);
    reserves.map(|place| place.number.clone()).collect()
}
