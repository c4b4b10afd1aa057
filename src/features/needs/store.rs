//! Every query on plans of needs. Row types stay in here.

use super::{InYear, Need, NewNeed, NewPlan, Plan, State};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{NeedId, NeedPlanId, ProblemId, UnitCode, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{need_plans, need_years, needs};
use crate::platform::personal::Holder;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Who registered, proposed and approved is part of the agency's own plan; nothing else in it is about a person.
pub const HOLDER: Holder =
    Holder { room: "features/needs", left: &["need_plans", "needs"], ..Holder::NOTHING };

#[derive(Queryable, Selectable)]
#[diesel(table_name = need_plans)]
struct PlanRow {
    id: NeedPlanId,
    title: String,
    first_year: i32,
    last_year: i32,
    state: State,
    opened_by: UserId,
    opened_at: Timestamp,
    proposed_by: Option<UserId>,
    proposed_at: Option<Timestamp>,
    content_hash: Option<String>,
    decided_by: Option<UserId>,
    decided_at: Option<Timestamp>,
    document_number: Option<String>,
    reason: Option<String>,
}

impl From<PlanRow> for Plan {
    fn from(row: PlanRow) -> Self {
        Self {
            id: row.id,
            title: row.title,
            first_year: row.first_year,
            last_year: row.last_year,
            state: row.state,
            opened_by: row.opened_by,
            opened_at: row.opened_at,
            proposed_by: row.proposed_by,
            proposed_at: row.proposed_at,
            content_hash: row.content_hash,
            decided_by: row.decided_by,
            decided_at: row.decided_at,
            document_number: row.document_number,
            reason: row.reason,
        }
    }
}

/// All plans, the newest first.
pub(super) fn plans(db: &mut Db) -> Result<Vec<Plan>, Failure> {
    let rows = need_plans::table
        .order((need_plans::opened_at.desc(), need_plans::id.desc()))
        .select(PlanRow::as_select())
        .load(db)?;
    Ok(rows.into_iter().map(Plan::from).collect())
}

pub(super) fn plan(db: &mut Db, id: &NeedPlanId) -> Result<Option<Plan>, Failure> {
    let row = need_plans::table.find(id).select(PlanRow::as_select()).first(db).optional()?;
    Ok(row.map(Plan::from))
}

pub(super) fn insert_plan(
    db: &mut Db,
    id: &NeedPlanId,
    new: &NewPlan,
    (by, at): (&UserId, Timestamp),
) -> Result<(), Failure> {
    diesel::insert_into(need_plans::table)
        .values((
            need_plans::id.eq(id),
            need_plans::title.eq(&new.title),
            need_plans::first_year.eq(new.first_year),
            need_plans::last_year.eq(new.last_year),
            need_plans::state.eq(State::Collecting),
            need_plans::opened_by.eq(by),
            need_plans::opened_at.eq(at),
        ))
        .execute(db)?;
    Ok(())
}

/// Proposes a plan that collects.
///
/// # Errors
/// `changed_meanwhile`.
pub(super) fn propose(
    db: &mut Db,
    id: &NeedPlanId,
    (by, at): (&UserId, Timestamp),
    hash: &str,
) -> Result<(), Failure> {
    let there = need_plans::table.find(id).filter(need_plans::state.eq(State::Collecting));
    let changed = diesel::update(there)
        .set((
            need_plans::state.eq(State::Proposed),
            need_plans::proposed_by.eq(by),
            need_plans::proposed_at.eq(at),
            need_plans::content_hash.eq(hash),
            need_plans::reason.eq(None::<String>),
        ))
        .execute(db)?;
    changed_one(changed)
}

/// Approves a proposed plan.
///
/// # Errors
/// `changed_meanwhile`.
pub(super) fn approve(
    db: &mut Db,
    id: &NeedPlanId,
    (by, at): (&UserId, Timestamp),
    document: &str,
) -> Result<(), Failure> {
    let there = need_plans::table.find(id).filter(need_plans::state.eq(State::Proposed));
    let changed = diesel::update(there)
        .set((
            need_plans::state.eq(State::Approved),
            need_plans::decided_by.eq(by),
            need_plans::decided_at.eq(at),
            need_plans::document_number.eq(document),
        ))
        .execute(db)?;
    changed_one(changed)
}

/// Gives a proposed plan back.
///
/// # Errors
/// `changed_meanwhile`.
pub(super) fn give_back(db: &mut Db, id: &NeedPlanId, reason: &str) -> Result<(), Failure> {
    let there = need_plans::table.find(id).filter(need_plans::state.eq(State::Proposed));
    let changed = diesel::update(there)
        .set((need_plans::state.eq(State::Collecting), need_plans::reason.eq(reason)))
        .execute(db)?;
    changed_one(changed)
}

/// Approved plans that have one of these years, but this one, are replaced.
pub(super) fn replace_others(db: &mut Db, by: &Plan) -> Result<(), Failure> {
    let others = need_plans::table
        .filter(need_plans::state.eq(State::Approved).and(need_plans::id.ne(&by.id)))
        .filter(need_plans::first_year.le(by.last_year))
        .filter(need_plans::last_year.ge(by.first_year));
    diesel::update(others).set(need_plans::state.eq(State::Replaced)).execute(db)?;
    Ok(())
}

/// People by approved plan and year, over all units and levels. One statement.
pub fn approved_years(db: &mut Db) -> Result<Vec<(NeedPlanId, i32, u32)>, Failure> {
    let rows = need_years::table
        .inner_join(needs::table.on(needs::id.eq(need_years::need_id)))
        .inner_join(need_plans::table.on(need_plans::id.eq(needs::plan_id)))
        .filter(need_plans::state.eq(State::Approved))
        .select((need_plans::id, need_years::year, need_years::people))
        .load::<(NeedPlanId, i32, i32)>(db)?;
    let mut sums: BTreeMap<(i32, NeedPlanId), u32> = BTreeMap::new();
    for (id, year, people) in rows {
        *sums.entry((year, id)).or_default() += u32::try_from(people).unwrap_or_default();
    }
    Ok(sums.into_iter().map(|((year, id), people)| (id, year, people)).collect())
}

fn changed_one(changed: usize) -> Result<(), Failure> {
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = needs)]
struct NeedRow {
    id: NeedId,
    plan_id: NeedPlanId,
    unit: UnitCode,
    problem_id: ProblemId,
    level: String,
    field: String,
    reason: String,
    registered_by: UserId,
    updated_at: Timestamp,
}

/// Whose needs are read.
pub(super) enum Of<'a> {
    Plan(&'a NeedPlanId),
    Need(&'a NeedId),
}

/// Needs by unit, then as they were registered; the codes of their problems are the caller's to add. Two statements.
pub(super) fn needs_of(db: &mut Db, of: &Of<'_>) -> Result<Vec<Need>, Failure> {
    let all = needs::table
        .order((needs::unit, needs::registered_at, needs::id))
        .select(NeedRow::as_select());
    let rows = match of {
        Of::Plan(id) => all.filter(needs::plan_id.eq(*id)).load(db)?,
        Of::Need(id) => all.filter(needs::id.eq(*id)).load(db)?,
    };
    let wanted = needs::table.select(needs::id);
    let years = need_years::table.order((need_years::need_id, need_years::year)).select((
        need_years::need_id,
        need_years::year,
        need_years::people,
    ));
    let years: Vec<(NeedId, i32, i32)> = match of {
        Of::Plan(id) => {
            let of_plan = wanted.filter(needs::plan_id.eq(*id));
            years.filter(need_years::need_id.eq_any(of_plan)).load(db)?
        }
        Of::Need(id) => years.filter(need_years::need_id.eq(*id)).load(db)?,
    };
    let mut people: BTreeMap<NeedId, Vec<InYear>> = BTreeMap::new();
    for (need, year, count) in years {
        people.entry(need).or_default().push(InYear { year, people: count });
    }
    let need = |row: NeedRow| Need {
        people: people.remove(&row.id).unwrap_or_default(),
        id: row.id,
        plan: row.plan_id,
        unit: row.unit,
        problem: row.problem_id,
        problem_code: String::new(),
        level: row.level,
        field: row.field,
        reason: row.reason,
        registered_by: row.registered_by,
        updated_at: row.updated_at,
    };
    Ok(rows.into_iter().map(need).collect())
}

/// Where a new need belongs.
pub(super) struct Place<'a> {
    pub id: &'a NeedId,
    pub plan: &'a NeedPlanId,
    pub unit: &'a UnitCode,
}

pub(super) fn insert_need(
    db: &mut Db,
    place: &Place<'_>,
    new: &NewNeed,
    (by, at): (&UserId, Timestamp),
) -> Result<(), Failure> {
    diesel::insert_into(needs::table)
        .values((
            needs::id.eq(place.id),
            needs::plan_id.eq(place.plan),
            needs::unit.eq(place.unit),
            needs::problem_id.eq(&new.problem),
            needs::level.eq(&new.level),
            needs::field.eq(&new.field),
            needs::reason.eq(&new.reason),
            needs::registered_by.eq(by),
            needs::registered_at.eq(at),
            needs::updated_at.eq(at),
        ))
        .execute(db)?;
    insert_years(db, place.id, new)
}

fn insert_years(db: &mut Db, id: &NeedId, new: &NewNeed) -> Result<(), Failure> {
    for one in &new.people {
        diesel::insert_into(need_years::table)
            .values((
                need_years::need_id.eq(id),
                need_years::year.eq(one.year),
                need_years::people.eq(one.people),
            ))
            .execute(db)?;
    }
    Ok(())
}

pub(super) fn change_need(
    db: &mut Db,
    id: &NeedId,
    new: &NewNeed,
    at: Timestamp,
) -> Result<(), Failure> {
    diesel::update(needs::table.find(id))
        .set((
            needs::problem_id.eq(&new.problem),
            needs::level.eq(&new.level),
            needs::field.eq(&new.field),
            needs::reason.eq(&new.reason),
            needs::updated_at.eq(at),
        ))
        .execute(db)?;
    diesel::delete(need_years::table.filter(need_years::need_id.eq(id))).execute(db)?;
    insert_years(db, id, new)
}

pub(super) fn delete_need(db: &mut Db, id: &NeedId) -> Result<(), Failure> {
    diesel::delete(need_years::table.filter(need_years::need_id.eq(id))).execute(db)?;
    diesel::delete(needs::table.find(id)).execute(db)?;
    Ok(())
}
