//! An indicator over time: baseline, every measurement that stands, target. Only coordinates; the template draws.

use crate::features::problems::rules::measuring::standing;
use crate::features::problems::rules::years_in;
use crate::features::problems::{Problem, Series};
use crate::kernel::figure::Figure;
use chrono::NaiveDate;

/// Width and height in the chart's own units.
pub(super) const WIDTH: i64 = 640;
pub(super) const HEIGHT: i64 = 220;
const SIDE: i64 = 56;
const TOP: i64 = 28;
const BOTTOM: i64 = 36;

/// A figure at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) day: NaiveDate,
    pub(super) figure: Figure,
    /// It was measured as the baseline was, and lacks nothing.
    pub(super) counts: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chart {
    /// The baseline first, then by period.
    pub(super) points: Vec<Point>,
    pub(super) target: Figure,
    pub(super) target_y: i64,
    /// The way through the points that count, as SVG writes it.
    pub(super) way: String,
}

/// The middle of the last year that a baseline's period names.
fn day_of_baseline(problem: &Problem) -> Option<NaiveDate> {
    let year = years_in(&problem.baseline_period).into_iter().max()?;
    NaiveDate::from_ymd_opt(year, 7, 1)
}

/// Where a value lies between two others, on a line of so many units; in the middle when there is no line.
fn between(value: i128, (from, to): (i128, i128), length: i64) -> i64 {
    if from == to {
        return length / 2;
    }
    i64::try_from((value - from) * i128::from(length) / (to - from)).unwrap_or(length)
}

/// `None` while there is nothing to compare: no figures, or nothing that stands.
pub(super) fn chart(problem: &Problem, series: &Series) -> Option<Chart> {
    let figures = series.figures?;
    let shown: Vec<_> = series.measurements.iter().filter(|one| one.stands()).collect();
    let first = shown.first()?.period_to;
    let began = day_of_baseline(problem).map_or(first, |day| day.min(first));
    let mut dots = vec![(began, figures.baseline, true)];
    dots.extend(shown.iter().map(|one| (one.period_to, one.figure, one.counts())));
    let day = |day: NaiveDate| i128::from((day - began).num_days());
    let last = dots.iter().map(|(at, ..)| day(*at)).max().unwrap_or(0);
    let sizes: Vec<i64> = dots
        .iter()
        .map(|(_, figure, _)| figure.millionths())
        .chain([figures.target.millionths()])
        .collect();
    let (low, high) = (sizes.iter().min()?, sizes.iter().max()?);
    let across = WIDTH - 2 * SIDE;
    let down = HEIGHT - TOP - BOTTOM;
    let y = |figure: Figure| {
        let span = (i128::from(*high), i128::from(*low));
        TOP + between(i128::from(figure.millionths()), span, down)
    };
    let point = |(at, figure, counts): (NaiveDate, Figure, bool)| Point {
        x: SIDE + between(day(at), (0, last), across),
        y: y(figure),
        day: at,
        figure,
        counts,
    };
    let points: Vec<Point> = dots.into_iter().map(point).collect();
    let way: Vec<String> = points
        .iter()
        .filter(|point| point.counts)
        .map(|point| format!("{},{}", point.x, point.y))
        .collect();
    let (target, target_y) = (figures.target, y(figures.target));
    Some(Chart { points, target, target_y, way: way.join(" ") })
}

/// The figure that says where the indicator is now, else the baseline.
pub(super) fn now(series: &Series) -> Option<Figure> {
    standing(&series.measurements).map(|one| one.figure)
}
