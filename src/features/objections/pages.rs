//! Pages for objections: the candidate's own (`own`), the appeal team's desk (`desk`) with one
//! objection and its ruling (`ruling`), which the secretariat and auditors can also read.

mod desk;
mod forms;
mod own;
mod ruling;

use super::{Objection, State};
use crate::kernel::access::Permission;
use crate::web::pages::{PageContext, PageRoutes};

/// The state of an objection as a tag.
fn state_word(s: &PageContext, objection: &Objection) -> String {
    s.word("objection-state", objection.state().name())
}

/// The colour of that tag.
fn tag(objection: &Objection) -> &'static str {
    match objection.state() {
        State::Filed | State::Taken => "amber",
        State::Upheld => "",
        State::Rejected | State::Withdrawn => "grey",
    }
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadObjection, "/proposals/{id}/objections", own::show_own)
        .form(Permission::FileObjection, &forms::OBJECTION, own::file)
        .post(Permission::WithdrawObjection, "/objections/{id}/withdraw", own::withdraw)
        .get(Permission::ListObjections, "/desk/objections", desk::list)
        .get(Permission::ReadObjection, "/desk/objections/{id}", ruling::read)
        .post(Permission::RuleObjection, "/desk/objections/{id}/take", ruling::take)
        .post(Permission::RuleObjection, "/desk/objections/{id}/release", ruling::release)
        .form(Permission::RuleObjection, &forms::RULING, ruling::rule)
        .form(Permission::Assign, &forms::ASSIGNMENT, ruling::assign);
}
