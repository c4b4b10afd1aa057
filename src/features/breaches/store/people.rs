//! Who is affected, and by which findings; how they are found is `actions::finding`.

use super::super::{AffectedPerson, Group, Way};
use crate::kernel::access::Role;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{BreachId, CallId, RecordId, UserId};
use crate::kernel::paging::Paging;
use crate::platform::db::schema::{breach_groups, breach_notices, breach_people, users};
use crate::platform::db::{Backend, Db, ROWS_AT_ONCE, on_either};
use diesel::dsl::{count_star, max};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Who is on the list of a breach already.
pub(in crate::features::breaches) fn listed_people(
    db: &mut Db,
    breach: &BreachId,
) -> Result<BTreeSet<UserId>, Failure> {
    let listed = breach_people::table.filter(breach_people::breach_id.eq(breach));
    let people = listed.select(breach_people::user_id).load::<UserId>(db)?;
    Ok(people.into_iter().collect())
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
