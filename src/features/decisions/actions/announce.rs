//! The announcement: the embargo ends, the seed of the lots is published, and anybody can read who
//! was selected, by proposal number.

use super::call_for;
use crate::features::calls::{self, Call};
use crate::features::decisions::{
    DecidedOutcome, Decision, State, SubjectFigures, letters, rules, store,
};
use crate::features::proposals;
use crate::features::selection::{self, Outcome, RunState};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, DecisionId};
use crate::platform::cx::{AnyoneCx, Cx};
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Head, Subject};
use crate::platform::mail;
use serde::Serialize;
use serde_json::json;

/// One announced proposal; numbers only, no names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Announced {
    pub number: String,
    /// Its position on the reserve list.
    pub reserve_position: Option<u32>,
}

/// What the public reads, with the data for checking it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Announcement {
    pub call: CallId,
    pub decision: DecisionId,
    pub announced_at: Timestamp,
    /// When another announcement replaced it, after an upheld objection.
    pub superseded_at: Option<Timestamp>,
    /// Whether an objection was upheld and the result is under revision.
    pub is_under_revision: bool,
    /// The number of earlier announcements.
    pub earlier: u32,
    /// Numbers of objections to the result, by subject.
    pub objections: Vec<SubjectFigures>,
    /// How many exceptions were let to single candidates by signed minutes.
    pub exceptions: u32,
    pub decree_number: Option<String>,
    pub selected: Vec<Announced>,
    pub reserves: Vec<Announced>,
    /// Ranked, but neither selected nor in reserve.
    pub not_selected: u32,
    pub rules_hash: Option<String>,
    pub document_hash: String,
    pub outcomes_hash: String,
    /// The seed of the lots. Its SHA-256 was published before submissions closed.
    pub tie_seed: Option<String>,
    pub tie_seed_hash: Option<String>,
    /// The end of the record at or after the announcement.
    pub ledger_head: Head,
}

/// Announces the approved decision; after an upheld objection it replaces the one in force.
///
/// # Errors
/// `decision_missing` without an approved decision; `embargo` before the calendar's date.
pub fn announce(cx: &mut Cx<'_>, call: &CallId) -> Result<Announcement, Failure> {
    let call = call_for(cx, Permission::Announce, call)?;
    let waiting = store::waiting(cx.db, &call.id)?;
    let decision = rules::to_announce(waiting.as_ref(), call.calendar.announcement_at, cx.now)?;
    let before = store::standing(cx.db, &call.id)?;
    if let Some(before) = &before {
        take_the_place(cx.db, before, decision, cx.now)?;
    }
    calls::set_announced(cx.db, &call.id, cx.now)?;
    calls::close_revision(cx.db, &call.id, cx.now)?;
    store::insert_announcement(cx.db, &call.id, &decision.id, cx.now)?;
    let event = Event {
        actor: Some(&cx.viewer.user),
        act: if before.is_some() { EventType::CallReannounced } else { EventType::CallAnnounced },
        subject: Subject::call(&call.id),
        payload: json!({
            "decision": decision.id, "outcomes_hash": decision.outcomes_hash,
            "supersedes": before.as_ref().map(|before| &before.id),
            "tie_seed": calls::tie_seed(cx.db, &call.id)?,
        }),
    };
    ledger::append(cx.db, event, cx.now)?;
    // A late announcement may have moved the objection window.
    let call = calls::find(cx.db, &call.id)?.ok_or_else(Failure::not_found)?;
    tell_candidates(cx.db, &call, (before.as_ref(), decision), cx.now)?;
    Published::load(cx.db, call)?.announcement(cx.db, (decision, Some(cx.now), None))
}

/// The new run supersedes the earlier one; both stay unchanged.
fn take_the_place(
    db: &mut Db,
    before: &Decision,
    decision: &Decision,
    now: Timestamp,
) -> Result<(), Failure> {
    let moved = selection::move_run(db, &before.run, RunState::Adopted, RunState::Superseded)?
        && selection::move_run(db, &decision.run, RunState::Computed, RunState::Adopted)?;
    if !moved {
        return Err(Failure::refused(rules::RUN_SUPERSEDED));
    }
    store::supersede(db, &before.call, now)
}

/// Everybody at the first announcement; later only those for whom something changes.
fn tell_candidates(
    db: &mut Db,
    call: &Call,
    (before, decision): (Option<&Decision>, &Decision),
    now: Timestamp,
) -> Result<(), Failure> {
    let entrants = proposals::entrants_of(db, &call.id)?;
    let outcomes = store::outcomes_of(db, &decision.id)?;
    let letters = match before {
        None => letters::results(call, &entrants, &outcomes, now),
        Some(before) => {
            let before = store::outcomes_of(db, &before.id)?;
            letters::revised(call, &entrants, (&before, &outcomes), now)
        }
    };
    mail::post_all(db, &letters, now)
}

/// The announcement, for anybody.
///
/// # Errors
/// `not_found` before it is made.
pub fn read_announcement(cx: &mut AnyoneCx<'_>, call: &CallId) -> Result<Announcement, Failure> {
    let call = may_read(cx, call)?;
    let decision = approved(cx.db, &call.id)?;
    let published = Published::load(cx.db, call)?;
    let since = published.announced.first().map(|(_, at, _)| *at);
    published.announcement(cx.db, (&decision, since, None))
}

/// All announcements of a call, newest first; all but the one in force are superseded.
///
/// # Errors
/// `not_found` before there is one.
pub fn read_announcements(
    cx: &mut AnyoneCx<'_>,
    call: &CallId,
) -> Result<Vec<Announcement>, Failure> {
    let call = may_read(cx, call)?;
    Published::load(cx.db, call)?.all(cx.db)
}

/// All of them with their call, and the one asked for: that of a decision, or the one in force.
///
/// # Errors
/// `not_found`; `decision_missing` where nothing stands.
pub fn read_with_earlier(
    cx: &mut AnyoneCx<'_>,
    (call, wanted): (&CallId, Option<&DecisionId>),
) -> Result<(Announcement, Vec<Announcement>, Call), Failure> {
    let call = may_read(cx, call)?;
    let published = Published::load(cx.db, call)?;
    let all = published.all(cx.db)?;
    let found = match wanted {
        Some(wanted) => {
            all.iter().find(|one| &one.decision == wanted).ok_or_else(Failure::not_found)?
        }
        None => all
            .iter()
            .find(|one| one.superseded_at.is_none())
            .ok_or_else(|| Failure::refused(rules::DECISION_MISSING))?,
    };
    Ok((found.clone(), all, published.call))
}

/// Whether a result exists is also secret, so nobody is asked to sign in for it.
fn may_read(cx: &mut AnyoneCx<'_>, call: &CallId) -> Result<Call, Failure> {
    let found = calls::find(cx.db, call)?.ok_or_else(Failure::not_found)?;
    access::may_anyone(
        cx.viewer,
        Permission::ReadAnnouncement,
        Facts::in_phase(found.phase(cx.now)),
    )
    .map_err(|_| Failure::not_found())?;
    Ok(found)
}

pub(super) fn approved(db: &mut Db, call: &CallId) -> Result<Decision, Failure> {
    store::current(db, call)?
        .filter(|decision| decision.state() == State::Approved)
        .ok_or_else(|| Failure::refused(rules::DECISION_MISSING))
}

/// What all announcements of a call have in common.
struct Published {
    call: Call,
    /// Newest first, each with when it was made and when it was superseded.
    announced: Vec<(Decision, Timestamp, Option<Timestamp>)>,
    is_revising: bool,
    objections: Vec<SubjectFigures>,
    exceptions: u32,
    tie_seed: Option<String>,
    head: Head,
}

impl Published {
    fn load(db: &mut Db, call: Call) -> Result<Self, Failure> {
        Ok(Self {
            announced: store::announced(db, &call.id)?,
            is_revising: calls::is_revising(db, &call.id)?,
            objections: store::figures_of(db, &call.id)?,
            exceptions: u32::try_from(proposals::exceptions_granted_in(db, &call.id)?)
                .unwrap_or(u32::MAX),
            tie_seed: calls::tie_seed(db, &call.id)?,
            head: ledger::head(db)?,
            call,
        })
    }

    fn all(&self, db: &mut Db) -> Result<Vec<Announcement>, Failure> {
        let one = |(decision, at, until): &(Decision, Timestamp, Option<Timestamp>)| {
            self.announcement(db, (decision, Some(*at), *until))
        };
        self.announced.iter().map(one).collect()
    }

    fn announcement(
        &self,
        db: &mut Db,
        (decision, since, until): (&Decision, Option<Timestamp>, Option<Timestamp>),
    ) -> Result<Announcement, Failure> {
        let call = &self.call;
        let run = selection::find_run(db, &decision.run)?.ok_or_else(Failure::not_found)?;
        let outcomes = store::outcomes_of(db, &decision.id)?;
        let not_selected = with(&outcomes, Outcome::NotSelected).len();
        Ok(Announcement {
            announced_at: since.or(call.announced_at).ok_or_else(Failure::not_found)?,
            decision: decision.id.clone(),
            superseded_at: until,
            is_under_revision: until.is_none() && self.is_revising,
            earlier: self.earlier(since),
            objections: self.objections.clone(),
            exceptions: self.exceptions,
            decree_number: decision.standing.decree().map(|decree| decree.number.clone()),
            selected: with(&outcomes, Outcome::Selected),
            reserves: with(&outcomes, Outcome::Reserve),
            not_selected: u32::try_from(not_selected).unwrap_or(u32::MAX),
            rules_hash: call.rules_hash.clone(),
            document_hash: run.document_hash,
            outcomes_hash: decision.outcomes_hash.clone(),
            tie_seed: self.tie_seed.clone(),
            tie_seed_hash: call.tie_seed_hash.clone(),
            ledger_head: self.head.clone(),
            call: call.id.clone(),
        })
    }

    fn earlier(&self, since: Option<Timestamp>) -> u32 {
        let is_earlier = |at: Timestamp| since.is_some_and(|since| at < since);
        let earlier = self.announced.iter().filter(|(_, at, _)| is_earlier(*at)).count();
        u32::try_from(earlier).unwrap_or(u32::MAX)
    }
}

/// The proposals with this outcome.
fn with(outcomes: &[DecidedOutcome], wanted: Outcome) -> Vec<Announced> {
    let fits = outcomes.iter().filter(|outcome| outcome.outcome == wanted);
    let announced = |outcome: &DecidedOutcome| Announced {
        number: outcome.number.clone(),
        reserve_position: outcome.reserve_position,
    };
    fits.map(announced).collect()
}
