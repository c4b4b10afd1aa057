//! Pages for assigning (`assignment`) and a reviewer's pages: the list of tasks, the sheet beside
//! the text it judges, handing in, a conflict of interest. `compare` shows a sheet beside its first
//! scores and the colleagues' sheets.

mod assignment;
mod compare;
mod conflict;
mod criteria;
mod form;
mod forms;
mod hand_in;
mod page_image;
mod pile;
mod sheet;

use crate::kernel::access::Permission;
use crate::web::pages::PageRoutes;

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadOwnPile, "/reviews", pile::page)
        .get(Permission::ReadOwnSheet, "/assignments/{id}", sheet::page)
        .post(Permission::Score, "/assignments/{id}", sheet::save)
        .put(Permission::Score, "/assignments/{id}", sheet::autosave)
        .get(Permission::ReadFile, "/assignments/{id}/documents/{document}", page_image::page_image)
        .get(Permission::Score, "/assignments/{id}/hand-in", hand_in::page)
        .post(Permission::Score, "/assignments/{id}/hand-in", hand_in::hand_in)
        .get(Permission::DeclareConflict, "/assignments/{id}/conflict", conflict::page)
        .form(Permission::DeclareConflict, &forms::STEPPING_BACK, conflict::declare)
        .get(Permission::ReadPanel, "/desk/calls/{id}/assignment", assignment::page)
        .form(Permission::Assign, &forms::PLAN, assignment::change_tasks)
        .also(&forms::BY_HAND)
        .also(&forms::REMOVAL)
        .form(Permission::ManagePanel, &forms::SEAT, assignment::change_panel);
}
