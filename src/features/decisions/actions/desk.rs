//! The content of the decision page for the chair, the decider and the secretariat: the decision
//! that waits or is in force, those returned before it, and the run for the next proposal.

use super::Reading;
use crate::features::accounts;
use crate::features::calls;
use crate::features::conflicts::CallContext;
use crate::features::decisions::{Decision, State, rules, store};
use crate::features::reviews;
use crate::features::selection::actions::{Board, board_in};
use crate::kernel::access::{Permission, Permitted, Relation, Role};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{CallId, UserId};
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use std::collections::BTreeMap;

/// The decision page of a call.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each tells the page whether it shows one thing")]
pub struct Desk {
    /// With the run of the decision, or the one to propose.
    pub board: Board,
    /// The decision that waits or is in force.
    pub current: Option<Reading>,
    /// Whether the announced result is under revision; `current` may then be the decision to be
    /// replaced.
    pub is_revising: bool,
    /// `current` was announced and stands.
    pub stands: bool,
    /// Whether sheets that an upheld objection ordered are missing.
    pub sheets_missing: bool,
    /// Decisions returned to the chair, newest first.
    pub returned: Vec<Decision>,
    pub people: BTreeMap<UserId, String>,
    /// Those who may have attended the meeting, by name; only for the proposer.
    pub invited: Vec<(UserId, String)>,
    /// What the viewer may do with the decision as it stands.
    pub permitted: Permitted,
    /// Why the decider is not independent of the proposer.
    pub not_apart: Option<Refusal>,
    /// Why the plenary keeps the decider from approving now; returning is possible.
    pub not_heard: Option<Refusal>,
    /// The viewer may announce the decision, but only from the calendar's date on.
    pub is_embargoed: bool,
}

impl Desk {
    /// Whether a run must be computed on the present inputs before anything can be proposed.
    pub fn needs_run(&self) -> bool {
        let decided = self.current.as_ref().map(|reading| &reading.decision.run);
        self.board.shown.as_ref().is_none_or(|shown| decided == Some(&shown.run.id))
    }
}

/// Roles that attend a plenary besides the panel.
const SEATED: [Role; 4] = [Role::Chair, Role::Secretariat, Role::Decider, Role::Auditor];

/// Reads the page's content.
///
/// # Errors
/// `not_found` for those who may not know; `wrong_phase`.
pub fn read_desk(cx: &mut Cx<'_>, id: &CallId) -> Result<Desk, Failure> {
    let context = CallContext::find(cx, id)?;
    let decisions = super::decisions_in(cx, &context)?;
    let table = Permitted::of(cx.viewer, context.facts);
    let is_revising = context.facts.has(Relation::Revising);
    let waiting = store::waiting(cx.db, id)?;
    let (waits, times) = (waiting.is_some(), (context.call.calendar.announcement_at, cx.now));
    let embargo = rules::to_announce(waiting.as_ref(), times.0, cx.now).err();
    let is_embargoed = table.allows(Permission::Announce)
        && embargo.is_some_and(|refusal| refusal.code == rules::EMBARGO);
    let permitted = rules::permitted_with(table, &cx.viewer.user, waiting.as_ref(), times);
    let not_apart = match &waiting {
        Some(decision) if permitted.allows(Permission::ApproveDecision) => {
            let first = std::slice::from_ref(&decision.proposed_by);
            accounts::why_not_apart(cx.db, Permission::ApproveDecision, &cx.viewer.user, first)?
        }
        Some(_) | None => None,
    };
    let permitted = permitted.only_if(Permission::ApproveDecision, not_apart.is_none());
    let not_heard = match &waiting {
        Some(decision) if permitted.allows(Permission::ApproveDecision) => {
            super::plenary::why_not_heard(cx, &context.call, decision)?
        }
        Some(_) | None => None,
    };
    let shown = match waiting {
        Some(decision) => Some(decision),
        None => store::standing(cx.db, id)?,
    };
    let may_propose = permitted.allows(Permission::ProposeDecision);
    // A proposal is made on the newest run, not on the run of the decision to be replaced.
    let run = shown.as_ref().filter(|_| !may_propose).map(|decision| decision.run.clone());
    let board = board_in(cx, &context, run.as_ref())?;
    let current = match shown {
        Some(decision) => Some(super::reading_in(cx, &context, decision, &board.proposals)?),
        None => None,
    };
    Ok(Desk {
        is_revising,
        stands: !waits && current.is_some(),
        sheets_missing: is_revising && !reviews::ordered_and_missing(cx.db, id)?.is_empty(),
        people: people(cx.db, &decisions)?,
        invited: if may_propose { invited(cx, &context)? } else { Vec::new() },
        permitted,
        is_embargoed,
        not_apart,
        not_heard,
        returned: decisions.into_iter().filter(|one| one.state() == State::Returned).collect(),
        current,
        board,
    })
}

fn people(db: &mut Db, decisions: &[Decision]) -> Result<BTreeMap<UserId, String>, Failure> {
    let mut ids: Vec<UserId> = Vec::new();
    for decision in decisions {
        ids.push(decision.proposed_by.clone());
        ids.extend(decision.standing.decider().cloned());
        ids.extend(decision.minutes.attendance.iter().cloned());
    }
    ids.sort();
    ids.dedup();
    accounts::names_of(db, &ids)
}

fn invited(cx: &mut Cx<'_>, context: &CallContext) -> Result<Vec<(UserId, String)>, Failure> {
    let mut people = accounts::actions::holders_of_any(cx, &SEATED)?;
    let panel = calls::actions::panel_in(cx, &context.call)?;
    people.extend(panel.into_iter().map(|member| (member.user, member.name)));
    let mut people: Vec<(UserId, String)> = people.into_iter().collect();
    people.sort_by(|one, other| one.1.cmp(&other.1));
    Ok(people)
}
