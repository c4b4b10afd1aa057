//! What other acts do to interviews, each in its own transaction and on the record.

use super::store::{self, Of};
use super::{Sitting, Why, letters};
use crate::features::accounts::{holders_of, names_of};
use crate::features::calls::{self, Call};
use crate::features::conflicts::{conflicted_among, has_conflict, is_conflicted};
use crate::kernel::access::{Phase, Role};
use crate::kernel::canonical::sha256_hex;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UserId};
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail::{self, Template};
use serde_json::json;
use std::collections::BTreeMap;

/// A proposal leaves the review: what is planned for it is cancelled, and everybody is told with a cancelled entry.
/// Another can be planned if it comes back.
///
/// # Errors
/// When the database fails.
pub fn proposal_left(
    cx: &mut Cx<'_>,
    (call, proposal): (&Call, &ProposalId),
    candidate: &UserId,
    why: Why,
) -> Result<(), Failure> {
    if call.definition.interview.is_none() {
        return Ok(());
    }
    let by = (Some(&cx.viewer.user), cx.now);
    for sitting in store::live(cx.db, &Of::Proposal(proposal))? {
        if !sitting.is_held {
            call_off(cx.db, (call, sitting), candidate, why, by)?;
        }
    }
    Ok(())
}

/// A call was cancelled: what is planned in it is. Returns the number of letters.
///
/// # Errors
/// When the database fails.
pub fn call_ended(
    db: &mut Db,
    call: &Call,
    candidates: &BTreeMap<ProposalId, UserId>,
    now: Timestamp,
) -> Result<usize, Failure> {
    let mut letters = 0;
    for sitting in store::live(db, &Of::Call(&call.id))? {
        if let Some(candidate) = candidates.get(&sitting.proposal).filter(|_| !sitting.is_held) {
            letters += call_off(db, (call, sitting), candidate, Why::CallCancelled, (None, now))?;
        }
    }
    Ok(letters)
}

fn call_off(
    db: &mut Db,
    (call, mut sitting): (&Call, Sitting),
    candidate: &UserId,
    why: Why,
    (actor, now): (Option<&UserId>, Timestamp),
) -> Result<usize, Failure> {
    store::cancel(db, &sitting.id, why.kept())?;
    sitting.revision += 1;
    let payload = json!({
        "interview": sitting.id, "why": why, "reason_hash": sha256_hex(why.kept()),
    });
    let (act, subject) = (EventType::InterviewCancelled, Subject::proposal(&sitting.proposal));
    ledger::append(db, Event { actor, act, subject, payload }, now)?;
    let about = (call, sitting.meeting());
    let mut told = vec![letters::with_reason(letters::cancelled(candidate, about), why)];
    for seat in &sitting.seats {
        // Who declared a conflict was told then.
        if has_conflict(db, &sitting.proposal, &seat.user)? {
            continue;
        }
        // Whom a rule found meanwhile learns nothing of the proposal, but waits in no room.
        told.push(if is_conflicted(db, &seat.user, &sitting.proposal)? {
            letters::with_reason(letters::left(&seat.user, about), Why::Conflict)
        } else {
            letters::with_reason(letters::cancelled(&seat.user, about), why)
        });
    }
    mail::post_all(db, &told, now)?;
    Ok(told.len())
}

/// The interviews of a proposal on whose panel somebody is.
fn of_panelist(
    db: &mut Db,
    (call, proposal): (&Call, &ProposalId),
    user: &UserId,
) -> Result<Vec<Sitting>, Failure> {
    if call.definition.interview.is_none() {
        return Ok(Vec::new());
    }
    let mut sittings = store::live(db, &Of::Proposal(proposal))?;
    sittings.retain(|sitting| sitting.seat_of(user).is_some());
    Ok(sittings)
}

/// A conflict of a panelist was put on the record: they are off the panel by that. The secretariat learns how many are
/// left; the panelist's entry for an interview to come is struck out.
///
/// # Errors
/// When the database fails.
pub fn conflict_came_up(
    cx: &mut Cx<'_>,
    (call, proposal): (&Call, &ProposalId),
    user: &UserId,
) -> Result<(), Failure> {
    let sittings = of_panelist(cx.db, (call, proposal), user)?;
    let Some(how) = call.definition.interview.as_ref().filter(|_| !sittings.is_empty()) else {
        return Ok(());
    };
    let names = names_of(cx.db, std::slice::from_ref(user))?;
    let name = names.get(user).map_or("", String::as_str);
    // While a decision stands, or after the plenary, no panel can be changed: that a sheet counts no more is told there.
    let is_open = matches!(call.phase(cx.now), Phase::Review | Phase::Plenary)
        && !calls::has_standing_decision(cx.db, &call.id)?;
    let office = if is_open { free_secretaries(cx.db, proposal)? } else { Vec::new() };
    for sitting in &sittings {
        let left = sitting_free(cx.db, sitting)?;
        let about = (call, sitting.meeting());
        let counts = (name, left, how.panelists);
        let mut told: Vec<_> =
            office.iter().map(|to| letters::in_conflict(to, about, counts)).collect();
        if !sitting.is_held {
            told.push(letters::with_reason(letters::left(user, about), Why::Conflict));
        }
        mail::post_all(cx.db, &told, cx.now)?;
    }
    Ok(())
}

/// How many of a panel are in no conflict.
fn sitting_free(db: &mut Db, sitting: &Sitting) -> Result<usize, Failure> {
    let mut free = 0;
    for seat in &sitting.seats {
        free += usize::from(!is_conflicted(db, &seat.user, &sitting.proposal)?);
    }
    Ok(free)
}

fn free_secretaries(db: &mut Db, proposal: &ProposalId) -> Result<Vec<UserId>, Failure> {
    let mut free = Vec::new();
    for one in holders_of(db, Role::Secretariat)? {
        if !is_conflicted(db, &one, proposal)? {
            free.push(one);
        }
    }
    Ok(free)
}

/// Whether a sheet of an interview would count again if this person were in no conflict.
///
/// # Errors
/// When the database fails.
pub fn counts_again(db: &mut Db, of: (&Call, &ProposalId), user: &UserId) -> Result<bool, Failure> {
    let sittings = of_panelist(db, of, user)?;
    let mut seats = sittings.iter().filter(|one| one.is_held).filter_map(|one| one.seat_of(user));
    Ok(seats.any(|seat| seat.handed_in))
}

/// A conflict was withdrawn: the panelist sits again, and gets the entry of an interview to come back.
///
/// # Errors
/// When the database fails.
pub fn conflict_is_gone(
    cx: &mut Cx<'_>,
    (call, proposal): (&Call, &ProposalId),
    user: &UserId,
) -> Result<(), Failure> {
    let sittings = of_panelist(cx.db, (call, proposal), user)?;
    // A rule may find another conflict.
    if sittings.is_empty() || is_conflicted(cx.db, user, proposal)? {
        return Ok(());
    }
    let to_come = sittings.iter().filter(|one| !one.is_held && one.starts_at > cx.now);
    let told: Vec<_> = to_come
        .map(|one| letters::appointed((user, Template::InterviewInvited), (call, one.meeting())))
        .collect();
    mail::post_all(cx.db, &told, cx.now)
}

/// Somebody works in the call no longer: they are off every panel on which they have handed in nothing, and what they
/// handed in counts on. The secretariat is told of the panels that have too few members now. Returns the number of letters.
///
/// # Errors
/// When the database fails.
pub fn panelist_left(
    db: &mut Db,
    (call, user): (&Call, &UserId),
    why: Why,
    (actor, now): (Option<&UserId>, Timestamp),
) -> Result<usize, Failure> {
    let Some(how) = &call.definition.interview else { return Ok(0) };
    let mut sittings = store::live(db, &Of::Call(&call.id))?;
    sittings.retain(|one| one.seat_of(user).is_some_and(|seat| !(one.is_held && seat.handed_in)));
    let (mut told, mut short) = (Vec::new(), Vec::new());
    for sitting in &mut sittings {
        store::remove_panelist(db, (&sitting.id, user), why.kept(), now)?;
        let payload = json!({
            "interview": sitting.id, "left": true, "joined": false, "why": why,
            "reason_hash": sha256_hex(why.kept()),
        });
        let (act, subject) =
            (EventType::InterviewPanelChanged, Subject::proposal(&sitting.proposal));
        ledger::append(db, Event { actor, act, subject, payload }, now)?;
        let knows = !is_conflicted(db, user, &sitting.proposal)?;
        if knows && !sitting.is_held {
            let letter = letters::left(user, (call, sitting.meeting()));
            told.push(letters::with_reason(letter, why));
        }
        sitting.seats.retain(|seat| &seat.user != user);
        if u32::try_from(sitting_free(db, sitting)?).unwrap_or(u32::MAX) < how.panelists {
            short.push((sitting.proposal.clone(), sitting.number.clone()));
        }
    }
    let names = names_of(db, std::slice::from_ref(user))?;
    let name = names.get(user).map_or("", String::as_str);
    let of: Vec<ProposalId> = short.iter().map(|(id, _)| id.clone()).collect();
    let office = if short.is_empty() { Vec::new() } else { holders_of(db, Role::Secretariat)? };
    for to in office {
        let hidden = conflicted_among(db, &to, &of)?;
        let known = short.iter().filter(|(id, _)| !hidden.contains(id));
        let numbers: Vec<&str> = known.map(|(_, number)| number.as_str()).collect();
        if !numbers.is_empty() {
            told.push(letters::short(&to, call, (name, &numbers, why)));
        }
    }
    mail::post_all(db, &told, now)?;
    Ok(told.len())
}
