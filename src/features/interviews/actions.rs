//! What people do with interviews: `planning` and `moving` (slots and panels), `asking` (another time), `attending`,
//! `scoring` (sheets), `reading`, and what runs are made of (`joining`). What the program does by itself is in `coming` and
//! `mending`. One slot as a viewer sees it is in `context`.

mod asking;
mod attending;
mod coming;
mod context;
mod joining;
mod mending;
mod moving;
mod panel;
mod planning;
mod reading;
mod scoring;

pub use coming::{Coming, coming_interviews};
pub use joining::{InterviewedProposal, interviewed_in, lacking_in};
pub use mending::{is_panel_to_mend, mend_panels};

pub(super) use asking::{answer_time, ask_time};
pub(super) use attending::record_attendance;
pub(super) use moving::{cancel, change_panel, move_slot};
pub(super) use planning::{plan, plan_series};
pub(super) use reading::{
    Desk, SlotView, list_lacking, list_own, list_slots, of_proposal, read_desk, read_sheets,
    read_slot, read_view,
};
pub(super) use scoring::{read_sheet, save_sheet, submit_sheet};

use super::Slot;
use crate::features::calls::{self, Call, rules::DECISION_STANDS};
use crate::features::conflicts::is_conflicted;
use crate::kernel::access::{self, Facts, Permission, Relation};
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use serde_json::Value;

/// The call of a list or an act, if the viewer may do this in its phase.
fn call_for(cx: &mut Cx<'_>, id: &CallId, act: Permission) -> Result<Call, Failure> {
    let call = calls::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    access::may(cx.viewer, act, Facts::in_phase(call.phase(cx.now)))?;
    Ok(call)
}

/// Whether the viewer may do this to a proposal of the call: in conflict with it they may not.
fn may_on(
    cx: &mut Cx<'_>,
    (call, proposal): (&Call, &crate::kernel::ids::ProposalId),
    act: Permission,
) -> Result<(), Failure> {
    let conflicted = is_conflicted(cx.db, &cx.viewer.user, proposal)?;
    let facts = Facts::in_phase(call.phase(cx.now)).with(Relation::Conflicted, conflicted);
    if conflicted {
        return Err(Failure::not_found());
    }
    access::may(cx.viewer, act, facts)
}

/// Nothing that a run counts changes while a decision waits or stands.
fn no_decision(db: &mut Db, call: &CallId) -> Result<(), Failure> {
    if calls::has_standing_decision(db, call)? {
        return Err(Failure::refused(DECISION_STANDS));
    }
    Ok(())
}

fn record(cx: &mut Cx<'_>, act: EventType, (slot, payload): (&Slot, Value)) -> Result<(), Failure> {
    let subject = Subject::proposal(&slot.proposal);
    let event = Event { actor: Some(&cx.viewer.user), act, subject, payload };
    ledger::append(cx.db, event, cx.now).map(|_| ())
}
