//! Taking a sheet back within minutes of handing it in, where the call lets it: while nobody has read it. The log of
//! reads decides that, so it is settled before.

use super::{Entry, ReviewContext, record};
use crate::features::reviews::rules::{self, SHEET_NOT_HANDED_IN, Step};
use crate::features::reviews::{Assignment, AssignmentState, store};
use crate::kernel::access::{self, Permission, Revealed};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::AssignmentId;
use crate::platform::cx::Cx;
use crate::platform::ledger::{EventType, Subject};
use crate::platform::read_log::{self, ReadFilter};
use serde_json::json;
use std::collections::BTreeMap;

/// The most readings that are looked at; so many are enough to find one.
const MOST: i64 = 1000;

/// Takes one's own sheet back. It does not count until it is handed in again.
///
/// # Errors
/// `not_found` for anybody else's task and in conflict; `wrong_phase` after the review; `sheet_not_handed_in`,
/// `undo_over`, `sheet_read`.
pub fn take_back_sheet(cx: &mut Cx<'_>, id: &AssignmentId) -> Result<Assignment, Failure> {
    let context = ReviewContext::of_own_task(cx, id)?;
    access::may(cx.viewer, Permission::Score, context.facts(cx.viewer, cx.now))?;
    let task = context.task()?.clone();
    let to = rules::transition(task.state, Step::TakeBack)?;
    let stored = store::find_sheet(cx.db, id)?;
    let handed_in = stored.and_then(|stored| Some((stored.version, stored.submitted_at?)));
    let (version, at) = handed_in.ok_or_else(|| Failure::refused(SHEET_NOT_HANDED_IN))?;
    let until = rules::undo_until(at, context.call().definition.panel.undo_minutes);
    let is_read = is_read_since(cx, &context, at)?;
    rules::check_undo(until, cx.now, is_read)?;
    store::unlock_sheet(cx.db, id, version)?;
    store::set_state(cx.db, &task, to, None)?;
    let entry = Entry {
        act: EventType::SheetTakenBack,
        subject: Subject::assignment(id),
        payload: json!({"proposal": task.proposal, "version": version}),
    };
    record(cx, entry)?;
    Ok(Assignment { state: to, ..task })
}

/// Until when one's own sheet may be taken back, if it can be still.
pub(super) fn undoable_until(
    cx: &Cx<'_>,
    context: &ReviewContext,
    submitted_at: Option<Timestamp>,
) -> Option<Timestamp> {
    let task = context.assignment.as_ref()?;
    let is_open = cx.viewer.may(Permission::Score, context.facts(cx.viewer, cx.now));
    let is_in = task.state == AssignmentState::Submitted && is_open;
    let minutes = context.call().definition.panel.undo_minutes;
    let until = rules::undo_until(submitted_at.filter(|_| is_in)?, minutes);
    until.filter(|until| cx.now < *until)
}

/// Whether anybody got an answer with scores on the proposal since then who could see this sheet in it: a fellow
/// reviewer sees it once their own is in, anybody else whenever they are let.
fn is_read_since(
    cx: &mut Cx<'_>,
    context: &ReviewContext,
    since: Timestamp,
) -> Result<bool, Failure> {
    let asked = ReadFilter {
        subjects: vec![Subject::proposal(&context.proposal.id)],
        from: Some(since),
        most: MOST,
        ..ReadFilter::default()
    };
    let lines = read_log::lines(cx.db, &asked)?;
    let panel = store::reviewers_on(cx.db, &context.proposal.id)?;
    let sheets = store::sheets_on(cx.db, &context.proposal.id)?;
    let handed_in: BTreeMap<String, Timestamp> =
        sheets.iter().map(|one| (one.reviewer.to_string(), one.submitted_at)).collect();
    Ok(lines.iter().any(|(_, line)| {
        let is_own = line.reader == cx.viewer.user.as_str();
        let is_blind = panel.iter().any(|one| one.as_str() == line.reader)
            && handed_in.get(&line.reader).is_none_or(|at| *at > line.at);
        line.reveals == Revealed::Scores.name() && !is_own && !is_blind
    }))
}
