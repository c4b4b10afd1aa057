//! Gathering a case: a fixed number of statements, whatever happened.

use super::Case;
use super::trail::{self, Sources};
use crate::features::accounts::names_of;
use crate::features::awards::actions::case_seat;
use crate::features::conflicts::{self, CallContext};
use crate::features::decisions::actions::{case_decisions, case_votes};
use crate::features::interviews::actions::case_interviews;
use crate::features::objections::actions::case_objections;
use crate::features::proposals::actions::{ProposalContext, case_file};
use crate::features::reviews::actions::case_review;
use crate::features::selection::actions::case_ranking;
use crate::features::{audit, outbox};
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{ProposalId, UserId};
use crate::platform::cx::Cx;
use crate::platform::ledger::{Entry, Subject, SubjectKind};
use std::collections::BTreeSet;

/// Reads a case.
///
/// # Errors
/// `not_found`, also in conflict, for its candidate and before it was handed in; `wrong_phase`.
pub(super) fn read_case(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Case, Failure> {
    let context = ProposalContext::find(cx, id)?;
    let file = case_file(cx, &context)?;
    let number = context.submitted().ok_or_else(Failure::not_found)?.given_number()?.to_owned();
    let call = CallContext::of(cx, context.call().clone())?;
    let of_proposal = (&call, id);
    let ranking = part(case_ranking(cx, (&call, id, &number)))?.flatten();
    let decisions = part(case_decisions(cx, of_proposal))?;
    let votes = part(case_votes(cx, (&call, &number)))?;
    let seat = part(case_seat(cx, of_proposal))?.flatten();
    let interviews = part(case_interviews(cx, &context))?;
    let objections = part(case_objections(cx, &context))?;
    let subjects = conflicts::subjects_of(cx.db, id)?;
    // Letters about a run or a decision are about all proposals.
    let is_its_own = |one: &&Subject| {
        !matches!(one.kind(), SubjectKind::Selection | SubjectKind::Decision | SubjectKind::Call)
    };
    let own: Vec<Subject> = subjects.iter().filter(is_its_own).cloned().collect();
    let letters = part(outbox::letters_about(cx, &own))?;
    let also = Subject::call(&call.call.id);
    let entries = part(audit::trail_of(cx, &subjects, (&also, trail::OF_THE_CALL)))?;
    let review = case_review(cx, context)?;
    let sources = Sources {
        proposal: id,
        tasks: review.tasks.as_deref().unwrap_or_default(),
        decisions: decisions.as_ref(),
        votes: votes.as_deref().unwrap_or_default(),
    };
    let trail = match entries {
        Some(entries) => {
            let names = names_of(cx.db, &people(&entries, &sources))?;
            Some(trail::told(entries, &sources, &names))
        }
        None => None,
    };
    Ok(Case {
        file,
        review,
        interviews,
        ranking,
        decisions,
        votes,
        objections,
        seat,
        letters,
        trail,
    })
}

/// A part that the reader may not read, or not yet, is left out.
fn part<T>(found: Result<T, Failure>) -> Result<Option<T>, Failure> {
    let refusals = [common::FORBIDDEN, common::NOT_FOUND, common::WRONG_PHASE];
    match found {
        Ok(part) => Ok(Some(part)),
        Err(Failure::Refused(refusal)) if refusals.contains(&refusal.code) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Whose names the trail needs.
fn people(entries: &[Entry], sources: &Sources<'_>) -> Vec<UserId> {
    let actors = entries.iter().filter_map(|entry| entry.actor.as_deref()?.parse().ok());
    let reviewers = sources.tasks.iter().map(|task| task.reviewer.clone());
    let found: BTreeSet<UserId> = actors.chain(reviewers).collect();
    found.into_iter().collect()
}
