//! A proposal's text as the fields of a form, and back. Names of fields are the paths by which
//! rules name them, so an error finds its field.

use crate::calls::{AccreditationGrade, Rating};
use crate::errors::{FieldError, common::field};
use crate::proposals::{
    CandidateFacts, Content, Goal, PlanItem, Programme, Sanction, SanctionLevel, Sections,
    ServiceStatus, Study, YearRating,
};
use crate::web::Fields;
use crate::web::format::read_rupiah;
use chrono::NaiveDate;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The stored text as a form shows it.
pub(super) fn fields_of(content: &Content) -> Fields {
    let mut fields = Fields::default();
    let Content { goal, programme, study, candidate, .. } = content;
    write_texts(&mut fields, content);
    let mut set = |name: &str, value: String| fields.set(name, value);
    set("goal.indicator", goal.indicator.clone());
    set("goal.baseline", goal.baseline.clone());
    set("goal.target", goal.target.clone());
    set("goal.unit_of_measure", goal.unit_of_measure.clone());
    set("goal.measured_how", goal.measured_how.clone());
    set("goal.measured_by", shown(goal.measured_by));
    set("programme.university", programme.university.clone());
    set("programme.name", programme.name.clone());
    set("programme.country", programme.country.clone());
    set("programme.accreditation", name_of(programme.accreditation.as_ref()));
    set("programme.accreditation_valid_until", shown(programme.accreditation_valid_until));
    set("study.starts_on", shown(study.starts_on));
    set("study.months", shown(study.months));
    set("study.released", answer(study.released));
    set("study.requested_cost", shown(study.requested_cost));
    write_facts(&mut fields, candidate);
    fields
}

fn write_texts(fields: &mut Fields, content: &Content) {
    let Sections { problem, study, solution, use_on_return } = &content.sections;
    for (name, text) in [
        ("title", &content.title),
        ("summary", &content.summary),
        ("sections.problem", problem),
        ("sections.study", study),
        ("sections.solution", solution),
        ("sections.use_on_return", use_on_return),
        ("difference", &content.difference),
    ] {
        fields.set(name, text);
    }
    for (index, item) in content.plan.iter().enumerate() {
        fields.set(format!("plan[{index}].month"), item.month.to_string());
        fields.set(format!("plan[{index}].activity"), &item.activity);
        fields.set(format!("plan[{index}].responsible"), &item.responsible);
        fields.set(format!("plan[{index}].resources"), &item.resources);
    }
}

fn write_facts(fields: &mut Fields, facts: &CandidateFacts) {
    let mut set = |name: &str, value: String| fields.set(format!("candidate.{name}"), value);
    set("position", facts.position.clone());
    set("status", name_of(facts.status.as_ref()));
    set("retirement_age", shown(facts.retirement_age));
    set("criminal_case", answer(facts.criminal_case));
    set("in_active_service", answer(facts.in_active_service));
    set("service_bond_until", shown(facts.service_bond_until));
    set("failed_assignment", answer(facts.failed_assignment));
    set("other_nomination", answer(facts.other_nomination));
    set("degrees", facts.degrees.join(", "));
    let average = facts.grade_point_average_hundredths;
    set("grade_point_average_hundredths", average.map_or_else(String::new, hundredths));
    for (index, rating) in facts.ratings.iter().enumerate() {
        set(&format!("ratings[{index}].year"), rating.year.to_string());
        set(&format!("ratings[{index}].rating"), name_of(Some(&rating.rating)));
    }
    for (index, sanction) in facts.sanctions.iter().enumerate() {
        set(&format!("sanctions[{index}].level"), name_of(Some(&sanction.level)));
        set(&format!("sanctions[{index}].ended_on"), shown(sanction.ended_on));
    }
}

fn hundredths(value: u32) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

fn shown(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// The name under which the API knows a choice.
fn name_of(value: Option<&impl Serialize>) -> String {
    let text = value.and_then(|value| serde_json::to_value(value).ok());
    text.as_ref().and_then(Value::as_str).unwrap_or("").to_owned()
}

fn answer(value: Option<bool>) -> String {
    match value {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
    .to_owned()
}

/// Reads a form; whatever cannot be read is a fault of its field.
pub(super) struct Reader<'a> {
    fields: &'a Fields,
    faults: Vec<FieldError>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(fields: &'a Fields) -> Self {
        Self { fields, faults: Vec::new() }
    }

    /// The text, or everything that could not be read.
    pub(super) fn content(mut self) -> Result<Content, Vec<FieldError>> {
        let content = Content {
            title: self.text("title"),
            summary: self.text("summary"),
            sections: Sections {
                problem: self.text("sections.problem"),
                study: self.text("sections.study"),
                solution: self.text("sections.solution"),
                use_on_return: self.text("sections.use_on_return"),
            },
            plan: self.plan(),
            goal: self.goal(),
            programme: Programme {
                university: self.text("programme.university"),
                name: self.text("programme.name"),
                country: self.text("programme.country"),
                accreditation: self.choice::<AccreditationGrade>("programme.accreditation"),
                accreditation_valid_until: self.date("programme.accreditation_valid_until"),
            },
            study: Study {
                starts_on: self.date("study.starts_on"),
                months: self.number("study.months"),
                released: self.answer("study.released"),
                requested_cost: self.rupiah("study.requested_cost"),
            },
            candidate: self.facts(),
            difference: self.text("difference"),
        };
        if self.faults.is_empty() { Ok(content) } else { Err(self.faults) }
    }

    fn text(&self, name: &str) -> String {
        self.fields.get(name).to_owned()
    }

    fn typed(&self, name: &str) -> Option<&'a str> {
        Some(self.fields.get(name).trim()).filter(|text| !text.is_empty())
    }

    fn fault<T>(&mut self, name: &str) -> Option<T> {
        let fault = FieldError::new(name, field::WRONG_SHAPE);
        self.faults.push(fault.with("detail", self.fields.get(name)));
        None
    }

    fn number(&mut self, name: &str) -> Option<u32> {
        let text = self.typed(name)?;
        text.parse().ok().or_else(|| self.fault(name))
    }

    /// Whole rupiah, with or without marks between the thousands: `Rp150.000.000`.
    fn rupiah(&mut self, name: &str) -> Option<u64> {
        let text = self.typed(name)?;
        read_rupiah(text).or_else(|| self.fault(name))
    }

    fn date(&mut self, name: &str) -> Option<NaiveDate> {
        let text = self.typed(name)?;
        text.parse().ok().or_else(|| self.fault(name))
    }

    fn answer(&mut self, name: &str) -> Option<bool> {
        match self.typed(name)? {
            "yes" => Some(true),
            "no" => Some(false),
            _ => self.fault(name),
        }
    }

    fn choice<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let text = self.typed(name)?;
        serde_json::from_value(Value::from(text)).ok().or_else(|| self.fault(name))
    }

    /// `3.25` or `3,25` as 325.
    fn average(&mut self, name: &str) -> Option<u32> {
        let text = self.typed(name)?.replace(',', ".");
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let digits = format!("{part:0<2}");
        let value = if digits.len() == 2 { format!("{whole}{digits}").parse().ok() } else { None };
        value.or_else(|| self.fault(name))
    }

    /// Rows in which nothing was written are not there.
    fn plan(&mut self) -> Vec<PlanItem> {
        let mut items = Vec::new();
        for index in 0..self.fields.rows("plan").min(61) {
            let name = |part: &str| format!("plan[{index}].{part}");
            let [month, activity, responsible, resources] =
                ["month", "activity", "responsible", "resources"].map(name);
            let words = [&activity, &responsible, &resources];
            if words.iter().all(|name| self.typed(name).is_none()) {
                continue;
            }
            items.push(PlanItem {
                month: self.number(&month).unwrap_or(1),
                activity: self.text(&activity),
                responsible: self.text(&responsible),
                resources: self.text(&resources),
            });
        }
        items
    }

    fn goal(&mut self) -> Goal {
        Goal {
            indicator: self.text("goal.indicator"),
            baseline: self.text("goal.baseline"),
            target: self.text("goal.target"),
            unit_of_measure: self.text("goal.unit_of_measure"),
            measured_how: self.text("goal.measured_how"),
            measured_by: self.date("goal.measured_by"),
        }
    }

    fn facts(&mut self) -> CandidateFacts {
        let degrees = self.fields.get("candidate.degrees").split(',').map(str::trim);
        CandidateFacts {
            position: self.text("candidate.position"),
            status: self.choice::<ServiceStatus>("candidate.status"),
            retirement_age: self.number("candidate.retirement_age"),
            ratings: self.ratings(),
            sanctions: self.sanctions(),
            criminal_case: self.answer("candidate.criminal_case"),
            in_active_service: self.answer("candidate.in_active_service"),
            service_bond_until: self.date("candidate.service_bond_until"),
            failed_assignment: self.answer("candidate.failed_assignment"),
            other_nomination: self.answer("candidate.other_nomination"),
            degrees: degrees.filter(|code| !code.is_empty()).map(str::to_owned).collect(),
            grade_point_average_hundredths: self
                .average("candidate.grade_point_average_hundredths"),
        }
    }

    fn ratings(&mut self) -> Vec<YearRating> {
        let mut ratings = Vec::new();
        for index in 0..self.fields.rows("candidate.ratings").min(11) {
            let year = self.number(&format!("candidate.ratings[{index}].year"));
            let rating = self.choice::<Rating>(&format!("candidate.ratings[{index}].rating"));
            if let (Some(year), Some(rating)) = (year, rating) {
                ratings.push(YearRating { year: i32::try_from(year).unwrap_or(0), rating });
            }
        }
        ratings
    }

    fn sanctions(&mut self) -> Vec<Sanction> {
        let mut sanctions = Vec::new();
        for index in 0..self.fields.rows("candidate.sanctions").min(21) {
            let name = format!("candidate.sanctions[{index}].level");
            let level = self.choice::<SanctionLevel>(&name);
            let ended_on = self.date(&format!("candidate.sanctions[{index}].ended_on"));
            if let Some(level) = level {
                sanctions.push(Sanction { level, ended_on });
            }
        }
        sanctions
    }
}

#[cfg(test)]
mod tests {
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
        for typed in ["150000000", "150.000.000", "150,000,000", "Rp150.000.000", "Rp 150 000 000"]
        {
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
}
