//! What the plenary's decisions and votes say of one proposal, for the page that gathers it.

use crate::features::accounts::names_of;
use crate::features::conflicts::CallContext;
use crate::features::decisions::{DecidedOutcome, Decision, State, store};
use crate::features::selection::{TieVote, tie_votes_of, withheld_reason};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UserId};
use crate::platform::cx::Cx;
use std::collections::BTreeMap;

/// A decision with what it says of the proposal.
#[derive(Debug)]
pub struct CaseDecision {
    pub decision: Decision,
    /// None where the proposal has no place in it, or a conflict of interest with another one withholds it.
    pub outcome: Option<DecidedOutcome>,
}

/// The decisions of the call, newest first, with the names of who proposed and decided.
#[derive(Debug)]
pub struct CaseDecisions {
    pub decisions: Vec<CaseDecision>,
    pub people: BTreeMap<UserId, String>,
}

/// Reads what the decisions of the call say of one of its proposals.
///
/// # Errors
/// `not_found` for those who may not know; `wrong_phase`.
pub fn case_decisions(
    cx: &mut Cx<'_>,
    (context, proposal): (&CallContext, &ProposalId),
) -> Result<CaseDecisions, Failure> {
    let decisions = super::decisions_in(cx, context)?;
    let withheld = !context.withheld(cx.db)?.is_empty();
    let mut outcomes = store::outcomes_on(cx.db, proposal)?;
    let in_force = if withheld { store::standing(cx.db, &context.call.id)? } else { None };
    let mut people: Vec<UserId> = Vec::new();
    let with_outcome = |decision: Decision| {
        people.push(decision.proposed_by.clone());
        people.extend(decision.standing.decider().cloned());
        let outcome = outcomes.remove(&decision.id);
        let outcome = match &in_force {
            _ if !withheld => outcome,
            // Until the result is announced an outcome would tell of the hidden proposal; afterwards its reason could.
            Some(announced) if announced.id == decision.id => outcome.map(without_reasons),
            Some(_) | None => None,
        };
        CaseDecision { decision, outcome }
    };
    let decisions: Vec<CaseDecision> = decisions.into_iter().map(with_outcome).collect();
    Ok(CaseDecisions { decisions, people: names_of(cx.db, &people)? })
}

fn without_reasons(outcome: DecidedOutcome) -> DecidedOutcome {
    DecidedOutcome {
        reason: withheld_reason(),
        deviation_reason: outcome.deviation_reason.map(|_| String::new()),
        ..outcome
    }
}

/// The votes that the plenary took among equal proposals of which this number is one, the oldest first; none with a
/// proposal that a conflict of interest hides.
///
/// # Errors
/// `not_found` for those who may not know; `wrong_phase`.
pub fn case_votes(
    cx: &mut Cx<'_>,
    (context, number): (&CallContext, &str),
) -> Result<Vec<TieVote>, Failure> {
    context.may(cx.viewer, Permission::ReadPlenary)?;
    let withheld = context.withheld(cx.db)?;
    let mut votes = tie_votes_of(cx.db, &context.call.id)?;
    votes.retain(|vote| {
        vote.votes.contains_key(number) && !vote.votes.keys().any(|one| withheld.hides_number(one))
    });
    Ok(votes)
}

impl CaseDecisions {
    /// The decision that waits or stands, if it says anything of the proposal.
    pub fn current(&self) -> Option<&CaseDecision> {
        let is_alive = |one: &&CaseDecision| one.decision.state() != State::Returned;
        self.decisions.iter().find(is_alive).filter(|one| one.outcome.is_some())
    }
}
