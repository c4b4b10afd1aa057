//! Every query on calls; those on extensions and panels are in the folder. Row types stay in here.

mod decided;
mod extensions;
mod pacts;
mod panel;
mod personal;
mod recipients;
mod revisions;

pub use decided::has_standing_decision;
pub(super) use extensions::{extensions_of, insert_extension};
pub(super) use pacts::{Signature, insert_pact, insert_signature, signatures_of, signed_at};
pub use panel::panel_of;
pub(super) use panel::{remove_member, set_member};
pub use personal::HOLDER;
pub(super) use recipients::{candidates_handed_in, candidates_in, reviewers_of, withdrawn_in};
pub use revisions::{
    all_revisions, close_revision, facts, is_revising, open_revision, revised_among,
};

use super::{AdministrativeResults, Calendar, Call, Definition, State, rules};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{CallId, UserId};
use crate::kernel::paging::Paging;
use crate::platform::db::Db;
use crate::platform::db::schema::calls;
use diesel::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

#[derive(Queryable, Selectable)]
#[diesel(table_name = calls)]
struct CallRow {
    id: CallId,
    code: String,
    state: State,
    definition: String,
    rules_hash: Option<String>,
    opens_at: Timestamp,
    submissions_close_at: Timestamp,
    screening_ends_at: Timestamp,
    review_ends_at: Timestamp,
    announcement_at: Timestamp,
    objections_end_at: Timestamp,
    administrative_results_at: Option<Timestamp>,
    administrative_objections_end_at: Option<Timestamp>,
    review_begins_at: Option<Timestamp>,
    announced_at: Option<Timestamp>,
    tie_seed_hash: Option<String>,
    cancelled_reason: Option<String>,
    created_by: UserId,
    frozen_at: Option<Timestamp>,
    version: i64,
}

/// The columns that hold the calendar in force.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = calls)]
#[diesel(treat_none_as_null = true)]
#[expect(clippy::struct_field_names, reason = "the columns are called so")]
struct CalendarColumns {
    opens_at: Timestamp,
    submissions_close_at: Timestamp,
    screening_ends_at: Timestamp,
    review_ends_at: Timestamp,
    announcement_at: Timestamp,
    objections_end_at: Timestamp,
    administrative_results_at: Option<Timestamp>,
    administrative_objections_end_at: Option<Timestamp>,
    review_begins_at: Option<Timestamp>,
}

impl From<&Calendar> for CalendarColumns {
    fn from(calendar: &Calendar) -> Self {
        Self {
            opens_at: calendar.opens_at,
            submissions_close_at: calendar.submissions_close_at,
            screening_ends_at: calendar.screening_ends_at,
            review_ends_at: calendar.review_ends_at,
            announcement_at: calendar.announcement_at,
            objections_end_at: calendar.objections_end_at,
            administrative_results_at: calendar.administrative.map(|one| one.results_at),
            administrative_objections_end_at: calendar
                .administrative
                .map(|one| one.objections_end_at),
            review_begins_at: calendar.administrative.map(|one| one.review_begins_at),
        }
    }
}

/// Parsed definitions by their text. Nearly every request needs one, and parsing it each time took
/// longer than the rest of a read. A tree compares the texts and need not hash them.
static PARSED: LazyLock<Mutex<BTreeMap<String, Arc<Definition>>>> = LazyLock::new(Mutex::default);

/// The most definitions kept in memory; beyond this the cache is emptied.
const MOST_PARSED: usize = 64;

fn parsed(text: &str) -> Result<Arc<Definition>, Failure> {
    // A panic while the lock is held cannot leave the map in an inconsistent state.
    let mut known = PARSED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(definition) = known.get(text) {
        return Ok(Arc::clone(definition));
    }
    let definition: Arc<Definition> = Arc::new(serde_json::from_str(text)?);
    if known.len() >= MOST_PARSED {
        known.clear();
    }
    known.insert(text.to_owned(), Arc::clone(&definition));
    Ok(definition)
}

impl TryFrom<CallRow> for Call {
    type Error = Failure;
    fn try_from(row: CallRow) -> Result<Self, Failure> {
        let dates = (
            row.administrative_results_at,
            row.administrative_objections_end_at,
            row.review_begins_at,
        );
        let administrative = match dates {
            (Some(results_at), Some(objections_end_at), Some(review_begins_at)) => {
                Some(AdministrativeResults { results_at, objections_end_at, review_begins_at })
            }
            (None, None, None) => None,
            _ => return Err(Failure::Inconsistent(format!("half a calendar of call {}", row.id))),
        };
        Ok(Self {
            state: row.state,
            definition: parsed(&row.definition)?,
            calendar: Calendar {
                opens_at: row.opens_at,
                submissions_close_at: row.submissions_close_at,
                screening_ends_at: row.screening_ends_at,
                review_ends_at: row.review_ends_at,
                announcement_at: row.announcement_at,
                administrative,
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

pub fn find(db: &mut Db, id: &CallId) -> Result<Option<Call>, Failure> {
    let row = calls::table.find(id).select(CallRow::as_select()).first(db).optional()?;
    row.map(Call::try_from).transpose()
}

/// Whether a milestone of any published call lies after `from` and not after `to`.
pub fn milestone_between(db: &mut Db, from: Timestamp, to: Timestamp) -> Result<bool, Failure> {
    let within = calls::opens_at
        .between(from.plus_micros(1), to)
        .or(calls::submissions_close_at.between(from.plus_micros(1), to))
        .or(calls::screening_ends_at.between(from.plus_micros(1), to))
        .or(calls::review_ends_at.between(from.plus_micros(1), to))
        .or(calls::announcement_at.between(from.plus_micros(1), to))
        .or(calls::objections_end_at.between(from.plus_micros(1), to));
    let begun = calls::table.filter(calls::frozen_at.is_not_null().and(within));
    Ok(begun.count().get_result::<i64>(db)? > 0)
}

/// These calls, in any order.
pub fn find_many(db: &mut Db, ids: &[CallId]) -> Result<Vec<Call>, Failure> {
    let rows = calls::table.filter(calls::id.eq_any(ids)).select(CallRow::as_select()).load(db)?;
    rows.into_iter().map(Call::try_from).collect()
}

/// Every call. There are a few in a year.
pub fn every(db: &mut Db) -> Result<Vec<Call>, Failure> {
    let rows = calls::table.order(calls::id).select(CallRow::as_select()).load(db)?;
    rows.into_iter().map(Call::try_from).collect()
}

/// Every call whose result was announced, the earliest first. There are a few in a year.
pub fn announced(db: &mut Db) -> Result<Vec<Call>, Failure> {
    let rows = calls::table
        .filter(calls::announced_at.is_not_null())
        .order((calls::announced_at, calls::id))
        .select(CallRow::as_select())
        .load(db)?;
    rows.into_iter().map(Call::try_from).collect()
}

/// Takes the call's next receipt number; must be called inside the submission's transaction.
pub fn next_number(db: &mut Db, id: &CallId) -> Result<i32, Failure> {
    let number = calls::table.find(id).select(calls::next_number).first::<i32>(db)?;
    diesel::update(calls::table.find(id)).set(calls::next_number.eq(number + 1)).execute(db)?;
    Ok(number)
}

/// The seed of the last tie-break, secret until the results are announced.
pub fn tie_seed(db: &mut Db, id: &CallId) -> Result<Option<String>, Failure> {
    Ok(calls::table.find(id).select(calls::tie_seed).first(db)?)
}

/// Records that the results are announced; a late announcement also moves the end of objections.
pub fn set_announced(db: &mut Db, id: &CallId, now: Timestamp) -> Result<(), Failure> {
    let Some(call) = find(db, id)?.filter(|call| call.announced_at.is_none()) else {
        return Ok(());
    };
    let end = rules::objections_end(&call.calendar, now);
    diesel::update(calls::table.find(id))
        .set((
            calls::announced_at.eq(now),
            calls::objections_end_at.eq(end),
            calls::version.eq(call.version + 1),
        ))
        .execute(db)?;
    Ok(())
}

/// A page of calls, newest first, each with its time of creation; without `drafts`, only published
/// ones.
pub(super) fn list(
    db: &mut Db,
    drafts: bool,
    paging: &Paging,
) -> Result<Vec<(Timestamp, Call)>, Failure> {
    let mut query = calls::table
        .select((calls::created_at, CallRow::as_select()))
        .order((calls::created_at.desc(), calls::id.desc()))
        .limit(paging.fetch())
        .into_boxed::<crate::platform::db::Backend>();
    if let Some((at, id)) = paging.key::<(Timestamp, String)>()? {
        query = query
            .filter(calls::created_at.lt(at).or(calls::created_at.eq(at).and(calls::id.lt(id))));
    }
    if !drafts {
        query = query.filter(calls::frozen_at.is_not_null());
    }
    let rows = query.load::<(Timestamp, CallRow)>(db)?;
    rows.into_iter().map(|(at, row)| Ok((at, row.try_into()?))).collect()
}

/// The running calls whose submissions close or whose review ends after `now` and not after
/// `until`, ordered by id.
pub fn with_deadline_until(
    db: &mut Db,
    now: Timestamp,
    until: Timestamp,
) -> Result<Vec<Call>, Failure> {
    let closes = calls::submissions_close_at.gt(now).and(calls::submissions_close_at.le(until));
    let ends = calls::review_ends_at.gt(now).and(calls::review_ends_at.le(until));
    let rows = calls::table
        .filter(calls::state.eq(State::Frozen).and(closes.or(ends)))
        .order(calls::id)
        .select(CallRow::as_select())
        .load::<CallRow>(db)?;
    rows.into_iter().map(Call::try_from).collect()
}

/// Whether another call has this code.
pub(super) fn code_taken(db: &mut Db, code: &str, but: Option<&CallId>) -> Result<bool, Failure> {
    let spared = but.map_or("", CallId::as_str).to_owned();
    let found = calls::table.filter(calls::code.eq(code).and(calls::id.ne(spared)));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(db)?)
}

/// The definition's canonical JSON as stored: the bytes from which a frozen call's `rules_hash` is
/// computed.
pub(super) fn definition_text(db: &mut Db, id: &CallId) -> Result<String, Failure> {
    Ok(calls::table.find(id).select(calls::definition).first(db)?)
}

/// The text of a draft: its code, and the definition with its canonical JSON.
pub(super) struct DraftText<'a> {
    pub code: &'a str,
    pub definition: &'a Definition,
    pub canonical: &'a str,
}

pub(super) fn insert(
    db: &mut Db,
    id: &CallId,
    text: &DraftText<'_>,
    by: &UserId,
    now: Timestamp,
) -> Result<(), Failure> {
    let row = (
        calls::id.eq(id),
        calls::code.eq(text.code),
        calls::state.eq(State::Draft),
        calls::definition.eq(text.canonical),
        calls::next_number.eq(1),
        calls::created_by.eq(by),
        calls::created_at.eq(now),
        calls::version.eq(1),
    );
    let calendar = CalendarColumns::from(&text.definition.calendar);
    diesel::insert_into(calls::table).values((row, calendar)).execute(db)?;
    Ok(())
}

/// Rewrites a draft, based on the version that the caller has seen.
///
/// # Errors
/// `changed_meanwhile` when it is no longer that draft.
pub(super) fn update_draft(db: &mut Db, call: &Call, text: &DraftText<'_>) -> Result<(), Failure> {
    let draft = calls::table
        .filter(calls::id.eq(&call.id).and(calls::version.eq(call.version)))
        .filter(calls::state.eq(State::Draft));
    let changed = diesel::update(draft)
        .set((
            calls::code.eq(text.code),
            calls::definition.eq(text.canonical),
            calls::version.eq(call.version + 1),
        ))
        .execute(db)?;
    one(changed)?;
    set_calendar(db, &call.id, &text.definition.calendar)
}

fn one(changed: usize) -> Result<(), Failure> {
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}

/// Stores the calendar in force.
pub(super) fn set_calendar(db: &mut Db, id: &CallId, calendar: &Calendar) -> Result<(), Failure> {
    diesel::update(calls::table.find(id)).set(CalendarColumns::from(calendar)).execute(db)?;
    Ok(())
}

/// Counts a change, so that a person who edits at the same time is informed.
pub(super) fn raise_version(db: &mut Db, call: &Call) -> Result<(), Failure> {
    let unchanged = calls::table.find(&call.id).filter(calls::version.eq(call.version));
    let changed = diesel::update(unchanged).set(calls::version.eq(call.version + 1)).execute(db)?;
    one(changed)
}

/// What freezing adds to a call.
pub(super) struct Frozen<'a> {
    /// The canonical JSON from which `rules_hash` is computed.
    pub definition: &'a str,
    pub rules_hash: &'a str,
    pub tie_seed: &'a str,
    pub tie_seed_hash: &'a str,
}

/// Freezes a draft.
///
/// # Errors
/// `changed_meanwhile` when it is no longer that draft.
pub(super) fn freeze(
    db: &mut Db,
    (call, to): (&Call, State),
    frozen: &Frozen<'_>,
    by: &UserId,
    now: Timestamp,
) -> Result<(), Failure> {
    let draft = calls::table
        .filter(calls::id.eq(&call.id).and(calls::version.eq(call.version)))
        .filter(calls::state.eq(State::Draft));
    let changed = diesel::update(draft)
        .set((
            calls::state.eq(to),
            calls::definition.eq(frozen.definition),
            calls::rules_hash.eq(frozen.rules_hash),
            calls::tie_seed.eq(frozen.tie_seed),
            calls::tie_seed_hash.eq(frozen.tie_seed_hash),
            calls::frozen_by.eq(by),
            calls::frozen_at.eq(now),
            calls::version.eq(call.version + 1),
        ))
        .execute(db)?;
    one(changed)
}

pub(super) fn cancel(db: &mut Db, (call, to): (&Call, State), reason: &str) -> Result<(), Failure> {
    diesel::update(calls::table.find(&call.id))
        .set((calls::state.eq(to), calls::cancelled_reason.eq(reason)))
        .execute(db)?;
    raise_version(db, call)
}
