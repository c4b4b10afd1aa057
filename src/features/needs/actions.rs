//! What people do with the plan of needs: the secretariat opens and proposes it, heads of units register, another
//! person approves it.

use super::store::Of;
use super::{
    Need, NewNeed, NewPlan, Plan, PlanAnswer, PlanWithNeeds, State, Verdict, letters, rules, store,
};
use crate::features::accounts::{holders_of, stand_apart};
use crate::features::problems;
use crate::kernel::access::{self, Facts, Permission, Relation, Role};
use crate::kernel::canonical;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::{NeedId, NeedPlanId, ProblemId, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn may(cx: &Cx<'_>, act: Permission) -> Result<(), Failure> {
    access::may(cx.viewer, act, Facts::NONE)
}

fn found(db: &mut Db, id: &NeedPlanId) -> Result<Plan, Failure> {
    store::plan(db, id)?.ok_or_else(Failure::not_found)
}

/// The needs of a plan with the codes of their problems.
fn needs_in(db: &mut Db, of: &Of<'_>) -> Result<Vec<Need>, Failure> {
    let mut needs = store::needs_of(db, of)?;
    let about: Vec<ProblemId> = needs.iter().map(|need| need.problem.clone()).collect();
    let codes: BTreeMap<_, _> =
        problems::find_many(db, &about)?.into_iter().map(|one| (one.id, one.code)).collect();
    for need in &mut needs {
        need.problem_code = codes.get(&need.problem).cloned().unwrap_or_default();
    }
    Ok(needs)
}

fn whole(db: &mut Db, plan: Plan) -> Result<PlanWithNeeds, Failure> {
    let needs = needs_in(db, &Of::Plan(&plan.id))?;
    let totals = rules::totals(&needs);
    Ok(PlanWithNeeds { plan, needs, totals })
}

/// What the approval is of: hashed when the plan is proposed and again when it is approved.
fn content_hash(plan: &Plan, needs: &[Need]) -> Result<String, Failure> {
    let need = |one: &Need| {
        json!({
            "unit": one.unit, "problem": one.problem, "level": one.level, "field": one.field,
            "reason": one.reason, "people": one.people,
        })
    };
    let needs: Vec<Value> = needs.iter().map(need).collect();
    Ok(canonical::hash_of(&json!({
        "title": plan.title, "first_year": plan.first_year, "last_year": plan.last_year,
        "needs": needs,
    }))?)
}

fn record(
    cx: &mut Cx<'_>,
    (act, plan): (EventType, &NeedPlanId),
    payload: Value,
) -> Result<(), Failure> {
    let subject = Subject::need_plan(plan);
    let event = Event { actor: Some(&cx.viewer.user), act, subject, payload };
    ledger::append(cx.db, event, cx.now).map(|_| ())
}

/// All plans, the newest first.
///
/// # Errors
/// `forbidden`.
pub(super) fn list_plans(cx: &mut Cx<'_>) -> Result<Vec<Plan>, Failure> {
    may(cx, Permission::ReadNeeds)?;
    store::plans(cx.db)
}

/// One plan with its needs.
///
/// # Errors
/// `forbidden`, `not_found`.
pub(super) fn read_plan(cx: &mut Cx<'_>, id: &NeedPlanId) -> Result<PlanWithNeeds, Failure> {
    may(cx, Permission::ReadNeeds)?;
    let plan = found(cx.db, id)?;
    whole(cx.db, plan)
}

/// Opens a plan, and asks the heads of units for their needs.
///
/// # Errors
/// `forbidden`; `plan_years_order`, `plan_too_long`.
pub(super) fn open_plan(cx: &mut Cx<'_>, new: &Valid<NewPlan>) -> Result<PlanWithNeeds, Failure> {
    may(cx, Permission::ManageNeedPlan)?;
    let new = new.kept()?;
    Failure::when_any(rules::faults_of_plan(&new))?;
    let id = NeedPlanId::new()?;
    store::insert_plan(cx.db, &id, &new, (&cx.viewer.user, cx.now))?;
    let payload = json!({"first_year": new.first_year, "last_year": new.last_year});
    record(cx, (EventType::NeedPlanOpened, &id), payload)?;
    let plan = found(cx.db, &id)?;
    let heads = holders_of(cx.db, Role::UnitHead)?;
    let told: Vec<_> = heads.iter().map(|head| letters::opened(head, &plan)).collect();
    mail::post_all(cx.db, &told, cx.now)?;
    whole(cx.db, plan)
}

/// Registers a need of one's own unit.
///
/// # Errors
/// `forbidden`, `not_found`; `plan_state` when the plan does not collect; a problem that is not approved, years outside
/// the plan.
pub(super) fn register_need(
    cx: &mut Cx<'_>,
    id: &NeedPlanId,
    new: &Valid<NewNeed>,
) -> Result<Need, Failure> {
    may(cx, Permission::RegisterNeed)?;
    let unit = cx.viewer.unit.clone().ok_or_else(|| Failure::refused(common::FORBIDDEN))?;
    let (plan, new) = checked(cx, id, new)?;
    let need = NeedId::new()?;
    let place = store::Place { id: &need, plan: &plan.id, unit: &unit };
    store::insert_need(cx.db, &place, &new, (&cx.viewer.user, cx.now))?;
    written(cx, (EventType::NeedRegistered, &plan.id, &need), &new)
}

fn checked(
    cx: &mut Cx<'_>,
    id: &NeedPlanId,
    new: &Valid<NewNeed>,
) -> Result<(Plan, NewNeed), Failure> {
    let plan = found(cx.db, id)?;
    rules::check_state(&plan, State::Collecting)?;
    let new = new.kept()?;
    Failure::when_any(rules::faults_of_need(&new, &plan))?;
    let problem = problems::find(cx.db, &new.problem)?;
    if problem.is_none_or(|one| one.state != problems::State::Approved) {
        return Err(Failure::field("problem", common::field::UNKNOWN_REFERENCE));
    }
    Ok((plan, new))
}

fn written(
    cx: &mut Cx<'_>,
    (act, plan, id): (EventType, &NeedPlanId, &NeedId),
    new: &NewNeed,
) -> Result<Need, Failure> {
    let payload = json!({
        "need": id, "problem": new.problem, "level": new.level, "people": new.people,
        "text_hash": canonical::hash_of(&json!([new.field, new.reason]))?,
    });
    record(cx, (act, plan), payload)?;
    needs_in(cx.db, &Of::Need(id))?.pop().ok_or_else(Failure::not_found)
}

/// A need of one's own unit.
fn own_need(cx: &mut Cx<'_>, id: &NeedId) -> Result<Need, Failure> {
    let need = store::needs_of(cx.db, &Of::Need(id))?.pop().ok_or_else(Failure::not_found)?;
    let facts = Facts::NONE.with(Relation::OwnUnit, cx.viewer.heads(&need.unit));
    access::may(cx.viewer, Permission::ChangeNeed, facts)?;
    Ok(need)
}

/// One's own need with its plan, for the form.
///
/// # Errors
/// `forbidden`, `not_found`; `plan_state`.
pub(super) fn need_to_change(cx: &mut Cx<'_>, id: &NeedId) -> Result<(Need, Plan), Failure> {
    let need = own_need(cx, id)?;
    let plan = found(cx.db, &need.plan)?;
    rules::check_state(&plan, State::Collecting)?;
    Ok((need, plan))
}

/// Rewrites a need of one's own unit.
///
/// # Errors
/// As [`register_need`]; `not_found` for another unit's.
pub(super) fn change_need(
    cx: &mut Cx<'_>,
    id: &NeedId,
    new: &Valid<NewNeed>,
) -> Result<Need, Failure> {
    let need = own_need(cx, id)?;
    let (plan, new) = checked(cx, &need.plan, new)?;
    store::change_need(cx.db, id, &new, cx.now)?;
    written(cx, (EventType::NeedChanged, &plan.id, id), &new)
}

/// Takes a need of one's own unit out of the plan; what it was stays on the record.
///
/// # Errors
/// `forbidden`, `not_found`; `plan_state`.
pub(super) fn remove_need(cx: &mut Cx<'_>, id: &NeedId) -> Result<PlanWithNeeds, Failure> {
    let (need, plan) = need_to_change(cx, id)?;
    store::delete_need(cx.db, id)?;
    let payload = json!({"need": id, "problem": need.problem, "people": need.people});
    record(cx, (EventType::NeedRemoved, &plan.id), payload)?;
    whole(cx.db, plan)
}

/// Proposes a plan: nothing changes from here on, until it is approved or given back.
///
/// # Errors
/// `forbidden`, `not_found`; `plan_state`, `plan_without_needs`.
pub(super) fn propose_plan(cx: &mut Cx<'_>, id: &NeedPlanId) -> Result<PlanWithNeeds, Failure> {
    may(cx, Permission::ManageNeedPlan)?;
    let plan = found(cx.db, id)?;
    rules::check_state(&plan, State::Collecting)?;
    let PlanWithNeeds { plan, needs, totals } = whole(cx.db, plan)?;
    if needs.is_empty() {
        return Err(Failure::refused(rules::PLAN_WITHOUT_NEEDS));
    }
    let hash = content_hash(&plan, &needs)?;
    store::propose(cx.db, id, (&cx.viewer.user, cx.now), &hash)?;
    record(cx, (EventType::NeedPlanProposed, id), json!({"content_hash": hash}))?;
    let people = totals.iter().map(|total| total.people).sum();
    let deciders = holders_of(cx.db, Role::Decider)?;
    let others = deciders.iter().filter(|one| **one != cx.viewer.user);
    let told: Vec<_> = others.map(|to| letters::proposed(to, &plan, people)).collect();
    mail::post_all(cx.db, &told, cx.now)?;
    let plan = found(cx.db, id)?;
    whole(cx.db, plan)
}

/// Approves a plan as it was read, with the number of the document, or gives it back with a reason.
///
/// # Errors
/// `forbidden`, `not_found`; `plan_state`; `changed_meanwhile` when the needs that were read are not those; what the
/// answer lacks; `not_independent` of who proposed it.
pub(super) fn answer_plan(
    cx: &mut Cx<'_>,
    id: &NeedPlanId,
    answer: &Valid<PlanAnswer>,
) -> Result<PlanWithNeeds, Failure> {
    may(cx, Permission::ApproveNeedPlan)?;
    let plan = found(cx.db, id)?;
    rules::check_state(&plan, State::Proposed)?;
    let answer = answer.kept()?;
    Failure::when_any(rules::faults_of_answer(&answer))?;
    let PlanWithNeeds { plan, needs, .. } = whole(cx.db, plan)?;
    if content_hash(&plan, &needs)? != answer.content_hash {
        return Err(Failure::refused(common::CHANGED_MEANWHILE));
    }
    let by = cx.viewer.user.clone();
    let proposer: Vec<UserId> = plan.proposed_by.iter().cloned().collect();
    if proposer.contains(&by) {
        return Err(Refusal::new(common::FORBIDDEN).into());
    }
    stand_apart(cx.db, Permission::ApproveNeedPlan, &by, &proposer)?;
    let (told, words): (Vec<_>, String) = match answer.verdict {
        Verdict::Approved => {
            let document = answer.document_number.unwrap_or_default();
            store::approve(cx.db, id, (&by, cx.now), &document)?;
            store::replace_others(cx.db, &plan)?;
            let heads = needs.iter().map(|need| need.registered_by.clone());
            let people: BTreeSet<UserId> = heads.chain(proposer).collect();
            (people.iter().map(|to| letters::approved(to, &plan, &document)).collect(), document)
        }
        Verdict::Returned => {
            let reason = answer.reason.unwrap_or_default();
            store::give_back(cx.db, id, &reason)?;
            (proposer.iter().map(|to| letters::returned(to, &plan, &reason)).collect(), reason)
        }
    };
    let payload = json!({
        "verdict": answer.verdict, "content_hash": answer.content_hash,
        "words_hash": canonical::sha256_hex(&words),
    });
    record(cx, (EventType::NeedPlanAnswered, id), payload)?;
    mail::post_all(cx.db, &told, cx.now)?;
    let plan = found(cx.db, id)?;
    whole(cx.db, plan)
}

/// What an approved plan has for a year, by level; `None` if there is no such plan, it is not approved, or the year lies
/// outside.
///
/// # Errors
/// When the database fails.
pub fn planned_seats(
    db: &mut Db,
    id: &NeedPlanId,
    year: i32,
) -> Result<Option<rules::Planned>, Failure> {
    let plan = store::plan(db, id)?.filter(|plan| {
        matches!(plan.state, State::Approved | State::Replaced)
            && (plan.first_year..=plan.last_year).contains(&year)
    });
    let Some(plan) = plan else { return Ok(None) };
    let needs = store::needs_of(db, &Of::Plan(&plan.id))?;
    Ok(Some(rules::planned_in(&rules::totals(&needs), year)))
}

/// The approved plans with their totals, for calls that take their seats from them and for the board.
///
/// # Errors
/// When the database fails.
pub fn plans_to_take_from(db: &mut Db) -> Result<Vec<PlanWithNeeds>, Failure> {
    let approved = store::plans(db)?.into_iter().filter(|plan| plan.state == State::Approved);
    approved.map(|plan| whole(db, plan)).collect()
}
