//! Letters that tell of an interview's time, with an entry for the reader's calendar, which shows it in its own zone; in
//! words each reader gets it in the zone of their unit. The link for joining stands on the page only.

use super::Why;
use crate::features::calls::Call;
use crate::kernel::address::page;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{InterviewId, ProposalId, UserId};
use crate::platform::calendar::{Appointment, Kind};
use crate::platform::ledger::Subject;
use crate::platform::mail::{Letter, Template};

/// What letters say of an interview.
#[derive(Clone, Copy)]
pub struct Meeting<'a> {
    pub id: &'a InterviewId,
    pub proposal: &'a ProposalId,
    pub number: &'a str,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub place: &'a str,
    pub revision: i32,
}

pub fn letter(
    (to, template): (&UserId, Template),
    (call, meeting): (&Call, Meeting<'_>),
) -> Letter {
    Letter::new(to, template, Subject::proposal(meeting.proposal))
        .text("number", meeting.number)
        .text("call", &call.code)
        .instant("starts_at", meeting.starts_at)
}

/// Its entry for people's calendars.
fn entry(meeting: Meeting<'_>, cancelled: bool) -> Appointment {
    Appointment {
        uid: format!("interview-{}", meeting.id),
        sequence: u32::try_from(meeting.revision - 1).unwrap_or(0),
        kind: Kind::Interview,
        about: meeting.number.to_owned(),
        starts_at: meeting.starts_at,
        ends_at: Some(meeting.ends_at),
        place: Some(meeting.place.to_owned()),
        link: page::interview(meeting.id),
        cancelled,
    }
}

/// From when to when and where, with the entry: an invitation, a change, a reminder.
pub fn appointed(
    (to, template): (&UserId, Template),
    (call, meeting): (&Call, Meeting<'_>),
) -> Letter {
    letter((to, template), (call, meeting))
        .instant("ends_at", meeting.ends_at)
        .text("place", meeting.place)
        .link("link", &page::interview(meeting.id))
        .appointment(entry(meeting, false))
}

/// Without its reason.
pub fn cancelled(to: &UserId, (call, meeting): (&Call, Meeting<'_>)) -> Letter {
    letter((to, Template::InterviewCancelled), (call, meeting))
        .link("link", &page::interview(meeting.id))
        .appointment(entry(meeting, true))
}

/// To who left the panel and sees its page no more; without the reason.
pub fn left(to: &UserId, (call, meeting): (&Call, Meeting<'_>)) -> Letter {
    // Their entry is struck out; everybody else's stays as it is.
    let entry = entry(meeting, true);
    letter((to, Template::InterviewPanelLeft), (call, meeting))
        .link("link", &page::own_interviews())
        .appointment(Appointment { link: page::own_interviews(), ..entry })
}

/// To the secretariat: somebody on the panel is in conflict, and how many are left of those that are needed.
pub(super) fn in_conflict(
    to: &UserId,
    about: (&Call, Meeting<'_>),
    (name, left, wanted): (&str, usize, u32),
) -> Letter {
    letter((to, Template::InterviewPanelConflict), about)
        .text("panelist", name)
        .count("left", i64::try_from(left).unwrap_or(i64::MAX))
        .count("wanted", i64::from(wanted))
        .link("link", &page::interview(about.1.id))
}

/// To the secretariat: somebody is off panels that have too few members now.
pub(super) fn short(
    to: &UserId,
    call: &Call,
    (name, numbers, why): (&str, &[&str], Why),
) -> Letter {
    Letter::new(to, Template::InterviewPanelsShort, Subject::call(&call.id))
        .text("call", &call.code)
        .text("panelist", name)
        .text("numbers", numbers.join(", "))
        .word("reason", why.words())
        .link("link", &page::interviews(&call.id))
}

pub(super) fn with_reason(letter: Letter, why: Why) -> Letter {
    letter.word("reason", why.words())
}
