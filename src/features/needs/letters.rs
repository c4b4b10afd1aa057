//! Letters about a plan of needs.

use super::Plan;
use crate::kernel::address::page;
use crate::kernel::ids::UserId;
use crate::platform::ledger::Subject;
use crate::platform::mail::{Letter, Template};

fn letter((to, template): (&UserId, Template), plan: &Plan) -> Letter {
    Letter::new(to, template, Subject::need_plan(&plan.id))
        .text("title", &plan.title)
        .count("first_year", plan.first_year)
        .count("last_year", plan.last_year)
        .link("link", &page::need_plan(&plan.id))
}

/// To the heads of units.
pub(super) fn opened(head: &UserId, plan: &Plan) -> Letter {
    letter((head, Template::NeedPlanOpened), plan)
}

/// To those who may approve it.
pub(super) fn proposed(to: &UserId, plan: &Plan, people: u32) -> Letter {
    letter((to, Template::NeedPlanProposed), plan).count("people", people)
}

/// To who proposed it and to the heads whose needs are in it.
pub(super) fn approved(to: &UserId, plan: &Plan, document: &str) -> Letter {
    letter((to, Template::NeedPlanApproved), plan).text("document", document)
}

/// To who proposed it.
pub(super) fn returned(to: &UserId, plan: &Plan, reason: &str) -> Letter {
    letter((to, Template::NeedPlanReturned), plan).text("reason", reason)
}
