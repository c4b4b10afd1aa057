//! An indicator over time: baseline, every measurement that stands, target. Only coordinates; the template draws.

use crate::features::problems::rules::measuring::standing;
use crate::features::problems::rules::years_in;
use crate::features::problems::{Problem, Series};
use crate::kernel::figure::Figure;
use chrono::NaiveDate;

/// Width and height in the chart's own units.
pub(super) const WIDTH: i64 = 640;
pub(super) const HEIGHT: i64 = 240;
/// Where time runs.
pub(super) const AXIS: i64 = HEIGHT - 4;
const SIDE: i64 = 56;
/// A line of text stands above the highest dot and below the lowest, also in the letters of a phone, which are as
/// high as `LINE`.
const TOP: i64 = 44;
const BOTTOM: i64 = 40;
const LINE: i64 = 26;

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

/// A figure in letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) figure: Figure,
    /// The text ends here and does not begin.
    pub(super) is_at_end: bool,
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

impl Chart {
    /// Of the first and the last point, above each. The others would lie over each other on a phone; the table beneath
    /// has them all.
    pub(super) fn labels(&self) -> Vec<Label> {
        let first = self.points.first().map(|point| (point, -20, false));
        let last = self.points.get(1..).and_then(<[Point]>::last).map(|point| (point, 20, true));
        let label = |(point, aside, is_at_end): (&Point, i64, bool)| Label {
            x: point.x + aside,
            y: point.y - 12,
            figure: point.figure,
            is_at_end,
        };
        first.into_iter().chain(last).map(label).collect()
    }

    /// By the line of the target, at an end of it and so near that it lies over no point's label.
    pub(super) fn target_label(&self) -> Option<Label> {
        let others = self.labels();
        let spot = |(aside, is_at_end): (i64, bool)| Label {
            x: if is_at_end { WIDTH - 4 } else { 4 },
            y: self.target_y + aside,
            figure: self.target,
            is_at_end,
        };
        let is_free = |spot: &Label| {
            let is_over = |other: &Label| {
                other.is_at_end == spot.is_at_end && (other.y - spot.y).abs() < LINE
            };
            (LINE..=HEIGHT).contains(&spot.y) && !others.iter().any(is_over)
        };
        let asides = [-8, LINE, -8 - LINE, 2 * LINE];
        let spots = asides.into_iter().flat_map(|aside| [(aside, false), (aside, true)]);
        spots.map(spot).find(is_free)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: i64, y: i64) -> Point {
        let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        Point { x, y, day, figure: Figure::from_millionths(y), counts: true }
    }

    fn chart(ys: &[i64], target_y: i64) -> Chart {
        let places = (0..).map(|index| SIDE + index * 60).zip(ys);
        let points = places.map(|(x, y)| point(x, *y)).collect();
        Chart { points, target: Figure::from_millionths(0), target_y, way: String::new() }
    }

    #[test]
    fn only_the_first_and_the_last_point_have_their_figures_beside_them() {
        let labels = chart(&[50, 90, 120, 150], 180).labels();
        let told: Vec<i64> = labels.iter().map(|label| label.figure.millionths()).collect();
        assert_eq!((told, labels[0].is_at_end, labels[1].is_at_end), (vec![50, 150], false, true));
        assert_eq!(chart(&[50], 180).labels().len(), 1);
    }

    #[test]
    fn no_label_lies_over_another_wherever_the_target_is() {
        let places = || (TOP..=HEIGHT - BOTTOM).step_by(6);
        let pairs = places().flat_map(|first| places().map(move |last| (first, last)));
        for (first, last) in pairs {
            for target in places() {
                let chart = chart(&[first, 100, last], target);
                let goal = chart.target_label().unwrap();
                for label in chart.labels() {
                    assert!((LINE..=HEIGHT).contains(&label.y), "{label:?}");
                    let is_apart = (label.y - goal.y).abs() >= LINE;
                    let is_elsewhere = label.is_at_end != goal.is_at_end;
                    assert!(is_elsewhere || is_apart, "{first} {last} {target}");
                }
            }
        }
    }
}
