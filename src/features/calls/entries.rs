//! A call's milestones as entries for people's own calendars. A milestone keeps its UID while the
//! call exists; its SEQUENCE increases when it moves or the call is cancelled.

use super::{Call, Extension, Milestone, State, store};
use crate::kernel::address::page;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::platform::calendar::{Appointment, Kind};
use crate::platform::db::Db;

/// The entry of one milestone.
pub fn entry_of(db: &mut Db, call: &Call, milestone: Milestone) -> Result<Appointment, Failure> {
    Ok(entry(call, milestone, &store::extensions_of(db, &call.id)?))
}

/// The instant since which a milestone has its date: when it was last moved, or when the call was
/// published.
pub fn known_since(db: &mut Db, call: &Call, milestone: Milestone) -> Result<Timestamp, Failure> {
    let extensions = store::extensions_of(db, &call.id)?;
    let moved = extensions.iter().filter(|one| one.milestone == milestone);
    let moved = moved.map(|one| one.extended_at);
    Ok(call.frozen_at.into_iter().chain(moved).max().unwrap_or(Timestamp::from_micros(0)))
}

/// All entries of a call.
pub(super) fn entries(call: &Call, extensions: &[Extension]) -> Vec<Appointment> {
    call.calendar.milestones().map(|milestone| entry(call, milestone, extensions)).collect()
}

/// The entry of one milestone after these extensions.
pub(super) fn entry(call: &Call, milestone: Milestone, extensions: &[Extension]) -> Appointment {
    let moved = extensions.iter().filter(|one| one.milestone == milestone).count();
    // A late announcement moves the end of objections without an extension.
    let announced = milestone == Milestone::ObjectionsEndAt && call.announced_at.is_some();
    let cancelled = call.state == State::Cancelled;
    Appointment {
        uid: format!("call-{}-{}", call.id, milestone.name()),
        sequence: u32::try_from(moved).unwrap_or(u32::MAX)
            + u32::from(announced)
            + u32::from(cancelled),
        kind: kind(milestone),
        about: call.code.clone(),
        starts_at: call.calendar.of(milestone),
        ends_at: None,
        place: None,
        link: page::call(&call.id),
        cancelled,
    }
}

fn kind(milestone: Milestone) -> Kind {
    match milestone {
        Milestone::OpensAt => Kind::OpensAt,
        Milestone::SubmissionsCloseAt => Kind::SubmissionsCloseAt,
        Milestone::ScreeningEndsAt => Kind::ScreeningEndsAt,
        Milestone::AdministrativeResultsAt => Kind::AdministrativeResultsAt,
        Milestone::AdministrativeObjectionsEndAt => Kind::AdministrativeObjectionsEndAt,
        Milestone::ReviewBeginsAt => Kind::ReviewBeginsAt,
        Milestone::ReviewEndsAt => Kind::ReviewEndsAt,
        Milestone::AnnouncementAt => Kind::AnnouncementAt,
        Milestone::ObjectionsEndAt => Kind::ObjectionsEndAt,
    }
}

/// When these entries were last changed; `now` for a draft, which nobody has in a calendar yet.
pub(super) fn as_of(call: &Call, extensions: &[Extension], now: Timestamp) -> Timestamp {
    let moved = extensions.iter().map(|one| one.extended_at);
    let published = call.frozen_at.into_iter().chain(moved).chain(call.announced_at);
    published.max().unwrap_or(now)
}
