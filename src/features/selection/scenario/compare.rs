//! Two results for the same proposals side by side: who moves in, who moves out, and why, in words.

use crate::features::calls::{Bilingual, Definition};
use crate::features::selection::compute::reason;
use crate::features::selection::fault::ComputeFault;
use crate::features::selection::inputs::ScoredProposal;
use crate::features::selection::official::Outcome;
use crate::features::selection::official::{Order, Verdicts};
use crate::features::selection::succession::{empty_after, reserves_of, successions};
use crate::features::selection::wording::conflict_in_words;
use crate::features::selection::wording::unranked_in_words;
use crate::kernel::ids::ProposalId;
use crate::kernel::language::Language;
use serde::Serialize;
use std::collections::BTreeMap;

/// A scenario beside the official result on the present sheets. Nothing of it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct WhatIf {
    /// In the scenario.
    pub seats: u32,
    /// Whether any set of proposals keeps the scenario's limits.
    pub feasible: bool,
    /// Why not, if there is none.
    pub conflict_in_words: Option<Bilingual>,
    /// Numbers that get a seat only in the scenario.
    pub moved_in: Vec<String>,
    /// Numbers that have a seat only officially.
    pub moved_out: Vec<String>,
    /// Numbers whose seat in the scenario would stay empty if they gave it up.
    pub stays_empty: Vec<String>,
    /// In the official order; then those without a place, by number.
    pub places: Vec<SideBySide>,
}

/// One proposal in both results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SideBySide {
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    /// `None` if it has a seat in both or in neither.
    pub movement: Option<Movement>,
    pub official: StandingThere,
    pub scenario: StandingThere,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    In,
    Out,
}

/// A proposal's place and outcome in one of the two results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct StandingThere {
    /// `None` without enough sheets.
    pub place: Option<u32>,
    pub outcome: Outcome,
    pub reserve_position: Option<u32>,
    pub reason: Bilingual,
}

/// One result: the seats filled in an order, by number.
struct Filled {
    feasible: bool,
    conflict_in_words: Option<Bilingual>,
    stays_empty: Vec<String>,
    standings: BTreeMap<String, StandingThere>,
}

/// Puts the scenario beside the official result; `contenders` are the official proposals.
pub(super) fn side_by_side(
    contenders: &[ScoredProposal],
    official: (&Definition, &Order<'_>),
    scenario: (&Definition, &Order<'_>),
) -> Result<WhatIf, ComputeFault> {
    let seats = scenario.0.seats;
    let (mut official, mut there) = (Filled::of(official)?, Filled::of(scenario)?);
    let mut places: Vec<SideBySide> = contenders
        .iter()
        .filter_map(|contender| {
            let number = contender.number.clone();
            let official = official.standings.remove(&number)?;
            // A proposal that had no place before a reviewer was left out has none afterwards, for
            // the same reason.
            let there = there.standings.remove(&number).unwrap_or_else(|| official.clone());
            let movement = movement(official.outcome, there.outcome);
            let proposal = contender.id.clone();
            Some(SideBySide { proposal, number, movement, official, scenario: there })
        })
        .collect();
    places.sort_by_key(|line| (line.official.place.unwrap_or(u32::MAX), line.number.clone()));
    let moved = |way| {
        let movers = places.iter().filter(move |line| line.movement == Some(way));
        movers.map(|line| line.number.clone()).collect()
    };
    Ok(WhatIf {
        seats,
        feasible: there.feasible,
        conflict_in_words: there.conflict_in_words,
        moved_in: moved(Movement::In),
        moved_out: moved(Movement::Out),
        stays_empty: there.stays_empty,
        places,
    })
}

fn movement(official: Outcome, scenario: Outcome) -> Option<Movement> {
    match (official == Outcome::Selected, scenario == Outcome::Selected) {
        (false, true) => Some(Movement::In),
        (true, false) => Some(Movement::Out),
        (true, true) | (false, false) => None,
    }
}

impl Filled {
    fn of((definition, order): (&Definition, &Order<'_>)) -> Result<Self, ComputeFault> {
        let mut outcome = order.outcome()?;
        let reserves = reserves_of(&order.candidates, &outcome, definition)?;
        let numbers = outcome.selected.iter().map(String::as_str);
        let succession = successions(&reserves, numbers);
        let verdicts = Verdicts::new(&mut outcome, reserves.list);
        let mut standings = BTreeMap::new();
        for (entry, place) in order.entries.iter().zip(1..) {
            let number = &entry.contender.number;
            let standing = StandingThere {
                place: Some(place),
                outcome: verdicts.outcome(number),
                reserve_position: verdicts.reserve_position(number),
                reason: reason((&verdicts, &succession), number),
            };
            standings.insert(number.clone(), standing);
        }
        for left_out in &order.not_ranked {
            let words = |language| unranked_in_words(&left_out.reason, language);
            let standing = StandingThere {
                place: None,
                outcome: Outcome::NotSelected,
                reserve_position: None,
                reason: in_both(words),
            };
            standings.insert(left_out.id.clone(), standing);
        }
        let conflict = outcome.conflict.as_ref();
        Ok(Self {
            feasible: outcome.feasible,
            stays_empty: empty_after(&succession),
            conflict_in_words: conflict
                .map(|conflict| in_both(|language| conflict_in_words(conflict, language))),
            standings,
        })
    }
}

fn in_both(words: impl Fn(Language) -> String) -> Bilingual {
    Bilingual { id: words(Language::Indonesian), en: words(Language::English) }
}
