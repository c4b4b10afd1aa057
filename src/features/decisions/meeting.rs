//! The plenary as a meeting: time, place, link. An invitation announces it; a change is a new
//! revision of the invitation, and the calendar entry moves.

use crate::features::calls::Call;
use crate::kernel::address::page;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::UserId;
use crate::platform::calendar::{Appointment, Kind};
use serde::{Deserialize, Serialize};

/// A meeting as somebody wishes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMeeting {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    #[schema(
        min_length = 1,
        max_length = 200,
        format = "line",
        example = "Ruang rapat lantai 8, Gedung Athena"
    )]
    pub place: String,
    /// The link for joining remotely; shown on the invitation's page, but in no letter.
    #[serde(default)]
    #[schema(max_length = 500, example = "https://rapat.pom.go.id/pleno")]
    pub link: Option<String>,
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub note: String,
}

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Meeting {
    /// 1, increased by each change.
    pub revision: i32,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub place: String,
    pub link: Option<String>,
    pub note: String,
    pub invited_by: UserId,
    pub invited_at: Timestamp,
}

impl Meeting {
    /// Whether it replaces an earlier one.
    pub(super) fn is_changed(&self) -> bool {
        self.revision > 1
    }

    /// Its entry for people's calendars.
    pub(super) fn entry(&self, call: &Call) -> Appointment {
        Appointment {
            uid: format!("call-{}-plenary", call.id),
            sequence: u32::try_from(self.revision - 1).unwrap_or(0),
            kind: Kind::Plenary,
            about: call.code.clone(),
            starts_at: self.starts_at,
            ends_at: Some(self.ends_at),
            place: Some(self.place.clone()),
            link: page::meeting(&call.id),
            cancelled: false,
        }
    }
}
