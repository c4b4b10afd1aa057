//! Who stands in for the head of a unit (Plh., Plt.) for some days: named by the secretariat, on the record. They endorse
//! the unit's candidates and what answers its problems; nothing else comes with it.

use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{RecordId, UnitCode, UserId};
use chrono::NaiveDate;
use serde::Serialize;

/// One naming.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ActingHead {
    pub id: RecordId,
    pub unit: UnitCode,
    pub user: UserId,
    pub name: String,
    /// The first day and the last, in Jakarta.
    pub from_on: NaiveDate,
    pub until_on: NaiveDate,
    pub named_at: Timestamp,
    /// When the secretariat ended it before its last day.
    pub ended_at: Option<Timestamp>,
}

impl ActingHead {
    /// It can still be ended.
    pub fn is_open(&self, today: NaiveDate) -> bool {
        self.ended_at.is_none() && today <= self.until_on
    }
}
