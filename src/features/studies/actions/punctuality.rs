//! Whether reports come in time.

use super::running::running;
use crate::features::studies::store;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::AwardId;
use crate::platform::db::Db;
use std::collections::BTreeMap;

/// How many reports of a study were due by now or were sent, and how many of them were sent in time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Punctuality {
    pub due: u32,
    pub in_time: u32,
}

impl Punctuality {
    /// Percent of the reports that were sent in time; `None` while none was due.
    pub fn percent(self) -> Option<i64> {
        (u64::from(self.in_time) * 100)
            .checked_div(u64::from(self.due))
            .and_then(|percent| i64::try_from(percent).ok())
    }
}

/// The punctuality of every study of which something is written. The number of statements does not grow with theirs.
///
/// # Errors
/// When the database fails.
pub fn punctuality(db: &mut Db, now: Timestamp) -> Result<BTreeMap<AwardId, Punctuality>, Failure> {
    let today = now.date_in_jakarta();
    let mut found = BTreeMap::new();
    let owed = running(db, now)?;
    let mut first = BTreeMap::new();
    for (award, sent) in store::first_sendings(db)? {
        first.insert((award, sent.slot), sent);
    }
    for one in owed {
        let (award, mut of) = (one.study.id.clone(), Punctuality::default());
        for due in one.dues() {
            let sent = first.remove(&(award.clone(), due.slot));
            let was_due = due.due_on.is_some_and(|day| day < today);
            if sent.is_some() || was_due {
                of.due += 1;
            }
            let in_time = sent.is_some_and(|sent| sent.sent_at.date_in_jakarta() <= sent.due_on);
            of.in_time += u32::from(in_time);
        }
        found.insert(award, of);
    }
    // Sent, and due no more: of studies that ended early.
    for ((award, _), sent) in first {
        let of: &mut Punctuality = found.entry(award).or_default();
        of.due += 1;
        of.in_time += u32::from(sent.sent_at.date_in_jakarta() <= sent.due_on);
    }
    Ok(found)
}
