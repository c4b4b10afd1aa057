//! Reminders before a deadline. The program itself (`worker`, a pass every few minutes) reminds
//! candidates whose draft is not submitted, reviewers whose sheets are not handed in, heads of units whose
//! indicators are due, awardees who have not sent their proof of admission, and who comes to an interview, each once for each deadline,
//! however many instances run. And by hand: the secretariat or the chair reminds reviewers, nobody twice in a day.

pub mod actions;
mod api;
mod letters;
mod pages;
pub mod rules;
mod store;
mod worker;

pub use api::configure;
pub use pages::configure as configure_pages;
pub use store::HOLDER;
pub use worker::{pass, run};

use crate::features::calls::{Call, Milestone};
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{ProposalId, UserId};
use serde::{Deserialize, Serialize};

/// Whom to remind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Absent: everybody whose sheets are missing.
    #[serde(default)]
    pub reviewer: Option<UserId>,
}

/// A reminder that the program sends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Seven days before submissions close.
    SubmissionWeek,
    /// The day before submissions close.
    SubmissionDay,
    /// Two days before the review ends.
    ReviewTwoDays,
}

impl Kind {
    /// The nearest to its deadline first, because only the first that is due is sent.
    pub const ALL: [Self; 3] = [Self::SubmissionDay, Self::SubmissionWeek, Self::ReviewTwoDays];

    pub fn name(self) -> &'static str {
        match self {
            Self::SubmissionWeek => "submission_week",
            Self::SubmissionDay => "submission_day",
            Self::ReviewTwoDays => "review_two_days",
        }
    }

    /// The milestone that it precedes.
    pub fn milestone(self) -> Milestone {
        match self {
            Self::SubmissionWeek | Self::SubmissionDay => Milestone::SubmissionsCloseAt,
            Self::ReviewTwoDays => Milestone::ReviewEndsAt,
        }
    }

    fn days(self) -> i64 {
        match self {
            Self::SubmissionWeek => 7,
            Self::SubmissionDay => 1,
            Self::ReviewTwoDays => 2,
        }
    }
}

/// A letter of the program about the last day for a proof of admission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Admission {
    /// To the awardee, so many days before it.
    Before,
    /// To the secretariat, from the day after it on.
    Passed,
}

impl Admission {
    pub fn name(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Passed => "passed",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Before, Self::Passed].into_iter().find(|kind| kind.name() == name)
    }
}

/// A call and its coming deadline.
#[derive(Debug, Clone)]
struct Coming {
    call: Call,
    kind: Kind,
    deadline: Timestamp,
    /// The instant since which the deadline has its date.
    known_since: Timestamp,
}

/// A draft that is not submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Draft {
    proposal: ProposalId,
    candidate: UserId,
    begun_at: Timestamp,
}

/// A reviewer's tasks that are not handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct OpenTasks {
    count: i64,
    /// When the first of them was assigned.
    since: Timestamp,
}
