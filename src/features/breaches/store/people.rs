//! The people affected: found by person, call, role, or by what an account opened or had as its
//! task.

use super::super::{AffectedPerson, Group, Way};
use crate::features::accounts::holding;
use crate::kernel::access::Role;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{BreachId, CallId, RecordId, UserId};
use crate::kernel::paging::Paging;
use crate::platform::db::schema::{
    assignments, breach_groups, breach_notices, breach_people, ledger, objections, proposals, users,
};
use crate::platform::db::{Backend, Db, ROWS_AT_ONCE, on_either};
use crate::platform::ledger::{EventType, SubjectKind};
use crate::platform::read_log;
use diesel::dsl::{count_star, exists, max, not};
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::collections::{BTreeMap, BTreeSet};

/// An account that acted, and the two instants.
type Span<'a> = (&'a UserId, Timestamp, Timestamp);

/// Accounts that a search finds and the breach does not list yet.
pub(in crate::features::breaches) fn find_people(
    db: &mut Db,
    breach: &BreachId,
    way: &Way,
) -> Result<Vec<UserId>, Failure> {
    let listed = breach_people::table
        .filter(breach_people::breach_id.eq(breach.clone()))
        .filter(breach_people::user_id.eq(users::id));
    let mut query = users::table
        .filter(not(exists(listed)))
        .order(users::id)
        .select(users::id)
        .into_boxed::<Backend>();
    query = match way {
        Way::Person { account } => query.filter(users::id.eq(account.clone())),
        Way::Call { call } => {
            let of_call = proposals::table.filter(proposals::call_id.eq(call.clone()));
            query.filter(users::id.eq_any(of_call.select(proposals::candidate)))
        }
        Way::Role { role } => query.filter(users::id.eq_any(holding(role.name()))),
        Way::Tasks { account, from, until } => {
            return tasks_of(db, query, (account, *from, *until));
        }
        Way::Readings { account, from, until } => {
            return read_by(db, query, (account, *from, *until));
        }
    };
    Ok(query.load(db)?)
}

type Candidates = users::BoxedQuery<'static, Backend, Text>;

/// The candidates whose proposals were tasks of this account at any time in the span.
fn tasks_of(
    db: &mut Db,
    people: Candidates,
    (account, from, until): Span<'_>,
) -> Result<Vec<UserId>, Failure> {
    let still_open = assignments::closed_at.is_null().or(assignments::closed_at.ge(from));
    let theirs = assignments::table
        .inner_join(proposals::table)
        .filter(assignments::reviewer.eq(account.clone()))
        .filter(assignments::assigned_at.le(until))
        .filter(still_open.assume_not_null())
        .select(proposals::candidate);
    Ok(people.filter(users::id.eq_any(theirs)).load(db)?)
}

/// The people whose data this account read according to the log of reads, singly or in a list of
/// their call; and the candidates whose proposals it acted on according to the record: it opened a
/// document, verified, scored (`assignment:`), ruled on (`objection:`), or exported them with the
/// call.
fn read_by(
    db: &mut Db,
    people: Candidates,
    (account, from, until): Span<'_>,
) -> Result<Vec<UserId>, Failure> {
    let by_account = || {
        ledger::table
            .filter(ledger::actor.eq(account.to_string()))
            .filter(ledger::at.between(from, until))
    };
    let prefix = |kind: SubjectKind| kind.prefix().into_sql::<Text>();
    let opened = by_account()
        .filter(ledger::subject.eq(prefix(SubjectKind::Proposal).concat(proposals::id)));
    let exported = by_account()
        .filter(ledger::act.eq(EventType::ExportMade.name()))
        .filter(ledger::subject.eq(prefix(SubjectKind::Call).concat(proposals::call_id)));
    let scored = by_account().filter(exists(
        assignments::table
            .filter(assignments::proposal_id.eq(proposals::id))
            .filter(ledger::subject.eq(prefix(SubjectKind::Assignment).concat(assignments::id))),
    ));
    let ruled = by_account().filter(exists(
        objections::table
            .filter(objections::proposal_id.eq(proposals::id))
            .filter(ledger::subject.eq(prefix(SubjectKind::Objection).concat(objections::id))),
    ));
    let seen = proposals::table
        .filter(exists(opened).or(exists(exported)).or(exists(scored)).or(exists(ruled)))
        .select(proposals::candidate);
    let acted: Vec<UserId> =
        users::table.filter(users::id.eq_any(seen)).select(users::id).load(db)?;
    let (read, calls) = read_log::seen_by(db, account, (from, until))?;
    let listed = proposals::table.filter(proposals::call_id.eq_any(calls));
    let listed: Vec<UserId> = listed.select(proposals::candidate).distinct().load(db)?;
    let found: BTreeSet<UserId> = acted.into_iter().chain(read).chain(listed).collect();
    let mut people: Vec<UserId> = people.load(db)?;
    people.retain(|person| found.contains(person));
    Ok(people)
}

/// The values of a new search.
pub(in crate::features::breaches) struct NewGroup<'a> {
    pub id: &'a RecordId,
    pub breach: &'a BreachId,
    pub way: &'a Way,
    pub by: &'a UserId,
    pub at: Timestamp,
}

/// The columns of a search: its kind, account, call, role, span.
type Columns = (
    &'static str,
    Option<UserId>,
    Option<CallId>,
    Option<&'static str>,
    Option<(Timestamp, Timestamp)>,
);

fn columns(way: &Way) -> Columns {
    match way {
        Way::Person { account } => ("person", Some(account.clone()), None, None, None),
        Way::Call { call } => ("call", None, Some(call.clone()), None, None),
        Way::Role { role } => ("role", None, None, Some(role.name()), None),
        Way::Readings { account, from, until } => {
            ("readings", Some(account.clone()), None, None, Some((*from, *until)))
        }
        Way::Tasks { account, from, until } => {
            ("tasks", Some(account.clone()), None, None, Some((*from, *until)))
        }
    }
}

pub(in crate::features::breaches) fn insert_group(
    db: &mut Db,
    new: &NewGroup<'_>,
) -> Result<(), Failure> {
    let (kind, account, call, role, span) = columns(new.way);
    let there = breach_groups::table.filter(breach_groups::breach_id.eq(new.breach));
    let last = there.select(max(breach_groups::position)).first::<Option<i32>>(db)?;
    diesel::insert_into(breach_groups::table)
        .values((
            breach_groups::id.eq(new.id),
            breach_groups::breach_id.eq(new.breach),
            breach_groups::position.eq(last.unwrap_or(0) + 1),
            breach_groups::kind.eq(kind),
            breach_groups::account.eq(account),
            breach_groups::call_id.eq(call),
            breach_groups::role.eq(role),
            breach_groups::span_from.eq(span.map(|(from, _)| from)),
            breach_groups::span_until.eq(span.map(|(_, until)| until)),
            breach_groups::added_by.eq(new.by),
            breach_groups::added_at.eq(new.at),
        ))
        .execute(db)?;
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = breach_people, treat_none_as_default_value = false)]
struct NewPerson<'a> {
    #[diesel(column_name = breach_id)]
    breach: &'a BreachId,
    #[diesel(column_name = user_id)]
    user: &'a UserId,
    #[diesel(column_name = group_id)]
    group: &'a RecordId,
}

/// Adds people, many in one statement.
pub(in crate::features::breaches) fn add_people(
    db: &mut Db,
    (breach, group): (&BreachId, &RecordId),
    people: &[UserId],
) -> Result<(), Failure> {
    for some in people.chunks(ROWS_AT_ONCE) {
        let rows: Vec<NewPerson<'_>> =
            some.iter().map(|user| NewPerson { breach, user, group }).collect();
        on_either!(db, c => diesel::insert_into(breach_people::table).values(&rows).execute(c))?;
    }
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = breach_groups)]
struct GroupRow {
    id: RecordId,
    kind: String,
    account: Option<UserId>,
    call_id: Option<CallId>,
    role: Option<String>,
    span_from: Option<Timestamp>,
    span_until: Option<Timestamp>,
    added_by: UserId,
    added_at: Timestamp,
}

impl GroupRow {
    fn way(&self) -> Option<Way> {
        let account = self.account.clone();
        Some(match self.kind.as_str() {
            "person" => Way::Person { account: account? },
            "call" => Way::Call { call: self.call_id.clone()? },
            "role" => Way::Role { role: Role::from_name(self.role.as_deref()?)? },
            "readings" => {
                Way::Readings { account: account?, from: self.span_from?, until: self.span_until? }
            }
            "tasks" => {
                Way::Tasks { account: account?, from: self.span_from?, until: self.span_until? }
            }
            _ => return None,
        })
    }
}

/// The searches of a breach, oldest first; the people in `but` are not counted.
pub(in crate::features::breaches) fn groups_of(
    db: &mut Db,
    breach: &BreachId,
    but: &[UserId],
) -> Result<Vec<Group>, Failure> {
    let rows = breach_groups::table
        .filter(breach_groups::breach_id.eq(breach))
        .order(breach_groups::position)
        .select(GroupRow::as_select())
        .load(db)?;
    let counts: BTreeMap<RecordId, i64> = breach_people::table
        .filter(breach_people::breach_id.eq(breach).and(breach_people::user_id.ne_all(but)))
        .group_by(breach_people::group_id)
        .select((breach_people::group_id, count_star()))
        .load::<(RecordId, i64)>(db)?
        .into_iter()
        .collect();
    rows.into_iter()
        .map(|row| {
            let way = row.way();
            let way = way.ok_or_else(|| Failure::Inconsistent(format!("group {}", row.id)))?;
            let people = counts.get(&row.id).copied().unwrap_or(0);
            Ok(Group { way, people, id: row.id, added_by: row.added_by, added_at: row.added_at })
        })
        .collect()
}

/// A page of the people of a breach, by name, without those in `but`.
pub(in crate::features::breaches) fn people_of(
    db: &mut Db,
    breach: &BreachId,
    but: &[UserId],
    paging: &Paging,
) -> Result<Vec<AffectedPerson>, Failure> {
    let mut query = breach_people::table
        .inner_join(users::table)
        .left_join(breach_notices::table)
        .filter(breach_people::breach_id.eq(breach.clone()))
        .filter(breach_people::user_id.ne_all(but.to_vec()))
        .order((users::name, users::id))
        .limit(paging.fetch())
        .select((
            users::id,
            users::name,
            breach_people::group_id,
            breach_notices::given_at.nullable(),
        ))
        .into_boxed::<Backend>();
    if let Some((name, id)) = paging.key::<(String, UserId)>()? {
        let same = users::name.eq(name.clone()).and(users::id.gt(id));
        query = query.filter(users::name.gt(name).or(same));
    }
    Ok(query
        .load::<(UserId, String, RecordId, Option<Timestamp>)>(db)?
        .into_iter()
        .map(|(user, name, group, informed_at)| AffectedPerson { user, name, group, informed_at })
        .collect())
}

/// The people who are not informed yet.
pub(in crate::features::breaches) fn uninformed_of(
    db: &mut Db,
    breach: &BreachId,
) -> Result<Vec<UserId>, Failure> {
    Ok(breach_people::table
        .filter(breach_people::breach_id.eq(breach).and(breach_people::notice_id.is_null()))
        .order(breach_people::user_id)
        .select(breach_people::user_id)
        .load(db)?)
}

/// Marks everybody who was not informed yet as informed by this notice.
pub(in crate::features::breaches) fn set_informed(
    db: &mut Db,
    breach: &BreachId,
    notice: &RecordId,
) -> Result<(), Failure> {
    let waiting = breach_people::table
        .filter(breach_people::breach_id.eq(breach).and(breach_people::notice_id.is_null()));
    diesel::update(waiting).set(breach_people::notice_id.eq(notice)).execute(db)?;
    Ok(())
}
