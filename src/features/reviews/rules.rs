//! What an assignment may become, and every refusal of this room. Sheets, divergence,
//! the plan, letters and the blind are in files of their own. Pure.

pub mod affinity;
pub mod blind;
pub mod divergence;
pub mod letters;
pub mod plan;
pub mod sheet;

use super::AssignmentState::{self, Assigned, Declined, Draft, Removed, Submitted};
use crate::kernel::errors::Code;

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
    PLAN_CHANGED = 409 "plan_changed";
    NOT_DIVERGENT = 409 "not_divergent";
    SHEET_NOT_HANDED_IN = 409 "sheet_not_handed_in";
    PANEL_MEMBER_HAS_TASKS = 409 "panel_member_has_tasks";
    REMOVER_IN_CONFLICT = 409 "remover_in_conflict";
    // Sentences of a plan, no refusals.
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

/// Days in which a sheet is asked for that an upheld objection needs.
pub const ORDERED_DAYS: i64 = 7;

/// What can happen to an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The reviewer saves a draft.
    Save,
    /// The reviewer hands the sheet in; it is locked from here.
    Submit,
    /// The reviewer declares a conflict before handing in.
    Decline,
    /// The secretariat takes an unfinished task away.
    Remove,
    /// A conflict came to light; a sheet handed in is kept but counts no longer.
    Void,
    /// The secretariat gives a task back that it had taken away.
    Reassign,
    /// The chair opens a sheet again after it was handed in; what was handed in is kept.
    Reopen,
}

impl AssignmentState {
    /// The task is the reviewer's: open, or done.
    pub fn is_held(self) -> bool {
        matches!(self, Assigned | Draft | Submitted)
    }

    /// The state after a step.
    ///
    /// # Errors
    /// Why the step cannot be taken; whatever is not listed is refused.
    pub fn after(self, step: Step) -> Result<Self, Code> {
        match (self, step) {
            (Assigned | Draft, Step::Save) | (Submitted, Step::Reopen) => Ok(Draft),
            (Draft, Step::Submit) => Ok(Submitted),
            (Assigned | Draft, Step::Decline) => Ok(Declined),
            (Assigned | Draft, Step::Remove) | (Assigned | Draft | Submitted, Step::Void) => {
                Ok(Removed)
            }
            (Removed, Step::Reassign) => Ok(Assigned),
            (Assigned, Step::Submit) => Err(SHEET_NOT_BEGUN),
            (Submitted, Step::Save | Step::Submit | Step::Decline | Step::Remove) => {
                Err(SHEET_LOCKED)
            }
            (Assigned | Draft | Submitted, Step::Reassign) => Err(ALREADY_ASSIGNED),
            (Assigned | Draft, Step::Reopen) => Err(SHEET_NOT_HANDED_IN),
            (Declined, Step::Reassign) => Err(REVIEWER_IN_CONFLICT),
            (
                Declined | Removed,
                Step::Save
                | Step::Submit
                | Step::Decline
                | Step::Remove
                | Step::Void
                | Step::Reopen,
            ) => Err(ASSIGNMENT_CLOSED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows: states; columns: save, submit, decline, remove, void, reassign, reopen.
    const STEPS: [Step; 7] = [
        Step::Save,
        Step::Submit,
        Step::Decline,
        Step::Remove,
        Step::Void,
        Step::Reassign,
        Step::Reopen,
    ];

    #[test]
    fn every_state_answers_every_step() {
        let expected: [[Result<AssignmentState, Code>; 7]; 5] = [
            [
                Ok(Draft),
                Err(SHEET_NOT_BEGUN),
                Ok(Declined),
                Ok(Removed),
                Ok(Removed),
                Err(ALREADY_ASSIGNED),
                Err(SHEET_NOT_HANDED_IN),
            ],
            [
                Ok(Draft),
                Ok(Submitted),
                Ok(Declined),
                Ok(Removed),
                Ok(Removed),
                Err(ALREADY_ASSIGNED),
                Err(SHEET_NOT_HANDED_IN),
            ],
            [
                Err(SHEET_LOCKED),
                Err(SHEET_LOCKED),
                Err(SHEET_LOCKED),
                Err(SHEET_LOCKED),
                Ok(Removed),
                Err(ALREADY_ASSIGNED),
                Ok(Draft),
            ],
            [
                Err(ASSIGNMENT_CLOSED),
                Err(ASSIGNMENT_CLOSED),
                Err(ASSIGNMENT_CLOSED),
                Err(ASSIGNMENT_CLOSED),
                Err(ASSIGNMENT_CLOSED),
                Err(REVIEWER_IN_CONFLICT),
                Err(ASSIGNMENT_CLOSED),
            ],
            [
                Err(ASSIGNMENT_CLOSED),
                Err(ASSIGNMENT_CLOSED),
                Err(ASSIGNMENT_CLOSED),
                Err(ASSIGNMENT_CLOSED),
                Err(ASSIGNMENT_CLOSED),
                Ok(Assigned),
                Err(ASSIGNMENT_CLOSED),
            ],
        ];
        for (state, row) in AssignmentState::ALL.into_iter().zip(expected) {
            for (step, answer) in STEPS.into_iter().zip(row) {
                assert_eq!(state.after(step), answer, "{state:?} {step:?}");
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
