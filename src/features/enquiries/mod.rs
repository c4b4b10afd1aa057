//! Somebody is on the telephone: the secretariat finds who or what they speak of, and sees on one page what arrived
//! from them, what came of it, and which letters went out. Nothing is decided here: each thing that is found went
//! through the decision of the page that it leads to.

mod actions;
mod api;
mod involvement;
mod pages;

pub use api::configure;
pub use involvement::{ActedIn, InvolvedAct, Involvement};
pub use pages::configure as configure_pages;

use crate::features::accounts::User;
use crate::features::decisions::AnnouncedOutcome;
use crate::features::outbox::QueuedMail;
use crate::features::problems;
use crate::features::proposals::{ArrivedProposal, FoundFile, FoundProposal};
use crate::kernel::ids::{ProblemId, UnitCode};
use crate::kernel::paging::Page;
use serde::{Deserialize, Serialize};

/// What is looked for.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Enquiry {
    /// Words in any order, without regard to case, accents and titles; a NIP with or without blanks; the number of a
    /// proposal; a problem's code; the name of a file; the hash of a receipt; an e-mail address; the id of a letter.
    /// At most 100 characters.
    #[param(example = "drh. Siti Rahmawati")]
    pub q: Option<String>,
}

/// What was found, of each kind at most twenty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = EnquiryAnswer)]
pub struct Found {
    pub people: Vec<User>,
    pub proposals: Vec<FoundProposal>,
    pub problems: Vec<FoundProblem>,
    pub files: Vec<FoundFile>,
    /// By the id of the letter, or by the address it went to.
    pub letters: Vec<QueuedMail>,
    /// There is more of one kind than is shown: another word narrows it.
    pub more: bool,
}

impl Found {
    fn is_empty(&self) -> bool {
        let Self { people, proposals, problems, files, letters, more: _ } = self;
        people.is_empty()
            && proposals.is_empty()
            && problems.is_empty()
            && files.is_empty()
            && letters.is_empty()
    }
}

/// A problem, as a search shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FoundProblem {
    pub id: ProblemId,
    #[schema(example = "M-005")]
    pub code: String,
    pub title: String,
    pub state: problems::State,
    pub owner_unit: UnitCode,
}

/// A proposal of the person, with what arrived and what was announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PersonProposal {
    pub arrived: ArrivedProposal,
    /// Null until a result is announced.
    pub result: Option<AnnouncedOutcome>,
}

/// One person as the secretariat speaks with them. A proposal that the reader may not open, and every letter about
/// it, is left out as if it did not exist.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct PersonFile {
    pub person: User,
    /// Newest first. Drafts are their candidate's alone.
    pub proposals: Vec<PersonProposal>,
    /// Newest first, without what they say.
    pub letters: Page<QueuedMail>,
}
