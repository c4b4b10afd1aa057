//! The announcement: the embargo ends, the seed of the lots is revealed, and anybody can read who
//! was selected, by proposal number.

use super::call_for;
use crate::access::{self, Act, Facts, Viewer};
use crate::calls::{self, Call};
use crate::clock::Timestamp;
use crate::db::Db;
use crate::decisions::{DecidedOutcome, Decision, State, letters, rules, store};
use crate::errors::{Failure, Problem};
use crate::ids::CallId;
use crate::ledger::{self, Event, Head};
use crate::mail;
use crate::proposals;
use crate::selection::{self, Outcome};
use serde::Serialize;
use serde_json::json;

/// One announced proposal; numbers only, no names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Announced {
    pub number: String,
    /// Its position on the reserve list.
    pub reserve_position: Option<u32>,
}

/// What the public reads, with what it needs to check it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Announcement {
    pub call: CallId,
    pub announced_at: Timestamp,
    pub decree_number: Option<String>,
    pub selected: Vec<Announced>,
    pub reserves: Vec<Announced>,
    /// Ranked, neither selected nor in reserve.
    pub not_selected: u32,
    pub rules_hash: Option<String>,
    pub document_hash: String,
    pub outcomes_hash: String,
    /// The seed of the lots: its SHA-256 was published before submissions closed.
    pub tie_seed: Option<String>,
    pub tie_seed_hash: Option<String>,
    /// The end of the record when the results were announced or later.
    pub ledger_head: Head,
}

/// Announces the approved decision.
///
/// # Errors
/// `decision_missing` without an approved decision; `embargo` before the calendar's date.
pub fn announce(
    db: &mut Db,
    viewer: &Viewer,
    call: &CallId,
    now: Timestamp,
) -> Result<Announcement, Failure> {
    let call = call_for(db, viewer, Act::Announce, call, now)?;
    let decision = approved(db, &call.id)?;
    if now < call.calendar.announcement_at {
        return Err(Problem::new(rules::EMBARGO)
            .with("until", call.calendar.announcement_at)
            .into());
    }
    calls::set_announced(db, &call.id, now)?;
    let event = Event {
        actor: Some(&viewer.user),
        act: "call.announced",
        subject: format!("call:{}", call.id),
        payload: json!({
            "decision": decision.id, "outcomes_hash": decision.outcomes_hash,
            "tie_seed": calls::tie_seed(db, &call.id)?,
        }),
    };
    ledger::append(db, event, now)?;
    tell_candidates(db, &call, &decision, now)?;
    announcement(db, &call.id, &decision)
}

fn tell_candidates(
    db: &mut Db,
    call: &Call,
    decision: &Decision,
    now: Timestamp,
) -> Result<(), Failure> {
    let entrants = proposals::entrants_of(db, &call.id)?;
    let outcomes = store::outcomes_of(db, &decision.id)?;
    mail::post_all(db, &letters::results(call, &entrants, &outcomes, now), now)
}

/// The announcement, for anybody.
///
/// # Errors
/// `not_found` before it is made.
pub fn read_announcement(
    db: &mut Db,
    viewer: Option<&Viewer>,
    call: &CallId,
    now: Timestamp,
) -> Result<Announcement, Failure> {
    let found = calls::find(db, call)?.ok_or_else(Failure::not_found)?;
    // Whether a result exists is a secret too, so nobody is told to sign in for it.
    access::may_anyone(viewer, Act::ReadAnnouncement, Facts::in_phase(found.phase(now)))
        .map_err(|_| Failure::not_found())?;
    let decision = approved(db, call)?;
    announcement(db, call, &decision)
}

pub(super) fn approved(db: &mut Db, call: &CallId) -> Result<Decision, Failure> {
    store::current(db, call)?
        .filter(|decision| decision.state == State::Approved)
        .ok_or_else(|| Failure::refused(rules::DECISION_MISSING))
}

fn announcement(db: &mut Db, call: &CallId, decision: &Decision) -> Result<Announcement, Failure> {
    let call = calls::find(db, call)?.ok_or_else(Failure::not_found)?;
    let run = selection::find_run(db, &decision.run)?.ok_or_else(Failure::not_found)?;
    let outcomes = store::outcomes_of(db, &decision.id)?;
    let listed = |wanted: Outcome| {
        let fits = |outcome: &&DecidedOutcome| outcome.outcome == wanted;
        outcomes
            .iter()
            .filter(fits)
            .map(|outcome| Announced {
                number: outcome.number.clone(),
                reserve_position: outcome.reserve_position,
            })
            .collect::<Vec<_>>()
    };
    Ok(Announcement {
        announced_at: call.announced_at.ok_or_else(Failure::not_found)?,
        decree_number: decision.decree_number.clone(),
        selected: listed(Outcome::Selected),
        reserves: listed(Outcome::Reserve),
        not_selected: u32::try_from(listed(Outcome::NotSelected).len()).unwrap_or(u32::MAX),
        rules_hash: call.rules_hash,
        document_hash: run.document_hash,
        outcomes_hash: decision.outcomes_hash.clone(),
        tie_seed: calls::tie_seed(db, &call.id)?,
        tie_seed_hash: call.tie_seed_hash,
        ledger_head: ledger::head(db)?,
        call: call.id,
    })
}
