//! Objections for people: the candidate's own (`own`), the appeal team's desk (`desk`) with one
//! objection and its ruling (`ruling`), which the secretariat and auditors read as well.

mod desk;
mod form;
mod own;
mod ruling;

use super::{Objection, State};
use crate::kernel::access::Act;
use crate::web::pages::{PageRoutes, Shell};

/// How an objection stands, as a tag.
fn state_word(s: &Shell, objection: &Objection) -> String {
    s.word("objection-state", objection.state.name())
}

/// The colour of that tag.
fn tag(objection: &Objection) -> &'static str {
    match objection.state {
        State::Filed | State::Taken => "amber",
        State::Upheld => "",
        State::Rejected | State::Withdrawn => "grey",
    }
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Act::ReadObjection, "/proposals/{id}/objections", own::show_own)
        .post(Act::FileObjection, "/proposals/{id}/objections", own::file)
        .post(Act::WithdrawObjection, "/objections/{id}/withdraw", own::withdraw)
        .get(Act::ListObjections, "/desk/objections", desk::list)
        .get(Act::ReadObjection, "/desk/objections/{id}", ruling::read)
        .post(Act::RuleObjection, "/desk/objections/{id}/take", ruling::take)
        .post(Act::RuleObjection, "/desk/objections/{id}/release", ruling::release)
        .post(Act::RuleObjection, "/desk/objections/{id}/ruling", ruling::rule)
        .post(Act::Assign, "/desk/objections/{id}/assign", ruling::assign);
}
