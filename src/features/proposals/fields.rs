//! The catalogue of a proposal's fields: one line for each, with every answer that a part of the program needs.
//!
//! The form, the check-list, what the endorsers sign, the differences between versions, the pages that show a text,
//! what a reviewer reads, the limits, the OpenAPI document and erasing all go through this list; none of them names
//! a field by itself. A field without a line is shown to nobody but its candidate, and a test fails.
//! What a candidate chooses beside the text (problem and level) is in `Text`, not here.

mod answers;
mod example;
mod limits;
mod project;
mod schema;

pub use answers::{Audience, Endorsed, Erasure, Export, Group, Kind, Place, Required, View};
pub use example::{example, put};
pub use limits::{broken, check};
pub use project::{
    Leaf, endorsed, erased, json, leaves, person_of, shown_to, strings_masked, text_of,
};
pub use schema::{person_properties, text_properties, with_limits};

use crate::features::calls::{AccreditationGrade, Rating};
use crate::features::proposals::{SanctionLevel, ServiceStatus};
use answers::Endorsed::{Free, Signed};
use answers::Erasure::{Erased, Kept};
use answers::Export::{Exported, Inside};
use answers::Group::{Candidate, Goal, Idea, Plan, Programme};
use answers::Kind::{
    Choice, Codes, Day, Hundredths, Line, Money, Month, Number, Rows, Text, YesNo,
};
use answers::Place::{Below, Beside};
use answers::Required::{AtLeast, Filled, InItsRow, No, WithBudget};
use answers::View::{Hidden, Masked, Shown};

/// One field and all that is decided of it.
#[derive(Debug)]
pub struct Field {
    /// In the JSON, with dots; `[]` stands for the number of a row. Its label is the word `field-…` of this path,
    /// its hint the word `hint-…` where there is one.
    pub path: &'static str,
    pub kind: Kind,
    /// The part of the form and of the pages.
    pub group: Group,
    /// In the form: in a line of its own, or beside the field before.
    pub place: Place,
    /// What a submission needs; a draft may leave everything out.
    pub required: Required,
    /// A superior's signature holds only as long as this stays the same.
    pub endorsed: Endorsed,
    /// By somebody who may read the proposal and is neither its candidate nor a verifier; those read all.
    pub reader: View,
    /// By a reviewer under open and single-blind review.
    pub reviewer: View,
    /// By a reviewer under double-blind review.
    pub blind: View,
    /// What is left of it once the candidate's data are erased.
    pub erasure: Erasure,
    /// Whether tables and papers about all proposals carry it.
    pub export: Export,
}

macro_rules! fields {
    ($($path:literal $kind:expr, $group:ident $place:ident, $required:expr, $endorsed:ident,
        $reader:ident $reviewer:ident $blind:ident, $erasure:ident $export:ident;)+) => {
        /// In the order in which the form asks.
        pub const FIELDS: &[Field] = &[$(Field {
            path: $path,
            kind: $kind,
            group: $group,
            place: $place,
            required: $required,
            endorsed: $endorsed,
            reader: $reader,
            reviewer: $reviewer,
            blind: $blind,
            erasure: $erasure,
            export: $export,
        }),+];
    };
}

const CHARACTERS: usize = 20_000;

/// About three sentences: less than that is a placeholder, not a line of thought.
const SENTENCES: Required = AtLeast(200);

const SECTION: Kind = Text { most: CHARACTERS, lines: 8, words: None };

/// One page. Source: `domain.md` §9.
const SUMMARY: Kind = Text { most: 6000, lines: 8, words: Some(500) };

const GRADES: Kind = Choice {
    family: "accreditation",
    words: || AccreditationGrade::ALL.map(AccreditationGrade::name).into_iter().rev().collect(),
};

const STATUS: Kind = Choice {
    family: "service-status",
    words: || ServiceStatus::ALL.map(ServiceStatus::name).to_vec(),
};

const RATING: Kind = Choice {
    family: "rating",
    words: || Rating::ALL.map(Rating::name).into_iter().rev().collect(),
};

const SANCTION: Kind =
    Choice { family: "sanction", words: || SanctionLevel::ALL.map(SanctionLevel::name).to_vec() };

const YEAR: Kind = Number { between: Some((0, 2_147_483_647)), example: 2025 };

const MONTHS: Kind = Number { between: None, example: 24 };

const RETIREMENT: Kind = Number { between: Some((50, 70)), example: 58 };

fields! {
    // path                                     kind                                        form              needed      signed  reader, reviewer, blind  erased, exported
    "title"                                     Line { most: 300 },                         Idea Below,       Filled,     Free,   Shown Shown Masked,      Erased Inside;
    "summary"                                   SUMMARY,                                    Idea Below,       Filled,     Free,   Shown Shown Masked,      Erased Inside;
    "sections.problem"                          SECTION,                                    Idea Below,       SENTENCES,  Signed, Shown Shown Masked,      Erased Inside;
    "sections.study"                            SECTION,                                    Idea Below,       SENTENCES,  Signed, Shown Shown Masked,      Erased Inside;
    "sections.solution"                         SECTION,                                    Idea Below,       SENTENCES,  Signed, Shown Shown Masked,      Erased Inside;
    "sections.use_on_return"                    SECTION,                                    Idea Below,       SENTENCES,  Signed, Shown Shown Masked,      Erased Inside;
    "difference"                                Text { most: 500, lines: 3, words: None },  Idea Below,       Filled,     Free,   Shown Shown Masked,      Erased Inside;
    "plan"                                      Rows { most: 60, spare: 2, least: 2 },      Plan Below,       Filled,     Signed, Shown Shown Shown,       Erased Inside;
    "plan[].month"                              Month,                                      Plan Beside,      No,         Signed, Shown Shown Shown,       Erased Inside;
    "plan[].activity"                           Line { most: 1000 },                        Plan Beside,      Filled,     Signed, Shown Shown Masked,      Erased Inside;
    "plan[].responsible"                        Line { most: 300 },                         Plan Beside,      Filled,     Signed, Shown Shown Masked,      Erased Inside;
    "plan[].resources"                          Line { most: 1000 },                        Plan Beside,      No,         Signed, Shown Shown Masked,      Erased Inside;
    "goal.indicator"                            Line { most: 500 },                         Goal Below,       Filled,     Signed, Shown Shown Masked,      Erased Inside;
    "goal.baseline"                             Line { most: 100 },                         Goal Below,       Filled,     Signed, Shown Shown Masked,      Erased Inside;
    "goal.target"                               Line { most: 100 },                         Goal Beside,      Filled,     Signed, Shown Shown Masked,      Erased Inside;
    "goal.unit_of_measure"                      Line { most: 100 },                         Goal Beside,      Filled,     Signed, Shown Shown Masked,      Erased Inside;
    "goal.measured_how"                         Text { most: 1000, lines: 3, words: None }, Goal Below,       Filled,     Signed, Shown Shown Masked,      Erased Inside;
    "goal.measured_by"                          Day,                                        Goal Below,       Filled,     Signed, Shown Shown Shown,       Erased Inside;
    "programme.university"                      Line { most: 200 },                         Programme Below,  Filled,     Free,   Shown Shown Masked,      Erased Exported;
    "programme.name"                            Line { most: 200 },                         Programme Beside, Filled,     Free,   Shown Shown Masked,      Erased Exported;
    "programme.country"                         Line { most: 100 },                         Programme Below,  Filled,     Free,   Shown Shown Masked,      Erased Exported;
    "programme.accreditation"                   GRADES,                                     Programme Beside, No,         Free,   Shown Shown Shown,       Erased Inside;
    "programme.accreditation_valid_until"       Day,                                        Programme Beside, No,         Free,   Shown Shown Shown,       Erased Inside;
    "study.starts_on"                           Day,                                        Programme Below,  Filled,     Signed, Shown Shown Shown,       Erased Inside;
    "study.months"                              MONTHS,                                     Programme Beside, Filled,     Signed, Shown Shown Shown,       Erased Inside;
    "study.released"                            YesNo,                                      Programme Beside, Filled,     Signed, Shown Shown Shown,       Erased Inside;
    // A figure that the ranking was computed from: it stays when the words go.
    "study.requested_cost"                      Money,                                      Programme Below,  WithBudget, Signed, Shown Shown Shown,       Kept Exported;
    // Ratings, sanctions and cases are for those who verify, not for those who judge the idea.
    "candidate.position"                        Line { most: 200 },                         Candidate Below,  No,         Free,   Hidden Shown Hidden,     Erased Inside;
    "candidate.status"                          STATUS,                                     Candidate Beside, No,         Free,   Hidden Hidden Hidden,    Erased Inside;
    "candidate.retirement_age"                  RETIREMENT,                                 Candidate Beside, No,         Free,   Hidden Hidden Hidden,    Erased Inside;
    "candidate.degrees"                         Codes { most: 10 },                         Candidate Below,  No,         Free,   Hidden Shown Hidden,     Erased Inside;
    "candidate.grade_point_average_hundredths"  Hundredths { most: 400 },                   Candidate Beside, No,         Free,   Hidden Hidden Hidden,    Erased Inside;
    "candidate.ratings"                         Rows { most: 10, spare: 0, least: 2 },      Candidate Below,  No,         Free,   Hidden Shown Hidden,     Erased Inside;
    "candidate.ratings[].year"                  YEAR,                                       Candidate Beside, InItsRow,   Free,   Hidden Shown Hidden,     Erased Inside;
    "candidate.ratings[].rating"                RATING,                                     Candidate Beside, InItsRow,   Free,   Hidden Shown Hidden,     Erased Inside;
    "candidate.sanctions"                       Rows { most: 20, spare: 1, least: 1 },      Candidate Below,  No,         Free,   Hidden Hidden Hidden,    Erased Inside;
    "candidate.sanctions[].level"               SANCTION,                                   Candidate Beside, InItsRow,   Free,   Hidden Hidden Hidden,    Erased Inside;
    "candidate.sanctions[].ended_on"            Day,                                        Candidate Beside, No,         Free,   Hidden Hidden Hidden,    Erased Inside;
    "candidate.criminal_case"                   YesNo,                                      Candidate Below,  No,         Free,   Hidden Hidden Hidden,    Erased Inside;
    "candidate.in_active_service"               YesNo,                                      Candidate Beside, No,         Free,   Hidden Hidden Hidden,    Erased Inside;
    "candidate.failed_assignment"               YesNo,                                      Candidate Below,  No,         Free,   Hidden Hidden Hidden,    Erased Inside;
    "candidate.other_nomination"                YesNo,                                      Candidate Beside, No,         Free,   Hidden Hidden Hidden,    Erased Inside;
    "candidate.service_bond_until"              Day,                                        Candidate Below,  No,         Free,   Hidden Hidden Hidden,    Erased Inside;
}

static NOTHING: serde_json::Value = serde_json::Value::Null;

/// The title, which heads pages and papers and is shown in lists.
pub const TITLE: &str = "title";

impl Field {
    /// Its value in a text, for one that is in no row; null where there is none.
    pub fn of<'a>(&self, text: &'a serde_json::Value) -> &'a serde_json::Value {
        self.path.split('.').try_fold(text, |value, name| value.get(name)).unwrap_or(&NOTHING)
    }

    /// As these people read it.
    pub fn view(&self, audience: Audience) -> View {
        match audience {
            Audience::Reader => self.reader,
            Audience::Reviewer => self.reviewer,
            Audience::BlindReviewer => self.blind,
        }
    }

    /// The list that it is a part of, and its name there.
    pub fn in_list(&self) -> Option<(&'static str, &'static str)> {
        self.path.split_once("[].")
    }

    /// The parts of each of its rows; none for what is no list.
    pub fn parts(&self) -> impl Iterator<Item = &'static Field> + use<> {
        let list = self.path;
        FIELDS.iter().filter(move |field| field.in_list().is_some_and(|(of, _)| of == list))
    }

    /// Names it in the row of a list, `plan[3].month`; as its path where it is in none.
    pub fn name_in(&self, row: usize) -> String {
        self.path.replacen("[]", &format!("[{row}]"), 1)
    }
}

/// The fields that are no part of a list's rows.
pub fn outside_rows() -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(|field| field.in_list().is_none())
}

/// The field of this name, with or without the numbers of its rows.
pub fn find(name: &str) -> Option<&'static Field> {
    let path: String = name.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    let exact = |path: &str| FIELDS.iter().find(|field| field.path == path);
    // One of several codes is `candidate.degrees[0]`.
    exact(&path).or_else(|| exact(path.strip_suffix("[]")?))
}

#[cfg(test)]
mod tests;
