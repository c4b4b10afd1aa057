//! One's own sheet: reading it, saving a draft any number of times, its versions, handing it in.
//! Each of these checks conflicts again, so scoring ends when the reviewer moves to the candidate's
//! unit.

use super::sheets_of_others::FirstView;
use super::{Entry, ReviewContext, record};
use crate::features::proposals;
use crate::features::reviews::rules::{self, SHEET_NOT_BEGUN, Step, sheet};
use crate::features::reviews::{
    Assignment, AssignmentState, Receipt, Sheet, SheetVersion, StoredSheet, letters, store,
};
use crate::kernel::access::{self, Permission};
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError, common};
use crate::kernel::ids::{AssignmentId, random_text};
use crate::kernel::input::Valid;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::kernel::version::IfMatch;
use crate::kernel::version::not_stale;
use crate::platform::cx::Cx;
use crate::platform::db::{Db, IdempotencyKey, once};
use crate::platform::ledger::{self, EventType, Subject};
use crate::platform::mail;
use serde::Serialize;
use serde_json::json;

/// The record's event by which a sheet is locked.
const SUBMITTED: EventType = EventType::SheetSubmitted;

/// One's own sheet in its present state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SheetView {
    pub assignment: AssignmentId,
    pub state: AssignmentState,
    /// 0 until the first save; the `ETag` is `"v…"` with it.
    pub version: i64,
    pub sheet: Sheet,
    /// Σ weight × score; null while a criterion lacks its score.
    pub total: Option<u32>,
    pub updated_at: Option<Timestamp>,
    pub submitted_at: Option<Timestamp>,
    /// As it was first handed in, if the chair has reopened it since.
    pub first: Option<FirstView>,
}

/// One's own sheet; empty and with version 0 before the first save.
///
/// # Errors
/// `not_found` for anybody else's sheet and in conflict.
pub fn read_sheet(cx: &mut Cx<'_>, id: &AssignmentId) -> Result<SheetView, Failure> {
    let context = ReviewContext::of_own_task(cx, id)?;
    sheet_in(cx, &context)
}

pub(super) fn sheet_in(cx: &mut Cx<'_>, context: &ReviewContext) -> Result<SheetView, Failure> {
    access::may(cx.viewer, Permission::ReadOwnSheet, context.facts(cx.viewer, cx.now))?;
    let stored = context.sheet(cx.db)?;
    view(cx.db, context, context.task()?, stored)
}

fn view(
    db: &mut Db,
    context: &ReviewContext,
    task: &Assignment,
    stored: Option<&StoredSheet>,
) -> Result<SheetView, Failure> {
    let text = stored.map(|stored| stored.sheet.clone()).unwrap_or_default();
    Ok(SheetView {
        first: first_of(db, context, task)?,
        assignment: task.id.clone(),
        state: task.state,
        version: stored.map_or(0, |stored| stored.version),
        total: sheet::total(&context.call().definition.rubric, &text),
        sheet: text,
        updated_at: stored.map(|stored| stored.updated_at),
        submitted_at: stored.and_then(|stored| stored.submitted_at),
    })
}

/// Only a sheet that was handed in once can have a first version.
fn first_of(
    db: &mut Db,
    context: &ReviewContext,
    task: &Assignment,
) -> Result<Option<FirstView>, Failure> {
    if !context.is_reopened && task.state != AssignmentState::Submitted {
        return Ok(None);
    }
    Ok(context.first_sheets(db)?.get(&task.id).cloned().map(FirstView::from))
}

/// Saves a draft. The same text again makes no new version, whatever version it started from: so a
/// client that lost the answer can simply repeat the request.
///
/// # Errors
/// `not_found`, `wrong_phase`, `sheet_locked`; `stale` with both texts; what a draft must not hold.
pub fn save_sheet(
    cx: &mut Cx<'_>,
    (id, expected): (&AssignmentId, IfMatch),
    typed: &Valid<Sheet>,
) -> Result<SheetView, Failure> {
    let context = ReviewContext::of_own_task(cx, id)?;
    access::may(cx.viewer, Permission::Score, context.facts(cx.viewer, cx.now))?;
    let task = context.task()?;
    let to = rules::transition(task.state, Step::Save)?;
    // A draft's texts are kept as they stand, in the middle of being typed.
    let typed: &Sheet = typed;
    Failure::when_any(sheet::draft_faults(&context.call().definition.rubric, typed))?;
    let stored = store::find_sheet(cx.db, id)?;
    if let Some(stored) = stored.as_ref().filter(|stored| &stored.sheet == typed) {
        return reopen(cx.db, &context, task, to, stored);
    }
    let version = stored.as_ref().map_or(0, |stored| stored.version);
    let text = stored.as_ref().map(|stored| &stored.sheet);
    let (kept, sent) = (serde_json::to_value(text)?, serde_json::to_value(typed)?);
    not_stale(expected, version, || (kept, sent))?;
    let is_first = stored.is_none();
    let salt = stored.map_or_else(random_text, |stored| Ok(stored.salt))?;
    let new = StoredSheet {
        sheet: typed.clone(),
        salt,
        version: version + 1,
        updated_at: cx.now,
        submitted_at: None,
    };
    let save = if is_first { store::insert_sheet } else { store::update_sheet };
    save(cx.db, id, &new)?;
    let entry = Entry {
        act: EventType::SheetSaved,
        subject: Subject::assignment(id),
        payload: json!({"version": new.version, "sheet_hash": sheet_hash(&new)?}),
    };
    record(cx, entry)?;
    reopen(cx.db, &context, task, to, &new)
}

/// The view after a save. A task that was given back has its earlier text, and saving begins it.
fn reopen(
    db: &mut Db,
    context: &ReviewContext,
    task: &Assignment,
    to: AssignmentState,
    stored: &StoredSheet,
) -> Result<SheetView, Failure> {
    if task.state != to {
        store::set_state(db, task, to, None)?;
    }
    let task = Assignment { state: to, ..task.clone() };
    view(db, context, &task, Some(stored))
}

fn sheet_hash(stored: &StoredSheet) -> Result<String, Failure> {
    Ok(canonical::hash_of(&json!({"salt": stored.salt, "sheet": stored.sheet}))?)
}

/// A page of the versions of one's own sheet, oldest first.
pub fn list_versions(
    cx: &mut Cx<'_>,
    id: &AssignmentId,
    paging: &Paging,
) -> Result<Page<SheetVersion>, Failure> {
    let context = ReviewContext::of_own_task(cx, id)?;
    access::may(cx.viewer, Permission::ReadOwnSheet, context.facts(cx.viewer, cx.now))?;
    let rows = store::versions(cx.db, id, paging)?;
    Page::cut(rows, paging, |row| row.version)
}

/// What a sheet needs before it can be handed in. A reopened one must also give the reason for its
/// changes.
pub(super) fn missing(context: &ReviewContext, text: &Sheet) -> Vec<FieldError> {
    let mut faults = sheet::submission_faults(&context.call().definition.rubric, text);
    if context.is_reopened && text.note.trim().is_empty() {
        faults.push(FieldError::new("note", common::field::REQUIRED));
    }
    faults
}

/// The receipt of a locked sheet; `None` while it is open.
pub fn read_receipt(cx: &mut Cx<'_>, id: &AssignmentId) -> Result<Option<Receipt>, Failure> {
    let context = ReviewContext::of_own_task(cx, id)?;
    receipt_in(cx, &context)
}

pub(super) fn receipt_in(
    cx: &mut Cx<'_>,
    context: &ReviewContext,
) -> Result<Option<Receipt>, Failure> {
    access::may(cx.viewer, Permission::ReadOwnSheet, context.facts(cx.viewer, cx.now))?;
    let id = &context.task()?.id;
    let Some(stored) = context.sheet(cx.db)? else { return Ok(None) };
    let total = sheet::total(&context.call().definition.rubric, &stored.sheet);
    let (Some(submitted_at), Some(total)) = (stored.submitted_at, total) else { return Ok(None) };
    let ledger = ledger::head_after(cx.db, &Subject::assignment(id), SUBMITTED)?;
    Ok(Some(Receipt {
        assignment: id.clone(),
        version: stored.version,
        total,
        submitted_at,
        sheet_hash: sheet_hash(stored)?,
        salt: stored.salt.clone(),
        ledger: ledger.ok_or_else(|| Failure::Inconsistent(format!("no entry for {id}")))?,
    }))
}

/// Hands the sheet in and locks it; the version must be the one that the reviewer has seen.
///
/// # Errors
/// `not_found`, `wrong_phase`, `sheet_locked`, `sheet_not_begun`; `stale`; everything it lacks.
pub fn submit_sheet(
    cx: &mut Cx<'_>,
    (id, expected): (&AssignmentId, IfMatch),
    key: Option<&IdempotencyKey>,
) -> Result<Receipt, Failure> {
    let context = ReviewContext::of_own_task(cx, id)?;
    access::may(cx.viewer, Permission::Score, context.facts(cx.viewer, cx.now))?;
    once(cx.db, (&cx.viewer.user, "sheet.submit"), key, cx.now, |db| {
        lock(&mut Cx::new(db, cx.viewer, cx.now), &context, expected)
    })
}

fn lock(cx: &mut Cx<'_>, context: &ReviewContext, expected: IfMatch) -> Result<Receipt, Failure> {
    let task = context.task()?;
    let to = rules::transition(task.state, Step::Submit)?;
    let stored = store::find_sheet(cx.db, &task.id)?;
    let stored = stored.ok_or_else(|| Failure::refused(SHEET_NOT_BEGUN))?;
    let text = serde_json::to_value(&stored.sheet)?;
    not_stale(expected, stored.version, || (text, serde_json::Value::Null))?;
    let rubric = &context.call().definition.rubric;
    Failure::when_any(missing(context, &stored.sheet))?;
    // A complete sheet of a valid rubric has a total; weights sum to 100, so it fits.
    let unsound = || Failure::Inconsistent(format!("no total for sheet {}", task.id));
    let total = sheet::total(rubric, &stored.sheet).ok_or_else(unsound)?;
    store::lock_sheet(cx.db, &task.id, i32::try_from(total).map_err(|_| unsound())?, cx.now)?;
    store::set_state(cx.db, task, to, None)?;
    let sheet_hash = sheet_hash(&stored)?;
    // The total is left out, because the record can be read before the plenary and scores cannot.
    let entry = Entry {
        act: SUBMITTED,
        subject: Subject::assignment(&task.id),
        payload: json!({
            "proposal": task.proposal, "version": stored.version, "sheet_hash": sheet_hash,
            // The text and the files that were read.
            "submission": context.proposal.given()?.version,
            "read_hash": proposals::read_hash(cx.db, &context.proposal)?,
        }),
    };
    let ledger = record(cx, entry)?;
    let receipt = Receipt {
        assignment: task.id.clone(),
        version: stored.version,
        total,
        submitted_at: cx.now,
        sheet_hash,
        salt: stored.salt,
        ledger,
    };
    let number = context.proposal.given_number()?;
    mail::post(cx.db, &letters::received(&cx.viewer.user, number, &receipt), cx.now)?;
    Ok(receipt)
}
