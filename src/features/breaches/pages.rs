//! The register's pages: the list (`desk`), the form of a new breach (`register`), one breach with
//! its deadlines and possible steps (`case`, its fields in `fields`), and the people affected.

mod case;
mod desk;
mod fields;
mod form;
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
        .post(Permission::ManageBreaches, "/desk/breaches/new", register::register)
        .get(Permission::ReadBreaches, "/desk/breaches/{id}", case::page)
        .get(Permission::ReadBreaches, "/desk/breaches/{id}/people", desk::people)
        .post(Permission::ManageBreaches, "/desk/breaches/{id}/people", case::add_people)
        .post(Permission::ManageBreaches, "/desk/breaches/{id}/measures", case::note_measure)
        .post(Permission::ManageBreaches, "/desk/breaches/{id}/notice-to-subjects", case::subjects)
        .post(
            Permission::ManageBreaches,
            "/desk/breaches/{id}/notice-to-authority",
            case::authority,
        )
        .post(Permission::ManageBreaches, "/desk/breaches/{id}/close", case::close);
}
