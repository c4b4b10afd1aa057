//! The plenary's vote among proposals that every other key of the announced chain leaves equal: which groups are equal,
//! whether the order within one matters, and which of the votes taken count. Pure.

use super::fault::ComputeFault;
use super::inputs::{CountedVote, Inputs};
use super::official::Order;
use super::succession;
use crate::features::calls::{Definition, TieBreak};
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{RecordId, UserId};
use selection_math::quota::{Outcome, Verdict};
use selection_math::ranking::{self, Ranked};
use std::collections::{BTreeMap, BTreeSet};

/// A vote as it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieVote {
    pub id: RecordId,
    /// By number.
    pub votes: BTreeMap<String, u32>,
    pub abstained: u32,
    /// Who could vote; of nobody it is kept how they did.
    pub voters: BTreeSet<UserId>,
    /// Why it was taken again, where an earlier one counted.
    pub reason: Option<String>,
    pub recorded_by: UserId,
    pub recorded_at: Timestamp,
    /// Somebody is counted who had not attended.
    pub is_void: bool,
}

impl TieVote {
    /// Whether it is among exactly these.
    pub fn is_among(&self, numbers: &[String]) -> bool {
        self.votes.len() == numbers.len()
            && numbers.iter().all(|number| self.votes.contains_key(number))
    }

    pub(super) fn counted(&self) -> CountedVote {
        CountedVote { id: self.id.clone(), votes: self.votes.clone(), abstained: self.abstained }
    }
}

/// Proposals that only a vote or the lot can put in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EqualGroup {
    /// In the order that they have now.
    pub numbers: Vec<String>,
    /// Whether their order may decide who gets a seat or a place on the reserve list.
    pub decides: bool,
}

/// Whether a call's chain ends in a vote.
pub fn asks_for_votes(definition: &Definition) -> bool {
    definition.ranking.tie_breaks.contains(&TieBreak::PlenaryVote)
}

/// The votes that count, of those that were taken, the oldest first: of several among the same proposals the newest, and
/// none of these if the newest is void or one in which somebody could vote who is in conflict with one of them (`conflicted`, by number).
pub(super) fn counting(
    taken: Vec<TieVote>,
    conflicted: &BTreeMap<String, BTreeSet<UserId>>,
) -> Vec<TieVote> {
    let is_fair = |vote: &TieVote| {
        let mut out = vote.votes.keys().filter_map(|number| conflicted.get(number));
        !out.any(|out| !out.is_disjoint(&vote.voters))
    };
    let mut newest: BTreeMap<Vec<String>, TieVote> = BTreeMap::new();
    for vote in taken {
        newest.insert(vote.votes.keys().cloned().collect(), vote);
    }
    newest.into_values().filter(|vote| !vote.is_void && is_fair(vote)).collect()
}

/// The groups of equal proposals in the announced order, the best first.
///
/// # Errors
/// Those of computing a run.
pub fn equal_groups(
    definition: &Definition,
    inputs: &Inputs,
) -> Result<Vec<EqualGroup>, ComputeFault> {
    let order = Order::announced(definition, inputs)?;
    let groups = groups_of(&order);
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let outcome = order.outcome()?;
    let listed = succession::reserves_of(&order.candidates, &outcome, definition)?.list;
    let group = |numbers: Vec<&str>| EqualGroup {
        decides: definition.uncertainty.zone_lot || decides(&numbers, &outcome, &listed),
        numbers: numbers.into_iter().map(str::to_owned).collect(),
    };
    Ok(groups.into_iter().map(group).collect())
}

fn groups_of<'a>(order: &'a Order<'_>) -> Vec<Vec<&'a str>> {
    let ranked: Vec<&Ranked> = order.entries.iter().map(|entry| &entry.ranked).collect();
    ranking::equal_groups(&ranked)
}

/// Of the votes that count, those among proposals that are equal in this field.
///
/// # Errors
/// Those of computing a run.
pub(super) fn about_equals(
    definition: &Definition,
    field: &Inputs,
    votes: &[TieVote],
) -> Result<Vec<CountedVote>, ComputeFault> {
    if votes.is_empty() {
        return Ok(Vec::new());
    }
    let order = Order::announced(definition, field)?;
    let groups = groups_of(&order);
    let is_equal = |vote: &&TieVote| {
        groups.iter().any(|group| {
            vote.votes.len() == group.len()
                && group.iter().all(|number| vote.votes.contains_key(*number))
        })
    };
    Ok(votes.iter().filter(is_equal).map(TieVote::counted).collect())
}

/// Where all of a group have a whole seat, or none has a seat or a place on the reserve list, every order of the group
/// gives the same: the seats are filled down the ranking, and each is taken if and only if a filling with it exists.
/// Whoever is below a threshold can have neither and stands for nobody. With a lot of the zone everything hangs on the order, so `equal_groups` does not ask.
fn decides(numbers: &[&str], outcome: &Outcome, listed: &[String]) -> bool {
    if !outcome.feasible {
        return false;
    }
    let verdicts: BTreeMap<&str, &Verdict> =
        outcome.certificates.iter().map(|one| (one.id.as_str(), &one.verdict)).collect();
    let is_seated = |number: &&str| matches!(verdicts.get(number), Some(Verdict::Selected { .. }));
    let is_concerned = |number: &&str| {
        verdicts.get(number).is_some_and(|verdict| verdict.is_selected())
            || listed.iter().any(|one| one == number)
    };
    let can_win = |number: &&&str| {
        !matches!(verdicts.get(**number), None | Some(Verdict::BelowThreshold { .. }))
    };
    let mut rivals = numbers.iter().filter(can_win).peekable();
    rivals.peek().is_some() && !rivals.clone().all(is_seated) && rivals.any(is_concerned)
}
