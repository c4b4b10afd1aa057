//! Beginning a proposal and editing its text.

use super::{ProposalContext, call_of, record};
use crate::features::calls::{self, Call};
use crate::features::problems;
use crate::features::proposals::rules::endorsed_content::endorsed_hash;
use crate::features::proposals::rules::{
    LEVEL_NOT_OFFERED, NO_UNIT, ONE_PROPOSAL_EACH, PROBLEM_NOT_REGISTERED, receipt,
    states::{Step, transition},
};
use crate::features::proposals::rules::{changes, exceptions, requests};
use crate::features::proposals::{
    Content, NewProposal, Proposal, ProposalText, Standing, Text, fields, store,
};
use crate::kernel::access::{self, Facts, Permission, Relation};
use crate::kernel::errors::{Failure, FieldError, Refusal, common::field};
use crate::kernel::ids::{CallId, ProblemId, ProposalId, UnitCode};
use crate::kernel::input::Valid;
use crate::kernel::version::IfMatch;
use crate::kernel::version::not_stale;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::EventType;
use serde_json::json;

/// The call and one's unit, for whoever may begin a proposal in it now; and the proposal that they began already.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; `no_unit`.
pub fn may_begin(
    cx: &mut Cx<'_>,
    call: &CallId,
) -> Result<(Call, UnitCode, Option<ProposalId>), Failure> {
    let call = call_of(cx.db, call)?;
    if call.state == calls::State::Draft {
        return Err(Failure::not_found());
    }
    let facts = Facts::in_phase(call.phase(cx.now)).with(Relation::Own, true);
    access::may(cx.viewer, Permission::WriteProposal, facts)?;
    let unit = cx.viewer.unit.clone().ok_or_else(|| Failure::refused(NO_UNIT))?;
    let earlier = store::live_of(cx.db, &call.id, &cx.viewer.user)?;
    Ok((call, unit, earlier))
}

/// Begins a proposal in an open call; one for each candidate, unless the earlier one was withdrawn.
///
/// # Errors
/// As [`may_begin`]; `one_proposal_each`, with its id; a problem that is not approved, a level that the call does not
/// offer.
pub fn begin(
    cx: &mut Cx<'_>,
    call: &CallId,
    beginning: &Valid<NewProposal>,
) -> Result<Proposal, Failure> {
    let (call, unit, earlier) = may_begin(cx, call)?;
    if let Some(earlier) = earlier {
        let details = json!({ "proposal": earlier });
        return Err(Refusal::new(ONE_PROPOSAL_EACH).with_extra(details).into());
    }
    let NewProposal { problem, level } = beginning.kept()?;
    check_choice(cx.db, &call, &problem, &level)?;
    let new = Proposal {
        id: ProposalId::new()?,
        call: call.id,
        candidate: cx.viewer.user.clone(),
        unit,
        problem,
        level,
        standing: Standing::Draft,
        content: Content::default(),
        version: 1,
        created_at: cx.now,
        updated_at: cx.now,
    };
    store::insert(cx.db, &new)?;
    let payload = json!({"call": new.call, "problem": new.problem, "level": new.level});
    record(cx, &new.id, (EventType::ProposalDrafted, payload))?;
    Ok(new)
}

fn check_choice(db: &mut Db, call: &Call, problem: &ProblemId, level: &str) -> Result<(), Failure> {
    let mut faults = Vec::new();
    match problems::find(db, problem)? {
        None => faults.push(FieldError::new("problem", field::UNKNOWN_REFERENCE)),
        Some(found) if found.state == problems::State::Approved => {}
        Some(_) => faults.push(FieldError::new("problem", PROBLEM_NOT_REGISTERED)),
    }
    if call.level(level).is_none() {
        let offered: Vec<&str> =
            call.definition.levels.iter().map(|level| level.code.as_str()).collect();
        let fault = FieldError::new("level", LEVEL_NOT_OFFERED);
        faults.push(fault.with("offered", offered.join(", ")));
    }
    Failure::when_any(faults)
}

/// Saves the text. After a submission this changes only the draft; the submitted version stays in
/// force until the next submission.
///
/// # Errors
/// `not_found`, `wrong_phase`, `wrong_state`; `stale`, with both texts; as [`begin`] for another
/// problem or level; `invalid` with each field whose change would end an endorsement, unless the change says that it
/// may.
pub fn save(
    cx: &mut Cx<'_>,
    (id, expected): (&ProposalId, IfMatch),
    change: &Valid<ProposalText>,
) -> Result<Proposal, Failure> {
    let context = ProposalContext::find(cx, id)?;
    access::may(cx.viewer, Permission::WriteProposal, context.facts)?;
    fields::check(&change.content)?;
    let submitted = context.submitted();
    let proposal = context.proposal;
    let text = Text {
        problem: change.problem.clone().unwrap_or_else(|| proposal.problem.clone()),
        level: change.level.clone().unwrap_or_else(|| proposal.level.clone()),
        content: change.content.clone(),
    };
    not_stale(expected, proposal.version, || (json!(proposal.text()), json!(text)))?;
    transition(proposal.state(), Step::Save)?;
    if text == proposal.text() {
        return Ok(proposal);
    }
    // What minutes let change, and nothing else: said here already, at the field.
    if let (Some(exception), Some(submitted)) = (&context.exception, &submitted) {
        let changes = changes::between(&submitted.text(), &text)?;
        Failure::when_any(exceptions::strays(exception, &changes))?;
    }
    if (&text.problem, &text.level) != (&proposal.problem, &proposal.level) {
        check_choice(cx.db, &context.call, &text.problem, &text.level)?;
    }
    if !change.void_endorsements {
        keeps_endorsements(cx.db, &proposal, &text)?;
    }
    let version = proposal.version + 1;
    store::save_text(cx.db, id, &text, version, cx.now)?;
    let payload = json!({"version": version, "content_hash": receipt::content_hash(&text)?});
    record(cx, id, (EventType::ProposalSaved, payload))?;
    let Text { problem, level, content } = text;
    Ok(Proposal { problem, level, content, version, updated_at: cx.now, ..proposal })
}

/// Refuses a text that would end an endorsement, at each field that does.
fn keeps_endorsements(db: &mut Db, proposal: &Proposal, text: &Text) -> Result<(), Failure> {
    let stored = proposal.text();
    let (before, after) = (endorsed_hash(&stored)?, endorsed_hash(text)?);
    if before == after {
        return Ok(());
    }
    let given = store::endorsements_of(db, &proposal.id, &before)?;
    if requests::voided(&given, &after).is_empty() {
        return Ok(());
    }
    Failure::when_any(requests::faults_of_voiding(&changes::between(&stored, text)?))
}
