//! Every query on the register, except those on people, which are in `people`. Row types stay in
//! here.

mod people;
mod personal;

pub use personal::HOLDER;

pub(super) use people::{
    NewGroup, add_people, groups_of, insert_group, listed_people, people_of, set_informed,
    uninformed_of,
};

use super::rules::{self, Owed};
use super::{Audience, Breach, Closure, Measure, NewBreach, Notice, Outcome};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{BreachId, RecordId, UserId};
use crate::kernel::paging::Paging;
use crate::platform::db::schema::{breach_measures, breach_notices, breach_people, breaches};
use crate::platform::db::{Backend, Db};
use diesel::dsl::{count, count_star, max};
use diesel::prelude::*;
use std::collections::BTreeMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = breaches)]
struct Row {
    id: BreachId,
    number: i32,
    title: String,
    happened_at: Option<Timestamp>,
    discovered_at: Timestamp,
    due_at: Timestamp,
    found_through: String,
    data_classes: String,
    how: String,
    registered_by: UserId,
    registered_at: Timestamp,
    outcome: Option<String>,
    conclusion: Option<String>,
    closed_by: Option<UserId>,
    closed_at: Option<Timestamp>,
}

impl Row {
    fn closure(&self) -> Result<Option<Closure>, Failure> {
        let (Some(outcome), Some(conclusion), Some(closed_by), Some(closed_at)) =
            (&self.outcome, &self.conclusion, &self.closed_by, self.closed_at)
        else {
            return Ok(None);
        };
        let (conclusion, closed_by) = (conclusion.clone(), closed_by.clone());
        let outcome = Outcome::from_name(outcome).ok_or_else(|| odd(outcome))?;
        Ok(Some(Closure { outcome, conclusion, closed_by, closed_at }))
    }

    /// Adds the numbers of affected and informed people, and the notices given.
    fn breach(
        self,
        people: (i64, i64),
        notices: &[Notice],
        now: Timestamp,
    ) -> Result<Breach, Failure> {
        let closure = self.closure()?;
        let last = |audience| {
            let given = notices.iter().filter(|notice| notice.audience == audience);
            given.map(|notice| notice.given_at).max()
        };
        let outcome = closure.as_ref().map(|closure| closure.outcome);
        let clock = |given_at| rules::clock(Owed { due_at: self.due_at, given_at, outcome }, now);
        Ok(Breach {
            subjects: clock(rules::all_informed_at(people, last(Audience::Subjects))),
            authority: clock(last(Audience::Authority)),
            id: self.id,
            number: self.number,
            title: self.title,
            happened_at: self.happened_at,
            discovered_at: self.discovered_at,
            due_at: self.due_at,
            found_through: self.found_through,
            data: serde_json::from_str(&self.data_classes)?,
            how: self.how,
            registered_by: self.registered_by,
            registered_at: self.registered_at,
            affected: people.0,
            informed: people.1,
            closure,
        })
    }
}

fn odd(name: &str) -> Failure {
    Failure::Inconsistent(format!("breach with {name}"))
}

/// A breach with the notices that were given, oldest first.
pub(super) type WithNotices = (Breach, Vec<Notice>);

fn complete(
    db: &mut Db,
    rows: Vec<Row>,
    but: &[UserId],
    now: Timestamp,
) -> Result<Vec<WithNotices>, Failure> {
    let ids: Vec<BreachId> = rows.iter().map(|row| row.id.clone()).collect();
    let mut notices = notices_of(db, &ids, but)?;
    let counts: BTreeMap<BreachId, (i64, i64)> = breach_people::table
        .filter(breach_people::breach_id.eq_any(&ids))
        .filter(breach_people::user_id.ne_all(but))
        .group_by(breach_people::breach_id)
        .select((breach_people::breach_id, count_star(), count(breach_people::notice_id)))
        .load::<(BreachId, i64, i64)>(db)?
        .into_iter()
        .map(|(id, affected, informed)| (id, (affected, informed)))
        .collect();
    rows.into_iter()
        .map(|row| {
            let given = notices.remove(&row.id).unwrap_or_default();
            let people = counts.get(&row.id).copied().unwrap_or_default();
            Ok((row.breach(people, &given, now)?, given))
        })
        .collect()
}

/// One breach; the people in `but` are not counted.
pub(super) fn find(
    db: &mut Db,
    id: &BreachId,
    but: &[UserId],
    now: Timestamp,
) -> Result<Option<WithNotices>, Failure> {
    let row = breaches::table.find(id).select(Row::as_select()).first(db).optional()?;
    Ok(complete(db, row.into_iter().collect(), but, now)?.pop())
}

/// A page of the register, newest first; the people in `but` are not counted.
pub(super) fn list(
    db: &mut Db,
    but: &[UserId],
    paging: &Paging,
    now: Timestamp,
) -> Result<Vec<WithNotices>, Failure> {
    let mut query = breaches::table
        .select(Row::as_select())
        .order(breaches::number.desc())
        .limit(paging.fetch())
        .into_boxed::<Backend>();
    if let Some(number) = paging.key::<i32>()? {
        query = query.filter(breaches::number.lt(number));
    }
    let rows = query.load(db)?;
    complete(db, rows, but, now)
}

pub(super) fn insert(
    db: &mut Db,
    id: &BreachId,
    new: &NewBreach,
    (by, now): (&UserId, Timestamp),
) -> Result<i32, Failure> {
    let last = breaches::table.select(max(breaches::number)).first::<Option<i32>>(db)?;
    let number = last.unwrap_or(0) + 1;
    diesel::insert_into(breaches::table)
        .values((
            breaches::id.eq(id),
            breaches::number.eq(number),
            breaches::title.eq(&new.title),
            breaches::happened_at.eq(new.happened_at),
            breaches::discovered_at.eq(new.discovered_at),
            breaches::due_at.eq(rules::due_at(new.discovered_at)),
            breaches::found_through.eq(&new.found_through),
            breaches::data_classes.eq(serde_json::to_string(&new.data)?),
            breaches::how.eq(&new.how),
            breaches::registered_by.eq(by),
            breaches::registered_at.eq(now),
        ))
        .execute(db)?;
    Ok(number)
}

/// Closes a case that is open.
pub(super) fn close(db: &mut Db, id: &BreachId, closure: &Closure) -> Result<(), Failure> {
    let open = breaches::table.find(id).filter(breaches::closed_at.is_null());
    let changed = diesel::update(open)
        .set((
            breaches::outcome.eq(closure.outcome),
            breaches::conclusion.eq(&closure.conclusion),
            breaches::closed_by.eq(&closure.closed_by),
            breaches::closed_at.eq(closure.closed_at),
        ))
        .execute(db)?;
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}

/// The measures of these breaches, oldest first.
pub(super) fn measures_of(
    db: &mut Db,
    ids: &[BreachId],
) -> Result<BTreeMap<BreachId, Vec<Measure>>, Failure> {
    let rows = breach_measures::table
        .filter(breach_measures::breach_id.eq_any(ids))
        .order((breach_measures::breach_id, breach_measures::position))
        .select((
            breach_measures::breach_id,
            breach_measures::measure,
            breach_measures::noted_by,
            breach_measures::noted_at,
        ))
        .load::<(BreachId, String, UserId, Timestamp)>(db)?;
    let mut found: BTreeMap<BreachId, Vec<Measure>> = BTreeMap::new();
    for (breach, measure, noted_by, noted_at) in rows {
        found.entry(breach).or_default().push(Measure { measure, noted_by, noted_at });
    }
    Ok(found)
}

/// Appends a measure; returns its number.
pub(super) fn append_measure(
    db: &mut Db,
    breach: &BreachId,
    measure: &Measure,
) -> Result<i32, Failure> {
    let there = breach_measures::table.filter(breach_measures::breach_id.eq(breach));
    let last = there.select(max(breach_measures::position)).first::<Option<i32>>(db)?;
    let position = last.unwrap_or(0) + 1;
    diesel::insert_into(breach_measures::table)
        .values((
            breach_measures::id.eq(RecordId::new()?),
            breach_measures::breach_id.eq(breach),
            breach_measures::position.eq(position),
            breach_measures::measure.eq(&measure.measure),
            breach_measures::noted_by.eq(&measure.noted_by),
            breach_measures::noted_at.eq(measure.noted_at),
        ))
        .execute(db)?;
    Ok(position)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = breach_notices)]
struct NoticeRow {
    id: RecordId,
    breach_id: BreachId,
    audience: String,
    given_at: Timestamp,
    late_reason: Option<String>,
    how: Option<String>,
    handling: Option<String>,
    contact: Option<String>,
    medium: Option<String>,
    reference: Option<String>,
    noted_by: UserId,
    noted_at: Timestamp,
}

impl NoticeRow {
    fn notice(self, people: i64) -> Result<Notice, Failure> {
        let medium = self.medium.as_deref();
        let medium = medium.map(|name| super::Medium::from_name(name).ok_or_else(|| odd(name)));
        Ok(Notice {
            audience: Audience::from_name(&self.audience).ok_or_else(|| odd(&self.audience))?,
            given_at: self.given_at,
            late_reason: self.late_reason,
            people,
            how: self.how,
            handling: self.handling,
            contact: self.contact,
            medium: medium.transpose()?,
            reference: self.reference,
            noted_by: self.noted_by,
            noted_at: self.noted_at,
        })
    }
}

/// The notices on these breaches, in the order in which they were noted, with the number of people
/// of each.
fn notices_of(
    db: &mut Db,
    ids: &[BreachId],
    but: &[UserId],
) -> Result<BTreeMap<BreachId, Vec<Notice>>, Failure> {
    let rows = breach_notices::table
        .filter(breach_notices::breach_id.eq_any(ids))
        .order((breach_notices::breach_id, breach_notices::position))
        .select(NoticeRow::as_select())
        .load(db)?;
    let counts: BTreeMap<RecordId, i64> = breach_people::table
        .filter(breach_people::breach_id.eq_any(ids).and(breach_people::notice_id.is_not_null()))
        .filter(breach_people::user_id.ne_all(but))
        .group_by(breach_people::notice_id)
        .select((breach_people::notice_id, count_star()))
        .load::<(Option<RecordId>, i64)>(db)?
        .into_iter()
        .filter_map(|(notice, people)| Some((notice?, people)))
        .collect();
    let mut found: BTreeMap<BreachId, Vec<Notice>> = BTreeMap::new();
    for row in rows {
        let (breach, people) = (row.breach_id.clone(), counts.get(&row.id).copied().unwrap_or(0));
        found.entry(breach).or_default().push(row.notice(people)?);
    }
    Ok(found)
}

/// Stores a notice; the people it went to are stored separately.
pub(super) fn insert_notice(
    db: &mut Db,
    id: &RecordId,
    breach: &Breach,
    notice: &Notice,
) -> Result<(), Failure> {
    let there = breach_notices::table.filter(breach_notices::breach_id.eq(&breach.id));
    let last = there.select(max(breach_notices::position)).first::<Option<i32>>(db)?;
    diesel::insert_into(breach_notices::table)
        .values((
            breach_notices::id.eq(id),
            breach_notices::breach_id.eq(&breach.id),
            breach_notices::position.eq(last.unwrap_or(0) + 1),
            breach_notices::audience.eq(notice.audience),
            breach_notices::given_at.eq(notice.given_at),
            breach_notices::due_at.eq(breach.due_at),
            breach_notices::late_reason.eq(&notice.late_reason),
            breach_notices::how.eq(&notice.how),
            breach_notices::handling.eq(&notice.handling),
            breach_notices::contact.eq(&notice.contact),
            breach_notices::medium.eq(notice.medium.map(super::Medium::name)),
            breach_notices::reference.eq(&notice.reference),
            breach_notices::noted_by.eq(&notice.noted_by),
            breach_notices::noted_at.eq(notice.noted_at),
        ))
        .execute(db)?;
    Ok(())
}
