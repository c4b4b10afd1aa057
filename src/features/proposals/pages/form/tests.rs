//! A text through its form and back, and what cannot be read.

use super::*;

fn content() -> Content {
    let day = NaiveDate::from_ymd_opt(2027, 9, 1);
    Content {
        title: "Memutus <tautan>".to_owned(),
        plan: vec![PlanItem {
            month: 3,
            activity: "Menyusun".to_owned(),
            responsible: "Tim".to_owned(),
            resources: String::new(),
        }],
        goal: Goal { measured_by: day, ..Goal::default() },
        programme: Programme {
            accreditation: Some(AccreditationGrade::Excellent),
            ..Programme::default()
        },
        study: Study {
            starts_on: day,
            months: Some(24),
            released: Some(false),
            requested_cost: Some(150_000_000),
        },
        candidate: CandidateFacts {
            status: Some(ServiceStatus::Pns),
            ratings: vec![YearRating { year: 2025, rating: Rating::VeryGood }],
            sanctions: vec![Sanction { level: SanctionLevel::Light, ended_on: day }],
            degrees: vec!["S1".to_owned(), "Profesi".to_owned()],
            grade_point_average_hundredths: Some(305),
            criminal_case: Some(false),
            ..CandidateFacts::default()
        },
        ..Content::default()
    }
}

#[test]
fn a_text_comes_back_whole_from_its_form() {
    let written = content();
    assert_eq!(Reader::new(&fields_of(&written)).content().unwrap(), written);
}

#[test]
fn what_cannot_be_read_is_named_field_by_field() {
    let mut fields = fields_of(&content());
    fields.set("study.months", "dua");
    fields.set("goal.measured_by", "31-02-2027");
    fields.set("candidate.grade_point_average_hundredths", "3.255");
    let faults = Reader::new(&fields).content().unwrap_err();
    let names: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(
        names,
        ["goal.measured_by", "study.months", "candidate.grade_point_average_hundredths"]
    );
}

#[test]
fn an_average_takes_a_comma_and_one_decimal() {
    for (typed, expected) in [("3,25", 325), ("3.5", 350), ("4", 400)] {
        let mut fields = Fields::default();
        fields.set("candidate.grade_point_average_hundredths", typed);
        let content = Reader::new(&fields).content().unwrap();
        assert_eq!(content.candidate.grade_point_average_hundredths, Some(expected));
    }
}

#[test]
fn a_cost_takes_marks_between_thousands_and_no_decimals() {
    let read = |typed: &str| {
        let mut fields = Fields::default();
        fields.set("study.requested_cost", typed);
        Reader::new(&fields).content().map(|content| content.study.requested_cost)
    };
    for typed in ["150000000", "150.000.000", "150,000,000", "Rp150.000.000", "Rp 150 000 000"] {
        assert_eq!(read(typed), Ok(Some(150_000_000)), "{typed}");
    }
    assert_eq!(read(""), Ok(None));
    for typed in ["150.000,00", "150 juta", "-5", "1.5", "99999999999999999999"] {
        assert!(read(typed).is_err(), "{typed}");
    }
}

#[test]
fn an_empty_row_of_the_plan_is_not_there() {
    let mut fields = Fields::default();
    fields.set("plan[0].month", "1");
    fields.set("plan[0].activity", " ");
    fields.set("plan[1].month", "2");
    fields.set("plan[1].activity", "Uji");
    assert_eq!(Reader::new(&fields).content().unwrap().plan.len(), 1);
}

fn faults(typed: &[(&str, &str)]) -> Vec<(String, &'static str)> {
    let mut fields = Fields::default();
    for (name, value) in typed {
        fields.set(*name, *value);
    }
    let faults = Reader::new(&fields).content().err().unwrap_or_default();
    faults.into_iter().map(|fault| (fault.field, fault.code.name)).collect()
}

#[test]
fn half_a_row_is_a_fault_and_not_dropped() {
    let year = ("candidate.ratings[1].year", "2024");
    let needed = |name: &str| (name.to_owned(), "required");
    assert_eq!(faults(&[year]), [needed("candidate.ratings[1].rating")]);
    let rating = ("candidate.ratings[0].rating", "good");
    assert_eq!(faults(&[rating]), [needed("candidate.ratings[0].year")]);
    let ended = ("candidate.sanctions[0].ended_on", "2020-01-31");
    assert_eq!(faults(&[ended]), [needed("candidate.sanctions[0].level")]);
    assert_eq!(faults(&[("plan[70].activity", "Uji")]), [("plan".to_owned(), "too_many_rows")]);
}

#[test]
fn a_fault_of_a_row_stands_at_the_row_that_was_typed() {
    let long = "x".repeat(1001);
    let typed = [("plan[0].activity", "Satu"), ("plan[3].activity", &long)];
    assert_eq!(faults(&typed), [("plan[3].activity".to_owned(), "too_long")]);
}

#[test]
fn a_month_chosen_in_a_row_without_words_is_kept() {
    let mut fields = Fields::default();
    fields.set("plan[0].month", "5");
    let plan = Reader::new(&fields).content().unwrap().plan;
    assert_eq!(plan.iter().map(|item| item.month).collect::<Vec<_>>(), [5]);
}
