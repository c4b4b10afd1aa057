//! Which reports are due when, and what one must say before it is sent. Pure.

use super::bond::impact_days;
use super::plan::periods;
use super::states::standing;
use super::{
    NOT_IN_THIS_REPORT, OTHER_MILESTONE, REPORT_STATE, REPORT_TOO_EARLY, USED_OR_OBSTACLE,
};
use crate::features::calls::AfterAward;
use crate::features::studies::{
    AnswerVerdict, Milestone, MilestoneOutcome, MilestoneReport, ReportKind, ReportState,
    ReportText, Slot, State, Step, Study, TakenStep,
};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{FieldError, Refusal, common::field::REQUIRED};
use chrono::{Days, NaiveDate};

/// A report that the awardee owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub slot: Slot,
    /// The first day it is about.
    pub from: NaiveDate,
    /// The last one.
    pub until: NaiveDate,
    /// `None` while the study is interrupted beyond that day.
    pub due_on: Option<NaiveDate>,
}

/// The reports of a study: one for each period, due on its last day; one of the study as a whole, due on its last day;
/// one for each date on which the impact is measured. Nothing is owed before the study begins, and nothing more once it
/// ended early. Who comes back early owes the reports until then on the
/// day before the return.
pub fn dues(study: &Study, rules: &AfterAward, steps: &[TakenStep]) -> Vec<Due> {
    let (Some(starts_on), Some(ends_on)) = (study.starts_on, study.ends_on) else {
        return Vec::new();
    };
    if !owes(study.state) {
        return Vec::new();
    }
    let studied = study.returned_on.and_then(|day| day.pred_opt());
    let last = studied.map_or(ends_on, |day| day.min(ends_on));
    let moved = |day: NaiveDate| after_interruption(day, steps);
    let mut dues = Vec::new();
    for (part, period) in (1_u16..).zip(periods(starts_on, ends_on, rules.period_months)) {
        if period.from <= last {
            let slot = Slot { kind: ReportKind::Progress, part };
            let until = period.to.min(last);
            dues.push(Due { slot, from: period.from, until, due_on: moved(until) });
        }
    }
    let from = dues.last().map_or(starts_on, |due| due.from);
    let slot = Slot { kind: ReportKind::End, part: 1 };
    dues.push(Due { slot, from, until: last, due_on: moved(last) });
    let returned_on = study.returned_on;
    let impact = returned_on.map(|day| impact_days(rules, day)).unwrap_or_default();
    for (part, due_on) in (1_u16..).zip(impact) {
        let slot = Slot { kind: ReportKind::Impact, part };
        let from = returned_on.unwrap_or(last);
        dues.push(Due { slot, from, until: due_on, due_on: Some(due_on) });
    }
    dues
}

/// Whether reports are owed in this state.
pub fn owes(state: State) -> bool {
    matches!(state, State::Studying | State::Interrupted | State::Returned | State::Concluded)
}

/// The day, or the end of the interruption that it lies in; `None` while that lasts.
fn after_interruption(day: NaiveDate, steps: &[TakenStep]) -> Option<NaiveDate> {
    let mut begun = None;
    for step in standing(steps) {
        match (step.step, begun) {
            (Step::Interrupt, _) => begun = Some(step.on),
            (_, Some(from)) if from <= day && day < step.on => return Some(step.on),
            (_, Some(_)) => begun = None,
            _ => {}
        }
    }
    if begun.is_some_and(|from| from <= day) { None } else { Some(day) }
}

/// Whether a report that was sent on a day was late, or one that was not is by today.
pub fn is_late(due_on: Option<NaiveDate>, sent_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    due_on.is_some_and(|due_on| sent_on.unwrap_or(today) > due_on)
}

/// From when on a report can be sent.
pub fn opens_on(due: &Due, rules: &AfterAward) -> Option<NaiveDate> {
    let days = Days::new(u64::from(rules.report_reminder_days));
    let opens = due.due_on?.checked_sub_days(days)?;
    Some(opens.max(due.from))
}

/// Whether a report can be sent today.
///
/// # Errors
/// `report_too_early` with the first day, if there is one.
pub fn may_send(due: &Due, rules: &AfterAward, today: NaiveDate) -> Result<(), Refusal> {
    let too_early = |day: String| Refusal::new(REPORT_TOO_EARLY).with("day", day);
    match opens_on(due, rules) {
        Some(day) if day <= today => Ok(()),
        Some(day) => Err(too_early(day.to_string())),
        None => Err(too_early("–".to_owned())),
    }
}

/// Whether the awardee may write now.
///
/// # Errors
/// `report_state`, with the state.
pub fn may_write(state: Option<ReportState>) -> Result<(), Refusal> {
    match state {
        None | Some(ReportState::Draft | ReportState::Returned) => Ok(()),
        Some(state) => Err(Refusal::new(REPORT_STATE).with("state", state.name())),
    }
}

/// Whether a file was there when its report was last sent.
pub fn is_sent_with(added_at: Timestamp, last_sent: Option<Timestamp>) -> bool {
    last_sent.is_some_and(|sent| added_at <= sent)
}

/// The state after an answer. What was acknowledged by mistake can still be returned.
///
/// # Errors
/// `report_state` for a report that nobody sent, and where it was answered for good.
pub fn after_answer(
    state: Option<ReportState>,
    verdict: AnswerVerdict,
) -> Result<ReportState, Refusal> {
    let refused = |state: ReportState| Refusal::new(REPORT_STATE).with("state", state.name());
    match (state.unwrap_or(ReportState::Draft), verdict) {
        (ReportState::Draft, _) => Err(refused(ReportState::Draft)),
        (state, AnswerVerdict::Comment) => Ok(state),
        (ReportState::Sent, AnswerVerdict::Acknowledged) => Ok(ReportState::Acknowledged),
        (ReportState::Sent | ReportState::Acknowledged, AnswerVerdict::Returned) => {
            Ok(ReportState::Returned)
        }
        (state, _) => Err(refused(state)),
    }
}

/// The milestones that a progress report tells of: those due by the day the report is about, without those that an
/// earlier one said were done or dropped.
pub fn expected(
    plan: &[Milestone],
    earlier: &[MilestoneReport],
    until: NaiveDate,
) -> Vec<Milestone> {
    let is_over = |one: &Milestone| {
        earlier.iter().any(|told| {
            is_of(told, one)
                && matches!(told.outcome, Some(MilestoneOutcome::Done | MilestoneOutcome::Dropped))
        })
    };
    plan.iter().filter(|one| one.due_on <= until && !is_over(one)).cloned().collect()
}

fn is_of(told: &MilestoneReport, one: &Milestone) -> bool {
    told.due_on == one.due_on && told.activity.trim() == one.activity.trim()
}

fn at(list: &str, index: usize, part: &str) -> String {
    format!("{list}[{index}].{part}")
}

/// What a draft holds that no report of its kind does: a part of another kind, a milestone that the plan does not have.
pub fn misplaced(kind: ReportKind, text: &ReportText, plan: &[Milestone]) -> Vec<FieldError> {
    use ReportKind::{End, Impact, Progress};
    let of: [(&str, bool, &[ReportKind]); 7] = [
        ("grades", text.grades.trim().is_empty(), &[Progress, End]),
        ("milestones", text.milestones.is_empty(), &[Progress]),
        ("result", text.result.trim().is_empty(), &[End]),
        ("used", text.used.is_empty(), &[Impact]),
        ("indicator", text.indicator.trim().is_empty(), &[Progress, Impact]),
        ("obstacles", text.obstacles.is_empty(), &[Progress, End, Impact]),
        ("help", text.help.is_empty(), &[Progress, Impact]),
    ];
    let other = of.into_iter().filter(|(_, is_empty, kinds)| !is_empty && !kinds.contains(&kind));
    let mut faults: Vec<FieldError> =
        other.map(|(name, ..)| FieldError::new(name, NOT_IN_THIS_REPORT)).collect();
    let unknown = text.milestones.iter().enumerate();
    let unknown = unknown.filter(|(_, told)| !plan.iter().any(|one| is_of(told, one)));
    faults.extend(
        unknown.map(|(index, _)| {
            FieldError::new(at("milestones", index, "activity"), OTHER_MILESTONE)
        }),
    );
    faults
}

/// What is missing before a report can be sent, each at its field.
pub fn missing(kind: ReportKind, text: &ReportText, expected: &[Milestone]) -> Vec<FieldError> {
    let needed =
        |is_missing: bool, name: String| is_missing.then(|| FieldError::new(name, REQUIRED));
    let is_short = |words: &str| words.trim().chars().count() < 3;
    let mut faults = Vec::new();
    if kind != ReportKind::Impact {
        faults.extend(needed(is_short(&text.grades), "grades".into()));
    }
    if kind == ReportKind::End {
        faults.extend(needed(is_short(&text.result), "result".into()));
    }
    if kind == ReportKind::Progress {
        for one in expected {
            if !text.milestones.iter().any(|told| is_of(told, one)) {
                let fault = FieldError::new("milestones", REQUIRED);
                faults.push(fault.with("detail", format!("{} {}", one.due_on, one.activity)));
            }
        }
        for (index, told) in text.milestones.iter().enumerate() {
            faults.extend(needed(told.outcome.is_none(), at("milestones", index, "outcome")));
            faults.extend(needed(is_short(&told.evidence), at("milestones", index, "evidence")));
        }
    }
    if kind == ReportKind::Impact && text.used.is_empty() && text.obstacles.is_empty() {
        faults.push(FieldError::new("used", USED_OR_OBSTACLE));
    }
    for (index, one) in text.used.iter().enumerate() {
        faults.extend(needed(one.kind.is_none(), at("used", index, "kind")));
        faults.extend(needed(is_short(&one.words), at("used", index, "words")));
    }
    for (index, one) in text.obstacles.iter().enumerate() {
        faults.extend(needed(one.cause.is_none(), at("obstacles", index, "cause")));
        faults.extend(needed(is_short(&one.words), at("obstacles", index, "words")));
    }
    for (index, one) in text.help.iter().enumerate() {
        faults.extend(needed(one.of.is_none(), at("help", index, "of")));
        faults.extend(needed(is_short(&one.words), at("help", index, "words")));
    }
    faults
}

/// Whom to tell of a report that is not sent, and how late it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Soon due: the awardee.
    Before,
    /// Past due: the awardee.
    Late,
    /// Long past due: the heads of both units.
    VeryLate,
}

/// The stage of a report that is not sent on this day. While it lasts it is told once; the earlier stages are not made
/// up for.
pub fn stage(due_on: NaiveDate, rules: &AfterAward, today: NaiveDate) -> Option<Stage> {
    let plus = |days: u32| due_on.checked_add_days(Days::new(u64::from(days)));
    let before = due_on.checked_sub_days(Days::new(u64::from(rules.report_reminder_days)));
    if plus(rules.report_escalation_days).is_some_and(|day| day <= today) {
        Some(Stage::VeryLate)
    } else if plus(rules.report_late_days).is_some_and(|day| day <= today) {
        Some(Stage::Late)
    } else {
        before.filter(|day| *day <= today && today <= due_on).map(|_| Stage::Before)
    }
}

#[cfg(test)]
mod tests;
