//! Letters about interviews. Those about a time are made in `sittings`, whose acts send some of them too.

use super::{Slot, TimeAnswer};
use crate::features::calls::Call;
use crate::features::sittings::{Meeting, letters};
use crate::kernel::address::page;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::UserId;
use crate::platform::mail::{Letter, Template};

impl Slot {
    fn meeting(&self) -> Meeting<'_> {
        Meeting {
            id: &self.id,
            proposal: &self.proposal,
            number: &self.number,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            place: &self.place,
            revision: self.revision,
        }
    }
}

fn letter(to: (&UserId, Template), (call, slot): (&Call, &Slot)) -> Letter {
    letters::letter(to, (call, slot.meeting()))
}

pub(super) fn invited(to: &UserId, (call, slot): (&Call, &Slot)) -> Letter {
    letters::appointed((to, Template::InterviewInvited), (call, slot.meeting()))
}

/// The day before it.
pub(super) fn tomorrow(to: &UserId, (call, slot): (&Call, &Slot)) -> Letter {
    letters::appointed((to, Template::InterviewTomorrow), (call, slot.meeting()))
}

pub(super) fn moved(to: &UserId, (call, slot): (&Call, &Slot), reason: &str) -> Letter {
    let to = (to, Template::InterviewMoved);
    letters::appointed(to, (call, slot.meeting())).text("reason", reason)
}

pub(super) fn cancelled(to: &UserId, (call, slot): (&Call, &Slot), reason: &str) -> Letter {
    letters::cancelled(to, (call, slot.meeting())).text("reason", reason)
}

/// To who left the panel and sees its page no more.
pub(super) fn left(to: &UserId, (call, slot): (&Call, &Slot), reason: &str) -> Letter {
    letters::left(to, (call, slot.meeting())).text("reason", reason)
}

pub(super) fn time_asked(to: &UserId, about: (&Call, &Slot), reason: &str) -> Letter {
    letter((to, Template::InterviewTimeAsked), about)
        .text("reason", reason)
        .link("link", &page::interview(&about.1.id))
}

pub(super) fn time_answered(
    to: &UserId,
    about: (&Call, &Slot),
    (answer, reason): (TimeAnswer, &str),
) -> Letter {
    letter((to, Template::InterviewTimeAnswered), about)
        .word("answer", format!("interview-answer-{}", answer.name()))
        .text("reason", reason)
        .link("link", &page::interview(&about.1.id))
}

/// To the candidate: recorded as absent, and until when another interview can be planned.
pub(super) fn missed(
    to: &UserId,
    about: (&Call, &Slot),
    (reason, until): (&str, Timestamp),
) -> Letter {
    letter((to, Template::InterviewMissed), about)
        .text("reason", reason)
        .instant("ends_at", until)
        .link("link", &page::interview(&about.1.id))
}
