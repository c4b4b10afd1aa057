//! Computes the ranking: exact values, the tie-break chain, and finally the lot.

use super::join::{JoinedScore, NotJoined, join};
use super::{
    Fraction, Measure, NotRanked, Policy, Ranked, Ranking, RankingFault, Scored, Sheet,
    ThresholdResult, Tie, TieKey, TieValue, Unranked,
};
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, HashSet};

/// Ranks the proposals by the announced policy. The order in which they (or their sheets) are given
/// does not matter.
///
/// # Errors
/// A proposal listed twice, a policy that names an unknown criterion, a sheet whose scores do not
/// match the criteria, totals too large to add.
pub fn rank(proposals: &[Scored], policy: &Policy) -> Result<Ranking, RankingFault> {
    refuse_duplicates(proposals)?;
    let keys = resolve_keys(policy)?;
    let measures = resolve_measures(policy)?;
    let mut entries = Vec::with_capacity(proposals.len());
    let mut not_ranked = Vec::new();
    for proposal in proposals {
        match Entry::of(proposal, policy, &keys)? {
            Ok(entry) => entries.push(entry),
            Err(reason) => not_ranked.push(NotRanked { id: proposal.id.clone(), reason }),
        }
    }
    not_ranked.sort_by(|a, b| a.id.cmp(&b.id));
    put_in_order(&mut entries, policy);
    Ok(Ranking { ranked: places(&entries, policy, &keys, &measures), not_ranked })
}

fn refuse_duplicates(proposals: &[Scored]) -> Result<(), RankingFault> {
    let mut seen = HashSet::with_capacity(proposals.len());
    match proposals.iter().find(|proposal| !seen.insert(&*proposal.id)) {
        Some(twice) => Err(RankingFault::Duplicate { id: twice.id.clone() }),
        None => Ok(()),
    }
}

/// A tie-break key with the criterion's position; the vote and the lot are not included.
#[derive(Debug, Clone, Copy)]
enum Key {
    Criterion(usize),
    FewerAwards,
}

/// A value to compare on one key; greater is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum KeyValue {
    Mean(Fraction),
    Awards(Reverse<u32>),
}

fn position(policy: &Policy, criterion: &str) -> Result<usize, RankingFault> {
    let found = policy.criteria.iter().position(|code| code == criterion);
    found.ok_or_else(|| RankingFault::UnknownCriterion { criterion: criterion.to_owned() })
}

/// The keys before the vote and the lot; a key after the lot could decide nothing.
fn resolve_keys(policy: &Policy) -> Result<Vec<Key>, RankingFault> {
    let before_lot = policy.tie_breaks.iter().take_while(|key| **key != TieKey::Lot);
    before_lot
        .filter(|key| **key != TieKey::PlenaryVote)
        .map(|key| match key {
            TieKey::CriterionMean { criterion } => Ok(Key::Criterion(position(policy, criterion)?)),
            TieKey::FewerAwards | TieKey::PlenaryVote | TieKey::Lot => Ok(Key::FewerAwards),
        })
        .collect()
}

/// For each threshold, the criterion's position; `None` for the total.
fn resolve_measures(policy: &Policy) -> Result<Vec<Option<usize>>, RankingFault> {
    policy
        .thresholds
        .iter()
        .map(|threshold| match &threshold.measure {
            Measure::Total => Ok(None),
            Measure::Criterion { criterion } => position(policy, criterion).map(Some),
        })
        .collect()
}

/// A proposal with its exact values.
#[derive(Debug)]
struct Entry<'a> {
    id: &'a str,
    value: Fraction,
    joined: Option<JoinedScore>,
    criteria: Vec<Fraction>,
    keys: Vec<KeyValue>,
    /// In the plenary's vote, where the keys leave exactly those equal who stood in it.
    votes: Option<u32>,
    /// Drawn only for proposals that nothing else separates.
    lot: Option<String>,
}

impl<'a> Entry<'a> {
    fn of(
        proposal: &'a Scored,
        policy: &Policy,
        keys: &[Key],
    ) -> Result<Result<Self, Unranked>, RankingFault> {
        let complete = match complete_sheets(proposal, policy)? {
            Ok(complete) => complete,
            Err(reason) => return Ok(Err(reason)),
        };
        let too_large = || RankingFault::TooLarge { id: proposal.id.clone() };
        let totals = complete.iter().map(|sheet| sheet.total).collect();
        let document = policy.aggregate.of(totals).ok_or_else(too_large)?;
        let joined = match &policy.interview {
            None => None,
            Some(how) => {
                let found = proposal.interview.as_ref();
                match join(document, found, (how, policy.aggregate)) {
                    Ok(joined) => Some(joined),
                    Err(NotJoined::Unranked(reason)) => return Ok(Err(reason)),
                    Err(NotJoined::TooLarge) => return Err(too_large()),
                }
            }
        };
        let value = match &joined {
            None => document,
            Some(joined) => joined.value().ok_or_else(too_large)?,
        };
        let criteria: Option<Vec<Fraction>> = (0..policy.criteria.len())
            .map(|criterion| {
                Fraction::mean(complete.iter().filter_map(|sheet| sheet.score(criterion)))
            })
            .collect();
        let criteria = criteria.ok_or_else(too_large)?;
        let keys = keys.iter().filter_map(|key| match key {
            Key::Criterion(at) => criteria.get(*at).copied().map(KeyValue::Mean),
            Key::FewerAwards => Some(KeyValue::Awards(Reverse(proposal.earlier_awards))),
        });
        let keys = keys.collect();
        Ok(Ok(Self { id: &proposal.id, value, joined, criteria, keys, votes: None, lot: None }))
    }

    /// Better first; equal if only a vote or the lot can decide.
    fn compare(&self, other: &Self) -> Ordering {
        other.value.cmp(&self.value).then_with(|| other.keys.cmp(&self.keys))
    }
}

impl Sheet {
    fn score(&self, criterion: usize) -> Option<i64> {
        self.scores.get(criterion).copied().flatten()
    }
}

fn complete_sheets<'a>(
    proposal: &'a Scored,
    policy: &Policy,
) -> Result<Result<Vec<&'a Sheet>, Unranked>, RankingFault> {
    let expected = policy.criteria.len();
    if let Some(wrong) = proposal.sheets.iter().find(|sheet| sheet.scores.len() != expected) {
        let found = wrong.scores.len();
        return Err(RankingFault::WrongSheet { id: proposal.id.clone(), found, expected });
    }
    let is_complete = |sheet: &&Sheet| sheet.scores.iter().all(Option::is_some);
    let sheets: Vec<&Sheet> = proposal.sheets.iter().filter(is_complete).collect();
    let count = |sheets: usize| u32::try_from(sheets).unwrap_or(u32::MAX);
    let (complete, minimum) = (count(sheets.len()), policy.minimum_sheets.max(1));
    if complete < minimum {
        let incomplete = count(proposal.sheets.len()) - complete;
        return Ok(Err(Unranked::TooFewSheets { complete, incomplete, minimum }));
    }
    Ok(Ok(sheets))
}

/// Sorts by value and keys, then by the vote of those still equal, then draws lots among whom that leaves equal.
fn put_in_order(entries: &mut [Entry<'_>], policy: &Policy) {
    entries.sort_by(Entry::compare);
    for equal in entries.chunk_by_mut(|a, b| a.compare(b) == Ordering::Equal) {
        if equal.len() < 2 {
            continue;
        }
        count_votes(equal, policy);
        for equal in equal.chunk_by_mut(|a, b| a.votes == b.votes) {
            if equal.len() > 1 {
                for entry in equal.iter_mut() {
                    entry.lot = Some(lot(&policy.seed, entry.id));
                }
                // Two proposals with the same HMAC do not occur in practice; comparing ids makes even
                // that independent of input order.
                equal.sort_by(|a, b| a.lot.cmp(&b.lot).then_with(|| a.id.cmp(b.id)));
            }
        }
    }
}

/// The vote about exactly these, the last one given if there are several; nothing where the chain has no vote.
fn count_votes(equal: &mut [Entry<'_>], policy: &Policy) {
    if !policy.tie_breaks.contains(&TieKey::PlenaryVote) {
        return;
    }
    let is_of = |votes: &&BTreeMap<String, u32>| {
        votes.len() == equal.len() && equal.iter().all(|entry| votes.contains_key(entry.id))
    };
    let Some(votes) = policy.votes.iter().rfind(is_of) else { return };
    for entry in equal.iter_mut() {
        entry.votes = votes.get(entry.id).copied();
    }
    equal.sort_by_key(|entry| Reverse(entry.votes));
}

/// HMAC-SHA256 of the proposal's id under the published seed, in hexadecimal.
pub fn lot(seed: &str, id: &str) -> String {
    // HMAC accepts a key of any length (RFC 2104).
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(seed.as_bytes()) else {
        return String::new();
    };
    mac.update(id.as_bytes());
    HEXLOWER.encode(&mac.finalize().into_bytes())
}

fn places(
    entries: &[Entry<'_>],
    policy: &Policy,
    keys: &[Key],
    measures: &[Option<usize>],
) -> Vec<Ranked> {
    let names = |at: usize| match keys.get(at) {
        Some(Key::Criterion(criterion)) => TieKey::CriterionMean {
            criterion: policy.criteria.get(*criterion).cloned().unwrap_or_default(),
        },
        Some(Key::FewerAwards) => TieKey::FewerAwards,
        None => TieKey::Lot,
    };
    let tie = |own: &Entry<'_>, other: Option<&Entry<'_>>, ahead: bool| {
        other
            .filter(|other| other.value == own.value)
            .map(|other| tie_between(own, other, ahead, names))
    };
    let mut ranked = Vec::with_capacity(entries.len());
    for (at, entry) in entries.iter().enumerate() {
        let above = at.checked_sub(1).and_then(|above| entries.get(above));
        let ties = [tie(entry, above, false), tie(entry, entries.get(at + 1), true)];
        ranked.push(Ranked {
            place: u32::try_from(at + 1).unwrap_or(u32::MAX),
            id: entry.id.to_owned(),
            value: entry.value,
            joined: entry.joined.clone(),
            criteria: entry.criteria.clone(),
            thresholds: threshold_results(entry, policy, measures),
            ties: ties.into_iter().flatten().collect(),
        });
    }
    ranked
}

fn tie_between(
    own: &Entry<'_>,
    other: &Entry<'_>,
    ahead: bool,
    name: impl Fn(usize) -> TieKey,
) -> Tie {
    let mut pairs = own.keys.iter().zip(&other.keys);
    let decided = pairs.position(|(own, other)| own != other);
    let is_voted = decided.is_none() && own.votes != other.votes;
    let value = |entry: &Entry<'_>| match decided.and_then(|at| entry.keys.get(at)) {
        Some(KeyValue::Mean(mean)) => TieValue::Mean(*mean),
        Some(KeyValue::Awards(Reverse(awards))) => TieValue::Awards(*awards),
        None if is_voted => TieValue::Votes(entry.votes.unwrap_or_default()),
        None => TieValue::Lot(entry.lot.clone().unwrap_or_default()),
    };
    Tie {
        with: other.id.to_owned(),
        ahead,
        decided_by: if is_voted {
            TieKey::PlenaryVote
        } else {
            name(decided.unwrap_or(usize::MAX))
        },
        own: value(own),
        other: value(other),
    }
}

fn threshold_results(
    entry: &Entry<'_>,
    policy: &Policy,
    measures: &[Option<usize>],
) -> Vec<ThresholdResult> {
    let held = policy.thresholds.iter().zip(measures);
    held.map(|(threshold, criterion)| {
        let value = match criterion {
            Some(at) => entry.criteria.get(*at).copied().unwrap_or(entry.value),
            None => entry.value,
        };
        let met = value.reaches(threshold.minimum);
        ThresholdResult { threshold: threshold.clone(), value, met }
    })
    .collect()
}
