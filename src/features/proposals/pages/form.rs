//! A proposal's text as the fields of a form, and back. Names of fields are the paths by which
//! rules name them, so an error finds its field.

use crate::features::calls::{AccreditationGrade, Rating};
use crate::features::proposals::{
    CandidateFacts, Content, Goal, PlanItem, Programme, Sanction, SanctionLevel, Sections,
    ServiceStatus, Study, YearRating,
};
use crate::kernel::errors::{Failure, FieldError, common::field};
use crate::kernel::input::Valid;
use crate::web::{Fields, typed};
use chrono::NaiveDate;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;

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
    /// Which row of the form became which row of each list: rows in which nothing was written are left out.
    rows: BTreeMap<&'static str, Vec<usize>>,
}

/// The most rows that a list of the form has.
const MOST: [(&str, usize); 3] =
    [("plan", 60), ("candidate.ratings", 10), ("candidate.sanctions", 20)];

impl<'a> Reader<'a> {
    pub(super) fn new(fields: &'a Fields) -> Self {
        Self { fields, faults: Vec::new(), rows: BTreeMap::new() }
    }

    /// The text, or everything that could not be read or breaks its limits, by the fields of the form.
    pub(super) fn content(mut self) -> Result<Content, Vec<FieldError>> {
        let content = self.read();
        if let Err(Failure::Refused(found)) = Valid::checked(content.clone()) {
            let found = found.errors.into_iter().map(|fault| self.in_form(fault));
            let found: Vec<FieldError> = found.collect();
            let known = |fault: &FieldError| self.faults.iter().any(|one| one.field == fault.field);
            let new: Vec<FieldError> = found.into_iter().filter(|fault| !known(fault)).collect();
            self.faults.extend(new);
        }
        if self.faults.is_empty() { Ok(content) } else { Err(self.faults) }
    }

    /// A fault of a row of the text, at the row of the form that it came from.
    fn in_form(&self, fault: FieldError) -> FieldError {
        for (list, rows) in &self.rows {
            let rest = fault.field.strip_prefix(list).and_then(|rest| rest.strip_prefix('['));
            let Some((index, rest)) = rest.and_then(|rest| rest.split_once(']')) else { continue };
            let row = index.parse().ok().and_then(|index: usize| rows.get(index));
            if let Some(row) = row {
                return FieldError { field: format!("{list}[{row}]{rest}"), ..fault };
            }
        }
        fault
    }

    /// The rows of a list; more than it can have are a fault, not cut off.
    fn rows(&mut self, list: &'static str) -> std::ops::Range<usize> {
        let most = MOST.iter().find(|(name, _)| *name == list).map_or(0, |(_, most)| *most);
        let rows = self.fields.rows(list);
        if rows > most {
            self.faults.push(FieldError::new(list, field::TOO_MANY_ROWS).with("maximum", most));
        }
        0..rows.min(most)
    }

    fn read(&mut self) -> Content {
        Content {
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
                months: self.number("study.months", 24),
                released: self.answer("study.released"),
                requested_cost: self.noted(typed::rupiah(self.fields, "study.requested_cost")),
            },
            candidate: self.facts(),
            difference: self.text("difference"),
        }
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

    fn noted<T>(&mut self, found: typed::Read<T>) -> Option<T> {
        found.unwrap_or_else(|fault| {
            self.faults.push(fault);
            None
        })
    }

    fn number(&mut self, name: &str, example: u32) -> Option<u32> {
        self.noted(typed::number(self.fields, name, example))
    }

    fn date(&mut self, name: &str) -> Option<NaiveDate> {
        self.noted(typed::date(self.fields, name))
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

    /// Rows in which nothing was written are not there; an empty row of the form stands at the first month.
    fn plan(&mut self) -> Vec<PlanItem> {
        let mut items = Vec::new();
        for index in self.rows("plan") {
            let name = |part: &str| format!("plan[{index}].{part}");
            let [month, activity, responsible, resources] =
                ["month", "activity", "responsible", "resources"].map(name);
            let words = [&activity, &responsible, &resources];
            let is_untouched = matches!(self.typed(&month), None | Some("1"));
            if is_untouched && words.iter().all(|name| self.typed(name).is_none()) {
                continue;
            }
            self.rows.entry("plan").or_default().push(index);
            items.push(PlanItem {
                month: self.number(&month, 6).unwrap_or(1),
                activity: self.text(&activity),
                responsible: self.text(&responsible),
                resources: self.text(&resources),
            });
        }
        items
    }

    /// A row of which only a part was typed: what is empty must be filled in, or the rest would be lost.
    fn half_typed(&mut self, names: &[String]) {
        if names.iter().all(|name| self.typed(name).is_none()) {
            return;
        }
        let empty: Vec<_> = names.iter().filter(|name| self.typed(name).is_none()).collect();
        self.faults.extend(empty.into_iter().map(|name| FieldError::new(name, field::REQUIRED)));
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
            retirement_age: self.number("candidate.retirement_age", 58),
            ratings: self.ratings(),
            sanctions: self.sanctions(),
            criminal_case: self.answer("candidate.criminal_case"),
            in_active_service: self.answer("candidate.in_active_service"),
            service_bond_until: self.date("candidate.service_bond_until"),
            failed_assignment: self.answer("candidate.failed_assignment"),
            other_nomination: self.answer("candidate.other_nomination"),
            degrees: degrees.filter(|code| !code.is_empty()).map(str::to_owned).collect(),
            grade_point_average_hundredths: self.noted(typed::hundredths(
                self.fields,
                "candidate.grade_point_average_hundredths",
                "3,25",
            )),
        }
    }

    fn ratings(&mut self) -> Vec<YearRating> {
        let mut ratings = Vec::new();
        for index in self.rows("candidate.ratings") {
            let names = ["year", "rating"].map(|part| format!("candidate.ratings[{index}].{part}"));
            let [year_name, rating_name] = &names;
            let year = self.number(year_name, 2025).and_then(|year| i32::try_from(year).ok());
            let rating = self.choice::<Rating>(rating_name);
            match (year, rating) {
                (Some(year), Some(rating)) => {
                    self.rows.entry("candidate.ratings").or_default().push(index);
                    ratings.push(YearRating { year, rating });
                }
                _ => self.half_typed(&names),
            }
        }
        ratings
    }

    fn sanctions(&mut self) -> Vec<Sanction> {
        let mut sanctions = Vec::new();
        for index in self.rows("candidate.sanctions") {
            let names =
                ["level", "ended_on"].map(|part| format!("candidate.sanctions[{index}].{part}"));
            let [level_name, ended_name] = &names;
            let level = self.choice::<SanctionLevel>(level_name);
            let ended_on = self.date(ended_name);
            if let Some(level) = level {
                self.rows.entry("candidate.sanctions").or_default().push(index);
                sanctions.push(Sanction { level, ended_on });
            } else {
                self.half_typed(&names);
            }
        }
        sanctions
    }
}

#[cfg(test)]
mod tests;
