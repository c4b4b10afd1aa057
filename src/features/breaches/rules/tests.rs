//! Tests of the periods and the checks, over generated instants.

use super::*;
use crate::features::breaches::{Audience, DataClass, Medium};
use crate::kernel::language::Language;
use proptest::prelude::*;

/// Microseconds of an hour.
const HOUR: i64 = 3_600_000_000;

fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

fn state(due_at: Timestamp, given_at: Option<Timestamp>, now: Timestamp) -> NoticeState {
    clock(Owed { due_at, given_at, outcome: None }, now).state
}

fn new(discovered_at: Timestamp) -> NewBreach {
    NewBreach {
        title: "Akun penilai dipakai orang lain".to_owned(),
        happened_at: None,
        discovered_at,
        found_through: "Laporan pemilik akun".to_owned(),
        data: vec![DataClass::Health, DataClass::Identity],
        how: "Kata sandi akun penilai ditebak orang lain.".to_owned(),
        handling: "Semua sesi akun itu diakhiri.".to_owned(),
    }
}

/// Within the limits of its type.
fn valid<T: crate::kernel::input::Input + serde::Serialize>(input: T) -> Valid<T> {
    Valid::checked(input).unwrap()
}

fn faults<T: std::fmt::Debug>(result: Result<T, Failure>) -> Vec<(String, &'static str)> {
    match result.unwrap_err() {
        Failure::Refused(problem) => {
            problem.errors.into_iter().map(|fault| (fault.field, fault.code.name)).collect()
        }
        other => panic!("{other:?}"),
    }
}

proptest! {
    #[test]
    fn a_clock_that_nobody_stopped_runs_then_presses_then_is_overdue(
        discovered in 0..i64::MAX / 4,
        passed in 0..200 * HOUR,
    ) {
        let due = due_at(at(discovered));
        prop_assert_eq!(due.micros() - discovered, 72 * HOUR);
        let expected = if passed > 72 * HOUR {
            NoticeState::Overdue
        } else if passed > 48 * HOUR {
            NoticeState::Pressing
        } else {
            NoticeState::Running
        };
        prop_assert_eq!(state(due, None, at(discovered + passed)), expected);
    }

    #[test]
    fn a_notice_once_given_is_in_time_or_late_for_ever(
        discovered in 0..i64::MAX / 4,
        given in 0..200 * HOUR,
        since in 0..200 * HOUR,
    ) {
        let (due, given_at) = (due_at(at(discovered)), at(discovered + given));
        let expected =
            if given > 72 * HOUR { NoticeState::MetLate } else { NoticeState::MetInTime };
        prop_assert_eq!(state(due, Some(given_at), at(discovered + given + since)), expected);
    }

    #[test]
    fn everybody_is_informed_only_when_all_of_somebody_are(affected in 0..9_i64, informed in 0..9_i64) {
        let found = all_informed_at((affected, informed), Some(at(1)));
        prop_assert_eq!(found.is_some(), affected > 0 && affected == informed);
        prop_assert_eq!(all_informed_at((affected, affected), None), None);
    }

    #[test]
    fn a_reason_is_kept_exactly_when_the_notice_is_late(given in 0..200 * HOUR) {
        let due = due_at(at(0));
        let notice = SubjectNotice {
            how: "Kata sandi akun penilai ditebak.".to_owned(),
            handling: "Semua sesi diakhiri.".to_owned(),
            contact: "ppid@pom.go.id".to_owned(),
            late_reason: "Penerimanya baru diketahui hari ini.".to_owned(),
        };
        let kept = check_subject_notice(&valid(notice.clone()), due, at(given)).unwrap();
        let kept = kept.late_reason;
        prop_assert_eq!(!kept.is_empty(), given > 72 * HOUR);
        let silent = SubjectNotice { late_reason: " ".to_owned(), ..notice };
        let outcome = check_subject_notice(&valid(silent), due, at(given));
        prop_assert_eq!(outcome.is_err(), given > 72 * HOUR);
    }
}

#[test]
fn the_last_instant_is_in_time_and_the_next_is_not() {
    let due = due_at(at(0));
    assert_eq!(state(due, None, due), NoticeState::Pressing);
    assert_eq!(state(due, None, at(due.micros() + 1)), NoticeState::Overdue);
    assert_eq!(state(due, Some(due), due), NoticeState::MetInTime);
    assert_eq!(state(due, Some(at(due.micros() + 1)), due), NoticeState::MetLate);
    assert_eq!(state(due, None, at(48 * HOUR)), NoticeState::Running);
}

#[test]
fn what_turned_out_to_be_no_breach_owes_no_notice_but_keeps_one_that_was_given() {
    let owed = Owed { due_at: at(1), given_at: None, outcome: Some(Outcome::NotABreach) };
    assert_eq!(clock(owed, at(9)).state, NoticeState::NotOwed);
    assert_eq!(clock(Owed { given_at: Some(at(2)), ..owed }, at(9)).state, NoticeState::MetLate);
}

#[test]
fn a_breach_is_refused_with_every_fault_at_once() {
    let now = at(10 * HOUR);
    assert!(check_new(&valid(new(now)), now).is_ok());
    let bad = NewBreach {
        title: "x".to_owned(),
        found_through: String::new(),
        data: vec![],
        how: "y".repeat(5001),
        handling: "z".to_owned(),
        ..new(now)
    };
    let expected = [
        ("data", "required"),
        ("found_through", "required"),
        ("handling", "too_short"),
        ("how", "too_long"),
        ("title", "too_short"),
    ];
    let expected = expected.map(|(field, code)| (field.to_owned(), code));
    assert_eq!(faults(Valid::checked(bad)), expected);
    let bad = NewBreach {
        happened_at: Some(at(12 * HOUR)),
        discovered_at: at(11 * HOUR),
        data: vec![DataClass::Health; 2],
        ..new(now)
    };
    let expected = [
        ("discovered_at", "instant_in_future"),
        ("happened_at", "happened_after_discovery"),
        ("data", "duplicate"),
    ];
    let expected = expected.map(|(field, code)| (field.to_owned(), code));
    assert_eq!(faults(check_new(&valid(bad), now)), expected);
}

#[test]
fn a_notice_to_the_authority_is_neither_before_the_discovery_nor_to_come() {
    let (discovered, now) = (at(HOUR), at(2 * HOUR));
    let given = |micros| AuthorityNotice {
        given_at: at(micros),
        medium: Medium::Portal,
        reference: "B-1/2026".to_owned(),
        late_reason: String::new(),
    };
    let check =
        |notice| check_authority_notice(&valid(notice), (discovered, due_at(discovered)), now);
    assert!(check(given(HOUR)).is_ok() && check(given(2 * HOUR)).is_ok());
    let field = "given_at".to_owned();
    assert_eq!(faults(check(given(HOUR - 1))), [(field.clone(), "given_before_discovery")]);
    assert_eq!(faults(check(given(2 * HOUR + 1))), [(field, "instant_in_future")]);
}

#[test]
fn names_lead_back_and_have_words_in_both_languages() {
    let names = DataClass::ALL.iter().map(|one| ("breach-data", one.name()));
    let names = names.chain(Medium::ALL.iter().map(|one| ("breach-medium", one.name())));
    let names = names.chain(Outcome::ALL.iter().map(|one| ("breach-outcome", one.name())));
    let names = names.chain(NoticeState::ALL.iter().map(|one| ("breach-clock", one.name())));
    let names = names.chain(Audience::ALL.iter().map(|one| ("breach-audience", one.name())));
    for (family, name) in names {
        for language in Language::ALL {
            let key = format!("{family}-{}", name.replace('_', "-"));
            assert_ne!(language.text(&key, &[]), key, "{}", language.tag());
        }
    }
    assert!(DataClass::ALL.iter().all(|one| DataClass::from_name(one.name()) == Some(*one)));
}
