//! Tests of who is due and when; and that nobody ever is while something holds them.

use super::*;
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn periods() -> Periods {
    let period = |class| Period {
        class,
        months: if class == Class::Account { 12 } else { 24 },
        on_request: matches!(class, Class::Account | Class::Draft | Class::Letters),
        confirmed: true,
        source: "test".to_owned(),
    };
    Periods {
        award_followed_months: 96,
        readings_months: 24,
        readings_source: String::new(),
        award_source: "test".to_owned(),
        classes: Class::ALL.map(period).to_vec(),
    }
}

fn history() -> History {
    History {
        user: UserId::new().unwrap(),
        last_used_at: at("2027-01-01T00:00:00Z"),
        on_duty: false,
        written: Vec::new(),
        worked: Vec::new(),
        last_letter_at: None,
        granted: false,
    }
}

fn written(class: Class) -> Written {
    Written {
        class,
        call_over_at: Some(at("2027-02-28T00:00:00Z")),
        seat: None,
        objection_open: false,
        last_ruling_at: None,
    }
}

#[test]
fn somebody_is_due_from_the_instant_their_longest_period_is_over() {
    let person = History { written: vec![written(Class::NotSelected)], ..history() };
    let due = at("2029-02-28T00:00:00Z");
    let before = Timestamp::from_micros(due.micros() - 1);
    let held = [Hold::Kept { class: Class::NotSelected, until: due }];
    assert_eq!(periods().holds(&person, before), held);
    assert_eq!(periods().holds(&person, due), []);
}

#[test]
fn a_granted_request_ends_only_the_periods_that_a_person_can_end() {
    let drafts = History { written: vec![written(Class::Draft)], granted: true, ..history() };
    let soon = at("2027-03-01T00:00:00Z");
    assert_eq!(periods().holds(&drafts, soon), []);
    let refused = History { written: vec![written(Class::NotSelected)], ..drafts };
    assert!(matches!(
        periods().holds(&refused, soon)[..],
        [Hold::Kept { class: Class::NotSelected, .. }]
    ));
}

#[test]
fn an_accepted_seat_is_followed_and_kept_after_that() {
    let seat = Some(Seat::AcceptedAt(at("2027-03-10T00:00:00Z")));
    let person =
        History { written: vec![Written { seat, ..written(Class::NotSelected) }], ..history() };
    let until = at("2035-03-10T00:00:00Z");
    let kept = Hold::Kept { class: Class::Selected, until: at("2037-03-10T00:00:00Z") };
    let now = at("2034-01-01T00:00:00Z");
    assert_eq!(periods().holds(&person, now), [Hold::SeatFollowed { until }, kept]);
    assert_eq!(periods().holds(&person, until), [kept]);
}

#[test]
fn of_several_calls_the_longest_hold_is_told_once() {
    let later =
        Written { call_over_at: Some(at("2028-02-29T00:00:00Z")), ..written(Class::NotSelected) };
    let person = History { written: vec![written(Class::NotSelected), later], ..history() };
    let until = at("2030-02-28T00:00:00Z");
    let held = [Hold::Kept { class: Class::NotSelected, until }];
    assert_eq!(periods().holds(&person, at("2028-06-01T00:00:00Z")), held);
}

proptest! {
    #[test]
    fn nobody_is_due_while_something_of_theirs_runs_however_long_ago_it_began(
        years in 0_i64..200,
        reason in 0_usize..5,
        granted in any::<bool>(),
    ) {
        let mut person = History { granted, ..history() };
        let mut one = written(Class::NotSelected);
        match reason {
            0 => person.on_duty = true,
            1 => one.objection_open = true,
            2 => one.call_over_at = None,
            3 => one.seat = Some(Seat::Offered),
            _ => person.worked.push(None),
        }
        person.written.push(one);
        let now = at("2027-01-01T00:00:00Z").plus_days(366 * years);
        prop_assert!(!periods().holds(&person, now).is_empty());
    }

    #[test]
    fn who_is_due_stays_due(first in 0_i64..20_000, more in 0_i64..20_000, granted in any::<bool>()) {
        let seat = Some(Seat::AcceptedAt(at("2027-03-10T00:00:00Z")));
        let person = History {
            granted,
            worked: vec![Some(at("2030-01-31T00:00:00Z"))],
            written: vec![Written { seat, ..written(Class::NotSelected) }, written(Class::Draft)],
            last_letter_at: Some(at("2031-01-31T00:00:00Z")),
            ..history()
        };
        let start = at("2027-01-01T00:00:00Z");
        let (one, other) = (start.plus_days(first), start.plus_days(first + more));
        if periods().holds(&person, one).is_empty() {
            prop_assert!(periods().holds(&person, other).is_empty());
        }
    }
}
