//! A ranked proposal as a row, and the columns that the ranking and the results share: what the model and
//! the budget say of a place.

use crate::features::accounts::KeptNip;
use crate::features::decisions::DecidedOutcome;
use crate::features::selection::{Calibrated, Place, StandingZone};
use crate::platform::exports::{Cell, Column};
use selection_math::model::Thousandths;

/// A place of a run.
pub struct Ranked {
    pub(super) place: Place,
    /// What was decided on it, if anything was.
    pub(super) decided: Option<DecidedOutcome>,
    /// Name and NIP of its candidate, where they are told.
    pub(super) person: Option<(String, KeptNip)>,
}

impl Ranked {
    pub(super) fn meets_thresholds(&self) -> bool {
        self.place.thresholds.iter().all(|threshold| threshold.met)
    }

    /// A number that the model computed.
    fn exact(&self, value: fn(&Calibrated) -> Option<Thousandths>) -> Cell {
        let found = self.place.calibrated.as_ref().and_then(value);
        Cell::optional(found, |value| Cell::Decimal(value.to_string()))
    }

    /// A rank that the model computed.
    fn rank(&self, value: fn(&Calibrated) -> u32) -> Cell {
        let found = self.place.calibrated.as_ref().map(value);
        Cell::optional(found, |value| Cell::Integer(value.into()))
    }

    /// What it gets: by the decision, or as long as there is none by the run.
    fn granted(&self) -> Option<u64> {
        match &self.decided {
            Some(decided) => self.place.granted_as(decided.outcome),
            None => self.place.granted(),
        }
    }
}

/// What the model and the budget say of a place.
pub(super) static READINGS: &[Column<Ranked>] = &[
    Column::decimal("calibrated_score", |row| row.exact(|of| Some(of.score))),
    Column::decimal("calibrated_deviation", |row| row.exact(|of| Some(of.deviation))),
    Column::decimal("expected_rank", |row| row.exact(|of| Some(of.expected_rank))),
    Column::integer("rank_low", |row| row.rank(|of| of.rank_low)),
    Column::integer("rank_high", |row| row.rank(|of| of.rank_high)),
    Column::decimal("p_selected", |row| row.exact(|of| of.p_selected)),
    Column::text("zone", |row| {
        let zone = row.place.calibrated.as_ref().and_then(|of| of.zone);
        Cell::optional(zone, |zone| Cell::text(zone_name(zone)))
    }),
    Column::integer("requested_cost", |row| money(row.place.cost)),
    Column::integer("granted", |row| money(row.granted())),
];

fn zone_name(zone: StandingZone) -> &'static str {
    match zone {
        StandingZone::Inside => "inside",
        StandingZone::TooClose => "too_close",
        StandingZone::Outside => "outside",
    }
}

fn money(amount: Option<u64>) -> Cell {
    let whole = amount.and_then(|amount| i64::try_from(amount).ok());
    Cell::optional(whole, Cell::Integer)
}
