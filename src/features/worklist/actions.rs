//! Gathering what waits for somebody: `of_calls` (work in the phases of a call), `of_office` (work beside calls).

mod of_calls;
mod of_office;
mod telling;

pub(super) use telling::{is_to_tell, tell};

use super::rules;
use super::{CallName, Kind, Waiting};
use crate::features::calls::actions::{CallSummary, list_calls};
use crate::kernel::access::{Phase, Role};
use crate::kernel::address::page;
use crate::kernel::errors::Failure;
use crate::kernel::paging::{self, Paging};
use crate::platform::cx::Cx;
use crate::platform::pact;

/// The first page of a list: more than so many of one kind wait for nobody without being seen.
fn first() -> Paging {
    Paging { limit: paging::MOST, after: None }
}

/// What an act answers, or nothing if it is refused: what one may not do is no work of theirs.
fn unless_refused<T: Default>(answer: Result<T, Failure>) -> Result<T, Failure> {
    match answer {
        Err(Failure::Refused(_)) => Ok(T::default()),
        answer => answer,
    }
}

/// Everything that waits for the viewer; what is late first, then what is due first. Nothing for people without a role:
/// what candidates have to do is on their own cards.
///
/// # Errors
/// When the database fails.
pub fn of_viewer(cx: &mut Cx<'_>) -> Result<Vec<Waiting>, Failure> {
    if cx.viewer.roles.iter().all(|role| *role == Role::Candidate) {
        return Ok(Vec::new());
    }
    let calls = list_calls(&mut cx.anyone(), &first())?.items;
    let mut found = among(cx, &calls)?;
    found.extend(of_office::waiting(cx)?);
    rules::sort(&mut found);
    Ok(found)
}

fn among(cx: &mut Cx<'_>, calls: &[CallSummary]) -> Result<Vec<Waiting>, Failure> {
    let over = [Phase::Draft, Phase::Closed, Phase::Cancelled];
    let unsigned = pact::unsigned_by(cx.db, cx.viewer)?;
    let mut found = of_calls::own_sheets(cx)?;
    found.extend(of_calls::endorsements(cx, calls)?);
    for call in calls.iter().filter(|call| !over.contains(&call.phase)) {
        if unsigned.contains(&call.id) {
            let page = page::pact(&call.id);
            let pact = Waiting::some(Kind::Pact, 1, (page.clone(), page));
            found.extend(pact.map(|one| named(one, call)));
        } else {
            let of_call = of_calls::waiting(cx, call)?;
            found.extend(of_call.into_iter().map(|one| named(one, call)));
        }
    }
    let is_signed = |one: &Waiting| {
        one.kind == Kind::Pact || one.call.as_ref().is_none_or(|call| !unsigned.contains(&call.id))
    };
    found.retain(is_signed);
    Ok(found)
}

fn named(mut one: Waiting, call: &CallSummary) -> Waiting {
    one.call = Some(CallName { id: call.id.clone(), code: call.code.clone() });
    one
}
