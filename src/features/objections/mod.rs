//! Objections (sanggahan): filed by the candidate while the call's window is open, one for each
//! subject; ruled on by members of the appeal team who neither verified, scored nor decided the
//! proposal. An upheld objection orders a remedy and opens a revision: a new run, a new decision, a
//! new announcement. Nothing that was announced is changed. Seats and reserves are in `awards`.

pub mod actions;
mod api;
mod letters;
mod pages;
pub mod rules;
mod standing;
mod store;

pub use api::configure;
pub use standing::{Answer, FlatObjection, Objection, Standing};
pub use store::{HOLDER, contradictions, pending_in, proposals_of, rulings};

use crate::platform::files::NewFile;
use crate::text_enum;
use serde::{Deserialize, Serialize};

/// The pages, and the files of the API that people download below them.
pub fn configure_pages(routes: &mut crate::web::pages::PageRoutes<'_>) {
    api::attachments::downloads(routes);
    pages::configure(routes);
}

text_enum! {
    /// The subject of an objection; one of each per proposal.
    #[schema(as = ObjectionSubject)]
    pub enum Subject {
        /// The finding that the proposal does not fulfil the conditions (TMS).
        Verification = "verification",
        /// The sheets and the resulting place.
        Scores = "scores",
        /// The decision: seats, limits, the reserve list, a deviation from the ranking.
        Decision = "decision",
    }
}

text_enum! {
    /// The result that is objected to.
    #[schema(as = ObjectionKind)]
    pub enum Kind {
        /// The announced one.
        Final = "final",
        /// The finding of the verification, before the review.
        Administrative = "administrative",
    }
}

text_enum! {
    #[schema(as = ObjectionState)]
    pub enum State {
        Filed = "filed",
        /// A member of the appeal team works on it.
        Taken = "taken",
        Upheld = "upheld",
        Rejected = "rejected",
        /// By the candidate, before the ruling.
        Withdrawn = "withdrawn",
    }
}

/// The order of the appeal team when it upholds an objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Remedy {
    /// The proposal fulfils the conditions after all; the panel scores it now.
    RestoreEligibility {},
    /// The sheet of this reviewer (by letter) no longer counts; another reviewer writes one if too
    /// few are left.
    ExcludeSheet {
        #[schema(example = "K")]
        letter: String,
    },
    /// One more reviewer, who has not scored the proposal, writes a sheet in addition to the
    /// others.
    ReviewAgain {},
    /// The plenary decides again.
    DecideAnew {},
}

/// The file of an objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ObjectionAttachment)]
pub struct Attachment {
    pub file_name: String,
    pub size: u64,
    pub sha256: String,
}

impl From<&NewFile> for Attachment {
    fn from(new: &NewFile) -> Self {
        Self { file_name: new.file_name.clone(), size: new.size, sha256: new.sha256.clone() }
    }
}

/// A candidate's objection; a file can be added to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewObjection {
    pub subject: Subject,
    #[schema(min_length = 50, max_length = 5000)]
    pub reason: String,
}

/// The appeal team's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Ruling {
    /// The candidate reads it.
    #[schema(min_length = 50, max_length = 5000)]
    pub reason: String,
    /// The order if the objection is upheld; without it, it is rejected.
    #[serde(default)]
    pub remedy: Option<Remedy>,
}
