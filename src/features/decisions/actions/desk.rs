//! All that the chair, the decider and the secretariat read where a call is decided: the decision that
//! waits or stands, those returned before it, and the run that one would be proposed on.

use super::Reading;
use crate::features::accounts;
use crate::features::calls;
use crate::features::conflicts::CallContext;
use crate::features::decisions::{Decision, State, store};
use crate::features::reviews;
use crate::features::selection::actions::{Board, board_in};
use crate::kernel::access::{Permission, Relation, Role, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{CallId, UserId};
use crate::platform::db::Db;
use std::collections::BTreeMap;

/// Where a call is decided.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each tells the page whether it shows one thing")]
pub struct Desk {
    /// With the run of the decision, or the one to propose.
    pub board: Board,
    /// The decision that waits or stands.
    pub current: Option<Reading>,
    /// The announced result is being made anew, and `current` may be what is to be replaced.
    pub is_revising: bool,
    /// `current` was announced and stands.
    pub stands: bool,
    /// Sheets that an upheld objection ordered are not all in.
    pub sheets_missing: bool,
    /// Those returned to the chair, newest first.
    pub returned: Vec<Decision>,
    pub people: BTreeMap<UserId, String>,
    /// Who may have been at the meeting, by name; only for whoever proposes.
    pub invited: Vec<(UserId, String)>,
    pub may_propose: bool,
    pub may_approve: bool,
    /// Why the decider is not independent of who proposed.
    pub not_apart: Option<Refusal>,
    /// By the role and the phase; the embargo is another matter.
    pub may_announce: bool,
}

impl Desk {
    /// Nothing can be proposed until a run is computed on the field as it is now.
    pub fn needs_run(&self) -> bool {
        let decided = self.current.as_ref().map(|reading| &reading.decision.run);
        self.board.shown.as_ref().is_none_or(|shown| decided == Some(&shown.run.id))
    }
}

/// Roles that sit in a plenary besides the panel.
const SEATED: [Role; 4] = [Role::Chair, Role::Secretariat, Role::Decider, Role::Auditor];

/// Reads the desk.
///
/// # Errors
/// `not_found` for those who may not know; `wrong_phase`.
pub fn read_desk(
    db: &mut Db,
    viewer: &Viewer,
    id: &CallId,
    now: Timestamp,
) -> Result<Desk, Failure> {
    let context = CallContext::find(db, viewer, id, now)?;
    let decisions = super::decisions_in(db, viewer, &context)?;
    let may = |act| context.may(viewer, act).is_ok();
    let is_revising = context.facts.has(Relation::Revising);
    let waiting = store::waiting(db, id)?;
    let (waits, is_approved) =
        (waiting.is_some(), waiting.as_ref().is_some_and(|one| one.state == State::Approved));
    let shown = match waiting {
        Some(decision) => Some(decision),
        None => store::standing(db, id)?,
    };
    let may_propose = !waits && may(Permission::ProposeDecision);
    // Who proposes does so on the newest run, not on that of the decision to be replaced.
    let run = shown.as_ref().filter(|_| !may_propose).map(|decision| decision.run.clone());
    let board = board_in(db, viewer, &context, run.as_ref())?;
    let current = match shown {
        Some(decision) => {
            Some(super::reading_in(db, viewer, &context, decision, &board.proposals)?)
        }
        None => None,
    };
    let proposed = current.as_ref().filter(|reading| reading.decision.state == State::Proposed);
    let by_another = |reading: &&Reading| reading.decision.proposed_by != viewer.user;
    let to_approve = proposed.filter(by_another).filter(|_| may(Permission::ApproveDecision));
    let not_apart = match to_approve {
        Some(reading) => {
            let first = std::slice::from_ref(&reading.decision.proposed_by);
            accounts::why_not_apart(db, Permission::ApproveDecision, &viewer.user, first)?
        }
        None => None,
    };
    let may_approve = to_approve.is_some() && not_apart.is_none();
    Ok(Desk {
        is_revising,
        stands: !waits && current.is_some(),
        sheets_missing: is_revising && !reviews::ordered_and_missing(db, id)?.is_empty(),
        people: people(db, &decisions)?,
        invited: if may_propose { invited(db, viewer, &context, now)? } else { Vec::new() },
        may_announce: is_approved && may(Permission::Announce),
        may_propose,
        may_approve,
        not_apart,
        returned: decisions.into_iter().filter(|one| one.state == State::Returned).collect(),
        current,
        board,
    })
}

fn people(db: &mut Db, decisions: &[Decision]) -> Result<BTreeMap<UserId, String>, Failure> {
    let mut ids: Vec<UserId> = Vec::new();
    for decision in decisions {
        ids.push(decision.proposed_by.clone());
        ids.extend(decision.decided_by.clone());
        ids.extend(decision.minutes.attendance.iter().cloned());
    }
    ids.sort();
    ids.dedup();
    accounts::names_of(db, &ids)
}

fn invited(
    db: &mut Db,
    viewer: &Viewer,
    context: &CallContext,
    now: Timestamp,
) -> Result<Vec<(UserId, String)>, Failure> {
    let mut people = accounts::actions::holders_of_any(db, viewer, &SEATED)?;
    let panel = calls::actions::panel_in(db, viewer, &context.call, now)?;
    people.extend(panel.into_iter().map(|member| (member.user, member.name)));
    let mut people: Vec<(UserId, String)> = people.into_iter().collect();
    people.sort_by(|one, other| one.1.cmp(&other.1));
    Ok(people)
}
