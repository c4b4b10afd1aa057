//! Pages for assigning (`assignment`) and a reviewer's pages: the list of tasks, the sheet beside
//! the text it judges, handing in, a conflict of interest. `compare` shows a sheet beside its first
//! scores and the colleagues' sheets.

mod assignment;
mod compare;
mod conflict;
mod conflicts;
mod criteria;
mod form;
mod forms;
mod hand_in;
mod lacking;
mod leave;
mod own_conflicts;
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
        .get(Permission::DeclareConflict, "/proposals/{id}/conflict", conflict::page_at_proposal)
        .form(Permission::DeclareConflict, &forms::DECLARING, conflict::declare_at_proposal)
        .get(Permission::ReadOwnConflicts, "/conflicts", own_conflicts::page)
        .form(Permission::WithdrawConflict, &forms::WITHDRAWAL, own_conflicts::ask)
        .get(Permission::ReadConflicts, "/desk/calls/{id}/conflicts", conflicts::page)
        .form(Permission::RuleWithdrawal, &forms::RULING, conflicts::change)
        .also(&forms::REPORT)
        .get(Permission::ReadPanel, "/desk/calls/{id}/assignment", assignment::page)
        .form(Permission::Assign, &forms::PLAN, assignment::change_tasks)
        .also(&forms::BY_HAND)
        .also(&forms::REMOVAL)
        .get(Permission::ManagePanel, "/desk/calls/{id}/panel/{user}/leave", leave::page)
        .form(Permission::ManagePanel, &forms::LEAVE, leave::leave)
        .get(Permission::Assign, "/desk/calls/{id}/assignment/undo", leave::undo_page)
        .form(Permission::Assign, &forms::UNDO, leave::undo)
        .get(Permission::ReadProgress, "/desk/calls/{id}/lacking", lacking::page)
        .form(Permission::AwaitSheet, &forms::AWAITING, lacking::let_in)
        .form(Permission::Assign, &forms::IN_PLACE, lacking::give_to_another)
        .form(Permission::ManagePanel, &forms::SEAT, assignment::change_panel);
}
