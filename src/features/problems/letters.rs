//! Letters to the proposer of a problem, and to the head of the unit that measured it.

use super::rules::Step;
use super::{CheckVerdict, MeasurementCheck, Problem};
use crate::kernel::address::page;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::UserId;
use crate::platform::ledger::Subject;
use crate::platform::mail::{Letter, Template};

/// To the proposer of a problem that was approved or returned; `None` for other steps, and for a
/// problem that was imported from a table.
pub(super) fn decided(problem: &Problem, step: Step, now: Timestamp) -> Option<Letter> {
    let template = match step {
        Step::Approve => Template::ProblemApproved,
        Step::Return => Template::ProblemReturned,
        Step::Revise | Step::Retire | Step::Solve | Step::Reopen => return None,
    };
    let letter =
        Letter::new(problem.proposed_by.as_ref()?, template, Subject::problem(&problem.id))
            .text("code", &problem.code)
            .text("title", &problem.title)
            .instant("decided_at", now)
            .link("link", &page::problem(&problem.id));
    Some(match &problem.state_reason {
        Some(reason) => letter.text("reason", reason),
        None => letter,
    })
}

/// To who heads the unit whose measurement the inspectorate has looked at.
pub(super) fn checked(head: &UserId, problem: &Problem, check: &MeasurementCheck) -> Letter {
    let template = match check.verdict {
        CheckVerdict::Confirmed => Template::MeasurementConfirmed,
        CheckVerdict::Disputed => Template::MeasurementDisputed,
    };
    Letter::new(head, template, Subject::problem(&problem.id))
        .text("code", &problem.code)
        .text("title", &problem.title)
        .instant("checked_at", check.checked_at)
        .text("reason", &check.reason)
        .link("link", &page::problem(&problem.id))
}
