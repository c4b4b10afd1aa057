//! Letters about a request and about an erasure. Letters to the secretariat name nobody.

use super::{Answer, ErasureRequest};
use crate::kernel::address::page;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::UserId;
use crate::platform::ledger::Subject;
use crate::platform::mail::{Letter, Template};

fn about(to: &UserId, template: Template, user: &UserId) -> Letter {
    Letter::new(to, template, Subject::user(user))
}

pub(super) fn asked(to: &UserId, request: &ErasureRequest) -> Letter {
    about(to, Template::ErasureAsked, &request.user)
        .instant("asked_at", request.asked_at)
        .instant("due_at", request.due_at)
        .link("link", &page::privacy_desk())
}

pub(super) fn received(request: &ErasureRequest) -> Letter {
    about(&request.user, Template::ErasureReceived, &request.user)
        .instant("asked_at", request.asked_at)
        .instant("due_at", request.due_at)
        .link("link", &page::own_data())
}

pub(super) fn answered(
    request: &ErasureRequest,
    (answer, reason): (Answer, &str),
    now: Timestamp,
) -> Letter {
    let template = match answer {
        Answer::Granted => Template::ErasureGranted,
        Answer::Refused => Template::ErasureRefused,
    };
    about(&request.user, template, &request.user)
        .instant("asked_at", request.asked_at)
        .instant("answered_at", now)
        .text("reason", reason)
        .link("link", &page::own_data())
}

pub(super) fn erased(user: &UserId, now: Timestamp) -> Letter {
    about(user, Template::PersonErased, user).instant("erased_at", now)
}
