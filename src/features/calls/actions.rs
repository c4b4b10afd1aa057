//! Actions on calls, one function each: reading here, writing a draft in `write`, then `freeze`,
//! `extend`, `reopen`, `cancel` (their notices in `notices`), and the panel in `panel`.

mod cancel;
mod extend;
mod freeze;
mod notices;
mod pact;
mod pact_export;
mod panel;
mod quota;
mod reopen;
mod write;

pub use cancel::cancel_call;
pub use extend::extend_call;
pub use freeze::{freeze_as_seen, freeze_call};
pub use pact::{
    check_consent, keep_consent, read_pact, read_signatures, sign_pact, signatures_with_call,
    unsigned_in,
};
pub use pact_export::{PACT_SIGNATURES, pour_signatures};
pub use panel::{Member, panel_in, read_panel, remove_from_panel, seat_on_panel};
pub use quota::{plans_for_call, take_quota};
pub use reopen::reopen_phase;
pub use write::{CallText, Edit, Findings, change_call, create_call, examine};

use super::{Bilingual, Calendar, Call, Extension, State, entries, store};
use crate::kernel::access::{self, Facts, Permission, Phase, Verdict, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::calendar::Appointment;
use crate::platform::cx::{AnyoneCx, Cx};
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use serde::Serialize;

/// A call at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CallView {
    #[serde(flatten)]
    pub call: Call,
    pub phase: Phase,
    /// The server's time, which decides about every deadline.
    pub now: Timestamp,
    /// The seed of the last tie-break; published with the results, so that anybody can compute its
    /// hash.
    pub tie_seed: Option<String>,
}

/// A call in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CallSummary {
    pub id: CallId,
    #[schema(example = "TB-2026")]
    pub code: String,
    pub title: Bilingual,
    pub state: State,
    pub phase: Phase,
    pub calendar: Calendar,
    pub seats: u32,
    pub created_at: Timestamp,
}

/// The frozen definition, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Canonical JSON; its SHA-256 is `hash`.
    pub text: String,
    /// `None` while the call is a draft.
    pub hash: Option<String>,
}

/// One call: anybody reads a published one; only the committee reads a draft.
///
/// # Errors
/// `not_found`.
pub fn read_call(cx: &mut AnyoneCx<'_>, id: &CallId) -> Result<CallView, Failure> {
    let call = find_visible(cx, id)?;
    view(cx.db, call, cx.now)
}

/// A page of calls, newest first.
///
/// # Errors
/// When the cursor was not issued by this list.
pub fn list_calls(cx: &mut AnyoneCx<'_>, paging: &Paging) -> Result<Page<CallSummary>, Failure> {
    let roles = cx.viewer.map_or(&[][..], |viewer| &viewer.roles);
    let drafts = access::decide(roles, Permission::ReadDraftCall, Facts::NONE) == Verdict::Allowed;
    let rows = store::list(cx.db, drafts, paging)?;
    let summary = |(created_at, call): (Timestamp, Call)| CallSummary {
        phase: call.phase(cx.now),
        id: call.id,
        code: call.code,
        title: call.definition.title.clone(),
        state: call.state,
        calendar: call.calendar,
        seats: call.definition.seats,
        created_at,
    };
    let rows = rows.into_iter().map(summary).collect();
    Page::cut(rows, paging, |call: &CallSummary| (call.created_at, call.id.clone()))
}

/// The rules of a call, byte for byte as they were hashed.
///
/// # Errors
/// `not_found`.
pub fn read_rules(cx: &mut AnyoneCx<'_>, id: &CallId) -> Result<Rules, Failure> {
    let call = find_visible(cx, id)?;
    Ok(Rules { text: store::definition_text(cx.db, id)?, hash: call.rules_hash })
}

/// The extensions: what, by how much and why.
///
/// # Errors
/// `not_found`.
pub fn read_extensions(cx: &mut AnyoneCx<'_>, id: &CallId) -> Result<Vec<Extension>, Failure> {
    let call = store::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    extensions_in(cx, &call)
}

/// The same, for actions that already have the call.
///
/// # Errors
/// `not_found` for who may not know of the call.
pub fn extensions_in(cx: &mut AnyoneCx<'_>, call: &Call) -> Result<Vec<Extension>, Failure> {
    is_visible(cx.viewer, call, cx.now)?;
    store::extensions_of(cx.db, &call.id)
}

/// A call's milestones as calendar entries, and the instant of their last change.
///
/// # Errors
/// `not_found`.
pub fn read_entries(
    cx: &mut AnyoneCx<'_>,
    id: &CallId,
) -> Result<(Vec<Appointment>, Timestamp), Failure> {
    let call = find_visible(cx, id)?;
    let extensions = store::extensions_of(cx.db, id)?;
    Ok((entries::entries(&call, &extensions), entries::as_of(&call, &extensions, cx.now)))
}

/// The call, if this viewer may know of it. A draft that they may not see and an unknown id get the
/// same answer.
fn find_visible(cx: &mut AnyoneCx<'_>, id: &CallId) -> Result<Call, Failure> {
    let call = store::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    is_visible(cx.viewer, &call, cx.now)?;
    Ok(call)
}

/// Whether this viewer may know of the call.
///
/// # Errors
/// `not_found`.
pub fn is_visible(viewer: Option<&Viewer>, call: &Call, now: Timestamp) -> Result<(), Failure> {
    let roles = viewer.map_or(&[][..], |viewer| &viewer.roles);
    let (act, facts) = if call.is_published() {
        (Permission::ReadCall, Facts::in_phase(call.phase(now)))
    } else {
        (Permission::ReadDraftCall, Facts::NONE)
    };
    match access::decide(roles, act, facts) {
        Verdict::Allowed => Ok(()),
        Verdict::NotNow | Verdict::Forbidden | Verdict::Hidden => Err(Failure::not_found()),
    }
}

/// The call, if this viewer has this permission in its present phase.
fn find_for(cx: &mut Cx<'_>, act: Permission, id: &CallId) -> Result<Call, Failure> {
    let call = find_visible(&mut cx.anyone(), id)?;
    access::may(cx.viewer, act, Facts::in_phase(call.phase(cx.now)))?;
    Ok(call)
}

fn view(db: &mut Db, call: Call, now: Timestamp) -> Result<CallView, Failure> {
    let phase = call.phase(now);
    let tie_seed = match call.announced_at {
        Some(_) => store::tie_seed(db, &call.id)?,
        None => None,
    };
    Ok(CallView { call, phase, now, tie_seed })
}

/// The call after an act.
fn view_again(db: &mut Db, id: &CallId, now: Timestamp) -> Result<CallView, Failure> {
    let call = store::find(db, id)?.ok_or_else(Failure::not_found)?;
    view(db, call, now)
}

fn record(
    db: &mut Db,
    actor: &UserId,
    act: EventType,
    (call, payload): (&CallId, serde_json::Value),
    now: Timestamp,
) -> Result<(), Failure> {
    let event = Event { actor: Some(actor), act, subject: Subject::call(call), payload };
    ledger::append(db, event, now).map(|_| ())
}
