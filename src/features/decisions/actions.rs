//! Actions on a decision: propose and preview (`propose`), approve or return (`approve`), announce
//! (`announce`), read the page for these (`desk`), read one's own result (`results`), export
//! (`exports`), make documents (`papers`), invite to the plenary (`meeting`).

mod announce;
mod approve;
mod desk;
pub mod exports;
mod identity;
mod meeting;
mod papers;
mod plenary;
mod propose;
mod proving;
mod results;

pub use announce::{
    Announced, Announcement, announce, read_announcement, read_announcements, read_with_earlier,
};
pub use approve::{approve, may_approve, return_decision};
pub use desk::{Desk, read_desk};
pub use meeting::{invite, read_meetings};
pub use papers::{Draft, draft_paper, is_public, result_letter};
pub use plenary::{
    MinutesPage, VotePage, answer_remark, correct_minutes, dissent, minutes_to_print, read_minutes,
    read_plenary, read_tie_vote, record_attendance, record_tie_vote, refuse_signature, remark,
    sign_minutes, withdraw_dissent,
};
pub use propose::{preview, propose};
pub use proving::{Proof, prove_outcomes};
pub use results::{ProposalResult, ResultOutcome, own_result, own_result_in, read_own_result};

use super::store;
use super::{DecidedOutcome, Decision, NamedOutcome, names, redaction};
use crate::features::calls::{self, Call};
use crate::features::conflicts::{CallContext, Withheld};
use crate::features::proposals::{self, Named};
use crate::features::selection;
use crate::kernel::access::{self, Permission};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, DecisionId, ProposalId};
use crate::platform::cx::Cx;
use std::collections::BTreeMap;

/// The call, if the viewer has this permission on it now.
fn call_for(cx: &mut Cx<'_>, act: Permission, id: &CallId) -> Result<Call, Failure> {
    let call = calls::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    access::may(cx.viewer, act, calls::facts(cx.db, &call, cx.now)?)?;
    Ok(call)
}

/// A call's decisions, newest first.
///
/// # Errors
/// `not_found` for those who may not know.
pub fn list_decisions(cx: &mut Cx<'_>, call: &CallId) -> Result<Vec<Decision>, Failure> {
    let context = CallContext::find(cx, call)?;
    decisions_in(cx, &context)
}

/// The same, for actions that already have the call.
fn decisions_in(cx: &mut Cx<'_>, context: &CallContext) -> Result<Vec<Decision>, Failure> {
    context.may(cx.viewer, Permission::ReadDecision)?;
    let withheld = context.withheld(cx.db)?;
    let decisions = store::decisions_of(cx.db, &context.call.id)?.into_iter();
    Ok(decisions.map(|one| known_to(withheld, one)).collect())
}

/// A decision without its outcomes, limited to what a conflict of interest does not withhold.
fn known_to(withheld: &Withheld, decision: Decision) -> Decision {
    if withheld.is_empty() { decision } else { redaction::without_words(decision) }
}

/// A decision as one viewer may read it.
#[derive(Debug)]
pub struct Reading {
    pub decision: Decision,
    pub outcomes: Vec<DecidedOutcome>,
    /// Whether a conflict of interest withholds something from the viewer.
    pub withheld: bool,
    /// The outcomes by name.
    pub names: Vec<NamedOutcome>,
    /// The hash of exactly what this viewer is shown.
    pub shown_hash: String,
}

/// A decision with its outcomes. A viewer in conflict with a proposal of the call gets the others'
/// outcomes after the announcement, and none before.
pub fn read_decision(cx: &mut Cx<'_>, id: &DecisionId) -> Result<Reading, Failure> {
    let decision = store::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let context = CallContext::find(cx, &decision.call)?;
    context.may(cx.viewer, Permission::ReadDecision)?;
    let named = proposals::named_of(cx.db, &decision.call)?;
    reading_in(cx, &context, decision, &named)
}

/// A decision limited to what its viewer may know, with names and the hash of exactly that. `named`
/// must contain at least the proposals that are not hidden from the viewer.
fn reading_in(
    cx: &mut Cx<'_>,
    context: &CallContext,
    decision: Decision,
    people: &BTreeMap<ProposalId, Named>,
) -> Result<Reading, Failure> {
    context.may(cx.viewer, Permission::ReadDecision)?;
    shown_in(cx, context, decision, people)
}

/// The same for a reader who is let read it on another ground.
fn shown_in(
    cx: &mut Cx<'_>,
    context: &CallContext,
    decision: Decision,
    people: &BTreeMap<ProposalId, Named>,
) -> Result<Reading, Failure> {
    let outcomes = store::outcomes_of(cx.db, &decision.id)?;
    let withheld = context.withheld(cx.db)?;
    let (decision, outcomes, withheld) =
        match selection::redaction_with(cx.db, withheld, &decision.run)? {
            None => (decision, outcomes, false),
            Some(left) => {
                let outcomes = redaction::shown_of(outcomes, &left, withheld);
                (known_to(withheld, decision), outcomes, true)
            }
        };
    let names = names::named(&outcomes, people);
    let shown_hash = names::shown_hash(&decision, &names)?;
    Ok(Reading { decision, outcomes, withheld, names, shown_hash })
}
