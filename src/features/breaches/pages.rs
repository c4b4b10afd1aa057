//! The register's pages: the list (`desk`), the form of a new breach (`register`), one breach with
//! its deadlines and possible steps (`case`, its fields in `fields`), and the people affected.

mod case;
mod desk;
mod fields;
mod forms;
mod register;

use super::NoticeState;
use crate::kernel::access::Permission;
use crate::web::pages::PageRoutes;

/// The colour of a notice's tag.
fn colour(state: NoticeState) -> &'static str {
    match state {
        NoticeState::Overdue | NoticeState::MetLate => "red",
        NoticeState::Pressing => "amber",
        NoticeState::Running | NoticeState::MetInTime => "",
        NoticeState::NotOwed => "grey",
    }
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadBreaches, "/desk/breaches", desk::list)
        // Registered before `{id}`; `new` is not the id of a breach.
        .get(Permission::ManageBreaches, "/desk/breaches/new", register::page)
        .form(Permission::ManageBreaches, &forms::NEW, register::register)
        .get(Permission::ReadBreaches, "/desk/breaches/{id}", case::page)
        .get(Permission::ReadBreaches, "/desk/breaches/{id}/people", desk::people)
        .form(Permission::ManageBreaches, &forms::MEASURE, case::note_measure)
        .form(Permission::ManageBreaches, &forms::SUBJECTS, case::subjects)
        .form(Permission::ManageBreaches, &forms::AUTHORITY, case::authority)
        .form(Permission::ManageBreaches, &forms::CLOSING, case::close)
        .forms(Permission::ManageBreaches, &forms::FINDERS, case::add_people);
}
