//! Which measurement decides, and what follows, for every kind of measurement.

use super::*;
use crate::features::problems::MeasurementCheck;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{MeasurementId, ProblemId};
use crate::kernel::language::Language;
use proptest::prelude::*;

fn figure(whole: i64) -> Figure {
    Figure::from_millionths(whole * 1_000_000)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// What was measured in a year.
fn measured(year: i32, value: i64) -> Measurement {
    Measurement {
        id: MeasurementId::new().unwrap(),
        problem: ProblemId::new().unwrap(),
        period_from: NaiveDate::from_ymd_opt(year, 1, 1).unwrap(),
        period_to: NaiveDate::from_ymd_opt(year, 12, 31).unwrap(),
        value: value.to_string(),
        figure: figure(value),
        denominator: None,
        source: "Laporan".into(),
        measured_by: "Balai".into(),
        difference: None,
        gaps: None,
        evidence: "Laporan tahunan unit.".into(),
        evidence_file: None,
        corrects: None,
        correction_reason: None,
        corrected_by: None,
        check: None,
        recorded_by: None,
        recorded_at: Timestamp::from_micros(i64::from(year)),
    }
}

fn disputed(one: Measurement) -> Measurement {
    let check = MeasurementCheck {
        verdict: CheckVerdict::Disputed,
        reason: String::new(),
        checked_by: None,
        checked_at: Timestamp::from_micros(0),
    };
    Measurement { check: Some(check), ..one }
}

/// From 20 down to 5.
const FIGURES: (i64, i64) = (20, 5);

fn figures((baseline, target): (i64, i64)) -> Figures {
    Figures { baseline: figure(baseline), target: figure(target) }
}

fn due(state: State, measurements: &[Measurement]) -> Option<Step> {
    step_due((state, Direction::Lower), figures(FIGURES), measurements)
}

#[test]
fn a_problem_is_solved_by_the_latest_period_that_counts_and_opened_again_by_a_later_one() {
    assert_eq!(due(State::Approved, &[]), None);
    assert_eq!(due(State::Approved, &[measured(2027, 9)]), None);
    assert_eq!(due(State::Approved, &[measured(2027, 5)]), Some(Step::Solve));
    assert_eq!(due(State::Solved, &[measured(2027, 5)]), None);
    assert_eq!(due(State::Solved, &[measured(2027, 5), measured(2028, 6)]), Some(Step::Reopen));
    // Recorded later, about an earlier period: the later period still says where it is now.
    assert_eq!(due(State::Solved, &[measured(2028, 5), measured(2027, 9)]), None);
    for state in [State::Proposed, State::Returned, State::Retired] {
        assert_eq!(due(state, &[measured(2027, 1)]), None, "{state}");
    }
}

#[test]
fn what_is_disputed_corrected_different_or_incomplete_decides_nothing() {
    let good = || measured(2027, 5);
    let corrected = Measurement { corrected_by: Some(MeasurementId::new().unwrap()), ..good() };
    let different = Measurement { difference: Some("sumber lain".into()), ..good() };
    let incomplete = Measurement { gaps: Some("dua unit tidak melapor".into()), ..good() };
    for one in [disputed(good()), corrected, different, incomplete] {
        assert_eq!(due(State::Approved, std::slice::from_ref(&one)), None, "{one:?}");
        assert_eq!(due(State::Solved, &[one]), Some(Step::Reopen));
    }
}

#[test]
fn higher_is_better_is_the_other_way_round_and_a_target_met_at_baseline_decides_nothing() {
    let up = |state, target, value| {
        let figures = figures((20, target));
        step_due((state, Direction::Higher), figures, &[measured(2027, value)])
    };
    assert_eq!(up(State::Approved, 80, 80), Some(Step::Solve));
    assert_eq!(up(State::Approved, 80, 79), None);
    assert_eq!(up(State::Approved, 20, 30), None);
    assert_eq!(up(State::Approved, 10, 30), None);
}

#[test]
fn the_way_is_told_from_any_baseline() {
    let way = |pair, now| way_behind(figures(pair), figure(now));
    assert_eq!(way((20, 5), 20), Some(0));
    assert_eq!(way((20, 5), 5), Some(100));
    assert_eq!(way((20, 5), 2), Some(120));
    assert_eq!(way((20, 5), 23), Some(-20));
    assert_eq!(way((0, 80), 40), Some(50));
    assert_eq!(way((5, 5), 5), None);
}

#[test]
fn the_day_of_a_period_is_its_last_one() {
    let longer = Measurement { period_from: day("2026-01-01"), ..measured(2027, 5) };
    let short = Measurement { period_from: day("2027-12-01"), ..measured(2027, 9) };
    let found = standing(&[longer.clone(), short]).map(|one| one.id.clone());
    assert_eq!(found, Some(longer.id));
}

#[test]
fn every_refusal_has_words_in_both_languages() {
    let arguments = [
        ("state", "retired".to_owned()),
        ("value", "9%".to_owned()),
        ("verdict", "disputed".to_owned()),
        ("unit", "hari".to_owned()),
        ("today", "2027-01-01".to_owned()),
        ("period", "2025".to_owned()),
        ("baseline", "4.958 sampel".to_owned()),
    ];
    for language in Language::ALL {
        for code in CODES {
            let words = language.message(*code, &arguments);
            assert!(words.contains(' '), "{language:?} {}", code.name);
        }
    }
}

proptest! {
    #[test]
    fn a_problem_never_both_solves_and_reopens_and_settles_after_one_step(
        values in proptest::collection::vec((2026_i32..2040, 0_i64..40, any::<bool>(), any::<bool>()), 0..8),
        higher in any::<bool>(),
    ) {
        let direction = if higher { Direction::Higher } else { Direction::Lower };
        let measurements: Vec<Measurement> = values
            .into_iter()
            .map(|(year, value, is_disputed, has_gaps)| {
                let one = measured(year, value);
                let one = if is_disputed { disputed(one) } else { one };
                Measurement { gaps: has_gaps.then(|| "kurang".to_owned()), ..one }
            })
            .collect();
        let pair = if higher { figures((5, 20)) } else { figures((20, 5)) };
        let of = |state| step_due((state, direction), pair, &measurements);
        // Exactly one of the two states is at rest.
        prop_assert_ne!(of(State::Approved).is_none(), of(State::Solved).is_none());
        if of(State::Approved) == Some(Step::Solve) {
            let now = standing(&measurements);
            prop_assert!(now.is_some_and(|now| now.counts() && meets(now.figure, pair.target, direction)));
        }
    }
}

/// An approved problem with a baseline of this period, registered on 1 January 1970.
fn problem(state: State, baseline_period: &str) -> Problem {
    Problem {
        id: ProblemId::new().unwrap(),
        code: "M-001".into(),
        owner_unit: UnitCode::new("U.BB.MKS"),
        title: String::new(),
        description: String::new(),
        indicator: String::new(),
        unit_of_measure: "%".into(),
        direction: Direction::Lower,
        baseline_value: "20%".into(),
        baseline_period: baseline_period.into(),
        baseline_denominator: None,
        baseline_source: String::new(),
        baseline_measured_by: String::new(),
        target_value: "5%".into(),
        evidence: String::new(),
        illustrative: false,
        state,
        state_reason: None,
        proposed_by: None,
        decided_by: None,
        created_at: Timestamp::from_micros(0),
        updated_at: Timestamp::from_micros(0),
        version: 1,
        stated: None,
    }
}

#[test]
fn an_indicator_is_due_so_many_months_after_the_last_period_that_counts() {
    let of = |period: &str, measurements: &[Measurement], months| {
        let due = due_on(&problem(State::Approved, period), measurements, (months, &[]))?;
        Some((due.measured_until.to_string(), due.due_on.to_string()))
    };
    let days = |last: &str, due: &str| Some((last.to_owned(), due.to_owned()));
    assert_eq!(of("2025", &[], 12), days("2025-12-31", "2026-12-31"));
    assert_eq!(of("triwulan III 2024", &[], 2), days("2024-12-31", "2025-02-28"));
    assert_eq!(of("tidak diketahui", &[], 12), days("1970-01-01", "1971-01-01"));
    let years = [measured(2028, 9), measured(2027, 9)];
    assert_eq!(of("2025", &years, 12), days("2028-12-31", "2029-12-31"));
    let later = Measurement { gaps: Some("x".into()), ..measured(2029, 5) };
    let more = [years[0].clone(), disputed(measured(2030, 5)), later];
    assert_eq!(of("2025", &more, 12), days("2028-12-31", "2029-12-31"));
    // Nobody is asked where nobody wants to know, or could say.
    assert_eq!(of("2025", &[], 0), None);
    let unclear =
        Problem { target_value: "turun separuh".into(), ..problem(State::Approved, "2025") };
    assert_eq!(due_on(&unclear, &[], (12, &[])), None);
    for state in State::ALL.into_iter().filter(|state| *state != State::Approved) {
        assert_eq!(due_on(&problem(state, "2025"), &[], (12, &[])), None, "{state}");
    }
}

#[test]
fn a_day_that_was_asked_for_is_answered_by_a_period_that_ends_about_then() {
    let asked: Vec<NaiveDate> = ["2027-03-01", "2028-03-01"].map(|day| day.parse().unwrap()).into();
    let due = |state, measurements: &[Measurement], months| {
        let due = due_on(&problem(state, "2026"), measurements, (months, &asked))?;
        Some(due.due_on.to_string())
    };
    let day = |day: &str| Some(day.to_owned());
    // Before the regular day, and a solved problem on those days alone.
    assert_eq!(due(State::Approved, &[], 12), day("2027-03-01"));
    assert_eq!(due(State::Approved, &[], 0), day("2027-03-01"));
    assert_eq!(due(State::Solved, &[], 12), day("2027-03-01"));
    assert_eq!(due(State::Retired, &[], 12), None);
    // The year 2027 answers the first day, and the year 2028 both.
    assert_eq!(due(State::Solved, &[measured(2027, 9)], 12), day("2028-03-01"));
    assert_eq!(due(State::Solved, &[measured(2028, 9)], 12), None);
    let gone = disputed(measured(2028, 9));
    assert_eq!(due(State::Solved, &[gone], 12), day("2027-03-01"));
}

#[test]
fn figures_are_stated_anew_until_something_was_measured_and_never_beside_texts_that_say_them() {
    let said = problem(State::Approved, "2025");
    let unclear =
        |state| Problem { target_value: "turun separuh".into(), ..problem(state, "2025") };
    let stated = |state| Problem { stated: Some(figures(FIGURES)), ..unclear(state) };
    let code = |problem: &Problem, is_measured| {
        may_state_figures(problem, is_measured).err().map(|refusal| refusal.code.name)
    };
    assert_eq!(code(&said, false), Some("figures_stand"));
    assert_eq!(code(&unclear(State::Approved), false), None);
    assert_eq!(code(&stated(State::Approved), false), None);
    assert_eq!(code(&stated(State::Approved), true), Some("figures_stand"));
    for state in State::ALL.into_iter().filter(|state| *state != State::Approved) {
        assert_eq!(code(&stated(state), false), Some("problem_not_approved"), "{state}");
    }
}
