//! Assigning, in `assignment`, and a reviewer's pages: the pile, the sheet beside the text it judges, handing it in, a conflict of
//! interest. Comparing a sheet with its first scores and with the colleagues' is in `compare`.

mod assignment;
mod compare;
mod conflict;
mod criteria;
mod form;
mod hand_in;
mod leaf;
mod pile;
mod sheet;

use crate::kernel::access::Act;
use crate::web::pages::PageRoutes;

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Act::ReadOwnPile, "/reviews", pile::page)
        .get(Act::ReadOwnSheet, "/assignments/{id}", sheet::page)
        .post(Act::Score, "/assignments/{id}", sheet::save)
        .put(Act::Score, "/assignments/{id}", sheet::autosave)
        .get(Act::ReadFile, "/assignments/{id}/documents/{document}", leaf::leaf)
        .get(Act::Score, "/assignments/{id}/hand-in", hand_in::page)
        .post(Act::Score, "/assignments/{id}/hand-in", hand_in::hand_in)
        .get(Act::DeclareConflict, "/assignments/{id}/conflict", conflict::page)
        .post(Act::DeclareConflict, "/assignments/{id}/conflict", conflict::declare)
        .get(Act::ReadPanel, "/desk/calls/{id}/assignment", assignment::page)
        .post(Act::Assign, "/desk/calls/{id}/assignment", assignment::change)
        .post(Act::ManagePanel, "/desk/calls/{id}/panel", assignment::change);
}
