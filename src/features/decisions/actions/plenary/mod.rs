//! The plenary as it was held: attendance (`attendance`), dissent (`dissent`), the draft minutes (`drafting`) with
//! remarks and signatures (`minutes`), what all of it looks like (`reading`), and what it asks of a decision (`gates`).

mod attendance;
mod dissent;
mod drafting;
mod equals;
mod gates;
mod minutes;
mod reading;
mod ties;

pub use attendance::record_attendance;
pub use dissent::{dissent, withdraw_dissent};
pub use drafting::correct_minutes;
pub(super) use gates::{begin, close, may_decide, prepare, why_not_heard};
pub use minutes::{answer_remark, refuse_signature, remark, sign_minutes};
pub use reading::{MinutesPage, minutes_to_print, read_minutes, read_plenary};
pub(super) use reading::{dissents_in, draft_in};
pub use ties::{VotePage, read_tie_vote, record_tie_vote};

use crate::features::accounts::holders_of;
use crate::features::calls::{self, Call, Plenary};
use crate::features::conflicts::{CallContext, conflicted_people};
use crate::features::decisions::plenary::{Attendee, Held};
use crate::features::decisions::rules::plenary as rules;
use crate::features::decisions::{Decision, store};
use crate::kernel::access::{self, Facts, Permission, Relation, Role};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, DecisionId, UserId};
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use std::collections::BTreeSet;

/// Those of the panel who count: whose account and role are gone has left it.
pub(super) fn panel_in(db: &mut Db, call: &CallId) -> Result<BTreeSet<UserId>, Failure> {
    let seats: BTreeSet<UserId> =
        calls::panel_of(db, call)?.into_iter().map(|member| member.user).collect();
    let reviewers = holders_of(db, Role::Reviewer)?;
    Ok(reviewers.into_iter().filter(|user| seats.contains(user)).collect())
}

/// A call whose rules speak of its plenary, with who is on its panel and what is recorded of them.
pub(super) struct Sitting {
    pub rules: Plenary,
    pub panel: BTreeSet<UserId>,
    /// Of members of the panel.
    pub recorded: Vec<(Attendee, Timestamp)>,
}

impl Sitting {
    /// None where the call says nothing of its plenary.
    pub(super) fn of(db: &mut Db, call: &Call) -> Result<Option<Self>, Failure> {
        let Some(rules) = call.definition.plenary else { return Ok(None) };
        let panel = panel_in(db, &call.id)?;
        let mut recorded = store::plenary::attendance_of(db, &call.id)?;
        recorded.retain(|(one, _)| panel.contains(&one.user));
        Ok(Some(Self { rules, panel, recorded }))
    }

    pub(super) fn people(&self) -> Vec<Attendee> {
        self.recorded.iter().map(|(one, _)| one.clone()).collect()
    }

    pub(super) fn attended(&self) -> BTreeSet<UserId> {
        rules::attended(&self.people())
    }

    /// As it stands now.
    pub(super) fn held(&self, db: &mut Db, call: &Call) -> Result<Held, Failure> {
        let panel: Vec<UserId> = self.panel.iter().cloned().collect();
        let conflicted = conflicted_people(db, &call.id, &panel)?;
        Ok(rules::held(self.rules, &self.panel, (&self.people(), &conflicted)))
    }

    /// The same with the votes that a decision's run follows, as its minutes have it.
    pub(super) fn held_for(
        &self,
        db: &mut Db,
        (call, decision): (&Call, &Decision),
    ) -> Result<Held, Failure> {
        let held = self.held(db, call)?;
        Ok(Held { votes: equals::results_in(db, (call, decision))?, ..held })
    }

    /// How somebody stands to the plenary. Who attended speaks while there is something to decide.
    pub(super) fn facts(&self, of: Facts, user: &UserId) -> Facts {
        let is_running = of.phase == Some(access::Phase::Plenary) || of.has(Relation::Revising);
        of.with(Relation::Seated, self.panel.contains(user))
            .with(Relation::Attended, is_running && self.attended().contains(user))
    }
}

/// The facts of a call with how the viewer stands to its plenary.
pub(super) fn facts_in(cx: &mut Cx<'_>, call: &Call, of: Facts) -> Result<Facts, Failure> {
    let sitting = Sitting::of(cx.db, call)?;
    Ok(sitting.map_or(of, |sitting| sitting.facts(of, &cx.viewer.user)))
}

/// A sitting of which the viewer may do something.
pub(super) struct PlenaryContext {
    pub context: CallContext,
    pub sitting: Sitting,
    pub facts: Facts,
}

/// The plenary of a call, for who may do this there.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; `plenary_not_asked` where the call says nothing of its plenary.
pub(super) fn sitting_for(
    cx: &mut Cx<'_>,
    (act, id): (Permission, &CallId),
) -> Result<PlenaryContext, Failure> {
    let context = CallContext::find(cx, id)?;
    let sitting = Sitting::of(cx.db, &context.call)?;
    let user = &cx.viewer.user;
    let facts =
        sitting.as_ref().map_or(context.facts, |sitting| sitting.facts(context.facts, user));
    access::may(cx.viewer, act, facts)?;
    let sitting = sitting.ok_or_else(|| Failure::refused(rules::PLENARY_NOT_ASKED))?;
    Ok(PlenaryContext { context, sitting, facts })
}

/// The same for a decision that is proposed.
///
/// # Errors
/// As [`sitting_for`]; `minutes_closed` when it was approved or returned.
pub(super) fn decision_for(
    cx: &mut Cx<'_>,
    (act, id): (Permission, &DecisionId),
) -> Result<(Decision, PlenaryContext), Failure> {
    let decision = store::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let of = sitting_for(cx, (act, &decision.call))?;
    rules::check_draft(decision.state())?;
    Ok((decision, of))
}

fn record(
    cx: &mut Cx<'_>,
    (act, subject): (EventType, Subject),
    payload: serde_json::Value,
) -> Result<(), Failure> {
    let event = Event { actor: Some(&cx.viewer.user), act, subject, payload };
    ledger::append(cx.db, event, cx.now).map(|_| ())
}
