//! Dates and figures of what follows an accepted seat.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// What follows an accepted seat. Source of the figures: `domain.md` §3 and §6 rows 16–20; each is the agency's to set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AfterAward {
    /// The last day for the proof of admission; without it only `admission_days` count.
    pub admission_by: Option<NaiveDate>,
    /// Days for the proof of admission that everybody has after accepting, whatever that day is: a reserve may
    /// accept long after the others.
    pub admission_days: u32,
    /// Days before the last one on which the awardee is reminded. Omitted when usual: older calls keep their hash.
    #[serde(skip_serializing_if = "is_fortnight")]
    pub admission_reminder_days: u32,
    /// Months of service bond for each month of study, of those who were released from their post.
    pub bond_factor_released: u32,
    /// The same of those who were not.
    pub bond_factor_not_released: u32,
    /// Whether months of interruption count as months of study in the bond.
    pub bond_counts_interruptions: bool,
    /// Months by which a study may be extended in all.
    pub extension_months: u32,
    /// Months of a period for which the awardee reports.
    pub period_months: u32,
    /// Days before a report is due on which the awardee is reminded.
    pub report_reminder_days: u32,
    /// Days after it on which the awardee is told that it is late.
    pub report_late_days: u32,
    /// Days after it on which the heads of the units are told.
    pub report_escalation_days: u32,
    /// Months after the return at which the indicator is measured.
    pub impact_months: Vec<u32>,
}

/// The usual days before the last one for the proof of admission.
const FORTNIGHT: u32 = 14;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_fortnight(days: &u32) -> bool {
    *days == FORTNIGHT
}

impl Default for AfterAward {
    fn default() -> Self {
        Self {
            admission_by: None,
            admission_days: 180,
            admission_reminder_days: FORTNIGHT,
            bond_factor_released: 2,
            bond_factor_not_released: 0,
            bond_counts_interruptions: false,
            extension_months: 12,
            period_months: 6,
            report_reminder_days: 14,
            report_late_days: 7,
            report_escalation_days: 30,
            impact_months: vec![6, 12, 24],
        }
    }
}

impl AfterAward {
    /// Omits the field when nothing was set, so that the JSON and hash of older calls stay the same.
    pub(super) fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// The last day for the proof of admission of somebody who accepted on this day.
    pub fn admission_by(&self, accepted_on: NaiveDate) -> NaiveDate {
        let days = Days::new(u64::from(self.admission_days));
        let at_least = accepted_on.checked_add_days(days).unwrap_or(accepted_on);
        self.admission_by.map_or(at_least, |day| day.max(at_least))
    }
}
