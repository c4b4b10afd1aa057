//! The calendar of a call: its deadlines in order, and those that only some calls have.

use crate::kernel::clock::Timestamp;
use crate::text_enum;
use serde::{Deserialize, Serialize};

/// The deadlines in order; each is the first instant that is too late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    pub opens_at: Timestamp,
    pub submissions_close_at: Timestamp,
    pub screening_ends_at: Timestamp,
    /// Between the verification and the review; without it each finding is told when it is made, and the review
    /// begins when the verification ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub administrative: Option<AdministrativeResults>,
    pub review_ends_at: Timestamp,
    pub announcement_at: Timestamp,
    pub objections_end_at: Timestamp,
}

/// The administrative results: released together, objected to before the review (masa sanggah administrasi).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdministrativeResults {
    /// Nobody outside the office knows a finding before.
    pub results_at: Timestamp,
    /// Until then a candidate found ineligible may object.
    pub objections_end_at: Timestamp,
    /// By then the objections are ruled on.
    pub review_begins_at: Timestamp,
}

text_enum! {
    /// One deadline of the calendar, by the name of its field.
    pub enum Milestone {
        OpensAt = "opens_at",
        SubmissionsCloseAt = "submissions_close_at",
        ScreeningEndsAt = "screening_ends_at",
        /// This and the next two only in calls that release administrative results.
        AdministrativeResultsAt = "administrative_results_at",
        AdministrativeObjectionsEndAt = "administrative_objections_end_at",
        ReviewBeginsAt = "review_begins_at",
        ReviewEndsAt = "review_ends_at",
        AnnouncementAt = "announcement_at",
        ObjectionsEndAt = "objections_end_at",
    }
}

impl Milestone {
    /// Only calls that release administrative results have it.
    pub fn is_administrative(self) -> bool {
        matches!(
            self,
            Self::AdministrativeResultsAt
                | Self::AdministrativeObjectionsEndAt
                | Self::ReviewBeginsAt
        )
    }

    /// Where the definition has it.
    pub fn path(self) -> String {
        let within = match self {
            Self::AdministrativeResultsAt => "administrative.results_at",
            Self::AdministrativeObjectionsEndAt => "administrative.objections_end_at",
            Self::ReviewBeginsAt => "administrative.review_begins_at",
            other => other.name(),
        };
        format!("calendar.{within}")
    }
}

impl Calendar {
    /// The milestones that this call has, in order.
    pub fn milestones(&self) -> impl Iterator<Item = Milestone> + use<> {
        let has_all = self.administrative.is_some();
        Milestone::ALL.into_iter().filter(move |one| has_all || !one.is_administrative())
    }

    /// The next milestone that this call has.
    pub fn after(&self, milestone: Milestone) -> Option<Milestone> {
        self.milestones().find(|other| *other > milestone)
    }

    /// The end of the verification's phase: the review begins. Late verifications and objections to the administrative
    /// results fall into it.
    pub fn review_begins_at(&self) -> Timestamp {
        self.administrative.map_or(self.screening_ends_at, |one| one.review_begins_at)
    }

    /// Whether a candidate may know a finding of the verification.
    pub fn tells_findings(&self, now: Timestamp) -> bool {
        self.administrative.is_none_or(|one| one.results_at <= now)
    }

    /// The window in which a candidate may object to a finding before the review; where it is open.
    pub fn administrative_window(&self, now: Timestamp) -> Option<AdministrativeResults> {
        self.administrative.filter(|one| one.results_at <= now && now < one.objections_end_at)
    }

    /// The instant of a milestone; of one that this call does not have, the end of the verification.
    pub fn of(&self, milestone: Milestone) -> Timestamp {
        let or_screening = |of: fn(AdministrativeResults) -> Timestamp| {
            self.administrative.map_or(self.screening_ends_at, of)
        };
        match milestone {
            Milestone::OpensAt => self.opens_at,
            Milestone::SubmissionsCloseAt => self.submissions_close_at,
            Milestone::ScreeningEndsAt => self.screening_ends_at,
            Milestone::AdministrativeResultsAt => or_screening(|one| one.results_at),
            Milestone::AdministrativeObjectionsEndAt => or_screening(|one| one.objections_end_at),
            Milestone::ReviewBeginsAt => or_screening(|one| one.review_begins_at),
            Milestone::ReviewEndsAt => self.review_ends_at,
            Milestone::AnnouncementAt => self.announcement_at,
            Milestone::ObjectionsEndAt => self.objections_end_at,
        }
    }

    /// The same calendar with one milestone moved; one that this call does not have stays away.
    #[must_use]
    pub fn moved(&self, milestone: Milestone, to: Timestamp) -> Self {
        let mut moved = self.clone();
        let within = |change: fn(AdministrativeResults, Timestamp) -> AdministrativeResults| {
            self.administrative.map(|one| change(one, to))
        };
        match milestone {
            Milestone::OpensAt => moved.opens_at = to,
            Milestone::SubmissionsCloseAt => moved.submissions_close_at = to,
            Milestone::ScreeningEndsAt => moved.screening_ends_at = to,
            Milestone::AdministrativeResultsAt => {
                moved.administrative =
                    within(|one, to| AdministrativeResults { results_at: to, ..one });
            }
            Milestone::AdministrativeObjectionsEndAt => {
                moved.administrative =
                    within(|one, to| AdministrativeResults { objections_end_at: to, ..one });
            }
            Milestone::ReviewBeginsAt => {
                moved.administrative =
                    within(|one, to| AdministrativeResults { review_begins_at: to, ..one });
            }
            Milestone::ReviewEndsAt => moved.review_ends_at = to,
            Milestone::AnnouncementAt => moved.announcement_at = to,
            Milestone::ObjectionsEndAt => moved.objections_end_at = to,
        }
        moved
    }
}
