//! Letters to candidates about their seat: the offer and its deadline, that it has lapsed, that it
//! was withdrawn.

use super::{Award, Standing};
use crate::kernel::address::page;
use crate::kernel::ids::UserId;
use crate::platform::calendar::{Appointment, Kind};
use crate::platform::ledger::Subject;
use crate::platform::mail::{Letter, Template};

fn about(to: &UserId, template: Template, (award, call): (&Award, &str)) -> Letter {
    Letter::new(to, template, Subject::award(&award.id))
        .text("number", &award.number)
        .text("call", call)
        .link("link", &page::offer(&award.proposal))
}

pub(super) fn offered(to: &UserId, about_what: (&Award, &str)) -> Letter {
    let (award, _) = about_what;
    about(to, Template::AwardOffered, about_what)
        .instant("answer_due_at", award.answer_by)
        .appointment(Appointment {
            uid: format!("award-{}", award.id),
            sequence: 0,
            kind: Kind::AnswerDue,
            about: award.number.clone(),
            starts_at: award.answer_by,
            ends_at: None,
            place: None,
            link: page::offer(&award.proposal),
            cancelled: false,
        })
}

/// After a step of the secretariat; a candidate's own answer needs no letter.
pub(super) fn settled(to: &UserId, about_what: (&Award, &str)) -> Option<Letter> {
    let (award, _) = about_what;
    match &award.standing {
        Standing::Lapsed { .. } => Some(
            about(to, Template::AwardLapsed, about_what).instant("answer_due_at", award.answer_by),
        ),
        Standing::Withdrawn { at, reason } => Some(
            about(to, Template::AwardWithdrawn, about_what)
                .instant("settled_at", *at)
                .text("reason", reason),
        ),
        Standing::Offered | Standing::Accepted { .. } | Standing::Declined { .. } => None,
    }
}
