//! The announced rule for proposals that are too close to call, if a call has it
//! (`uncertainty.zone_lot`): the proposals of the zone draw lots for the places that they have in
//! the announced order.
//!
//! The model's reading of the announced order, before any lot, says who is in the zone. All others
//! keep their place in the announced order. A lot is drawn only if it decides something: if the
//! announced order would seat some of the zone and not all. A proposal that no lot could seat,
//! because higher proposals fill its class, keeps its place. The lot is the one that decides ties,
//! HMAC-SHA256(seed, number), the smallest first; the seed's hash was published when the call
//! opened. Seats, limits, money and reserves then follow from the resulting order. Pure.

use super::calibration::{Calibrated, StandingZone, count};
use super::fault::ComputeFault;
use super::official::Order;
use crate::features::calls::{Bilingual, Definition};
use selection_math::model::Thousandths;
use selection_math::quota::Prepared;
use selection_math::ranking;
use serde::{Deserialize, Serialize};

/// The number of trial lots for estimating the probabilities when limits apply.
const TRIED: u32 = 4_000;

/// The result of the zone's lot in a run; absent if the call does not have the rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ZoneLot {
    pub in_words: Bilingual,
    /// In the order drawn; empty if no lot was drawn.
    pub drawn: Vec<DrawnLot>,
}

/// One proposal's lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawnLot {
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    /// Its place by the announced order alone.
    pub announced_place: u32,
    /// The place it drew.
    pub place: u32,
    /// HMAC-SHA256 of the number with the call's seed as key, in hexadecimal; the smaller goes first.
    pub lot: String,
    /// The probability of a seat before the lot was drawn: exact without limits and budget,
    /// otherwise estimated from 4,000 trial lots.
    pub chance: Thousandths,
}

/// An order after the lot, with its readings.
pub(super) struct Held<'a> {
    pub(super) order: Order<'a>,
    pub(super) lines: Vec<Option<Calibrated>>,
    pub(super) lot: ZoneLot,
}

/// Draws the lot if there is something to decide.
pub(super) fn hold<'a>(
    definition: &Definition,
    order: Order<'a>,
    lines: Vec<Option<Calibrated>>,
    seed: &str,
) -> Result<Held<'a>, ComputeFault> {
    let (members, chances) = match members(&order, &lines) {
        Ok(found) => found,
        Err(none) => return Ok(Held { order, lines, lot: none.into() }),
    };
    let numbers =
        members.iter().filter_map(|at| Some((*at, order.candidates.get(*at)?.id.as_str())));
    let mut drawn: Vec<(String, usize)> =
        numbers.map(|(at, number)| (ranking::lot(seed, number), at)).collect();
    drawn.sort();
    let mut arranged: Vec<usize> = (0..order.entries.len()).collect();
    let mut lots = Vec::new();
    for (slot, (lot, from)) in members.iter().zip(drawn) {
        if let Some(place) = arranged.get_mut(*slot) {
            *place = from;
        }
        let chance = members.iter().zip(&chances).find(|(one, _)| **one == from);
        lots.push(DrawnLot {
            number: order.candidates.get(from).map_or_else(String::new, |one| one.id.clone()),
            announced_place: count(from + 1),
            place: count(slot + 1),
            lot,
            chance: chance.map_or_else(Thousandths::default, |(_, chance)| *chance),
        });
    }
    let lot = ZoneLot { in_words: held_in_words(lots.len()), drawn: lots };
    let lines = arranged.iter().map(|from| lines.get(*from).cloned().flatten()).collect();
    Ok(Held { order: order.rearranged(definition, &arranged)?, lines, lot })
}

/// Why no lot is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NoLot {
    CannotTell,
    NothingToDecide,
}

type Members = (Vec<usize>, Vec<Thousandths>);

/// Positions of the proposals that draw, in the announced order, and the probability of each.
fn members(order: &Order<'_>, lines: &[Option<Calibrated>]) -> Result<Members, NoLot> {
    let Some(prepared) = order.prepared.as_ref().filter(|one| one.conflict().is_none()) else {
        return Err(NoLot::CannotTell);
    };
    let mut members = Vec::new();
    for (at, candidate) in order.candidates.iter().enumerate() {
        if candidate.barred.is_some() {
            continue;
        }
        // If one of them cannot be placed relative to the line, none can.
        match lines.get(at).and_then(Option::as_ref).and_then(|line| line.zone) {
            None => return Err(NoLot::CannotTell),
            Some(StandingZone::TooClose) => members.push(at),
            Some(StandingZone::Inside | StandingZone::Outside) => {}
        }
    }
    let announced: Vec<usize> = (0..order.candidates.len()).collect();
    let seated = prepared.fill_order(&mut prepared.workspace(), &announced).to_vec();
    loop {
        let with_seat = members.iter().filter(|at| seated.get(**at) == Some(&true)).count();
        if with_seat == 0 || with_seat == members.len() {
            return Err(NoLot::NothingToDecide);
        }
        let chances = chances(prepared, &members, (&announced, with_seat));
        let none = Thousandths::default();
        if !chances.contains(&none) {
            return Ok((members, chances));
        }
        members = members
            .into_iter()
            .zip(chances)
            .filter(|(_, chance)| *chance != none)
            .map(|(at, _)| at)
            .collect();
    }
}

/// The probability of a seat for each member. The trial lots do not use the seed.
fn chances(
    prepared: &Prepared,
    members: &[usize],
    (announced, with_seat): (&[usize], usize),
) -> Vec<Thousandths> {
    if prepared.families().is_empty() && !prepared.has_budget() {
        return vec![share(count(with_seat), count(members.len())); members.len()];
    }
    let mut wins = vec![0_u32; members.len()];
    let mut shuffled = members.to_vec();
    let (mut arranged, mut workspace) = (announced.to_vec(), prepared.workspace());
    let mut numbers = Numbers(1);
    for _ in 0..TRIED {
        numbers.shuffle(&mut shuffled);
        for (slot, from) in members.iter().zip(&shuffled) {
            if let Some(place) = arranged.get_mut(*slot) {
                *place = *from;
            }
        }
        let seated = prepared.fill_order(&mut workspace, &arranged);
        for (win, at) in wins.iter_mut().zip(members) {
            *win += u32::from(seated.get(*at) == Some(&true));
        }
    }
    wins.into_iter().map(|won| share(won, TRIED)).collect()
}

/// A positive share is never rounded to zero.
fn share(won: u32, of: u32) -> Thousandths {
    let share = Thousandths::nearest(f64::from(won) / f64::from(of.max(1)));
    if won > 0 { share.max(Thousandths::nearest(0.001)) } else { share }
}

/// `SplitMix64`: the same numbers on every machine.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Fisher and Yates, from the end.
    fn shuffle(&mut self, list: &mut [usize]) {
        for last in (1..list.len()).rev() {
            let bound = u64::try_from(last + 1).unwrap_or(1);
            list.swap(last, usize::try_from(self.next() % bound).unwrap_or(0));
        }
    }
}

fn held_in_words(of: usize) -> Bilingual {
    Bilingual {
        id: format!(
            "Nilai {of} proposal terlalu dekat untuk dipastikan. Sesuai aturan panggilan, tempat mereka \
             dalam urutan diundi di antara mereka; semua proposal lain tetap di tempatnya."
        ),
        en: format!(
            "The scores of {of} proposals are too close to call. By the call's rule they drew lots among \
             themselves for their places in the order; every other proposal keeps its place."
        ),
    }
}

impl From<NoLot> for ZoneLot {
    fn from(reason: NoLot) -> Self {
        let (id, en) = match reason {
            NoLot::CannotTell => (
                "Undian bagi yang terlalu dekat tidak diadakan: dari nilai-nilai ini tidak dapat diketahui \
                 siapa yang terlalu dekat. Urutan yang diumumkan berlaku.",
                "No lot for what is too close to call was held: these scores do not tell who is. The \
                 announced order stands.",
            ),
            NoLot::NothingToDecide => (
                "Undian bagi yang terlalu dekat tidak diadakan: tidak ada kursi yang bergantung padanya. \
                 Urutan yang diumumkan berlaku.",
                "No lot for what is too close to call was held: no seat depends on it. The announced order \
                 stands.",
            ),
        };
        Self { in_words: Bilingual { id: id.to_owned(), en: en.to_owned() }, drawn: Vec::new() }
    }
}

impl ZoneLot {
    /// The lot's effect on a proposal's place, for the stated reason.
    pub(super) fn words_for(&self, number: &str) -> Option<Bilingual> {
        let at = self.drawn.iter().position(|one| one.number == number)?;
        let (lot, of) = (self.drawn.get(at)?, self.drawn.len());
        let percent = match (lot.chance.count() + 5) / 10 {
            0 => "< 1".to_owned(),
            percent => percent.to_string(),
        };
        let (nth, was, place) = (at + 1, lot.announced_place, lot.place);
        Some(Bilingual {
            id: format!(
                "Terlalu dekat untuk dipastikan: urutan ditentukan undian di antara {of} proposal, dengan \
                 peluang {percent} % mendapat kursi. Terundi ke-{nth}: dari urutan {was} menjadi urutan {place}."
            ),
            en: format!(
                "Too close to call: a lot among {of} proposals decided on its place, with a chance of \
                 {percent} % of a seat. Drawn as number {nth}: from place {was} to place {place}."
            ),
        })
    }
}
