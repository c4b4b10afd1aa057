//! What came of an award, for every kind of measurement, direction and age.

use super::*;
use crate::features::problems::MeasurementCheck;
use crate::kernel::ids::{CallId, MeasurementId, ProblemId, ProposalId};
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
        evidence_file: None,
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
        corrects: None,
        correction_reason: None,
        corrected_by: None,
        check: None,
        recorded_by: None,
        recorded_at: Timestamp::from_micros(i64::from(year)),
    }
}

fn series(direction: Direction, (baseline, target): (i64, i64), of: Vec<Measurement>) -> Series {
    Series {
        problem: ProblemId::new().unwrap(),
        code: "M-007".to_owned(),
        unit_of_measure: "%".to_owned(),
        direction,
        figures: Some(Figures { baseline: figure(baseline), target: figure(target) }),
        measurements: of,
        standing: None,
        meets_target: None,
    }
}

/// From 20 down to 5.
fn falling(of: Vec<Measurement>) -> Series {
    series(Direction::Lower, (20, 5), of)
}

/// Long after everything.
fn old() -> Age {
    Age { today: day("2040-01-01"), young_months: 12 }
}

/// In the middle of 2027.
fn awarded() -> NaiveDate {
    day("2027-02-14")
}

#[test]
fn an_indicator_moves_from_where_it_was_at_the_award() {
    let since = Some(awarded());
    // It fell before the award and rose after it: below the baseline, and yet no progress since.
    let risen = falling(vec![measured(2026, 8), measured(2028, 10)]);
    assert_eq!(progress(&risen, since), Progress::NotTowards);
    assert_eq!(progress(&risen, None), Progress::Towards);
    let fallen = falling(vec![measured(2026, 22), measured(2028, 19)]);
    assert_eq!(progress(&fallen, since), Progress::Towards);
    assert_eq!(progress(&falling(vec![measured(2028, 5)]), since), Progress::Met);
    assert_eq!(progress(&falling(vec![measured(2028, 20)]), since), Progress::NotTowards);
}

#[test]
fn a_period_that_began_before_the_award_tells_nothing_of_the_time_after_it() {
    let since = Some(awarded());
    assert_eq!(progress(&falling(vec![measured(2027, 5)]), since), Progress::NotMeasured);
    assert_eq!(progress(&falling(vec![measured(2027, 5)]), None), Progress::Met);
    let both = falling(vec![measured(2027, 9), measured(2028, 9)]);
    assert_eq!(progress(&both, since), Progress::NotTowards, "measured from the period before");
}

#[test]
fn what_does_not_count_decides_nothing() {
    let check = MeasurementCheck {
        verdict: CheckVerdict::Disputed,
        reason: String::new(),
        checked_by: None,
        checked_at: Timestamp::from_micros(0),
    };
    let good = || measured(2028, 5);
    for bad in [
        Measurement { gaps: Some("tiga provinsi".into()), ..good() },
        Measurement { difference: Some("definisi lain".into()), ..good() },
        Measurement { corrected_by: Some(MeasurementId::new().unwrap()), ..good() },
        Measurement { check: Some(check), ..good() },
    ] {
        let series = falling(vec![bad]);
        assert_eq!(progress(&series, Some(awarded())), Progress::NotMeasured);
        let found = outcome((State::Solved, &series), awarded(), old());
        assert_eq!(found, Outcome::TooYoung);
    }
}

#[test]
fn a_young_award_is_never_counted_as_solved_nor_as_unsolved() {
    let met = falling(vec![measured(2028, 4)]);
    let at = |today| Age { today: day(today), young_months: 24 };
    let found = |today| outcome((State::Solved, &met), awarded(), at(today));
    assert_eq!(found("2029-02-13"), Outcome::TooYoung);
    assert_eq!(found("2029-02-14"), Outcome::Solved);
    let open = falling(vec![measured(2028, 9)]);
    let found = |today| outcome((State::Approved, &open), awarded(), at(today));
    assert_eq!(found("2029-02-13"), Outcome::TooYoung);
    assert_eq!(found("2029-02-14"), Outcome::NotSolved);
    let unmeasured = falling(vec![]);
    assert_eq!(outcome((State::Approved, &unmeasured), awarded(), old()), Outcome::TooYoung);
}

#[test]
fn what_cannot_be_told_is_said_apart() {
    let met = falling(vec![measured(2028, 4)]);
    assert_eq!(outcome((State::Retired, &met), awarded(), old()), Outcome::Retired);
    let wordy = Series { figures: None, ..falling(vec![measured(2028, 4)]) };
    assert_eq!(outcome((State::Approved, &wordy), awarded(), old()), Outcome::NotComparable);
    let met_before = series(Direction::Lower, (4, 5), vec![measured(2028, 4)]);
    assert_eq!(outcome((State::Approved, &met_before), awarded(), old()), Outcome::NotComparable);
    // Reopened: a later measurement that counts is worse again.
    let back = falling(vec![measured(2028, 4), measured(2029, 9)]);
    assert_eq!(outcome((State::Approved, &back), awarded(), old()), Outcome::NotSolved);
}

#[test]
fn the_cost_of_few_is_not_told_and_that_of_many_is_rounded() {
    let told = cost(5, vec![150_000_000; 4]);
    assert_eq!((told.seats, told.stated, told.median), (5, 4, None));
    let told = cost(9, vec![90_400_000, 10_000_000, 149_600_000, 400_000_000, 120_400_000]);
    assert_eq!((told.stated, told.median), (5, Some(120_000_000)));
    let even = cost(6, vec![1, 2, 100_000_000, 120_000_000, 900_000_000, 900_000_000]);
    assert_eq!(even.median, Some(110_000_000));
    assert_eq!(cost(0, vec![]), Cost { seats: 0, stated: 0, median: None });
}

fn seat(state: awards::State) -> SeatOn {
    SeatOn {
        id: AwardId::new().unwrap(),
        proposal: ProposalId::new().unwrap(),
        call: CallId::new().unwrap(),
        problem: ProblemId::new().unwrap(),
        state,
        settled_at: (state != awards::State::Offered).then(|| Timestamp::from_micros(0)),
    }
}

/// The stages that any seat came to, with their number.
fn counts<'a>(seats: impl Iterator<Item = &'a SeatOn>, studies: &Studies) -> Vec<(Stage, u32)> {
    let counted = stages(seats, studies).into_iter().filter(|one| one.count > 0);
    counted.map(|one| (one.stage, one.count)).collect()
}

fn study(state: studies::State) -> SeatStudy {
    let day = |year| NaiveDate::from_ymd_opt(year, 9, 1);
    let is_back = matches!(state, studies::State::Returned | studies::State::Concluded);
    let returned_on = is_back.then(|| day(2029)).flatten();
    SeatStudy { state, starts_on: day(2027), returned_on }
}

#[test]
fn every_seat_is_in_one_stage_and_only_an_accepted_one_is_an_event() {
    let seats = awards::State::ALL.map(seat);
    let counted: Vec<(Stage, u32)> = counts(seats.iter(), &Studies::new());
    assert_eq!(counted, [(Stage::Offered, 1), (Stage::Accepted, 1), (Stage::NotTakenUp, 3)]);
    // Of an accepted one its study tells.
    let accepted = studies::State::ALL.map(|state| (seat(awards::State::Accepted), study(state)));
    let followed = accepted.iter().map(|(seat, study)| (seat.id.clone(), *study)).collect();
    let counted = counts(accepted.iter().map(|(seat, _)| seat), &followed);
    let expected = [
        (Stage::Accepted, 2),
        (Stage::Studying, 2),
        (Stage::Returned, 2),
        (Stage::EndedEarly, 3),
        (Stage::NotTakenUp, 1),
    ];
    assert_eq!(counted, expected);
    assert_eq!(events(seats.iter(), &Studies::new()).len(), 1);
    let (seat, _) =
        accepted.iter().find(|(_, study)| study.state == studies::State::Returned).unwrap();
    let told: Vec<EventKind> =
        events([seat].into_iter(), &followed).iter().map(|event| event.event).collect();
    let expected = [EventKind::SeatAccepted, EventKind::StudyBegun, EventKind::Returned];
    assert_eq!(told, expected);
}

#[test]
fn reports_in_time_are_told_of_five_studies_and_more() {
    let one = |due, in_time| Punctuality { due, in_time };
    let few = [one(2, 2), one(3, 1), one(0, 0), one(1, 0), one(4, 4)];
    assert_eq!(reports(few.into_iter()), None, "of one nothing was due yet");
    let enough = few.into_iter().chain([one(1, 1)]);
    assert_eq!(reports(enough), Some(Reports { studies: 5, due: 11, in_time: 8 }));
}

fn any_measured() -> impl Strategy<Value = Measurement> {
    (2024..2034_i32, 0..25_i64, 0..4_u8).prop_map(|(year, value, kind)| {
        let one = measured(year, value);
        match kind {
            0 => Measurement { gaps: Some("kurang".into()), ..one },
            1 => Measurement { difference: Some("lain".into()), ..one },
            _ => one,
        }
    })
}

proptest! {
    /// The mirror image of an indicator is read as the indicator is: what is lower for one is higher for the other.
    #[test]
    fn the_direction_only_turns_the_figures(of in prop::collection::vec(any_measured(), 0..8), since in any::<bool>()) {
        let turned = of.iter().cloned().map(|one| {
            let figure = Figure::from_millionths(-one.figure.millionths());
            Measurement { figure, ..one }
        });
        let rising = series(Direction::Higher, (-20, -5), turned.collect());
        let falling = falling(of);
        let since = since.then(awarded);
        prop_assert_eq!(progress(&falling, since), progress(&rising, since));
        for state in [State::Approved, State::Solved, State::Retired] {
            let one = outcome((state, &falling), awarded(), old());
            prop_assert_eq!(one, outcome((state, &rising), awarded(), old()));
        }
    }

    /// Whatever does not count can be taken away, and nothing changes.
    #[test]
    fn only_measurements_that_count_are_read(of in prop::collection::vec(any_measured(), 0..8)) {
        let counting = falling(of.iter().filter(|one| one.counts()).cloned().collect());
        let all = falling(of);
        for since in [None, Some(awarded())] {
            prop_assert_eq!(progress(&all, since), progress(&counting, since));
        }
        let found = |series: &Series| outcome((State::Approved, series), awarded(), old());
        prop_assert_eq!(found(&all), found(&counting));
    }
}
