//! Actions on proposals, one function each: `draft`, `ask` (for endorsements), `endorse`, `submit`, `withdraw`; reading in
//! `read`, submissions beside the draft in `handed_in`; documents in `documents`, uploads in pieces
//! in `uploads`, MS and TMS in `verification`. The viewer's relation to a proposal is in `context`;
//! the content of its pages in `overview`, `own` and `desk`.

mod ask;
mod context;
mod desk;
pub mod documents;
mod draft;
mod endorse;
mod exceptions;
mod handed_in;
mod late;
mod overview;
mod own;
mod paper;
mod read;
mod seeking;
mod submit;
pub mod uploads;
pub mod verification;
mod withdraw;

pub use ask::{
    ask_endorsement, changed_since, endorsement_requests, is_to_tell_of_endorsements,
    return_request, tell_of_endorsements,
};
pub use context::ProposalContext;
pub use desk::{Reading, VerificationDesk, read_for_desk, read_verification_desk};
pub use draft::{begin, may_begin, save};
pub use endorse::endorse;
pub use exceptions::{
    add_minutes, answer_exception, ask_exception, askable, list_exceptions, may_add_minutes,
    may_ask_exception, read_exception, withdraw_exception,
};
pub use handed_in::{changes, submission, version, versions};
pub use late::{allow_late, list_unsubmitted, read_unsubmitted};
pub use overview::{Overview, read_overview};
pub use own::{OwnProposal, OwnReceipt, read_own_changes, read_own_receipt, read_own_version};
pub use paper::receipt_paper;
pub use read::{endorsements, list, read, receipt};
pub use seeking::{By, arrived_from, seek};
pub use submit::{checklist, eligibility, submit};
pub use withdraw::{resume, withdraw};

use crate::features::calls::{self, Call};
use crate::kernel::access::{Role, Viewer};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UnitCode};
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Head, Subject};
use serde_json::Value;

fn call_of(db: &mut Db, id: &CallId) -> Result<Call, Failure> {
    calls::find(db, id)?.ok_or_else(Failure::not_found)
}

fn record(
    cx: &mut Cx<'_>,
    proposal: &ProposalId,
    (act, payload): (EventType, Value),
) -> Result<Head, Failure> {
    let subject = Subject::proposal(proposal);
    let event = Event { actor: Some(&cx.viewer.user), act, subject, payload };
    ledger::append(cx.db, event, cx.now)
}

/// The unit whose candidates and problems this person answers for.
fn headed_unit(viewer: &Viewer) -> Option<UnitCode> {
    viewer.unit.clone().filter(|_| viewer.is(Role::UnitHead))
}
