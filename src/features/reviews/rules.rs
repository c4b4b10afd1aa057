//! The states of an assignment, and every refusal of this feature. Sheets, divergence, the plan,
//! letters and blind review have files of their own. Pure.

pub mod affinity;
pub mod blind;
pub mod divergence;
pub mod leaving;
pub mod letters;
pub mod plan;
pub mod redaction;
pub mod sheet;
pub mod withdrawing;

use super::AssignmentState::{self, Assigned, Declined, Draft, Removed, Submitted};
use crate::kernel::access::Phase;
use crate::kernel::errors::Refusal;
use serde_json::json;

crate::codes! {
    CRITERION_UNKNOWN = 422 "criterion_unknown";
    SCORE_NOT_ON_SCALE = 422 "score_not_on_scale";
    SCORE_MISSING = 422 "score_missing";
    REASON_REQUIRED = 422 "reason_required";
    REASON_TOO_SHORT = 422 "reason_too_short";
    NOT_ON_PANEL = 422 "not_on_panel";
    SHEET_LOCKED = 409 "sheet_locked";
    SHEET_NOT_BEGUN = 409 "sheet_not_begun";
    ASSIGNMENT_CLOSED = 409 "assignment_closed";
    ALREADY_ASSIGNED = 409 "already_assigned";
    REVIEWER_IN_CONFLICT = 409 "reviewer_in_conflict";
    LOAD_FULL = 409 "load_full";
    CONFLICT_KNOWN = 409 "conflict_known";
    CONFLICT_FOUND = 409 "conflict_found";
    WITHDRAWAL_WAITS = 409 "withdrawal_waits";
    WITHDRAWAL_RULED = 409 "withdrawal_ruled";
    OWN_WITHDRAWAL = 409 "own_withdrawal";
    PLAN_CHANGED = 409 "plan_changed";
    NO_PLAN = 409 "no_plan";
    PLAN_BEGUN = 409 "plan_begun";
    NOT_DIVERGENT = 409 "not_divergent";
    SHEET_NOT_HANDED_IN = 409 "sheet_not_handed_in";
    PANEL_MEMBER_HAS_TASKS = 409 "panel_member_has_tasks";
    REMOVER_IN_CONFLICT = 409 "remover_in_conflict";
    // Sentences about a plan; these are not refusals.
    PLAN_BOTTLENECK = 200 "plan_bottleneck";
    PLAN_NOBODY = 200 "plan_nobody";
    PLAN_SEPARATE_GROUPS = 200 "plan_separate_groups";
    PLAN_FEW_SHARED = 200 "plan_few_shared";
    PLAN_WITHOUT_SENIOR = 200 "plan_without_senior";
    PLAN_LINKS_WHOLE = 200 "plan_links_whole";
    PLAN_LINKS_NOT_BOUGHT = 200 "plan_links_not_bought";
    PLAN_LINKS_PAID = 200 "plan_links_paid";
    PLAN_LINKS_FREE = 200 "plan_links_free";
}

/// Days for a sheet that was ordered after an upheld objection.
pub const ORDERED_DAYS: i64 = 7;

crate::text_enum! {
    /// What can happen to an assignment.
    pub enum Step {
        /// The reviewer saves a draft.
        Save = "save",
        /// The reviewer hands the sheet in; it is locked from here.
        Submit = "submit",
        /// The reviewer declares a conflict before handing in.
        Decline = "decline",
        /// The secretariat takes an unfinished task away.
        Remove = "remove",
        /// A conflict came to light; a sheet handed in is kept but counts no longer.
        Void = "void",
        /// The secretariat gives a task back that it had taken away.
        Reassign = "reassign",
        /// The chair opens a sheet again after it was handed in; what was handed in is kept.
        Reopen = "reopen",
        /// The conflict that closed it is withdrawn, and the task comes back.
        Return = "return",
        /// The conflict that closed it is withdrawn, and the task stays closed: it is no longer given back.
        Release = "release",
    }
}

impl AssignmentState {
    /// Whether the reviewer has the task, open or done.
    pub fn is_held(self) -> bool {
        matches!(self, Assigned | Draft | Submitted)
    }
}

/// The state after a step.
///
/// # Errors
/// Why the step cannot be taken; whatever is not listed is refused.
pub fn transition(state: AssignmentState, step: Step) -> Result<AssignmentState, Refusal> {
    let code = match (state, step) {
        (Assigned | Draft, Step::Save) | (Submitted, Step::Reopen) => return Ok(Draft),
        (Draft, Step::Submit) => return Ok(Submitted),
        (Assigned | Draft, Step::Decline) => return Ok(Declined),
        (Assigned | Draft, Step::Remove) | (Assigned | Draft | Submitted, Step::Void) => {
            return Ok(Removed);
        }
        (Removed, Step::Reassign) | (Declined | Removed, Step::Return) => return Ok(Assigned),
        (Declined | Removed, Step::Release) => return Ok(Removed),
        (Assigned, Step::Submit) => SHEET_NOT_BEGUN,
        (Submitted, Step::Save | Step::Submit | Step::Decline | Step::Remove) => SHEET_LOCKED,
        (Assigned | Draft | Submitted, Step::Reassign | Step::Return | Step::Release) => {
            ALREADY_ASSIGNED
        }
        (Assigned | Draft, Step::Reopen) => SHEET_NOT_HANDED_IN,
        (Declined, Step::Reassign) => REVIEWER_IN_CONFLICT,
        (
            Declined | Removed,
            Step::Save | Step::Submit | Step::Decline | Step::Remove | Step::Void | Step::Reopen,
        ) => ASSIGNMENT_CLOSED,
    };
    Err(Refusal::new(code))
}

/// Whether a member can be taken off the panel, as far as the viewer may know of their tasks.
///
/// # Errors
/// `panel_member_has_tasks`, with their number, while they hold tasks that are not handed in; `remover_in_conflict`
/// once there can be tasks that the viewer may not know of: the answer is the same with and without one.
pub fn may_leave_panel(open_tasks: i64, phase: Phase, hides: bool) -> Result<(), Refusal> {
    if open_tasks > 0 {
        let refusal = Refusal::new(PANEL_MEMBER_HAS_TASKS).with("tasks", open_tasks);
        return Err(refusal.with_extra(json!({ "tasks": open_tasks })));
    }
    if hides && matches!(phase, Phase::Screening | Phase::Review) {
        return Err(Refusal::new(REMOVER_IN_CONFLICT));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::errors::Code;

    /// Rows: states; columns: save, submit, decline, remove, void, reassign, reopen, return, release.
    #[test]
    fn every_state_answers_every_step() {
        let closed = || Err(ASSIGNMENT_CLOSED);
        let taken = || Err(ALREADY_ASSIGNED);
        let locked = || Err(SHEET_LOCKED);
        let not_in = || Err(SHEET_NOT_HANDED_IN);
        #[rustfmt::skip]
        let expected: [[Result<AssignmentState, Code>; 9]; 5] = [
            [
                Ok(Draft), Err(SHEET_NOT_BEGUN), Ok(Declined), Ok(Removed), Ok(Removed), taken(), not_in(), taken(),
                taken(),
            ],
            [
                Ok(Draft), Ok(Submitted), Ok(Declined), Ok(Removed), Ok(Removed), taken(), not_in(), taken(), taken(),
            ],
            [
                locked(), locked(), locked(), locked(), Ok(Removed), taken(), Ok(Draft), taken(), taken(),
            ],
            [
                closed(), closed(), closed(), closed(), closed(), Err(REVIEWER_IN_CONFLICT), closed(), Ok(Assigned),
                Ok(Removed),
            ],
            [
                closed(), closed(), closed(), closed(), closed(), Ok(Assigned), closed(), Ok(Assigned), Ok(Removed),
            ],
        ];
        for (state, row) in AssignmentState::ALL.into_iter().zip(expected) {
            for (step, answer) in Step::ALL.into_iter().zip(row) {
                let after = transition(state, step).map_err(|refusal| refusal.code);
                assert_eq!(after, answer, "{state:?} {step:?}");
            }
        }
    }

    #[test]
    fn every_refusal_has_words_in_both_languages() {
        let arguments = [
            "score",
            "allowed",
            "minimum",
            "tasks",
            "proposals",
            "reviewers",
            "needed",
            "available",
            "groups",
            "least",
            "names",
            "given",
            "total",
            "left",
            "worst",
            "now",
        ];
        let arguments = arguments.map(|name| (name, "3".to_owned()));
        for language in crate::kernel::language::Language::ALL {
            for code in CODES {
                assert_ne!(language.message(*code, &arguments), code.name, "{language:?}");
            }
        }
    }
}
