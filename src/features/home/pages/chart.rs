//! Submissions per day as bars up to the deadline. Only coordinates; the template draws.

use super::super::rules::DayTally;
use chrono::{Days, NaiveDate};

/// Width and height in the chart's own units.
pub(super) const WIDTH: u32 = 640;
pub(super) const HEIGHT: u32 = 180;
const TOP: u32 = 24;
const BOTTOM: u32 = 30;

/// The most bars; a longer call has one bar for each week.
const BARS_MOST: i64 = 62;

/// Submissions of a period of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) first: NaiveDate,
    pub(super) count: u32,
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) width: u32,
    pub(super) height: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chart {
    pub(super) bars: Vec<Bar>,
    /// The highest bar.
    pub(super) most: u32,
    /// The beginning of the day after the deadline.
    pub(super) deadline: u32,
}

/// From the opening to the deadline; `None` if the days are not a valid period.
pub(super) fn chart(days: &[DayTally], opens: NaiveDate, closes: NaiveDate) -> Option<Chart> {
    let length = (closes - opens).num_days() + 1;
    let step = if length > BARS_MOST { 7 } else { 1 };
    let bars = u32::try_from((length + step - 1) / step).ok().filter(|bars| *bars > 0)?;
    let slot = (WIDTH / bars).max(1);
    let stretch = u64::try_from(step).ok()?;
    let counted = |index: u32| {
        let first = opens.checked_add_days(Days::new(u64::from(index) * stretch))?;
        let last = first.checked_add_days(Days::new(stretch))?;
        let inside = days.iter().filter(|tally| tally.day >= first && tally.day < last);
        Some((first, inside.map(|tally| tally.count).sum::<u32>()))
    };
    let counts: Vec<(NaiveDate, u32)> = (0..bars).filter_map(counted).collect();
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let room = HEIGHT - TOP - BOTTOM;
    let bar = |(index, (first, count)): (u32, (NaiveDate, u32))| {
        let height = count * room / most.max(1);
        let width = slot.saturating_sub(2).max(1);
        Bar { first, count, x: index * slot, y: HEIGHT - BOTTOM - height, width, height }
    };
    let drawn = (0_u32..).zip(counts).map(bar).collect();
    Some(Chart { bars: drawn, most, deadline: (bars * slot).min(WIDTH - 1) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 12, day).unwrap()
    }

    #[test]
    fn every_day_has_a_bar_and_the_highest_fills_the_room() {
        let days = [DayTally { day: day(2), count: 1 }, DayTally { day: day(31), count: 4 }];
        let chart = chart(&days, day(1), day(31)).unwrap();
        assert_eq!((chart.bars.len(), chart.most), (31, 4));
        assert_eq!(chart.bars[30].height, HEIGHT - TOP - BOTTOM);
        assert_eq!(chart.bars[0].height, 0);
        assert!(chart.bars.iter().all(|bar| bar.x + bar.width <= WIDTH));
    }

    #[test]
    fn a_long_call_is_drawn_by_the_week_and_nothing_is_lost() {
        let days = [DayTally { day: day(2), count: 3 }, DayTally { day: day(31), count: 4 }];
        let closes = NaiveDate::from_ymd_opt(2027, 6, 1).unwrap();
        let chart = chart(&days, day(1), closes).unwrap();
        assert!(chart.bars.len() < 30);
        assert_eq!(chart.bars.iter().map(|bar| bar.count).sum::<u32>(), 7);
        assert_eq!(super::chart(&days, day(31), day(1)), None);
    }
}
