//! Every query on calls, their extensions and their panels. Rows stay here.

use super::{Calendar, Call, PanelMember, State};
use crate::clock::Timestamp;
use crate::db::Db;
use crate::db::schema::{calls, panel_members};
use crate::errors::Failure;
use crate::ids::{CallId, UserId};
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = calls)]
struct CallRow {
    id: CallId,
    code: String,
    state: String,
    definition: String,
    rules_hash: Option<String>,
    opens_at: Timestamp,
    submissions_close_at: Timestamp,
    screening_ends_at: Timestamp,
    review_ends_at: Timestamp,
    announcement_at: Timestamp,
    objections_end_at: Timestamp,
    announced_at: Option<Timestamp>,
    tie_seed_hash: Option<String>,
    cancelled_reason: Option<String>,
    created_by: UserId,
    frozen_at: Option<Timestamp>,
    version: i64,
}

impl TryFrom<CallRow> for Call {
    type Error = Failure;
    fn try_from(row: CallRow) -> Result<Self, Failure> {
        Ok(Self {
            state: serde_json::from_value(row.state.into())?,
            definition: serde_json::from_str(&row.definition)?,
            calendar: Calendar {
                opens_at: row.opens_at,
                submissions_close_at: row.submissions_close_at,
                screening_ends_at: row.screening_ends_at,
                review_ends_at: row.review_ends_at,
                announcement_at: row.announcement_at,
                objections_end_at: row.objections_end_at,
            },
            id: row.id,
            code: row.code,
            rules_hash: row.rules_hash,
            tie_seed_hash: row.tie_seed_hash,
            announced_at: row.announced_at,
            cancelled_reason: row.cancelled_reason,
            created_by: row.created_by,
            frozen_at: row.frozen_at,
            version: row.version,
        })
    }
}

/// One call.
///
/// # Errors
/// When the database fails or the stored definition is not one.
pub fn find(db: &mut Db, id: &CallId) -> Result<Option<Call>, Failure> {
    let row = calls::table.find(id).select(CallRow::as_select()).first(db).optional()?;
    row.map(Call::try_from).transpose()
}

/// Takes the call's next receipt number; call it inside the submission's transaction.
///
/// # Errors
/// When the database fails.
pub fn next_number(db: &mut Db, id: &CallId) -> Result<i32, Failure> {
    let number = calls::table.find(id).select(calls::next_number).first::<i32>(db)?;
    diesel::update(calls::table.find(id)).set(calls::next_number.eq(number + 1)).execute(db)?;
    Ok(number)
}

/// The panel, by user.
///
/// # Errors
/// When the database fails.
pub fn panel_of(db: &mut Db, call: &CallId) -> Result<Vec<PanelMember>, Failure> {
    let rows = panel_members::table
        .filter(panel_members::call_id.eq(call))
        .order(panel_members::user_id)
        .select((panel_members::user_id, panel_members::max_load))
        .load::<(UserId, i32)>(db)?;
    let member = |(user, load): (UserId, i32)| PanelMember {
        user,
        max_load: u32::try_from(load).unwrap_or(0),
    };
    Ok(rows.into_iter().map(member).collect())
}

/// The seed of the last tie-break, secret until the results are announced.
///
/// # Errors
/// When the database fails.
pub fn tie_seed(db: &mut Db, id: &CallId) -> Result<Option<String>, Failure> {
    Ok(calls::table.find(id).select(calls::tie_seed).first(db)?)
}

/// Notes that the results are out.
///
/// # Errors
/// When the database fails.
pub fn set_announced(db: &mut Db, id: &CallId, now: Timestamp) -> Result<(), Failure> {
    let quiet = calls::table.find(id).filter(calls::announced_at.is_null());
    diesel::update(quiet).set(calls::announced_at.eq(now)).execute(db)?;
    Ok(())
}

impl State {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Frozen => "frozen",
            Self::Cancelled => "cancelled",
        }
    }
}
