//! Interviews of a call: their share of the score, the panel, the fixed questions. Frozen with the rules. Types only;
//! `rules::interview` checks them. Source: `domain.md` §5 and §6 row 9.

use super::bilingual::Bilingual;
use super::milestones::Calendar;
use super::rubric::{Criterion, Rubric};
use crate::kernel::clock::Timestamp;
use crate::text_enum;
use serde::{Deserialize, Serialize};

/// The most of 100 that an interview may weigh: it never outweighs the document.
pub const INTERVIEW_PERCENT_MOST: u32 = 30;

/// The fewest panelists of an interview.
pub const PANELISTS_LEAST: u32 = 3;

/// How a call interviews its candidates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Interview {
    /// Of 100; the document has the rest.
    #[schema(minimum = 1, maximum = 30)]
    pub percent: u32,
    /// Panelists of one interview, and sheets without which it does not count.
    #[serde(default = "three")]
    #[schema(minimum = 3, maximum = 9)]
    pub panelists: u32,
    /// Length of one interview.
    #[schema(minimum = 10, maximum = 240)]
    pub minutes: u32,
    /// Days after the end of the review in which interviews are still held; 0: within the review.
    #[serde(default)]
    pub days_after_review: u32,
    /// What becomes of whoever finally did not attend.
    pub absent: AbsentRule,
    /// The same for everybody, in this order.
    #[serde(default)]
    pub questions: Vec<Question>,
}

const fn three() -> u32 {
    PANELISTS_LEAST
}

text_enum! {
    /// What becomes of a candidate who finally did not attend.
    pub enum AbsentRule {
        /// No place in the ranking, with this reason.
        NotRanked = "not_ranked",
        /// The interview counts zero; the document keeps its share.
        Zero = "zero",
    }
}

/// One question; it is scored with the scale and the anchors of a criterion of the rubric, and weighs what that weighs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InterviewQuestion)]
pub struct Question {
    #[schema(example = "W1")]
    pub code: String,
    pub text: Bilingual,
    /// The code of a criterion.
    #[schema(example = "K4")]
    pub criterion: String,
}

impl Question {
    /// The criterion with whose anchors it is scored.
    pub fn measured_by<'a>(&self, rubric: &'a Rubric) -> Option<&'a Criterion> {
        rubric.criterion(&self.criterion)
    }
}

impl Interview {
    pub fn question(&self, code: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.code == code)
    }

    /// The weight of a question: its criterion's.
    pub fn weight(&self, code: &str, rubric: &Rubric) -> Option<u32> {
        Some(self.question(code)?.measured_by(rubric)?.weight)
    }

    /// The weights of all questions together.
    pub fn weights(&self, rubric: &Rubric) -> u32 {
        let each = self.questions.iter().filter_map(|one| one.measured_by(rubric));
        each.map(|criterion| criterion.weight).sum()
    }

    /// The first instant at which no interview is due any more: so many days after the review, and before the
    /// announcement.
    pub fn ends_at(&self, calendar: &Calendar) -> Timestamp {
        let end = calendar.review_ends_at.plus_days(i64::from(self.days_after_review));
        end.min(calendar.announcement_at)
    }
}
