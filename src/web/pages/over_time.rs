//! A figure over time: where it began, every later one, its target, and what happened meanwhile. Coordinates are
//! computed here, the template draws.

use super::PageContext;
use crate::kernel::errors::Failure;
use crate::kernel::figure::Figure;
use askama::Template;
use chrono::NaiveDate;

/// Width and height in the chart's own units.
const WIDTH: i64 = 640;
const HEIGHT: i64 = 220;
const SIDE: i64 = 56;
const TOP: i64 = 28;
const BOTTOM: i64 = 36;

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

#[derive(Template)]
#[template(path = "web/pages/over_time.html")]
struct Drawing<'a> {
    s: &'a PageContext,
    asked: &'a OverTime<'a>,
    points: Vec<Point>,
    /// The way through the points that count, as SVG writes it.
    way: String,
    target_y: i64,
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
    Some(Drawing { s, asked, way: way.join(" "), points, target_y, last, events })
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
}
