//! A figure over time: where it began, every later one, its target, and what happened meanwhile. Coordinates are
//! computed here, the template draws.

use super::PageContext;
use crate::kernel::errors::Failure;
use crate::kernel::figure::Figure;
use askama::Template;
use chrono::NaiveDate;

/// Width and height in the chart's own units.
const WIDTH: i64 = 640;
const HEIGHT: i64 = 240;
/// Where time runs.
const AXIS: i64 = HEIGHT - 4;
const SIDE: i64 = 56;
/// A line of text stands above the highest dot and below the lowest, also in the letters of a phone, which are as
/// high as `LINE`.
const TOP: i64 = 44;
const BOTTOM: i64 = 40;
const LINE: i64 = 26;

/// What is drawn.
#[derive(Debug, Clone)]
pub struct OverTime<'a> {
    /// Where it began, first, then by day; each with whether it can be compared with the first.
    pub figures: &'a [(NaiveDate, Figure, bool)],
    pub target: Figure,
    /// What happened, by day; the letter stands beside it in the table.
    pub events: &'a [(NaiveDate, String)],
    /// When it began, in words.
    pub began: &'a str,
    /// The id of the heading that names the picture.
    pub named_by: &'a str,
}

/// A figure at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Point {
    x: i64,
    y: i64,
    day: NaiveDate,
    figure: Figure,
    counts: bool,
}

/// A figure in letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Label {
    x: i64,
    y: i64,
    figure: Figure,
    /// The text ends here and does not begin.
    is_at_end: bool,
}

#[derive(Template)]
#[template(path = "web/pages/over_time.html")]
struct Drawing<'a> {
    s: &'a PageContext,
    asked: &'a OverTime<'a>,
    points: Vec<Point>,
    /// The way through the points that count, as SVG writes it.
    way: String,
    target_y: i64,
    labels: Vec<Label>,
    /// By the line of the target.
    goal: Option<Label>,
    last: NaiveDate,
    /// The place of each event, with its day and letter.
    events: Vec<(i64, NaiveDate, &'a str)>,
}

impl Drawing<'_> {
    fn width() -> i64 {
        WIDTH
    }

    fn height() -> i64 {
        HEIGHT
    }

    fn axis() -> i64 {
        AXIS
    }
}

/// Of the first and the last point, above each. The others would lie over each other on a phone; the table beneath
/// has them all.
fn labels(points: &[Point]) -> Vec<Label> {
    let first = points.first().map(|point| (point, -20, false));
    let last = points.get(1..).and_then(<[Point]>::last).map(|point| (point, 20, true));
    let label = |(point, aside, is_at_end): (&Point, i64, bool)| Label {
        x: point.x + aside,
        y: point.y - 12,
        figure: point.figure,
        is_at_end,
    };
    first.into_iter().chain(last).map(label).collect()
}

/// By the line of the target, at an end of it and so near that it lies over no point's label.
fn target_label(points: &[Point], (target, target_y): (Figure, i64)) -> Option<Label> {
    let others = labels(points);
    let spot = |(aside, is_at_end): (i64, bool)| Label {
        x: if is_at_end { WIDTH - 4 } else { 4 },
        y: target_y + aside,
        figure: target,
        is_at_end,
    };
    let is_free = |spot: &Label| {
        let is_over =
            |other: &Label| other.is_at_end == spot.is_at_end && (other.y - spot.y).abs() < LINE;
        (LINE..=HEIGHT).contains(&spot.y) && !others.iter().any(is_over)
    };
    let asides = [-8, LINE, -8 - LINE, 2 * LINE];
    let spots = asides.into_iter().flat_map(|aside| [(aside, false), (aside, true)]);
    spots.map(spot).find(is_free)
}

/// Where a value lies between two others, on a line of so many units; in the middle when there is no line.
fn between(value: i128, (from, to): (i128, i128), length: i64) -> i64 {
    if from == to {
        return length / 2;
    }
    i64::try_from((value - from) * i128::from(length) / (to - from)).unwrap_or(length)
}

/// The picture as SVG; nothing without a figure.
///
/// # Errors
/// When the template fails, which the compiler has all but ruled out.
pub fn over_time(s: &PageContext, asked: &OverTime<'_>) -> Result<Option<String>, Failure> {
    let Some(drawing) = drawing(s, asked) else { return Ok(None) };
    drawing.render().map(Some).map_err(|error| Failure::Inconsistent(error.to_string()))
}

fn drawing<'a>(s: &'a PageContext, asked: &'a OverTime<'a>) -> Option<Drawing<'a>> {
    let days = asked.figures.iter().map(|(day, ..)| *day);
    let days = || days.clone().chain(asked.events.iter().map(|(day, _)| *day));
    let (began, last) = (days().min()?, days().max()?);
    asked.figures.first()?;
    let sizes = asked.figures.iter().map(|(_, figure, _)| figure.millionths());
    let sizes = || sizes.clone().chain([asked.target.millionths()]);
    let (low, high) = (i128::from(sizes().min()?), i128::from(sizes().max()?));
    let y = |figure: Figure| {
        let down = HEIGHT - TOP - BOTTOM;
        TOP + between(i128::from(figure.millionths()), (high, low), down)
    };
    let since = |day: NaiveDate| i128::from((day - began).num_days());
    let x = |day: NaiveDate| SIDE + between(since(day), (0, since(last)), WIDTH - 2 * SIDE);
    let point = |(day, figure, counts): &(NaiveDate, Figure, bool)| {
        let (day, figure, counts) = (*day, *figure, *counts);
        Point { x: x(day), y: y(figure), day, figure, counts }
    };
    let points: Vec<Point> = asked.figures.iter().map(point).collect();
    let counted = points.iter().filter(|point| point.counts);
    let way: Vec<String> = counted.map(|point| format!("{},{}", point.x, point.y)).collect();
    let events = asked.events.iter().map(|(day, letter)| (x(*day), *day, letter.as_str()));
    let (events, target_y) = (events.collect(), y(asked.target));
    let (labels, goal) = (labels(&points), target_label(&points, (asked.target, target_y)));
    let way = way.join(" ");
    Some(Drawing { s, asked, points, way, target_y, labels, goal, last, events })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::clock::Timestamp;
    use crate::kernel::language::Language;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn of(whole: i64) -> Figure {
        Figure::from_millionths(whole * 1_000_000)
    }

    fn page() -> PageContext {
        PageContext::bare(Language::English, "/", Timestamp::from_micros(0))
    }

    #[test]
    fn the_way_leads_through_what_counts_and_events_stand_at_their_days() {
        let figures = [
            (day("2024-01-01"), of(40), true),
            (day("2025-01-01"), of(90), false),
            (day("2026-01-01"), of(20), true),
        ];
        let events = [(day("2025-01-01"), "A".to_owned())];
        let asked = OverTime {
            figures: &figures,
            target: of(10),
            events: &events,
            began: "2024",
            named_by: "x",
        };
        let page = page();
        let drawn = drawing(&page, &asked).unwrap();
        let [first, beside, last] = drawn.points.as_slice() else { panic!("{:?}", drawn.points) };
        assert_eq!((first.x, last.x), (SIDE, WIDTH - SIDE));
        assert_eq!((beside.y, drawn.target_y), (TOP, HEIGHT - BOTTOM));
        assert_eq!(drawn.events, [(beside.x, day("2025-01-01"), "A")]);
        assert_eq!(drawn.way, format!("{},{} {},{}", first.x, first.y, last.x, last.y));
        let svg = over_time(&page, &asked).unwrap().unwrap();
        assert!(svg.starts_with("<svg") && svg.contains("dot beside"), "{svg}");
    }

    #[test]
    fn an_event_after_the_last_figure_is_inside_the_picture() {
        let figures = [(day("2024-07-01"), of(5), true)];
        let events = [(day("2026-03-01"), "A".to_owned())];
        let asked = OverTime {
            figures: &figures,
            target: of(5),
            events: &events,
            began: "2024",
            named_by: "x",
        };
        let page = page();
        let drawn = drawing(&page, &asked).unwrap();
        assert_eq!(drawn.points.first().map(|point| point.x), Some(SIDE));
        assert_eq!(drawn.events.first().map(|(x, ..)| *x), Some(WIDTH - SIDE));
        let nothing = OverTime { figures: &[], ..asked };
        assert!(drawing(&page, &nothing).is_none());
    }

    fn point(x: i64, y: i64) -> Point {
        let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        Point { x, y, day, figure: Figure::from_millionths(y), counts: true }
    }

    fn points_at(ys: &[i64]) -> Vec<Point> {
        let places = (0..).map(|index| SIDE + index * 60).zip(ys);
        places.map(|(x, y)| point(x, *y)).collect()
    }

    #[test]
    fn only_the_first_and_the_last_point_have_their_figures_beside_them() {
        let found = labels(&points_at(&[50, 90, 120, 150]));
        let told: Vec<i64> = found.iter().map(|label| label.figure.millionths()).collect();
        assert_eq!((told, found[0].is_at_end, found[1].is_at_end), (vec![50, 150], false, true));
        assert_eq!(labels(&points_at(&[50])).len(), 1);
    }

    #[test]
    fn no_label_lies_over_another_wherever_the_target_is() {
        let places = || (TOP..=HEIGHT - BOTTOM).step_by(6);
        let pairs = places().flat_map(|first| places().map(move |last| (first, last)));
        for (first, last) in pairs {
            for target in places() {
                let points = points_at(&[first, 100, last]);
                let goal = target_label(&points, (of(0), target)).unwrap();
                for label in labels(&points) {
                    assert!((LINE..=HEIGHT).contains(&label.y), "{label:?}");
                    let is_apart = (label.y - goal.y).abs() >= LINE;
                    let is_elsewhere = label.is_at_end != goal.is_at_end;
                    assert!(is_elsewhere || is_apart, "{first} {last} {target}");
                }
            }
        }
    }
}
