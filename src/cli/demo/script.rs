//! The demo's people, proposals and remarks, as `config/demo/` has them. All of it is invented.

use crate::features::calls::{AccreditationGrade, Rating};
use crate::features::proposals::{
    CandidateFacts, Content, Goal, PlanItem, Programme, Sections, ServiceStatus, Study, YearRating,
};
use crate::kernel::access::Role;
use crate::kernel::input_files;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
pub(super) struct Cast {
    pub(super) person: Vec<Part>,
}

/// One person of the play.
#[derive(Debug, Deserialize)]
pub(super) struct Part {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) roles: Vec<Role>,
    #[serde(default)]
    pub(super) nip: Option<String>,
    /// Key of the direct superior.
    #[serde(default)]
    pub(super) superior: Option<String>,
}

impl Part {
    pub(super) fn email(&self) -> String {
        format!("{}@demo.pom.go.id", self.name.to_lowercase().replace(' ', "."))
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Proposals {
    pub(super) proposal: Vec<Written>,
}

/// What somebody wrote, and how well.
#[derive(Debug, Deserialize)]
pub(super) struct Written {
    pub(super) candidate: String,
    pub(super) problem: String,
    pub(super) level: String,
    pub(super) title: String,
    summary: String,
    sections: Sections,
    plan: Vec<PlanItem>,
    goal: WrittenGoal,
    programme: WrittenProgramme,
    study: WrittenStudy,
    facts: WrittenFacts,
    difference: String,
    /// 1 to 5: what the panel tends to see in it.
    pub(super) quality: u32,
    pub(super) story: Turn,
}

/// What happens to a proposal besides being written and scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Turn {
    #[serde(rename = "")]
    None,
    TooOld,
    Rating,
    Sanction,
    Late,
    Withdrawn,
    WrongDocument,
    Repair,
    /// One of the two about whom the panel cannot tell.
    Close,
}

#[derive(Debug, Deserialize)]
struct WrittenGoal {
    indicator: String,
    baseline: String,
    target: String,
    unit_of_measure: String,
    measured_how: String,
    measured_by: NaiveDate,
}

#[derive(Debug, Deserialize)]
struct WrittenProgramme {
    university: String,
    name: String,
    country: String,
    accreditation: AccreditationGrade,
    accreditation_valid_until: NaiveDate,
}

#[derive(Debug, Deserialize)]
struct WrittenStudy {
    months: u32,
    released: bool,
}

#[derive(Debug, Deserialize)]
struct WrittenFacts {
    position: String,
    retirement_age: u32,
    degrees: Vec<String>,
    gpa: u32,
}

/// The panel's words.
#[derive(Debug, Deserialize)]
pub(super) struct Remarks {
    /// By criterion, by score.
    pub(super) reasons: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    pub(super) feedback: Bands,
    pub(super) committee: Notes,
}

#[derive(Debug, Deserialize)]
pub(super) struct Bands {
    pub(super) low: Vec<String>,
    pub(super) middle: Vec<String>,
    pub(super) high: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Notes {
    pub(super) notes: Vec<String>,
}

impl Written {
    /// The proposal's text, with a study that starts in the September after `today`'s year.
    pub(super) fn content(&self, today: NaiveDate) -> Content {
        let poor = self.story == Turn::Rating;
        let rating = |years_ago: i32, rating| YearRating { year: today.year() - years_ago, rating };
        Content {
            title: self.title.clone(),
            summary: self.summary.clone(),
            sections: self.sections.clone(),
            plan: self.plan.clone(),
            goal: Goal {
                indicator: self.goal.indicator.clone(),
                baseline: self.goal.baseline.clone(),
                target: self.goal.target.clone(),
                unit_of_measure: self.goal.unit_of_measure.clone(),
                measured_how: self.goal.measured_how.clone(),
                measured_by: Some(self.goal.measured_by),
            },
            programme: Programme {
                university: self.programme.university.clone(),
                name: self.programme.name.clone(),
                country: self.programme.country.clone(),
                accreditation: Some(self.programme.accreditation),
                accreditation_valid_until: Some(self.programme.accreditation_valid_until),
            },
            study: Study {
                starts_on: NaiveDate::from_ymd_opt(today.year() + 1, 9, 1),
                months: Some(self.study.months),
                released: Some(self.study.released),
                requested_cost: Some(self.cost()),
            },
            candidate: CandidateFacts {
                position: self.facts.position.clone(),
                status: Some(ServiceStatus::Pns),
                retirement_age: Some(self.facts.retirement_age),
                ratings: vec![
                    rating(1, if poor { Rating::NeedsImprovement } else { Rating::Good }),
                    rating(2, Rating::VeryGood),
                ],
                sanctions: Vec::new(),
                criminal_case: Some(false),
                in_active_service: Some(true),
                service_bond_until: None,
                failed_assignment: Some(false),
                other_nomination: Some(false),
                degrees: self.facts.degrees.clone(),
                grade_point_average_hundredths: Some(self.facts.gpa),
            },
            difference: self.difference.clone(),
        }
    }

    /// Fees and upkeep by the month: more abroad.
    fn cost(&self) -> u64 {
        let a_month = if self.programme.country == "Indonesia" { 7_500_000 } else { 25_000_000 };
        u64::from(self.study.months) * a_month
    }

    /// The text of its PDF.
    pub(super) fn pdf(&self) -> Vec<u8> {
        let sections = [
            ("Ringkasan", self.summary.as_str()),
            ("Masalah", &self.sections.problem),
            ("Studi", &self.sections.study),
            ("Solusi", &self.sections.solution),
            ("Pemanfaatan sepulang studi", &self.sections.use_on_return),
            ("Yang akan berbeda", &self.difference),
        ];
        super::pdf::document(&self.title, &sections)
    }
}

/// The three files, parsed.
///
/// # Errors
/// When one does not fit its type; a test forbids that.
pub(super) fn read() -> anyhow::Result<(Cast, Proposals, Remarks)> {
    Ok((
        input_files::toml(include_str!("../../../config/demo/people.toml"))?,
        input_files::toml(include_str!("../../../config/demo/proposals.toml"))?,
        input_files::toml(include_str!("../../../config/demo/comments.toml"))?,
    ))
}
