//! Counts that show a contradiction ([`super::Count`]): how the solver finds, shortens and reuses
//! them.

use super::field::{Field, NO_CAP};
use super::outcome::{Count, LimitName, Proof, Weighted};
use std::sync::Arc;

/// How often each limit is counted, one entry for each class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Weights {
    pub(super) floors: Vec<i64>,
    pub(super) caps: Vec<i64>,
    pub(super) seats: i64,
    pub(super) all_seats: i64,
}

/// What must be taken and what may be taken, for each cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds<'a> {
    pub(super) lower: &'a [u32],
    pub(super) upper: &'a [u32],
}

impl Weights {
    pub(super) fn none(field: &Field) -> Self {
        let classes = field.classes.len();
        Self { floors: vec![0; classes], caps: vec![0; classes], seats: 0, all_seats: 0 }
    }

    /// The weight of one candidate of each cell.
    fn gains(&self, field: &Field) -> Vec<i64> {
        let base = self.all_seats - self.seats;
        let of = |times: &[i64], class: usize| times.get(class).copied().unwrap_or(0);
        let of_class = |&class: &usize| of(&self.floors, class) - of(&self.caps, class);
        (0..field.cells())
            .map(|cell| base + field.classes_of(cell).iter().map(of_class).sum::<i64>())
            .collect()
    }

    /// What the floors require beyond what caps and seats permit, before any candidate is counted.
    fn demand(&self, field: &Field) -> i64 {
        let limits = field.classes.iter().zip(self.floors.iter().zip(&self.caps));
        let of_classes = limits.map(|(class, (floor, cap))| {
            floor * i64::from(class.floor) - cap * i64::from(class.cap)
        });
        of_classes.sum::<i64>() + self.all_seats * i64::from(field.least)
            - self.seats * i64::from(field.seats)
    }

    /// Positive if the count shows a contradiction, so that nothing within the bounds is feasible.
    fn excess(&self, field: &Field, bounds: Bounds<'_>) -> i64 {
        self.demand(field) - supply(&self.gains(field), bounds)
    }

    /// Removes every limit that the proof does not need, so that it names as few as possible.
    pub(super) fn shortened(self, field: &Field, bounds: Bounds<'_>) -> Self {
        let mut ascent = Ascent::new(self, field, bounds);
        for class in 0..field.classes.len() {
            for side in [Side::Floor, Side::Cap] {
                let times = ascent.times(class, side);
                ascent.shift_if(class, side, -times, |without, _| without > 0);
            }
        }
        ascent.weights.without_seats(field, bounds)
    }

    fn without_seats(self, field: &Field, bounds: Bounds<'_>) -> Self {
        let fewer = [
            Self { seats: 0, all_seats: 0, ..self.clone() },
            Self { all_seats: 0, ..self.clone() },
            Self { seats: 0, ..self.clone() },
        ];
        let stands = |weights: &Self| weights.excess(field, bounds) > 0;
        fewer.into_iter().find(stands).unwrap_or(self)
    }

    /// Changes the weights step by step as long as the excess grows; this finds a contradiction for
    /// most of what three and more families refuse together.
    pub(super) fn ascended(self, field: &Field, bounds: Bounds<'_>) -> Option<Self> {
        let mut ascent = Ascent::new(self, field, bounds);
        for _ in 0..ROUNDS {
            if ascent.excess > 0 || !ascent.round() {
                break;
            }
        }
        (ascent.excess > 0).then_some(ascent.weights)
    }

    pub(super) fn into_count(self, field: &Field) -> Count {
        let times = |times: i64| u32::try_from(times).unwrap_or(0);
        let listed = |weights: &[i64]| {
            let counted = field.classes.iter().zip(weights).filter(|(_, weight)| **weight > 0);
            counted
                .map(|(class, weight)| Weighted {
                    family: field.family_name(class),
                    class: class.name.clone(),
                    times: times(*weight),
                })
                .collect()
        };
        Count {
            floors: listed(&self.floors),
            caps: listed(&self.caps),
            seats: times(self.seats),
            all_seats: times(self.all_seats),
        }
    }
}

/// Σ weight over those who must be taken, and over the others where it is positive.
fn supply(gains: &[i64], bounds: Bounds<'_>) -> i64 {
    let counts = bounds.lower.iter().zip(bounds.upper);
    let weighed = gains.iter().zip(counts);
    weighed.map(|(gain, (&low, &high))| gain * i64::from(if *gain > 0 { high } else { low })).sum()
}

/// The number of rounds over all limits after which [`Weights::ascended`] leaves the rest to the
/// search.
const ROUNDS: usize = 6;

/// A limit of a class: its floor or its cap.
#[derive(Debug, Clone, Copy)]
enum Side {
    Floor,
    Cap,
}

/// Weights with their running excess.
struct Ascent<'a> {
    field: &'a Field,
    bounds: Bounds<'a>,
    weights: Weights,
    gains: Vec<i64>,
    excess: i64,
}

impl<'a> Ascent<'a> {
    fn new(weights: Weights, field: &'a Field, bounds: Bounds<'a>) -> Self {
        let gains = weights.gains(field);
        let excess = weights.demand(field) - supply(&gains, bounds);
        Self { field, bounds, weights, gains, excess }
    }

    fn times(&self, class: usize, side: Side) -> i64 {
        let times = match side {
            Side::Floor => &self.weights.floors,
            Side::Cap => &self.weights.caps,
        };
        times.get(class).copied().unwrap_or(0)
    }

    /// Whether any step of this round raised the excess.
    fn round(&mut self) -> bool {
        let before = self.excess;
        for class in 0..self.field.classes.len() {
            for side in [Side::Floor, Side::Cap] {
                for by in [1, -1] {
                    self.shift_if(class, side, by, |with, without| with > without);
                }
            }
        }
        for by in [1, -1] {
            self.shift_seats(by);
        }
        self.excess > before
    }

    /// Counts a limit `by` times more if that is better than before.
    fn shift_if(&mut self, class: usize, side: Side, by: i64, is_better: fn(i64, i64) -> bool) {
        let Some(limit) = self.field.classes.get(class) else { return };
        let (bound, sign, times) = match side {
            Side::Floor => (limit.floor, 1, &mut self.weights.floors),
            Side::Cap => (limit.cap, -1, &mut self.weights.caps),
        };
        let Some(times) = times.get_mut(class) else { return };
        if by == 0 || *times + by < 0 || bound == 0 || bound == NO_CAP {
            return;
        }
        let cells = self.field.cells_of(class);
        let grown = supply_shift(&mut self.gains, self.bounds, cells, sign * by);
        let excess = self.excess + sign * by * i64::from(bound) - grown;
        if is_better(excess, self.excess) {
            (*times, self.excess) = (*times + by, excess);
        } else {
            supply_shift(&mut self.gains, self.bounds, cells, -sign * by);
        }
    }

    fn shift_seats(&mut self, by: i64) {
        if self.weights.seats + by < 0 {
            return;
        }
        let gains: Vec<i64> = self.gains.iter().map(|gain| gain - by).collect();
        let grown = supply(&gains, self.bounds) - supply(&self.gains, self.bounds);
        let excess = self.excess - by * i64::from(self.field.seats) - grown;
        if excess > self.excess {
            self.weights.seats += by;
            (self.gains, self.excess) = (gains, excess);
        }
    }
}

/// Shifts the weight of some cells and returns by how much the supply grows.
fn supply_shift(gains: &mut [i64], bounds: Bounds<'_>, cells: &[usize], by: i64) -> i64 {
    let mut grown = 0;
    for &cell in cells {
        let counts = (gains.get_mut(cell), bounds.lower.get(cell), bounds.upper.get(cell));
        let (Some(gain), Some(&low), Some(&high)) = counts else { continue };
        let worth = |gain: i64| gain * i64::from(if gain > 0 { high } else { low });
        grown += worth(*gain + by) - worth(*gain);
        *gain += by;
    }
    grown
}

/// The limits a proof names, each once.
pub fn limits_of(proof: &Proof) -> Vec<LimitName> {
    let mut limits = Vec::new();
    collect_limits(proof, &mut limits);
    limits.sort();
    limits.dedup();
    limits
}

fn collect_limits(proof: &Proof, limits: &mut Vec<LimitName>) {
    match proof {
        Proof::Count(count) => {
            limits.extend((count.seats > 0).then_some(LimitName::Seats));
            limits.extend((count.all_seats > 0).then_some(LimitName::AllSeats));
            let name = |one: &Weighted| (one.family.clone(), one.class.clone());
            limits.extend(
                count
                    .floors
                    .iter()
                    .map(name)
                    .map(|(family, class)| LimitName::Floor { family, class }),
            );
            limits.extend(
                count.caps.iter().map(name).map(|(family, class)| LimitName::Cap { family, class }),
            );
        }
        Proof::Split { then, otherwise, .. } => {
            collect_limits(then, limits);
            collect_limits(otherwise, limits);
        }
    }
}

/// A count kept for reuse: once it shows a contradiction it always will, because the set of those
/// who must be taken only grows.
#[derive(Debug, Clone)]
pub(super) struct KnownCount {
    gains: Arc<[i64]>,
    excess: i64,
}

impl KnownCount {
    /// `weights` held against what has been taken so far, without the name they refused.
    pub(super) fn new(weights: &Weights, field: &Field, taken: Bounds<'_>) -> Self {
        let gains = weights.gains(field);
        let excess = weights.demand(field) - supply(&gains, taken);
        Self { gains: gains.into(), excess }
    }

    /// Whether the count also refuses one more candidate of this cell.
    pub(super) fn refuses(&self, cell: usize) -> bool {
        self.excess + self.loss(cell) > 0
    }

    pub(super) fn note_taken(&mut self, cell: usize) {
        self.excess += self.loss(cell);
    }

    fn loss(&self, cell: usize) -> i64 {
        self.gains.get(cell).copied().unwrap_or(0).min(0).saturating_neg()
    }
}
