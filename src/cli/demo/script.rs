//! The demo's people, proposals and remarks, as `config/demo/` has them. All of it is invented.

use super::events::Event;
use crate::features::calls::Rating;
use crate::features::problems::{CheckVerdict, Direction};
use crate::features::proposals::{CandidateFacts, Content, Sections, ServiceStatus, YearRating};
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
    text: Content,
    /// 1 to 5: what the panel tends to see in it.
    pub(super) quality: u32,
    #[serde(default)]
    pub(super) story: Turn,
    /// What happened since the seat was accepted.
    #[serde(default)]
    pub(super) path: Vec<Event>,
}

/// What happens to a proposal besides being written and scored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Turn {
    #[default]
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
        let mut content = self.text.clone();
        content.study.starts_on = NaiveDate::from_ymd_opt(today.year() + 1, 9, 1);
        content.study.requested_cost = Some(self.cost());
        // Those of long ago say no years: these follow from when their call was.
        let later = || NaiveDate::from_ymd_opt(today.year() + 5, 8, 31);
        content.goal.measured_by = content.goal.measured_by.or_else(later);
        if content.programme.accreditation.is_some() {
            let until = &mut content.programme.accreditation_valid_until;
            *until = until.or_else(later);
        }
        content.candidate = CandidateFacts {
            status: Some(ServiceStatus::Pns),
            ratings: vec![
                rating(1, if poor { Rating::NeedsImprovement } else { Rating::Good }),
                rating(2, Rating::VeryGood),
            ],
            criminal_case: Some(false),
            in_active_service: Some(true),
            failed_assignment: Some(false),
            other_nomination: Some(false),
            ..content.candidate
        };
        content
    }

    /// Fees and upkeep by the month: more abroad.
    fn cost(&self) -> u64 {
        let a_month =
            if self.text.programme.country == "Indonesia" { 7_500_000 } else { 25_000_000 };
        u64::from(self.text.study.months.unwrap_or(0)) * a_month
    }

    /// The text of its PDF.
    pub(super) fn pdf(&self) -> Vec<u8> {
        let Content { title, summary, sections, difference, .. } = &self.text;
        let Sections { problem, study, solution, use_on_return, .. } = sections;
        let sections = [
            ("Ringkasan", summary.as_str()),
            ("Masalah", problem),
            ("Studi", study),
            ("Solusi", solution),
            ("Pemanfaatan sepulang studi", use_on_return),
            ("Yang akan berbeda", difference),
        ];
        super::pdf::document(title, &sections)
    }
}

/// The calls of long ago: who was in them, the problems that they were about.
#[derive(Debug, Deserialize)]
struct Past {
    person: Vec<Part>,
    problem: Vec<PastProblem>,
    proposal: Vec<Written>,
}

/// A problem that was in the registry long ago, and what its owner measured since.
#[derive(Debug, Deserialize)]
pub(super) struct PastProblem {
    pub(super) key: String,
    pub(super) unit: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) indicator: String,
    pub(super) unit_of_measure: String,
    pub(super) direction: Direction,
    pub(super) baseline: String,
    pub(super) target: String,
    pub(super) denominator: String,
    pub(super) measured: Vec<PastFigure>,
}

/// A quarter's figure.
#[derive(Debug, Deserialize)]
pub(super) struct PastFigure {
    /// The last day of the quarter, in days before today.
    pub(super) until: i64,
    pub(super) value: String,
    pub(super) denominator: String,
    /// What the inspectorate found, and in which words.
    pub(super) found: Option<CheckVerdict>,
    #[serde(default)]
    pub(super) words: String,
}

/// Everything that is told, from the files.
pub(super) struct Script {
    pub(super) cast: Cast,
    pub(super) proposals: Proposals,
    pub(super) remarks: Remarks,
    pub(super) problems: Vec<PastProblem>,
}

/// The four files, parsed.
///
/// # Errors
/// When one does not fit its type; a test forbids that.
pub(super) fn read() -> anyhow::Result<Script> {
    let mut cast: Cast = input_files::toml(include_str!("../../../config/demo/people.toml"))?;
    let mut proposals: Proposals =
        input_files::toml(include_str!("../../../config/demo/proposals.toml"))?;
    let remarks = input_files::toml(include_str!("../../../config/demo/comments.toml"))?;
    let past: Past = input_files::toml(include_str!("../../../config/demo/past.toml"))?;
    cast.person.extend(past.person);
    proposals.proposal.extend(past.proposal);
    Ok(Script { cast, proposals, remarks, problems: past.problem })
}
