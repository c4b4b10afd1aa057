//! Assigning, in `assignment`, and a reviewer's pages: the pile, the sheet beside the text it judges, handing it in, a conflict of
//! interest. Comparing a sheet with its first scores and with the colleagues' is in `compare`.

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
        .post(Permission::Assign, "/desk/calls/{id}/assignment", assignment::change)
        .post(Permission::ManagePanel, "/desk/calls/{id}/panel", assignment::change);
}
