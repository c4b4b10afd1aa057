//! Slots one after the other, and who sits on which panel: whoever has the fewest so far, in no conflict. Pure.

use crate::features::calls::Interview;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::UserId;
use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::BTreeMap;

/// The beginnings of `count` interviews: so many on a day, the others on the next working days at the same hour.
pub fn beginnings(
    how: &Interview,
    (first, break_minutes, per_day): (Timestamp, u32, u32),
    count: usize,
) -> Vec<Timestamp> {
    let step = i64::from(how.minutes.saturating_add(break_minutes)) * 60;
    let (mut day, mut on_day) = (first, 0_u32);
    let mut found = Vec::with_capacity(count);
    while found.len() < count {
        if on_day >= per_day.max(1) {
            day = next_working_day(day);
            on_day = 0;
        }
        found.push(day.plus_seconds(step * i64::from(on_day)));
        on_day += 1;
    }
    found
}

/// The same hour on the next day in Jakarta that is no Saturday or Sunday.
fn next_working_day(at: Timestamp) -> Timestamp {
    let mut next = at.plus_days(1);
    let is_off = |date: NaiveDate| matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    while is_off(next.date_in_jakarta()) {
        next = next.plus_days(1);
    }
    next
}

/// Of those who are free, the `wanted` with the fewest interviews so far; `None` if there are not enough.
pub fn panel_of(
    free: &[UserId],
    loads: &mut BTreeMap<UserId, u32>,
    wanted: u32,
) -> Option<Vec<UserId>> {
    let wanted = usize::try_from(wanted).ok()?;
    let mut by_load: Vec<&UserId> = free.iter().collect();
    by_load.sort_by_key(|user| (loads.get(*user).copied().unwrap_or(0), (*user).clone()));
    let chosen: Vec<UserId> = by_load.into_iter().take(wanted).cloned().collect();
    if chosen.len() < wanted {
        return None;
    }
    for user in &chosen {
        *loads.entry(user.clone()).or_default() += 1;
    }
    Some(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::calls::AbsentRule;

    fn how() -> Interview {
        Interview {
            percent: 30,
            panelists: 3,
            minutes: 30,
            days_after_review: 0,
            absent: AbsentRule::NotRanked,
            questions: Vec::new(),
        }
    }

    #[test]
    fn a_day_is_filled_and_a_weekend_is_skipped() {
        // A Friday, 09:00 in Jakarta.
        let first: Timestamp = "2027-01-15T02:00:00Z".parse().unwrap();
        let found = beginnings(&how(), (first, 10, 2), 5);
        let shown: Vec<String> = found.iter().map(ToString::to_string).collect();
        let expected = [
            "2027-01-15T02:00:00",
            "2027-01-15T02:40:00",
            "2027-01-18T02:00:00",
            "2027-01-18T02:40:00",
            "2027-01-19T02:00:00",
        ];
        for (shown, expected) in shown.iter().zip(expected) {
            assert!(shown.starts_with(expected), "{shown} {expected}");
        }
        assert_eq!(found[2].date_in_jakarta().weekday(), Weekday::Mon);
    }

    #[test]
    fn panels_share_the_work_and_too_few_make_none() {
        let people: Vec<UserId> = (0..5).map(|_| UserId::new().unwrap()).collect();
        let mut loads = BTreeMap::new();
        for _ in 0..5 {
            assert_eq!(panel_of(&people, &mut loads, 3).unwrap().len(), 3);
        }
        assert!(people.iter().all(|user| loads[user] == 3), "{loads:?}");
        assert_eq!(panel_of(&people[..2], &mut loads, 3), None);
    }
}
