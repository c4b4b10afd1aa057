//! What people can do with proposals, one act each: `draft`, `endorse`, `submit`, `withdraw`, and
//! the readings in `read`, what was handed in beside the draft in `handed_in`; documents in `documents`,
//! those that arrive in pieces in `uploads`, MS and TMS in `verification`. Here: how the viewer
//! stands to a proposal.

pub mod documents;
mod dossier;
mod draft;
mod endorse;
mod handed_in;
mod paper;
mod read;
mod submit;
pub mod uploads;
pub mod verification;
mod withdraw;

pub use draft::{Beginning, Change, begin, save};
pub use endorse::endorse;
pub use handed_in::{changes, submission, version, versions};
pub use paper::receipt_paper;
pub use read::{endorsements, list, read, receipt};
pub use submit::{checklist, eligibility, submit};
pub use withdraw::withdraw;

use super::{Proposal, store};
use crate::features::calls::{self, Call};
use crate::features::conflicts::is_conflicted;
use crate::features::problems::{self, Problem};
use crate::kernel::access::{Facts, Phase, Relation, Role, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common::field};
use crate::kernel::ids::{CallId, ProposalId, UnitCode};
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Head, Subject};
use serde_json::Value;

/// A proposal, what it belongs to, and how the viewer stands to it.
struct Standing {
    proposal: Proposal,
    call: Call,
    problem: Problem,
    facts: Facts,
}

fn stand(
    db: &mut Db,
    viewer: &Viewer,
    id: &ProposalId,
    now: Timestamp,
) -> Result<Standing, Failure> {
    let draft = store::find(db, id)?.ok_or_else(Failure::not_found)?;
    let call = call_of(db, &draft.call)?;
    let phase = call.phase(now);
    let is_own = viewer.user == draft.candidate;
    // Once writing is over, only its candidate still has to do with the draft.
    let proposal = if is_own || phase == Phase::Open {
        draft
    } else {
        store::as_submitted(db, draft.clone())?.unwrap_or(draft)
    };
    let problem = problems::find(db, &proposal.problem)?
        .ok_or_else(|| Failure::Inconsistent(format!("proposal {id} has no problem")))?;
    let facts = Facts::in_phase(phase)
        .with(Relation::Own, is_own)
        .with(Relation::OwnUnit, !is_own && viewer.heads(&proposal.unit))
        .with(Relation::ProblemOwner, !is_own && viewer.heads(&problem.owner_unit))
        .with(Relation::Conflicted, is_conflicted(db, &viewer.user, id)?);
    Ok(Standing { proposal, call, problem, facts })
}

fn call_of(db: &mut Db, id: &CallId) -> Result<Call, Failure> {
    calls::find(db, id)?.ok_or_else(Failure::not_found)
}

fn record(
    db: &mut Db,
    viewer: &Viewer,
    proposal: &ProposalId,
    (act, payload): (EventType, Value),
    now: Timestamp,
) -> Result<Head, Failure> {
    let subject = Subject::proposal(proposal);
    let event = Event { actor: Some(&viewer.user), act, subject, payload };
    ledger::append(db, event, now)
}

/// What somebody typed, trimmed; blanks alone say nothing.
fn said(name: &str, typed: &str) -> Result<String, Failure> {
    match typed.trim() {
        "" => Err(Failure::field(name, field::REQUIRED)),
        text => Ok(text.to_owned()),
    }
}

/// The unit whose candidates and problems this person answers for.
fn headed_unit(viewer: &Viewer) -> Option<UnitCode> {
    viewer.unit.clone().filter(|_| viewer.is(Role::UnitHead))
}
