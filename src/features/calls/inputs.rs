//! What the acts on a call take beside its text.

use super::{Bilingual, Milestone};
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::CallId;
use crate::text_enum;
use serde::{Deserialize, Serialize};

/// A milestone to move later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExtension {
    pub milestone: Milestone,
    pub to: Timestamp,
    /// Everybody reads it.
    #[schema(min_length = 1, max_length = 2000, format = "line")]
    pub reason: String,
}

text_enum! {
    /// A phase that can be opened again after its end.
    pub enum ReopenedPhase {
        Submission = "submission",
        Screening = "screening",
        Review = "review",
    }
}

impl ReopenedPhase {
    /// The deadline at which it ends.
    pub const fn end(self) -> Milestone {
        match self {
            Self::Submission => Milestone::SubmissionsCloseAt,
            Self::Screening => Milestone::ScreeningEndsAt,
            Self::Review => Milestone::ReviewEndsAt,
        }
    }
}

/// A phase to open again whose end has passed. All later milestones move by the same time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReopening {
    pub phase: ReopenedPhase,
    /// Its new end.
    pub until: Timestamp,
    /// Everybody reads it.
    #[schema(min_length = 10, max_length = 2000, format = "line")]
    pub reason: String,
}

/// The end of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Cancellation {
    /// Everybody reads it.
    #[schema(min_length = 1, max_length = 2000, format = "line")]
    pub reason: String,
}

/// A place on a panel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PanelSeat {
    /// The most proposals they take, 1 to 1000; left out: the default of the call's rules.
    #[schema(minimum = 1, maximum = 1000)]
    pub max_load: Option<u32>,
    /// What they know: codes of problems, and of units whose problems they know (a directorate, or
    /// a deputy for all of its directorates); left out: as they are.
    #[schema(max_items = 100, example = json!(["M-007", "P.D3"]))]
    pub topics: Option<Vec<String>>,
    /// Counts as the senior reviewer that the call may require for every proposal; left out:
    /// unchanged.
    pub senior: Option<bool>,
}

/// A new call as a page asks for it. The rest of its text comes from the templates or from an earlier call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDraft {
    pub code: String,
    /// Where a call's text has it, so that its faults are found.
    pub definition: NewDefinition,
    /// The call to copy; left out: the templates.
    #[serde(default)]
    pub from: Option<CallId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDefinition {
    pub title: Bilingual,
    pub seats: u32,
}

text_enum! {
    /// A box that must be ticked.
    pub enum Understood {
        Yes = "yes",
    }
}

/// The rules that are published: exactly those that were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// Of the preview.
    #[schema(min_length = 64, max_length = 64)]
    pub hash: String,
    pub confirm: Understood,
}
