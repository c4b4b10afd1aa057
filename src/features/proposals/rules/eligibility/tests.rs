//! Tests each rule met, not met and undecided, and the worked example of `domain.md` §3.

use super::*;
use crate::features::calls::{AccreditationGrade, Bilingual, Rating};
use crate::features::proposals::{
    CandidateFacts, Programme, Sanction, SanctionLevel, ServiceStatus, Study, YearRating,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn level(code: &str, normative_months: u32, requires: &str) -> Level {
    let name = Bilingual { id: code.to_owned(), en: code.to_owned() };
    let (code, requires) = (code.to_owned(), requires.to_owned());
    Level { code, name, normative_months, requires, seats: None }
}

/// A candidate who meets every rule: born 1990-01-15, appointed 2015-01, S2 from 2027-09-01.
fn sound() -> Content {
    let rating = |year, rating| YearRating { year, rating };
    Content {
        study: Study {
            starts_on: Some(day("2027-09-01")),
            months: Some(24),
            released: Some(true),
            ..Study::default()
        },
        programme: Programme {
            accreditation: Some(AccreditationGrade::Good),
            accreditation_valid_until: Some(day("2027-09-01")),
            ..Programme::default()
        },
        candidate: CandidateFacts {
            status: Some(ServiceStatus::Pns),
            retirement_age: Some(58),
            ratings: vec![rating(2025, Rating::Good), rating(2024, Rating::VeryGood)],
            criminal_case: Some(false),
            in_active_service: Some(true),
            failed_assignment: Some(false),
            other_nomination: Some(false),
            degrees: vec!["S1".to_owned()],
            grade_point_average_hundredths: Some(325),
            ..CandidateFacts::default()
        },
        ..Content::default()
    }
}

fn finding_for(requirement: Requirement, content: &Content, nip: &str, level: &Level) -> Finding {
    let today = day("2026-11-24");
    let nip = Nip::parse(nip, today).ok();
    let applicant = Applicant { nip: nip.as_ref(), content, level, today };
    let law = "SE MenPANRB 28/2021".to_owned();
    let rule = EligibilityRule { requirement, severity: Severity::Block, legal_reference: law };
    judge(&[rule], &applicant).pop().unwrap()
}

fn finding(requirement: Requirement, change: impl FnOnce(&mut Content)) -> Finding {
    let mut content = sound();
    change(&mut content);
    finding_for(requirement, &content, "199001152015011001", &level("S2", 24, "S1"))
}

fn outcome(requirement: Requirement, change: impl FnOnce(&mut Content)) -> Outcome {
    finding(requirement, change).outcome
}

fn remaining_service() -> Requirement {
    Requirement::RemainingService { factor_released: 3, factor_not_released: 2 }
}

/// A candidate born on 1974-09-15 who starts on this day, BUP 58.
fn born_1974(starts_on: &str, released: bool, level: &Level) -> Finding {
    let mut content = sound();
    content.study.starts_on = Some(day(starts_on));
    content.study.released = Some(released);
    finding_for(remaining_service(), &content, "197409152000011001", level)
}

#[test]
fn an_ahli_muda_starts_a_released_master_by_the_age_of_fifty_two() {
    let master = level("S2", 24, "S1");
    let at_52 = born_1974("2026-09-15", true, &master);
    assert_eq!(at_52.outcome, Outcome::Met);
    assert_eq!(at_52.figures["remaining_months"], 72);
    assert_eq!(at_52.figures["required_months"], 72);
    assert_eq!(at_52.figures["retires_on"], "2032-09-30");
    assert_eq!(at_52.figures["birth"], "1974-09-15");
    let a_month_later = born_1974("2026-10-15", true, &master);
    assert_eq!(a_month_later.outcome, Outcome::NotMet);
    assert_eq!(a_month_later.figures["remaining_months"], 71);
}

#[test]
fn the_last_day_of_service_counts() {
    // From 1 September 2026 to 30 September 2032: exactly 73 months.
    let finding = born_1974("2026-09-01", true, &level("S2", 24, "S1"));
    assert_eq!(finding.figures["remaining_months"], 73);
    let exactly = born_1974("2026-10-01", true, &level("S2", 24, "S1"));
    assert_eq!((exactly.outcome, &exactly.figures["remaining_months"]), (Outcome::Met, &72.into()));
}

#[test]
fn a_released_doctorate_starts_by_the_age_of_forty_nine() {
    let doctorate = level("S3", 36, "S2");
    assert_eq!(born_1974("2023-09-15", true, &doctorate).outcome, Outcome::Met);
    let late = born_1974("2023-10-15", true, &doctorate);
    assert_eq!((late.outcome, &late.figures["required_months"]), (Outcome::NotMet, &108.into()));
}

#[test]
fn who_is_not_released_needs_a_smaller_factor() {
    let finding = born_1974("2028-09-15", false, &level("S2", 24, "S1"));
    assert_eq!((finding.outcome, &finding.figures["factor"]), (Outcome::Met, &2.into()));
    assert_eq!(finding.figures["required_months"], 48);
}

#[test]
fn remaining_service_names_every_field_it_lacks() {
    let mut content = sound();
    content.study = Study::default();
    content.candidate.retirement_age = None;
    let finding = finding_for(remaining_service(), &content, "", &level("S2", 24, "S1"));
    assert_eq!(finding.outcome, Outcome::Unknown);
    let fields = ["nip", "study.starts_on", "study.released", "candidate.retirement_age"];
    assert_eq!(finding.missing, fields);
}

#[test]
fn years_of_service_count_from_appointment_to_the_start_of_study() {
    let rule = |at_least| Requirement::YearsOfService { at_least };
    assert_eq!(outcome(rule(12), |_| {}), Outcome::Met);
    assert_eq!(outcome(rule(13), |_| {}), Outcome::NotMet);
    assert_eq!(outcome(rule(2), |content| content.study.starts_on = None), Outcome::Unknown);
}

#[test]
fn an_age_limit_speaks_of_the_levels_it_names() {
    let limit = |level: &str, years| Requirement::Age { at_most: [(level.into(), years)].into() };
    assert_eq!(outcome(limit("S2", 37), |_| {}), Outcome::Met);
    assert_eq!(outcome(limit("S2", 36), |_| {}), Outcome::NotMet);
    let content = sound();
    let level = level("S2", 24, "S1");
    let applicant =
        Applicant { nip: None, content: &content, level: &level, today: day("2026-11-24") };
    let rule = |requirement| EligibilityRule {
        requirement,
        severity: Severity::Warn,
        legal_reference: String::new(),
    };
    assert_eq!(judge(&[rule(limit("S3", 40))], &applicant), []);
    assert_eq!(judge(&[rule(limit("S2", 37))], &applicant)[0].missing, ["nip"]);
}

#[test]
fn only_a_civil_servant_is_one() {
    for (status, expected) in [
        (Some(ServiceStatus::Pns), Outcome::Met),
        (Some(ServiceStatus::Cpns), Outcome::NotMet),
        (Some(ServiceStatus::Pppk), Outcome::NotMet),
        (None, Outcome::Unknown),
    ] {
        let found = outcome(Requirement::CivilServant, |it| it.candidate.status = status);
        assert_eq!(found, expected, "{status:?}");
    }
}

#[test]
fn each_of_the_last_two_years_needs_its_rating() {
    let rule = || Requirement::PerformanceRating { at_least: Rating::Good, years: 2 };
    let ratings = |ratings: Vec<YearRating>| move |it: &mut Content| it.candidate.ratings = ratings;
    let rating = |year, rating| YearRating { year, rating };
    assert_eq!(outcome(rule(), |_| {}), Outcome::Met);
    let only_one = vec![rating(2025, Rating::Good)];
    assert_eq!(outcome(rule(), ratings(only_one)), Outcome::Unknown);
    let one_poor = vec![rating(2024, Rating::NeedsImprovement)];
    assert_eq!(outcome(rule(), ratings(one_poor)), Outcome::NotMet);
    // The running year is not over, and older years are not required.
    let others = vec![rating(2026, Rating::Good), rating(2023, Rating::Good)];
    assert_eq!(outcome(rule(), ratings(others)), Outcome::Unknown);
}

#[test]
fn a_sanction_counts_while_it_runs_and_for_its_years_after() {
    let rule = || Requirement::NoSanction { years_since_medium: 1, years_since_heavy: 4 };
    let after = |level, ended_on: Option<&str>| {
        let ended_on = ended_on.map(day);
        outcome(rule(), |it| it.candidate.sanctions = vec![Sanction { level, ended_on }])
    };
    assert_eq!(outcome(rule(), |_| {}), Outcome::Met);
    assert_eq!(after(SanctionLevel::Light, None), Outcome::Met);
    assert_eq!(after(SanctionLevel::Medium, None), Outcome::NotMet);
    assert_eq!(after(SanctionLevel::Medium, Some("2025-11-25")), Outcome::NotMet);
    assert_eq!(after(SanctionLevel::Medium, Some("2025-11-24")), Outcome::Met);
    assert_eq!(after(SanctionLevel::Heavy, Some("2025-11-24")), Outcome::NotMet);
    assert_eq!(after(SanctionLevel::Heavy, Some("2022-11-24")), Outcome::Met);
}

#[test]
fn statements_must_be_made_and_read_right() {
    type Set = fn(&mut CandidateFacts, Option<bool>);
    let rules: [(Requirement, Set, bool); 4] = [
        (Requirement::NoCriminalCase, |it, stated| it.criminal_case = stated, false),
        (Requirement::InActiveService, |it, stated| it.in_active_service = stated, true),
        (Requirement::NoFailedAssignment, |it, stated| it.failed_assignment = stated, false),
        (Requirement::NoOtherNomination, |it, stated| it.other_nomination = stated, false),
    ];
    for (rule, set, wanted) in rules {
        let with = |stated| outcome(rule.clone(), |it| set(&mut it.candidate, stated));
        assert_eq!(with(Some(wanted)), Outcome::Met, "{rule:?}");
        assert_eq!(with(Some(!wanted)), Outcome::NotMet, "{rule:?}");
        assert_eq!(with(None), Outcome::Unknown, "{rule:?}");
    }
}

#[test]
fn a_bond_is_served_before_the_study_begins() {
    let until = |last: &str| {
        let last = Some(day(last));
        outcome(Requirement::NoServiceBond, |it| it.candidate.service_bond_until = last)
    };
    assert_eq!(outcome(Requirement::NoServiceBond, |_| {}), Outcome::Met);
    assert_eq!(until("2027-08-31"), Outcome::Met);
    assert_eq!(until("2027-09-01"), Outcome::NotMet);
    let undated = outcome(Requirement::NoServiceBond, |it| {
        it.candidate.service_bond_until = Some(day("2027-08-31"));
        it.study.starts_on = None;
    });
    assert_eq!(undated, Outcome::Unknown);
}

#[test]
fn accreditation_is_good_enough_and_valid_on_the_first_day() {
    let rule = || Requirement::Accreditation { at_least: AccreditationGrade::Good };
    assert_eq!(outcome(rule(), |_| {}), Outcome::Met);
    let expired = |it: &mut Content| {
        it.programme.accreditation_valid_until = Some(day("2027-08-31"));
    };
    assert_eq!(outcome(rule(), expired), Outcome::NotMet);
    let fair = |it: &mut Content| {
        it.programme =
            Programme { accreditation: Some(AccreditationGrade::Fair), ..Programme::default() };
    };
    assert_eq!(outcome(rule(), fair), Outcome::NotMet);
    assert_eq!(outcome(rule(), |it| it.programme.accreditation = None), Outcome::Unknown);
}

#[test]
fn degrees_hold_the_level_below_and_not_the_level_itself() {
    let degrees = |held: &[&str]| {
        let held: Vec<String> = held.iter().map(ToString::to_string).collect();
        let with = |rule| outcome(rule, |it| it.candidate.degrees.clone_from(&held));
        (with(Requirement::DegreeBelow), with(Requirement::NoDegreeOfLevel))
    };
    assert_eq!(degrees(&["S1"]), (Outcome::Met, Outcome::Met));
    assert_eq!(degrees(&["S1", "S2"]), (Outcome::Met, Outcome::NotMet));
    assert_eq!(degrees(&["D3"]), (Outcome::NotMet, Outcome::Met));
    assert_eq!(degrees(&[]), (Outcome::Unknown, Outcome::Unknown));
}

#[test]
fn a_grade_point_average_is_compared_exactly() {
    let rule = |least: u32| Requirement::GradePointAverage {
        at_least_hundredths: [("S2".to_owned(), least)].into(),
    };
    assert_eq!(outcome(rule(325), |_| {}), Outcome::Met);
    let short = finding(rule(326), |_| {});
    assert_eq!((short.outcome, &short.figures["at_least"]), (Outcome::NotMet, &"3.26".into()));
    let unsaid = |it: &mut Content| it.candidate.grade_point_average_hundredths = None;
    assert_eq!(outcome(rule(300), unsaid), Outcome::Unknown);
}

#[test]
fn a_study_lasts_no_longer_than_the_norm_and_its_extension() {
    let rule = || Requirement::Duration { extra_months: 12 };
    for (months, expected) in
        [(Some(36), Outcome::Met), (Some(37), Outcome::NotMet), (None, Outcome::Unknown)]
    {
        assert_eq!(outcome(rule(), |it| it.study.months = months), expected, "{months:?}");
    }
}

#[test]
fn only_a_blocking_rule_stands_in_the_way_and_not_knowing_is_not_enough() {
    let mut finding = finding(Requirement::CivilServant, |it| it.candidate.status = None);
    assert!(finding.blocks());
    let fault = finding.fault();
    assert_eq!((fault.field.as_str(), fault.code), ("eligibility.civil_servant", RULE_UNKNOWN));
    finding.severity = Severity::Warn;
    assert!(!finding.blocks());
}

#[test]
fn the_sentence_has_the_figures_and_the_law() {
    let finding = finding(Requirement::YearsOfService { at_least: 13 }, |_| {});
    let (code, arguments) = finding.message();
    assert_eq!(code, RULE_YEARS_OF_SERVICE);
    assert!(arguments.contains(&("years", "12".to_owned())), "{arguments:?}");
    assert!(arguments.contains(&("legal_reference", "SE MenPANRB 28/2021".to_owned())));
}
