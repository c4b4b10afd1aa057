//! Rules for a call: its definition, its phase, and changes of its calendar. Pure. One file for
//! each part of the definition; every check finds all faults, each with its path in the request.

mod calendar;
mod documents;
mod eligibility;
mod interview;
mod limits;
mod pact;
mod quotas;
mod reopening;
mod rubric;
mod states;
mod text;
mod warnings;

pub use calendar::{extend, objections_end, phase};
pub use documents::check_documents;
pub use eligibility::check_eligibility;
pub use limits::check_against_units;
pub use pact::{PHRASES, check_pact, pact_hash, signed};
pub use quotas::quotas;
pub use reopening::{check_until, moves, reopen, reopenable};
pub use rubric::check_rubric;
pub use states::{Step, transition};
pub use warnings::warnings;

use super::{Definition, PanelRules, RankingPolicy, Rubric, TieBreak, Uncertainty};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{FieldError, common::field};

crate::codes! {
    IMPACT_MONTHS = 422 "impact_months";
    ADMISSION_BEFORE_RESULT = 422 "admission_before_result";
    CALL_CODE = 422 "call_code";
    CALL_CODE_TAKEN = 409 "call_code_taken";
    CALL_STATE = 409 "call_state";
    WEIGHTS_SUM = 422 "weights_sum";
    SCORES_TOO_FEW = 422 "scores_too_few";
    SCORES_ORDER = 422 "scores_order";
    SCORE_NOT_ALLOWED = 422 "score_not_allowed";
    UNKNOWN_CRITERION = 422 "unknown_criterion";
    THRESHOLD_UNREACHABLE = 422 "threshold_unreachable";
    CALENDAR_ORDER = 422 "calendar_order";
    OPENS_IN_THE_PAST = 422 "opens_in_the_past";
    LEVEL_SEATS_ABOVE_TOTAL = 422 "level_seats_above_total";
    FLOORS_ABOVE_SEATS = 422 "floors_above_seats";
    FLOOR_ABOVE_LEVEL_SEATS = 422 "floor_above_level_seats";
    FLOOR_BEYOND_UNITS = 422 "floor_beyond_units";
    LIMITS_CONFLICT = 422 "limits_conflict";
    BUDGET_OUT_OF_RANGE = 422 "budget_out_of_range";
    BUDGET_BELOW_ONE_PROPOSAL = 422 "budget_below_one_proposal";
    UNKNOWN_LEVEL = 422 "unknown_level";
    NOT_SNAKE_CASE = 422 "not_snake_case";
    PROPOSAL_DOCUMENT_MISSING = 422 "proposal_document_missing";
    MILESTONE_PASSED = 422 "milestone_passed";
    EXTENSION_NOT_LATER = 422 "extension_not_later";
    EXTENSION_BEYOND_NEXT = 422 "extension_beyond_next";
    OBJECTIONS_SHORTENED = 422 "objections_shortened";
    PACT_PHRASE = 422 "pact_phrase";
    PACT_TEXT_CHANGED = 422 "pact_text_changed";
    PACT_MISSING = 422 "pact_missing";
    PACT_NOT_ASKED = 409 "pact_not_asked";
    PHASE_NOT_ENDED = 422 "phase_not_ended";
    REOPENING_IN_THE_PAST = 422 "reopening_in_the_past";
    REOPENING_TOO_LONG = 422 "reopening_too_long";
    DECISION_STANDS = 409 "decision_stands";
    NOT_A_REVIEWER = 409 "not_a_reviewer";
    PANEL_NOT_INDEPENDENT = 409 "panel_not_independent";
    INTERVIEW_PERCENT = 422 "interview_percent";
    INTERVIEW_BEYOND_ANNOUNCEMENT = 422 "interview_beyond_announcement";
    INTERVIEW_QUESTION_WEIGHTLESS = 422 "interview_question_weightless";
    INTERVIEW_WITH_LOT = 422 "interview_with_lot";
    VOTE_NOT_LAST = 422 "vote_not_last";
    VOTE_WITHOUT_PLENARY = 422 "vote_without_plenary";
    WARNS_OF_LEVEL_SEATS = 422 "warns_of_level_seats";
    WARNS_OF_FEW_SHEETS = 422 "warns_of_few_sheets";
    WARNS_OF_MISSING_ANCHORS = 422 "warns_of_missing_anchors";
    WARNS_OF_SHORT_OBJECTIONS = 422 "warns_of_short_objections";
    WARNS_OF_LEVEL_WITHOUT_RULE = 422 "warns_of_level_without_rule";
    WARNS_OF_NO_DIVERGENCE = 422 "warns_of_no_divergence";
    WARNS_OF_NO_TIE_BREAK = 422 "warns_of_no_tie_break";
    WARNS_OF_LONG_REPAIR = 422 "warns_of_long_repair";
    WARNS_OF_IDLE_BUDGET = 422 "warns_of_idle_budget";
    WARNS_OF_THIN_BUDGET = 422 "warns_of_thin_budget";
}

/// The greatest length of a call's code, which begins every receipt number.
const CODE_MOST: usize = 20;

/// The most sheets and proposals in the figures of a panel.
const SHEETS_MOST: u32 = 50;
const LOAD_MOST: u32 = 1000;

/// Fewer draws make the zone too wide; more take minutes.
const DRAWS_LEAST: u32 = 1_000;
const DRAWS_MOST: u32 = 1_000_000;

/// The most days to repair a document.
const REPAIR_DAYS_MOST: u32 = 30;

/// The code of a call, e.g. `TB-2026`: capitals, digits and hyphens, because receipt numbers begin
/// with it.
pub fn check_code(code: &str) -> Option<FieldError> {
    let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
    let starts_well = code.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    let fits = starts_well && (2..=CODE_MOST).contains(&code.len()) && code.bytes().all(allowed);
    (!fits).then(|| FieldError::new("code", CALL_CODE).with("maximum", CODE_MOST))
}

/// Every fault of a definition by itself; if there is none, it may be saved.
pub fn check(definition: &Definition) -> Vec<FieldError> {
    let mut faults = Vec::new();
    text::bilingual("title", &definition.title, text::TITLE_MOST, &mut faults);
    faults.extend(calendar::check(&definition.calendar));
    faults.extend(limits::check(definition));
    faults.extend(check_rubric("rubric", &definition.rubric));
    faults.extend(check_eligibility("eligibility", &definition.eligibility));
    faults.extend(check_documents("documents", &definition.documents));
    check_panel(&definition.panel, &mut faults);
    check_ranking(&definition.ranking, &definition.rubric, &mut faults);
    check_uncertainty(&definition.uncertainty, &mut faults);
    range("repair_days", definition.repair_days, 0, REPAIR_DAYS_MOST, &mut faults);
    faults.extend(pact::check(definition));
    check_plenary(definition, &mut faults);
    check_vote(definition, &mut faults);
    faults.extend(interview::check(definition));
    check_after_award(definition, &mut faults);
    faults
}

/// The greatest number of months or days in what follows an award.
const AFTER_AWARD_MOST: u32 = 400;
const BOND_FACTOR_MOST: u32 = 10;

fn check_after_award(definition: &Definition, faults: &mut Vec<FieldError>) {
    let after = &definition.after_award;
    let ranges = [
        ("admission_days", after.admission_days, 1, AFTER_AWARD_MOST),
        ("admission_reminder_days", after.admission_reminder_days, 1, 90),
        ("bond_factor_released", after.bond_factor_released, 0, BOND_FACTOR_MOST),
        ("bond_factor_not_released", after.bond_factor_not_released, 0, BOND_FACTOR_MOST),
        ("extension_months", after.extension_months, 0, 60),
        ("period_months", after.period_months, 1, 12),
        ("report_reminder_days", after.report_reminder_days, 1, 90),
        ("report_late_days", after.report_late_days, 1, 90),
        ("report_escalation_days", after.report_escalation_days, after.report_late_days + 1, 180),
    ];
    for (field, value, least, most) in ranges {
        range(&format!("after_award.{field}"), value, least, most, faults);
    }
    let rises = after.impact_months.is_sorted_by(|one, next| one < next);
    let fits = |months: &u32| (1..=120).contains(months);
    let is_list = (1..=12).contains(&after.impact_months.len());
    if !(rises && is_list && after.impact_months.iter().all(fits)) {
        faults.push(FieldError::new("after_award.impact_months", IMPACT_MONTHS));
    }
    let announced = definition.calendar.objections_end_at.date_in_jakarta();
    if after.admission_by.is_some_and(|day| day <= announced) {
        let fault = FieldError::new("after_award.admission_by", ADMISSION_BEFORE_RESULT);
        faults.push(fault.with("day", announced));
    }
}

/// The further requirement when a call is published: its opening is in the future.
pub fn check_opening(definition: &Definition, now: Timestamp) -> Option<FieldError> {
    let opens_at = definition.calendar.opens_at;
    (opens_at < now).then(|| {
        FieldError::new("calendar.opens_at", OPENS_IN_THE_PAST)
            .with("instant", opens_at)
            .with("now", now)
    })
}

fn check_panel(panel: &PanelRules, faults: &mut Vec<FieldError>) {
    range("panel.sheets_per_proposal", panel.sheets_per_proposal, 1, SHEETS_MOST, faults);
    range("panel.default_max_load", panel.default_max_load, 1, LOAD_MOST, faults);
    range("panel.divergent_total", panel.divergent_total, 1, u32::MAX, faults);
    range("panel.divergent_criterion", panel.divergent_criterion, 1, u32::MAX, faults);
    range("panel.undo_minutes", panel.undo_minutes, 0, UNDO_MINUTES_MOST, faults);
}

/// A sheet that can be taken back for longer is not handed in.
const UNDO_MINUTES_MOST: u32 = 60;

/// The largest figures of a quorum, and the longest time for remarks.
const QUORUM_MOST: u32 = 100;
const REMARKS_HOURS_MOST: u32 = 14 * 24;

fn check_plenary(definition: &Definition, faults: &mut Vec<FieldError>) {
    let Some(plenary) = &definition.plenary else { return };
    let whole = plenary.quorum.denominator;
    range("plenary.quorum.denominator", whole, 1, QUORUM_MOST, faults);
    let most = whole.clamp(1, QUORUM_MOST);
    range("plenary.quorum.numerator", plenary.quorum.numerator, 1, most, faults);
    range("plenary.remarks_hours", plenary.remarks_hours, 0, REMARKS_HOURS_MOST, faults);
}

/// A vote needs the attendance of a plenary, and no key could decide after it but the lot.
fn check_vote(definition: &Definition, faults: &mut Vec<FieldError>) {
    let keys = &definition.ranking.tie_breaks;
    let Some(at) = keys.iter().position(|key| *key == TieBreak::PlenaryVote) else { return };
    let path = format!("ranking.tie_breaks[{at}]");
    if at + 1 < keys.len() {
        faults.push(FieldError::new(&path, VOTE_NOT_LAST));
    }
    if definition.plenary.is_none() {
        faults.push(FieldError::new(path, VOTE_WITHOUT_PLENARY));
    }
}

fn check_ranking(ranking: &RankingPolicy, rubric: &Rubric, faults: &mut Vec<FieldError>) {
    for (index, key) in ranking.tie_breaks.iter().enumerate() {
        let path = format!("ranking.tie_breaks[{index}]");
        if ranking.tie_breaks.iter().take(index).any(|earlier| earlier == key) {
            faults.push(FieldError::new(&path, field::DUPLICATE));
        }
        if let TieBreak::CriterionMean { criterion } = key
            && rubric.criterion(criterion).is_none()
        {
            let fault = FieldError::new(format!("{path}.criterion"), UNKNOWN_CRITERION);
            faults.push(fault.with("criterion", criterion));
        }
    }
}

fn check_uncertainty(uncertainty: &Uncertainty, faults: &mut Vec<FieldError>) {
    let Uncertainty { zone_low_percent: low, zone_high_percent: high, draws, .. } = uncertainty;
    range("uncertainty.zone_high_percent", *high, 0, 100, faults);
    range("uncertainty.zone_low_percent", *low, 0, (*high).min(100), faults);
    if let Some(draws) = draws {
        range("uncertainty.draws", *draws, DRAWS_LEAST, DRAWS_MOST, faults);
    }
}

fn range(path: &str, value: u32, least: u32, most: u32, faults: &mut Vec<FieldError>) {
    if !(least..=most).contains(&value) {
        let fault = FieldError::new(path, field::OUT_OF_RANGE);
        faults.push(fault.with("minimum", least).with("maximum", most));
    }
}

/// `parent.name`, or `name` alone at the top.
fn join(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") }
}

#[cfg(test)]
pub(super) mod tests;
