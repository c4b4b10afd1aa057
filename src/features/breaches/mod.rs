//! The register of breaches of personal data (UU 27/2022 art. 46): what happened, whom it affects,
//! the measures, and the two notices, to the people and to the supervising authority, which must be
//! given within three times 24 hours of the discovery. The secretariat keeps it, auditors read it.

mod actions;
mod api;
mod letters;
mod pages;
pub mod rules;
mod store;

pub use actions::{REGISTER, pour_register};
pub use api::configure;
pub use pages::configure as configure_pages;
pub use store::HOLDER;

use crate::kernel::access::Role;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{BreachId, CallId, RecordId, UserId};
use crate::text_enum;
use serde::{Deserialize, Serialize};

text_enum! {
    /// A class of personal data.
    #[schema(as = BreachedData)]
    pub enum DataClass {
        /// Name, NIP, date of birth.
        Identity = "identity",
        /// E-mail address, telephone.
        Contact = "contact",
        /// Rank, unit, appraisals.
        Employment = "employment",
        /// Diplomas, transcripts.
        Education = "education",
        /// The proposal and its attachments.
        Proposal = "proposal",
        /// Letters on health: specific data (art. 4).
        Health = "health",
        /// Letters on discipline and criminal cases: specific data (art. 4).
        Discipline = "discipline",
        /// Scores, reasons, outcomes.
        Assessment = "assessment",
        /// Data that gives access to an account.
        Credentials = "credentials",
    }
}

text_enum! {
    /// The audience of a notice.
    pub enum Audience {
        /// The people affected.
        Subjects = "subjects",
        /// The authority that supervises personal data protection.
        Authority = "authority",
    }
}

text_enum! {
    /// How the authority was informed.
    pub enum Medium {
        Letter = "letter",
        Email = "email",
        Portal = "portal",
        InPerson = "in_person",
    }
}

text_enum! {
    /// The state of a notice within its period.
    pub enum NoticeState {
        Running = "running",
        /// Less than 24 hours are left.
        Pressing = "pressing",
        Overdue = "overdue",
        MetInTime = "met_in_time",
        MetLate = "met_late",
        /// It turned out not to be a breach; nobody was or needs to be informed.
        NotOwed = "not_owed",
    }
}

/// The state and the deadline of one notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct NoticeStanding {
    pub state: NoticeState,
    /// When the last of those who must be informed was informed.
    pub given_at: Option<Timestamp>,
}

text_enum! {
    /// How a case ended.
    #[schema(as = BreachOutcome)]
    pub enum Outcome {
        /// Both notices were given.
        Handled = "handled",
        /// It turned out that no personal data was breached.
        NotABreach = "not_a_breach",
    }
}

text_enum! {
    /// How far a case has come. It follows from its closure; the clocks of the notices run beside it.
    #[schema(as = BreachState)]
    pub enum State {
        Open = "open",
        /// As [`Outcome::Handled`].
        Handled = "handled",
        /// As [`Outcome::NotABreach`].
        NotABreach = "not_a_breach",
    }
}

/// The end of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = BreachClosure)]
pub struct Closure {
    pub outcome: Outcome,
    pub conclusion: String,
    pub closed_by: UserId,
    pub closed_at: Timestamp,
}

/// A breach in the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Breach {
    pub id: BreachId,
    /// 1, 2, 3 … in the order of registration.
    pub number: i32,
    pub title: String,
    /// Null while unknown.
    pub happened_at: Option<Timestamp>,
    /// The period begins then.
    pub discovered_at: Timestamp,
    /// The last instant at which both notices are in time: 72 hours after the discovery.
    pub due_at: Timestamp,
    /// How it was discovered.
    pub found_through: String,
    pub data: Vec<DataClass>,
    pub how: String,
    pub registered_by: UserId,
    pub registered_at: Timestamp,
    /// The number of affected people, as far as known.
    pub affected: i64,
    /// The number of those who were informed.
    pub informed: i64,
    pub subjects: NoticeStanding,
    pub authority: NoticeStanding,
    pub closure: Option<Closure>,
}

/// A breach to be registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBreach {
    /// Nobody's name.
    #[schema(min_length = 5, max_length = 150)]
    pub title: String,
    /// When it happened, if that is known.
    #[serde(default)]
    pub happened_at: Option<Timestamp>,
    /// When it was discovered: the clock begins then.
    pub discovered_at: Timestamp,
    /// How it came to light.
    #[schema(min_length = 5, max_length = 2000)]
    pub found_through: String,
    #[schema(min_items = 1)]
    pub data: Vec<DataClass>,
    /// How it happened.
    #[schema(min_length = 20, max_length = 5000)]
    pub how: String,
    /// Handling taken so far: the first of the measures.
    #[schema(min_length = 10, max_length = 5000)]
    pub handling: String,
}

/// What more was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMeasure {
    #[schema(min_length = 10, max_length = 5000)]
    pub measure: String,
}

/// What was done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = BreachMeasure)]
pub struct Measure {
    pub measure: String,
    pub noted_by: UserId,
    pub noted_at: Timestamp,
}

/// A way of finding affected people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = AffectedBy)]
pub enum Way {
    /// One person.
    Person { account: UserId },
    /// Everybody with a proposal in this call, including drafts.
    Call { call: CallId },
    /// Everybody who has this role now.
    Role { role: Role },
    /// The candidates whose proposals this account opened, worked on, or exported between two
    /// instants, according to the record.
    Readings { account: UserId, from: Timestamp, until: Timestamp },
    /// The candidates whose proposals were this account's tasks between two instants, opened or
    /// not.
    Tasks { account: UserId, from: Timestamp, until: Timestamp },
}

/// How to find people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Found {
    pub way: Way,
}

/// One such finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = AffectedGroup)]
pub struct Group {
    pub id: RecordId,
    pub way: Way,
    /// The number of people it added.
    pub people: i64,
    pub added_by: UserId,
    pub added_at: Timestamp,
}

/// A person affected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AffectedPerson {
    pub user: UserId,
    pub name: String,
    /// The search that found them.
    pub group: RecordId,
    pub informed_at: Option<Timestamp>,
}

/// A notice as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = BreachNotice)]
pub struct Notice {
    pub audience: Audience,
    pub given_at: Timestamp,
    /// Why it was given after the period.
    pub late_reason: Option<String>,
    /// To the people: the number of letters, and their content besides the register's.
    pub people: i64,
    pub how: Option<String>,
    pub handling: Option<String>,
    pub contact: Option<String>,
    /// To the authority.
    pub medium: Option<Medium>,
    pub reference: Option<String>,
    pub noted_by: UserId,
    pub noted_at: Timestamp,
}

/// What the letters to the subjects say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubjectNotice {
    /// How it happened, in words for the people it happened to.
    #[schema(min_length = 20, max_length = 5000)]
    pub how: String,
    /// Handling and recovery.
    #[schema(min_length = 10, max_length = 5000)]
    pub handling: String,
    /// Where to ask.
    #[schema(min_length = 5, max_length = 500)]
    pub contact: String,
    /// Why it is late, at least 20 characters; needed once the clock has run out, kept only then.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub late_reason: String,
}

/// A notice to the authority, given outside this program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorityNotice {
    pub given_at: Timestamp,
    pub medium: Medium,
    /// The number under which it was given.
    #[schema(min_length = 1, max_length = 100)]
    pub reference: String,
    /// As in the notice to the subjects.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub late_reason: String,
}

/// How a case is to end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    pub outcome: Outcome,
    #[schema(min_length = 20, max_length = 5000)]
    pub conclusion: String,
}

/// A breach with all that was noted on it; the people page by page apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Case {
    pub breach: Breach,
    pub measures: Vec<Measure>,
    pub groups: Vec<Group>,
    pub notices: Vec<Notice>,
}
