//! Queries on the panel of a call.

use crate::features::calls::PanelMember;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::platform::db::schema::panel_members;
use crate::platform::db::{Db, natural};
use diesel::prelude::*;

/// The panel, by user.
pub fn panel_of(db: &mut Db, call: &CallId) -> Result<Vec<PanelMember>, Failure> {
    let rows = panel_members::table
        .filter(panel_members::call_id.eq(call))
        .order(panel_members::user_id)
        .select((
            panel_members::user_id,
            panel_members::max_load,
            panel_members::topics,
            panel_members::senior,
        ))
        .load::<(UserId, i32, String, bool)>(db)?;
    let member = |(user, load, topics, senior): (UserId, i32, String, bool)| {
        let max_load = natural(load)?;
        Ok(PanelMember { user, max_load, topics: serde_json::from_str(&topics)?, senior })
    };
    rows.into_iter().map(member).collect()
}

/// Adds a member, or changes one.
pub(in crate::features::calls) fn set_member(
    db: &mut Db,
    call: &CallId,
    member: &PanelMember,
    by: &UserId,
    now: Timestamp,
) -> Result<(), Failure> {
    let load = i32::try_from(member.max_load).unwrap_or(i32::MAX);
    let topics = serde_json::to_string(&member.topics)?;
    let known = panel_members::table.find((call, &member.user));
    let changed = diesel::update(known)
        .set((
            panel_members::max_load.eq(load),
            panel_members::topics.eq(&topics),
            panel_members::senior.eq(member.senior),
        ))
        .execute(db)?;
    if changed == 0 {
        diesel::insert_into(panel_members::table)
            .values((
                panel_members::call_id.eq(call),
                panel_members::user_id.eq(&member.user),
                panel_members::max_load.eq(load),
                panel_members::topics.eq(&topics),
                panel_members::senior.eq(member.senior),
                panel_members::added_by.eq(by),
                panel_members::added_at.eq(now),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// Returns whether the person was a member.
pub(in crate::features::calls) fn remove_member(
    db: &mut Db,
    call: &CallId,
    user: &UserId,
) -> Result<bool, Failure> {
    let removed = diesel::delete(panel_members::table.find((call, user))).execute(db)?;
    Ok(removed > 0)
}
