//! Counts that do not come out ([`super::Count`]), as the solver finds, shortens and reuses them.

use super::field::Field;
use super::outcome::{Count, LimitName, Proof};

/// A set of limits, one flag per class of the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Weights {
    pub(super) floors: Vec<bool>,
    pub(super) caps: Vec<bool>,
    pub(super) seats: bool,
    pub(super) all_seats: bool,
}

/// What must be taken and what may be taken, per cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds<'a> {
    pub(super) lower: &'a [u32],
    pub(super) upper: &'a [u32],
}

impl Weights {
    pub(super) fn none(field: &Field) -> Self {
        let classes = field.classes.len();
        Self {
            floors: vec![false; classes],
            caps: vec![false; classes],
            seats: false,
            all_seats: false,
        }
    }

    /// The weight of one candidate of each cell.
    fn gains(&self, field: &Field) -> Vec<i64> {
        let base = i64::from(self.all_seats) - i64::from(self.seats);
        let of_class = |class: &usize| {
            let flag = |flags: &[bool]| i64::from(flags.get(*class).copied().unwrap_or(false));
            flag(&self.floors) - flag(&self.caps)
        };
        (0..field.cells())
            .map(|cell| base + field.classes_of(cell).iter().map(of_class).sum::<i64>())
            .collect()
    }

    /// What the floors ask for beyond what caps and seats give, before any candidate is counted.
    fn demand(&self, field: &Field) -> i64 {
        let limits = field.classes.iter().zip(self.floors.iter().zip(&self.caps));
        let of_classes: i64 = limits
            .map(|(class, (&floor, &cap))| {
                i64::from(floor) * i64::from(class.floor) - i64::from(cap) * i64::from(class.cap)
            })
            .sum();
        of_classes + i64::from(self.all_seats) * i64::from(field.least)
            - i64::from(self.seats) * i64::from(field.seats)
    }

    /// Positive when the count does not come out, so that nothing within the bounds is feasible.
    pub(super) fn excess(&self, field: &Field, bounds: Bounds<'_>) -> i64 {
        self.demand(field) - supply(&self.gains(field), bounds)
    }

    /// Leaves out every limit the proof does not need, so that it names as few as possible.
    pub(super) fn shortened(mut self, field: &Field, bounds: Bounds<'_>) -> Self {
        let attempts = 2 * field.classes.len() + 2;
        for attempt in 0..attempts {
            let Some(flag) = self.flag(attempt).filter(|flag| **flag) else { continue };
            *flag = false;
            if self.excess(field, bounds) <= 0
                && let Some(flag) = self.flag(attempt)
            {
                *flag = true;
            }
        }
        self
    }

    /// The flags in the order in which a proof would rather do without them.
    fn flag(&mut self, number: usize) -> Option<&mut bool> {
        let classes = self.floors.len();
        match number.checked_sub(2 * classes) {
            Some(0) => Some(&mut self.all_seats),
            Some(_) => Some(&mut self.seats),
            None if number < classes => self.floors.get_mut(number),
            None => self.caps.get_mut(number - classes),
        }
    }

    pub(super) fn into_count(self, field: &Field) -> Count {
        let names = |flags: &[bool]| {
            let chosen = field.classes.iter().zip(flags).filter(|(_, flag)| **flag);
            chosen.map(|(class, _)| (field.family_name(class), class.name.clone())).collect()
        };
        Count {
            floors: names(&self.floors),
            caps: names(&self.caps),
            seats: self.seats,
            all_seats: self.all_seats,
        }
    }
}

/// Σ weight over those who must be taken, and over the others where it is positive.
fn supply(gains: &[i64], bounds: Bounds<'_>) -> i64 {
    let counts = bounds.lower.iter().zip(bounds.upper);
    let weighed = gains.iter().zip(counts);
    weighed.map(|(gain, (&low, &high))| gain * i64::from(if *gain > 0 { high } else { low })).sum()
}

/// The limits a proof names, each once.
pub(super) fn limits_of(proof: &Proof) -> Vec<LimitName> {
    let mut limits = Vec::new();
    collect_limits(proof, &mut limits);
    limits.sort();
    limits.dedup();
    limits
}

fn collect_limits(proof: &Proof, limits: &mut Vec<LimitName>) {
    match proof {
        Proof::Count(count) => {
            limits.extend(count.seats.then_some(LimitName::Seats));
            limits.extend(count.all_seats.then_some(LimitName::AllSeats));
            let name = |(family, class): &(String, String)| (family.clone(), class.clone());
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

/// A count kept for reuse: once it does not come out, it never will again, because those who must
/// be taken only grow.
#[derive(Debug)]
pub(super) struct KnownCount {
    gains: Vec<i64>,
    excess: i64,
    count: Count,
}

impl KnownCount {
    /// `weights` held against what has been taken so far, without the name they refused.
    pub(super) fn new(weights: Weights, field: &Field, taken: Bounds<'_>) -> Self {
        let gains = weights.gains(field);
        let excess = weights.demand(field) - supply(&gains, taken);
        Self { gains, excess, count: weights.into_count(field) }
    }

    /// The count, when it also refuses one more candidate of this cell.
    pub(super) fn refusing(&self, cell: usize) -> Option<&Count> {
        (self.excess + self.loss(cell) > 0).then_some(&self.count)
    }

    pub(super) fn note_taken(&mut self, cell: usize) {
        self.excess += self.loss(cell);
    }

    /// A candidate of the cell can no longer be taken: the money does not reach.
    pub(super) fn note_lost(&mut self, cell: usize) {
        self.excess += self.gains.get(cell).copied().unwrap_or(0).max(0);
    }

    fn loss(&self, cell: usize) -> i64 {
        self.gains.get(cell).copied().unwrap_or(0).min(0).saturating_neg()
    }
}
