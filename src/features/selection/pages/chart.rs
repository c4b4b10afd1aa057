//! Positions of the lines and dots in the charts, in units of their view boxes. Pure.

use crate::features::selection::{Findings, Outcome, Place, ReviewerSeverity, StandingZone};
use selection_math::model::Thousandths;

pub(super) const ROW: i64 = 22;
/// Where the rows begin; the axis is above.
pub(super) const TOP: i64 = 30;
const LEFT: i64 = 150;
const WIDE: i64 = 560;

/// The chart of intervals: one row for each place, ranks from left to right.
pub(super) struct RankChart {
    pub(super) rows: Vec<RankRow>,
    /// The ranks shown on the axis.
    pub(super) ticks: Vec<(i64, i64)>,
    /// The funding line among the ranks; among the rows it is below the last seat.
    pub(super) line: i64,
    pub(super) after_last_seat: Option<i64>,
    /// From the best to the worst rank that is too close to call.
    pub(super) band: Option<(i64, i64)>,
    pub(super) height: i64,
}

pub(super) struct RankRow {
    pub(super) number: String,
    pub(super) y: i64,
    /// Middle of the row.
    pub(super) middle: i64,
    pub(super) official: i64,
    /// Interval and expected rank; `None` if the model cannot determine them.
    pub(super) model: Option<[i64; 3]>,
    /// `inside`, `close`, `outside` or `unknown`.
    pub(super) zone: &'static str,
}

pub(super) fn zone_name(zone: Option<StandingZone>) -> &'static str {
    match zone {
        Some(StandingZone::Inside) => "inside",
        Some(StandingZone::TooClose) => "close",
        Some(StandingZone::Outside) => "outside",
        None => "unknown",
    }
}

/// The horizontal position of a rank, in thousandths, among this many.
fn across(rank: i64, most: i64) -> i64 {
    LEFT + (rank - 1000) * WIDE / ((most - 1).max(1) * 1000)
}

impl RankChart {
    /// For these places, which are a part of the findings' places in the same order.
    pub(super) fn new(findings: &Findings, places: &[Place]) -> Self {
        // A reader in conflict sees the true places, with some left out.
        let most = findings.places.iter().map(|place| i64::from(place.place)).max().unwrap_or(0);
        let x = |rank: u32| across(i64::from(rank) * 1000, most);
        let row = |(place, index): (&Place, i64)| RankRow {
            number: place.number.clone(),
            y: TOP + index * ROW,
            middle: TOP + index * ROW + ROW / 2,
            official: x(place.place),
            model: place.calibrated.as_ref().map(|found| {
                [x(found.rank_low), across(found.expected_rank.count(), most), x(found.rank_high)]
            }),
            zone: zone_name(place.calibrated.as_ref().and_then(|found| found.zone)),
        };
        let rows: Vec<RankRow> = places.iter().zip(0..).map(row).collect();
        let last = findings.places.iter().rposition(|place| place.outcome == Outcome::Selected);
        let last = last.and_then(|at| findings.places.get(at)).map(|place| place.number.as_str());
        let below = rows.iter().find(|row| Some(row.number.as_str()) == last);
        Self {
            line: across(i64::from(findings.seats) * 1000 + 500, most).min(LEFT + WIDE + 8),
            after_last_seat: below.map(|row| row.y + ROW),
            band: band(findings).map(|(low, high)| (x(low), x(high))),
            ticks: ticks(most).into_iter().map(|rank| (rank, across(rank * 1000, most))).collect(),
            height: TOP + ROW * i64::try_from(rows.len()).unwrap_or(0) + 8,
            rows,
        }
    }

    pub(super) fn band_width(&self) -> i64 {
        self.band.map_or(0, |(from, to)| to - from)
    }
}

/// Best and worst official rank among the proposals too close to call.
fn band(findings: &Findings) -> Option<(u32, u32)> {
    let close = || {
        let is_close = |place: &&Place| {
            place.calibrated.as_ref().is_some_and(|one| one.zone == Some(StandingZone::TooClose))
        };
        findings.places.iter().filter(is_close).map(|place| place.place)
    };
    Some((close().min()?, close().max()?))
}

/// First, last, and round ranks between them.
fn ticks(most: i64) -> Vec<i64> {
    let step = match most {
        ..=12 => 1,
        13..=30 => 5,
        31..=120 => 20,
        _ => 50,
    };
    let mut ticks = vec![1];
    ticks.extend((1..).map(|n| n * step).take_while(|rank| *rank < most).filter(|rank| *rank > 1));
    if most > 1 {
        if ticks.last().is_some_and(|last| most - last < step / 2) {
            ticks.pop();
        }
        ticks.push(most);
    }
    ticks
}

/// The chart of severities: one bar for each reviewer, lenient to the left, strict to the right.
pub(super) struct SeverityChart {
    pub(super) bars: Vec<SeverityBar>,
    pub(super) middle: i64,
    pub(super) height: i64,
}

pub(super) struct SeverityBar {
    pub(super) name: String,
    pub(super) sheets: u32,
    pub(super) severity: Option<Thousandths>,
    pub(super) y: i64,
    pub(super) from: i64,
    pub(super) width: i64,
}

impl SeverityChart {
    /// The most lenient first; `name` gives a reviewer's name.
    pub(super) fn new(
        reviewers: &[ReviewerSeverity],
        name: impl Fn(&ReviewerSeverity) -> String,
    ) -> Self {
        let mut sorted: Vec<&ReviewerSeverity> = reviewers.iter().collect();
        sorted.sort_by_key(|one| one.severity);
        let size = |one: &ReviewerSeverity| one.severity.map_or(0, |found| found.count().abs());
        let most = reviewers.iter().map(size).max().unwrap_or(0).max(1);
        let middle = LEFT + WIDE / 2;
        let bar = |(one, index): (&ReviewerSeverity, i64)| {
            let count = one.severity.map_or(0, Thousandths::count);
            let length = count.abs() * (WIDE / 2 - 10) / most;
            SeverityBar {
                name: name(one),
                sheets: one.sheets,
                severity: one.severity,
                y: 4 + index * ROW,
                from: if count < 0 { middle - length } else { middle },
                width: length.max(1),
            }
        };
        let bars: Vec<SeverityBar> = sorted.into_iter().zip(0..).map(bar).collect();
        Self { middle, height: ROW * i64::try_from(bars.len()).unwrap_or(0) + 8, bars }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_rank_stands_inside_the_drawing_in_its_order(most in 1_i64..3000, rank in 1_i64..3000) {
            let rank = rank.min(most);
            let x = across(rank * 1000, most);
            prop_assert!((LEFT..=LEFT + WIDE).contains(&x));
            prop_assert!(rank == most || across((rank + 1) * 1000, most) >= x);
        }

        #[test]
        fn an_axis_names_first_and_last_and_few_between(most in 1_i64..3000) {
            let ticks = ticks(most);
            prop_assert_eq!(ticks.first(), Some(&1));
            prop_assert_eq!(ticks.last(), Some(&most));
            prop_assert!(ticks.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(ticks.len() <= 62);
        }
    }
}
