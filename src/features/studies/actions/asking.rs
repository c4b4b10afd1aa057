//! What an awardee asks to be changed: the plan, the topic, the programme, a later end, a later intake.

use super::{StudyContext, plan_in};
use crate::features::accounts::{heads_of, holders_of};
use crate::features::problems::{self, State as ProblemState};
use crate::features::studies::rules::{self, plan, requests};
use crate::features::studies::store;
use crate::features::studies::{
    Change, ChangeKind, Milestone, Request, RequestState, Side, Study, letters,
};
use crate::kernel::access::{Permission, Role};
use crate::kernel::canonical;
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::kernel::ids::{AwardId, StudyRequestId, UserId};
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::EventType;
use crate::platform::mail;
use chrono::NaiveDate;
use serde_json::json;

/// What is asked for, and why.
#[derive(Debug, Clone)]
pub struct Asked {
    pub change: Change,
    pub reason: String,
}

/// What stands now in the place of this kind of change.
fn before(study: &Study, kind: ChangeKind, requests: &[Request]) -> Result<Change, Failure> {
    Ok(match kind {
        ChangeKind::Plan => {
            let milestones = plan_in(requests).map(|plan| plan.milestones);
            Change::Plan { milestones: milestones.unwrap_or_default() }
        }
        ChangeKind::Topic => {
            Change::Topic { problem: study.problem.clone(), topic: study.topic.clone() }
        }
        ChangeKind::Programme => Change::Programme {
            university: study.university.clone(),
            programme: study.programme.clone(),
            country: study.country.clone(),
        },
        ChangeKind::Extension => {
            let state = || Refusal::new(rules::STUDY_STATE).with("state", study.state.name());
            Change::Extension { ends_on: study.ends_on.ok_or_else(state)? }
        }
        ChangeKind::Deferral => Change::Deferral { admission_by: study.admission_by },
    })
}

/// The end that the agreement said: before any extension.
fn first_end(study: &Study, requests: &[Request]) -> Option<NaiveDate> {
    let mut approved = requests.iter().filter(|one| one.state == RequestState::Approved);
    let first = approved.find_map(|one| match &one.before {
        Change::Extension { ends_on } => Some(*ends_on),
        _ => None,
    });
    first.or(study.ends_on)
}

/// Who must agree to this request.
pub(super) fn sides_of(request: &Request) -> &'static [Side] {
    let is_first = matches!(&request.before, Change::Plan { milestones } if milestones.is_empty());
    request.kind().sides(is_first)
}

/// Asks for a change. What stands now is kept beside what is asked for; nothing changes before everybody who must agree
/// has.
///
/// # Errors
/// `not_found`; `study_state`, `request_open`; the faults of what is asked for, each at its field.
pub fn ask<T>(cx: &mut Cx<'_>, id: &AwardId, new: &T) -> Result<Request, Failure>
where
    for<'a> Asked: TryFrom<&'a T, Error = Failure>,
{
    let context = StudyContext::load_for(cx, Permission::WriteStudy, id)?;
    let asked = Asked::try_from(new)?;
    ask_in(cx, context, &asked)
}

fn ask_in(cx: &mut Cx<'_>, mut context: StudyContext, asked: &Asked) -> Result<Request, Failure> {
    let id = context.study.id.clone();
    let kind = asked.change.kind();
    requests::may_ask(kind, context.study.state)?;
    let earlier = store::requests_of(cx.db, &id)?;
    if earlier.iter().any(|one| one.state == RequestState::Open && one.kind() == kind) {
        return Err(Failure::refused(rules::REQUEST_OPEN));
    }
    let after = sorted(asked.change.clone());
    let before = before(&context.study, kind, &earlier)?;
    let limits = (first_end(&context.study, &earlier), context.rules().extension_months);
    let mut faults = requests::check_change((&before, &after), &context.study, limits);
    match &after {
        Change::Plan { milestones } => faults.extend(plan_faults(&context, milestones)),
        Change::Topic { problem, .. } => {
            let found = problems::find(cx.db, problem)?;
            let is_approved = found.is_some_and(|found| found.state == ProblemState::Approved);
            // The problem that the study is for stays its own, also when it was solved or retired meanwhile.
            if !is_approved && *problem != context.study.problem {
                faults.push(FieldError::new("problem", rules::TOPIC_PROBLEM_NOT_APPROVED));
            }
        }
        Change::Programme { .. } | Change::Extension { .. } | Change::Deferral { .. } => {}
    }
    Failure::when_any(faults)?;
    context.begin_row(cx)?;
    let request = Request {
        id: StudyRequestId::new()?,
        study: id,
        before,
        after,
        reason: asked.reason.clone(),
        asked_by: cx.viewer.user.clone(),
        asked_at: cx.now,
        state: RequestState::Open,
        ended_at: None,
        rulings: Vec::new(),
    };
    store::insert_request(cx.db, &request)?;
    let payload = json!({
        "request": request.id, "kind": kind,
        "before_hash": canonical::hash_of(&request.before)?,
        "after_hash": canonical::hash_of(&request.after)?,
        "reason_hash": canonical::sha256_hex(&request.reason),
    });
    context.record(cx, EventType::StudyChangeAsked, payload)?;
    let people = who_rules(cx.db, &context.study, sides_of(&request))?;
    let to_rule = |person: &UserId| letters::to_rule(person, &context.study, &request);
    let letters: Vec<_> = people.iter().map(to_rule).collect();
    mail::post_all(cx.db, &letters, cx.now)?;
    Ok(request)
}

/// Milestones in the order of their dates.
fn sorted(change: Change) -> Change {
    match change {
        Change::Plan { mut milestones } => {
            milestones.sort_by_key(|one| one.due_on);
            Change::Plan { milestones }
        }
        other => other,
    }
}

fn plan_faults(context: &StudyContext, milestones: &[Milestone]) -> Vec<FieldError> {
    let study = &context.study;
    let (Some(starts_on), Some(ends_on)) = (study.starts_on, study.ends_on) else {
        return Vec::new();
    };
    let periods = plan::periods(starts_on, ends_on, context.rules().period_months);
    plan::check_plan(milestones, &periods)
}

/// Who may rule for these sides: the heads of the owner unit (where nobody but the awardee heads it, those who approve
/// problems) and the secretariat, without the awardee.
fn who_rules(db: &mut Db, study: &Study, sides: &[Side]) -> Result<Vec<UserId>, Failure> {
    let mut people = Vec::new();
    for side in sides {
        let mut of_side = match side {
            Side::Owner => heads_of(db, &study.owner_unit)?,
            Side::Secretariat => holders_of(db, Role::Secretariat)?,
        };
        of_side.retain(|person| *person != study.candidate);
        if of_side.is_empty() && *side == Side::Owner {
            of_side = holders_of(db, Role::Approver)?;
            of_side.retain(|person| *person != study.candidate);
        }
        people.extend(of_side);
    }
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// Takes a request back before everybody has ruled on it.
///
/// # Errors
/// `not_found`, `request_ended`.
pub fn withdraw_request(cx: &mut Cx<'_>, id: &StudyRequestId) -> Result<Request, Failure> {
    let request = store::find_request(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let context = StudyContext::load_for(cx, Permission::WriteStudy, &request.study)?;
    if request.state != RequestState::Open {
        let state = request.state.name();
        return Err(Refusal::new(rules::REQUEST_ENDED).with("state", state).into());
    }
    store::end_request(cx.db, id, (RequestState::Withdrawn, cx.now))?;
    let payload = json!({ "request": id, "kind": request.kind() });
    context.record(cx, EventType::StudyChangeWithdrawn, payload)?;
    store::find_request(cx.db, id)?.ok_or_else(Failure::not_found)
}

/// What an approved request does to the study. A plan is read from the requests themselves.
pub(super) fn apply(
    cx: &mut Cx<'_>,
    context: &mut StudyContext,
    change: &Change,
) -> Result<(), Failure> {
    let change = change.clone();
    context.write(cx, |row| match change {
        Change::Plan { .. } => {}
        Change::Topic { problem, topic } => {
            row.problem = problem;
            row.topic = topic;
        }
        Change::Programme { university, programme, country } => {
            row.university = university;
            row.programme = programme;
            row.country = country;
        }
        Change::Extension { ends_on } => row.ends_on = Some(ends_on),
        Change::Deferral { admission_by } => row.admission_by = admission_by,
    })
}

/// A request that the study's state no longer fits cannot be approved any more.
pub(super) fn still_fits(context: &StudyContext, request: &Request) -> Result<(), Refusal> {
    requests::may_ask(request.kind(), context.study.state)
}
