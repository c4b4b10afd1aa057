//! The model's and the budget's figures for a place, as columns of a table; and each reviewer's
//! severity in the run that was decided on.

use super::store;
use crate::features::calls::Call;
use crate::features::selection::{self, Calibrated, Outcome, Place, StandingZone};
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use crate::platform::exports::Cell;
use selection_math::model::Thousandths;
use std::collections::BTreeMap;

/// The names of the columns that [`cells`] fills.
pub(super) const COLUMNS: [&str; 9] = [
    "calibrated_score",
    "calibrated_deviation",
    "expected_rank",
    "rank_low",
    "rank_high",
    "p_selected",
    "zone",
    "requested_cost",
    "granted",
];

/// The cells of a place, with its decided outcome if there is a decision.
pub(super) fn cells(place: &Place, decided: Option<Outcome>) -> [Cell; 9] {
    let of = place.calibrated.as_ref();
    let exact = |value: fn(&Calibrated) -> Option<Thousandths>| {
        Cell::optional(of.and_then(value), |value| Cell::Decimal(value.to_string()))
    };
    let whole = |value: fn(&Calibrated) -> u32| {
        Cell::optional(of.map(value), |value| Cell::Integer(value.into()))
    };
    [
        exact(|of| Some(of.score)),
        exact(|of| Some(of.deviation)),
        exact(|of| Some(of.expected_rank)),
        whole(|of| of.rank_low),
        whole(|of| of.rank_high),
        exact(|of| of.p_selected),
        Cell::optional(of.and_then(|of| of.zone), |zone| Cell::text(zone_name(zone))),
        money(place.cost),
        money(decided.map_or_else(|| place.granted(), |decided| place.granted_as(decided))),
    ]
}

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

/// By reviewer, in weighted points below colleagues on the same proposals; empty before a decision.
pub(super) fn severities(
    db: &mut Db,
    call: &Call,
) -> Result<BTreeMap<UserId, Thousandths>, Failure> {
    let Some(decision) = store::current(db, &call.id)? else { return Ok(BTreeMap::new()) };
    let reviewers = selection::findings_of(db, &decision.run)?.calibration.reviewers;
    let known = reviewers.into_iter().filter_map(|one| Some((one.reviewer, one.severity?)));
    Ok(known.collect())
}
