//! What the secretariat records of a study: its beginning, interruptions, an early end, the return; and the mentor,
//! whom the owner unit names.

use super::StudyContext;
use crate::features::accounts::{account_named, find_unit, heads_of, holders_of, users_of};
use crate::features::awards::actions::give_up;
use crate::features::problems;
use crate::features::studies::rules::{self, bond, states, uses};
use crate::features::studies::store;
use crate::features::studies::{
    Begin, Mentor, NewStep, PaperKind, PaperVerdict, Return, State, Step, Study, StudyDetails,
    TakenStep, letters,
};
use crate::kernel::access::{Permission, Permitted, Role};
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::kernel::ids::{AwardId, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use crate::platform::mail;
use chrono::NaiveDate;
use serde_json::json;

/// The steps that the reader may record now.
pub fn steps_open(permitted: &Permitted, details: &StudyDetails, today: NaiveDate) -> Vec<Step> {
    let may = permitted.allows(Permission::RunStudy);
    let last_impact = details.impact_due.last().copied();
    let open = |step: &Step| {
        let steps = (details.steps.as_slice(), last_impact);
        may && step_now(&details.study, *step, steps, today).is_ok()
    };
    Step::RECORDED.into_iter().filter(open).collect()
}

/// The state after a step that is recorded today.
fn step_now(
    study: &Study,
    step: Step,
    (steps, last_impact): (&[TakenStep], Option<NaiveDate>),
    today: NaiveDate,
) -> Result<State, Refusal> {
    if step == Step::Correct {
        return states::before_last(steps);
    }
    let to = states::transition(study.state, step)?;
    let until = match step {
        Step::Lapse if today <= study.admission_by => Some(study.admission_by),
        Step::Conclude => last_impact.filter(|day| today < *day),
        _ => None,
    };
    match until {
        Some(day) => Err(Refusal::new(rules::ADMISSION_STILL_RUNNING).with("day", day)),
        None => Ok(to),
    }
}

/// Records a step: an interruption, its end, an early end, a seat given back or lapsed, the end of the impact's time.
/// A seat that is given back goes to the next reserve in the same act.
///
/// # Errors
/// `not_found`; `step_not_recorded_so`, `study_state`, `admission_still_running`; `day_ahead`, `day_before_beginning`,
/// `days_reversed`, `cause_needed`, `consequence_needed`.
pub fn take(
    cx: &mut Cx<'_>,
    (id, new): (&AwardId, &Valid<NewStep>),
    offer_days: i64,
) -> Result<Study, Failure> {
    let mut context = StudyContext::load_for(cx, Permission::RunStudy, id)?;
    let new = new.kept()?;
    if !Step::RECORDED.contains(&new.step) {
        return Err(Failure::field("step", rules::STEP_NOT_RECORDED_SO));
    }
    let today = cx.now.date_in_jakarta();
    let impact = context.study.returned_on.map(|day| bond::impact_days(context.rules(), day));
    let last_impact = impact.and_then(|days| days.last().copied());
    let steps = store::steps_of(cx.db, id)?;
    let to = step_now(&context.study, new.step, (&steps, last_impact), today)?;
    Failure::when_any(states::check_step(&new, &context.study, today))?;
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let taken = TakenStep {
        step: new.step,
        on: new.on,
        until: new.until,
        cause: new.cause.filter(|_| new.step == Step::Interrupt),
        reason: new.reason,
        consequence: filled(new.consequence),
        taken_by: cx.viewer.user.clone(),
        taken_at: cx.now,
    };
    let is_correction = new.step == Step::Correct;
    let earlier = states::standing(&steps).iter().rev().nth(1).map(|step| step.on);
    if is_correction && to.is_away() {
        store::replace_uses(cx.db, id, &[])?;
        problems::ask_to_measure(cx.db, (id, &context.study.problem), &[])?;
    }
    context.step(cx, (&taken, to), |row| {
        if is_correction {
            row.since = earlier.unwrap_or(row.since);
            // Dates and placement follow from steps that no longer stand.
            if to.is_before() {
                (row.starts_on, row.ends_on, row.is_released) = (None, None, None);
            }
            if to.is_away() {
                (row.returned_on, row.placement) = (None, None);
            }
        }
    })?;
    tell_of_step(cx, &context.study, &taken)?;
    if new.step.frees_seat() {
        give_up(cx, (&context.seat, &taken.reason), offer_days)?;
    }
    Ok(context.study)
}

/// To the awardee, the mentor and the heads of the owner unit.
fn tell_of_step(cx: &mut Cx<'_>, study: &Study, taken: &TakenStep) -> Result<(), Failure> {
    let mut told = heads_of(cx.db, &study.owner_unit)?;
    told.extend(study.mentor.clone());
    told.push(study.candidate.clone());
    told.sort_unstable();
    told.dedup();
    let letters: Vec<_> =
        told.iter().map(|person| letters::stepped_to(person, study, taken)).collect();
    mail::post_all(cx.db, &letters, cx.now)
}

/// Sets the dates of a study whose agreement and decree are recorded with their files.
///
/// # Errors
/// `not_found`; `study_state`; `papers_missing` with their kinds; `days_reversed`.
pub fn begin(cx: &mut Cx<'_>, id: &AwardId, dates: &Valid<Begin>) -> Result<Study, Failure> {
    let mut context = StudyContext::load_for(cx, Permission::RunStudy, id)?;
    let to = states::transition(context.study.state, Step::Begin)?;
    let Begin { starts_on, ends_on, is_released } = dates.kept()?;
    if ends_on <= starts_on {
        return Err(Failure::field("ends_on", rules::DAYS_REVERSED));
    }
    let needed: &[PaperKind] = if is_released {
        &[PaperKind::Agreement, PaperKind::Decree, PaperKind::Release]
    } else {
        &[PaperKind::Agreement, PaperKind::Decree]
    };
    let papers = store::papers_of(cx.db, id)?;
    let is_there =
        |kind: &PaperKind| papers.iter().any(|one| one.kind == *kind && one.file.is_some());
    let missing: Vec<PaperKind> = needed.iter().copied().filter(|kind| !is_there(kind)).collect();
    if !missing.is_empty() {
        let names: Vec<&str> = missing.iter().map(|kind| kind.name()).collect();
        let refusal = Refusal::new(rules::PAPERS_MISSING).with("papers", names.join(", "));
        return Err(refusal.with_extra(json!({ "papers": missing })).into());
    }
    let taken = StudyContext::taken(cx, Step::Begin, starts_on, format!("{starts_on} – {ends_on}"));
    context.step(cx, (&taken, to), |row| {
        row.starts_on = Some(starts_on);
        row.ends_on = Some(ends_on);
        row.is_released = Some(is_released);
    })?;
    let factor = bond::factor(context.rules(), is_released);
    let bond = bond::planned(factor, starts_on, ends_on);
    mail::post(cx.db, &letters::begun(&context.study, bond), cx.now)?;
    Ok(context.study)
}

/// Names the mentor: an active account of the unit that owns the problem, not the awardee.
///
/// # Errors
/// `not_found`; `study_state` when it has ended; `no_such_mentor`, `mentor_of_other_unit`, `mentor_is_awardee`.
pub fn name_mentor(
    cx: &mut Cx<'_>,
    id: &AwardId,
    mentor: &Valid<Mentor>,
) -> Result<Study, Failure> {
    let mut context = StudyContext::load_for(cx, Permission::AgreeStudy, id)?;
    if context.study.state.is_final() {
        let state = context.study.state.name();
        return Err(Refusal::new(rules::STUDY_STATE).with("state", state).into());
    }
    let Mentor { email } = mentor.kept()?;
    let no_such = || Failure::field("email", rules::NO_SUCH_MENTOR);
    let person = account_named(cx.db, email.trim())?.ok_or_else(no_such)?;
    let users = users_of(cx.db, std::slice::from_ref(&person))?;
    let user = users.into_iter().next().filter(|user| user.active).ok_or_else(no_such)?;
    if person == context.study.candidate {
        return Err(Failure::field("email", rules::MENTOR_IS_AWARDEE));
    }
    if user.unit.as_ref() != Some(&context.study.owner_unit) {
        let fault = FieldError::new("email", rules::MENTOR_OF_OTHER_UNIT);
        let fault = fault.with("unit", &context.study.owner_unit);
        return Err(Refusal::invalid(vec![fault]).into());
    }
    context.write(cx, |row| row.mentor = Some(person.clone()))?;
    context.record(cx, EventType::StudyMentored, json!({ "mentor": person }))?;
    let letters = [&person, &context.study.candidate]
        .map(|to: &UserId| letters::mentor_named(to, &context.study, &user.name));
    mail::post_all(cx.db, &letters, cx.now)?;
    Ok(context.study)
}

/// Records the return: the decree of reinstatement and the accepted diploma are there, and the graduate is placed. A
/// placement elsewhere than in the unit that owns the problem needs words on who carries out the plan; the heads of
/// that unit are alerted.
///
/// # Errors
/// `not_found`; `study_state`; `papers_missing`; `day_ahead`, `day_before_beginning`; `no_such_unit_to_place`,
/// `plan_bearer_needed`.
pub fn bring_back(cx: &mut Cx<'_>, id: &AwardId, back: &Valid<Return>) -> Result<Study, Failure> {
    let mut context = StudyContext::load_for(cx, Permission::RunStudy, id)?;
    let to = states::transition(context.study.state, Step::Return)?;
    let Return { returned_on, placement, carried_by } = back.kept()?;
    let carried_by = carried_by.filter(|text| text.trim().chars().count() >= 10);
    let is_elsewhere = placement != context.study.owner_unit;
    let today = cx.now.date_in_jakarta();
    let begins = context.study.since;
    let is_unit = find_unit(cx.db, &placement)?.is_some_and(|unit| unit.active);
    let faults = [
        (returned_on > today)
            .then(|| FieldError::new("returned_on", rules::DAY_AHEAD).with("today", today)),
        (returned_on <= begins).then(|| {
            FieldError::new("returned_on", rules::DAY_BEFORE_BEGINNING).with("day", begins)
        }),
        (!is_unit).then(|| FieldError::new("placement", rules::NO_SUCH_UNIT_TO_PLACE)),
        (is_elsewhere && carried_by.is_none())
            .then(|| FieldError::new("carried_by", rules::PLAN_BEARER_NEEDED)),
    ];
    Failure::when_any(faults.into_iter().flatten().collect())?;
    let papers = store::papers_of(cx.db, id)?;
    let has_decree =
        papers.iter().any(|one| one.kind == PaperKind::Reinstatement && one.file.is_some());
    let has_diploma = papers
        .iter()
        .any(|one| one.kind == PaperKind::Diploma && one.verdict == Some(PaperVerdict::Accepted));
    let lacking = [(PaperKind::Reinstatement, has_decree), (PaperKind::Diploma, has_diploma)];
    let missing: Vec<&str> =
        lacking.iter().filter(|(_, is_there)| !is_there).map(|(kind, _)| kind.name()).collect();
    if !missing.is_empty() {
        let refusal = Refusal::new(rules::PAPERS_MISSING).with("papers", missing.join(", "));
        return Err(refusal.with_extra(json!({ "papers": missing })).into());
    }
    let reason = carried_by.clone().unwrap_or_else(|| placement.to_string());
    let taken = StudyContext::taken(cx, Step::Return, returned_on, reason);
    store::replace_uses(cx.db, id, &uses::dated(&context.proposal.content.plan, returned_on))?;
    let days = bond::impact_days(context.rules(), returned_on);
    problems::ask_to_measure(cx.db, (id, &context.study.problem), &days)?;
    context.step(cx, (&taken, to), |row| {
        row.returned_on = Some(returned_on);
        row.placement = Some(placement);
    })?;
    tell_of_step(cx, &context.study, &taken)?;
    if is_elsewhere {
        let mut told = heads_of(cx.db, &context.study.owner_unit)?;
        told.extend(holders_of(cx.db, Role::Secretariat)?);
        told.sort_unstable();
        told.dedup();
        let words = carried_by.as_deref().unwrap_or_default();
        let letters: Vec<_> = told
            .iter()
            .map(|person| letters::placed_elsewhere(person, &context.study, words))
            .collect();
        mail::post_all(cx.db, &letters, cx.now)?;
    }
    Ok(context.study)
}
