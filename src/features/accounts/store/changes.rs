//! Changes that need or needed a second person.

use crate::features::accounts::{ChangeState, ProposedChange, Wanted};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ChangeId, UserId};
use crate::kernel::paging::Paging;
use crate::platform::db::Db;
use crate::platform::db::schema::proposed_changes;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = proposed_changes)]
struct ChangeRow {
    id: ChangeId,
    wanted: String,
    state: ChangeState,
    proposed_by: UserId,
    proposed_at: Timestamp,
    decided_by: Option<UserId>,
    decided_at: Option<Timestamp>,
    reason: Option<String>,
}

fn to_change(row: ChangeRow) -> Result<ProposedChange, Failure> {
    Ok(ProposedChange {
        id: row.id,
        wanted: serde_json::from_str(&row.wanted)?,
        state: row.state,
        proposed_by: row.proposed_by,
        proposed_at: row.proposed_at,
        decided_by: row.decided_by,
        decided_at: row.decided_at,
        reason: row.reason,
    })
}

pub(in crate::features::accounts) fn insert_change(
    db: &mut Db,
    new: &ProposedChange,
) -> Result<(), Failure> {
    diesel::insert_into(proposed_changes::table)
        .values((
            proposed_changes::id.eq(&new.id),
            proposed_changes::thing.eq(new.wanted.thing()),
            proposed_changes::user_id.eq(new.wanted.user()),
            proposed_changes::wanted.eq(serde_json::to_string(&new.wanted)?),
            proposed_changes::state.eq(new.state),
            proposed_changes::proposed_by.eq(&new.proposed_by),
            proposed_changes::proposed_at.eq(new.proposed_at),
        ))
        .execute(db)?;
    Ok(())
}

pub(in crate::features::accounts) fn find_change(
    db: &mut Db,
    id: &ChangeId,
) -> Result<Option<ProposedChange>, Failure> {
    let row = proposed_changes::table.find(id).select(ChangeRow::as_select()).first(db);
    row.optional()?.map(to_change).transpose()
}

/// These changes, oldest first.
pub(in crate::features::accounts) fn changes_of(
    db: &mut Db,
    ids: &[ChangeId],
) -> Result<Vec<ProposedChange>, Failure> {
    proposed_changes::table
        .filter(proposed_changes::id.eq_any(ids))
        .order((proposed_changes::proposed_at, proposed_changes::id))
        .select(ChangeRow::as_select())
        .load(db)?
        .into_iter()
        .map(to_change)
        .collect()
}

/// Whether a change of the same thing waits.
pub(in crate::features::accounts) fn is_waiting(
    db: &mut Db,
    wanted: &Wanted,
) -> Result<bool, Failure> {
    let waiting = proposed_changes::table
        .filter(proposed_changes::thing.eq(wanted.thing()))
        .filter(proposed_changes::state.eq(ChangeState::Waiting));
    Ok(diesel::select(diesel::dsl::exists(waiting)).get_result(db)?)
}

/// Whether a change proposed since then waits.
pub(in crate::features::accounts) fn waits_since(
    db: &mut Db,
    since: Timestamp,
) -> Result<bool, Failure> {
    let waiting = proposed_changes::table
        .filter(proposed_changes::proposed_at.gt(since))
        .filter(proposed_changes::state.eq(ChangeState::Waiting));
    Ok(diesel::select(diesel::dsl::exists(waiting)).get_result(db)?)
}

/// Changes that wait for this account, oldest first.
pub(in crate::features::accounts) fn waiting_for(
    db: &mut Db,
    user: &UserId,
) -> Result<Vec<ProposedChange>, Failure> {
    proposed_changes::table
        .filter(proposed_changes::user_id.eq(user))
        .filter(proposed_changes::state.eq(ChangeState::Waiting))
        .order((proposed_changes::proposed_at, proposed_changes::id))
        .select(ChangeRow::as_select())
        .load(db)?
        .into_iter()
        .map(to_change)
        .collect()
}

/// A page of changes, newest first, of one state if given.
pub(in crate::features::accounts) fn list_changes(
    db: &mut Db,
    state: Option<ChangeState>,
    paging: &Paging,
) -> Result<Vec<ProposedChange>, Failure> {
    let mut query = proposed_changes::table
        .select(ChangeRow::as_select())
        .order((proposed_changes::proposed_at.desc(), proposed_changes::id.desc()))
        .limit(paging.fetch())
        .into_boxed::<crate::platform::db::Backend>();
    if let Some((at, id)) = paging.key::<(Timestamp, String)>()? {
        let before = proposed_changes::proposed_at.lt(at);
        let beside = proposed_changes::proposed_at.eq(at).and(proposed_changes::id.lt(id));
        query = query.filter(before.or(beside));
    }
    if let Some(state) = state {
        query = query.filter(proposed_changes::state.eq(state));
    }
    query.load(db)?.into_iter().map(to_change).collect()
}

/// Moves a waiting change to another state; false when it no longer waits.
pub(in crate::features::accounts) fn settle_change(
    db: &mut Db,
    id: &ChangeId,
    (state, by): (ChangeState, &UserId),
    reason: Option<&str>,
    now: Timestamp,
) -> Result<bool, Failure> {
    let waiting = proposed_changes::table
        .filter(proposed_changes::id.eq(id))
        .filter(proposed_changes::state.eq(ChangeState::Waiting));
    let changed = diesel::update(waiting)
        .set((
            proposed_changes::state.eq(state),
            proposed_changes::decided_by.eq(by),
            proposed_changes::decided_at.eq(now),
            proposed_changes::reason.eq(reason),
        ))
        .execute(db)?;
    Ok(changed == 1)
}
