//! What the decisions hold of people. Who decided stands on papers that stay; what a candidate was told of their
//! result is read as the results page reads it (`actions::own_result`).

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{announcements, decisions};
use crate::platform::personal::Holder;
use diesel::prelude::*;
use std::collections::BTreeMap;

pub const HOLDER: Holder = Holder {
    room: "features/decisions",
    left: &["decision_outcomes", "decisions", "plenary_meetings"],
    worked,
    ..Holder::NOTHING
};

fn worked(db: &mut Db) -> Result<Vec<(UserId, CallId)>, Failure> {
    let decided = decisions::table
        .select((decisions::proposed_by, decisions::decided_by, decisions::call_id))
        .load::<(UserId, Option<UserId>, CallId)>(db)?;
    let pairs = decided.into_iter().flat_map(|(proposer, decider, call)| {
        let people = std::iter::once(proposer).chain(decider);
        people.map(move |user| (user, call.clone())).collect::<Vec<_>>()
    });
    Ok(pairs.collect())
}

/// When a result of each of these calls was last announced.
///
/// # Errors
/// When the database fails.
pub fn last_announcements(
    db: &mut Db,
    calls: &[CallId],
) -> Result<BTreeMap<CallId, Timestamp>, Failure> {
    let announced = announcements::table
        .filter(announcements::call_id.eq_any(calls))
        .order(announcements::number)
        .select((announcements::call_id, announcements::announced_at))
        .load::<(CallId, Timestamp)>(db)?;
    Ok(announced.into_iter().collect())
}
