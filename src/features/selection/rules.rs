//! The refusals of this feature. Pure.

use super::fault::ComputeFault;
use crate::kernel::errors::{FieldError, Refusal};
use selection_math::model::ScoresError;
use selection_math::quota::InputFault;
use selection_math::ranking::RankingFault;

crate::codes! {
    NOTHING_TO_RANK = 409 "nothing_to_rank";
    CANNOT_COMPUTE = 409 "cannot_compute";
    INPUTS_CHANGED = 409 "inputs_changed";
    NO_CALIBRATED_ORDER = 409 "no_calibrated_order";
    EXPLORER_IN_CONFLICT = 409 "explorer_in_conflict";
    UNKNOWN_REVIEWER = 422 "unknown_reviewer";
    COSTS_UNKNOWN = 422 "costs_unknown";
    // Why nothing could be computed; each names its proposal.
    RANKED_TWICE = 409 "ranked_twice";
    SHEET_OF_OTHER_RUBRIC = 409 "sheet_of_other_rubric";
    RANKING_CRITERION_MISSING = 409 "ranking_criterion_missing";
    TOTALS_TOO_LARGE = 409 "totals_too_large";
    NO_CANDIDATES = 409 "no_candidates";
    CLASS_MISSING = 409 "class_missing";
    SEATS_MISSING = 409 "seats_missing";
    CAP_OF_ZERO = 409 "cap_of_zero";
    LOOK_AHEAD_CONTRADICTS = 409 "look_ahead_contradicts";
    LOOK_AHEAD_GAVE_UP = 409 "look_ahead_gave_up";
    SHEETS_MISSING = 409 "sheets_missing";
    SHEET_TWICE = 409 "sheet_twice";
    SHEET_OUT_OF_RANGE = 409 "sheet_out_of_range";
}

/// Why nothing could be computed, in the reader's language, with the proposal or the limit named.
/// The field says where the fault is: a proposal by its number, or a field of the call. `None` if a
/// document has no JSON form, which only a bug of this program can cause.
pub fn refusal(fault: &ComputeFault) -> Option<Refusal> {
    let error = match fault {
        ComputeFault::Ranking(fault) => of_ranking(fault),
        ComputeFault::Quota(fault) => of_quota(fault),
        ComputeFault::Model(fault) => of_model(fault),
        ComputeFault::Json(_) => return None,
    };
    Some(Refusal { errors: vec![error], ..Refusal::new(CANNOT_COMPUTE) })
}

fn of_proposal(number: &str, code: crate::kernel::errors::Code) -> FieldError {
    FieldError::new(format!("proposals.{number}"), code).with("number", number)
}

fn of_ranking(fault: &RankingFault) -> FieldError {
    match fault {
        RankingFault::Duplicate { id } => of_proposal(id, RANKED_TWICE),
        RankingFault::UnknownCriterion { criterion } => {
            let error = FieldError::new("ranking.tie_breaks", RANKING_CRITERION_MISSING);
            error.with("criterion", criterion)
        }
        RankingFault::WrongSheet { id, found, expected } => {
            of_proposal(id, SHEET_OF_OTHER_RUBRIC).with("found", found).with("expected", expected)
        }
        RankingFault::TooLarge { id } => of_proposal(id, TOTALS_TOO_LARGE),
    }
}

fn of_quota(fault: &InputFault) -> FieldError {
    match fault {
        InputFault::Empty => FieldError::new("proposals", NO_CANDIDATES),
        InputFault::Duplicate { id } => of_proposal(id, RANKED_TWICE),
        InputFault::NoClass { id, family } => of_proposal(id, CLASS_MISSING).with("family", family),
        InputFault::NoSeats => FieldError::new("seats", SEATS_MISSING),
        InputFault::ZeroCap { family, class } => {
            let name = class.as_ref().map_or_else(String::new, |class| format!(" {class}"));
            FieldError::new("limits", CAP_OF_ZERO).with("limit", format!("{family}{name}"))
        }
        InputFault::Contradiction => FieldError::new("limits", LOOK_AHEAD_CONTRADICTS),
        InputFault::TooHard { cases } => {
            FieldError::new("limits", LOOK_AHEAD_GAVE_UP).with("cases", cases)
        }
    }
}

/// The model numbers proposals by place, from 0.
fn of_model(fault: &ScoresError) -> FieldError {
    let at = |proposal: &usize, code| {
        let path = format!("places[{proposal}]");
        FieldError::new(path, code).with("place", proposal.saturating_add(1))
    };
    match fault {
        ScoresError::Empty => FieldError::new("proposals", NO_CANDIDATES),
        ScoresError::Unscored { proposal } => at(proposal, SHEETS_MISSING),
        ScoresError::Duplicate { proposal, .. } => at(proposal, SHEET_TWICE),
        ScoresError::OutOfRange { proposal, .. } => at(proposal, SHEET_OUT_OF_RANGE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::language::Language;

    #[test]
    fn a_fault_names_its_proposal_in_both_languages() {
        let fault = RankingFault::WrongSheet { id: "TB-2026-0007".into(), found: 3, expected: 5 };
        let problem = refusal(&fault.into()).unwrap();
        assert_eq!(problem.code, CANNOT_COMPUTE);
        let error = &problem.errors[0];
        assert_eq!(error.field, "proposals.TB-2026-0007");
        for language in Language::ALL {
            let said = language.message(error.code, &error.arguments);
            for part in ["TB-2026-0007", "3", "5"] {
                assert!(said.contains(part), "{said}");
            }
        }
    }

    #[test]
    fn a_zero_cap_and_a_double_sheet_are_told_where_they_are() {
        let cap = InputFault::ZeroCap { family: "unit".into(), class: Some("U1".into()) };
        let error = refusal(&cap.into()).unwrap().errors.remove(0);
        assert_eq!((error.code, error.arguments[0].1.as_str()), (CAP_OF_ZERO, "unit U1"));
        let twice = ScoresError::Duplicate { proposal: 4, reviewer: 0 };
        let error = refusal(&twice.into()).unwrap().errors.remove(0);
        assert_eq!((error.code, error.arguments[0].1.as_str()), (SHEET_TWICE, "5"));
    }
}
