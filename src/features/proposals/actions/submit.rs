//! Submitting, and what the candidate sees before it: the check-list and the eligibility rules,
//! each with its figures.

use super::{ProposalContext, record};
use crate::features::accounts::rules::nip::Nip;
use crate::features::accounts::{User, load_units};
use crate::features::calls;
use crate::features::problems;
use crate::features::proposals::rules::changes;
use crate::features::proposals::rules::completeness::{self, Check};
use crate::features::proposals::rules::eligibility::{self, Applicant, Finding};
use crate::features::proposals::rules::exceptions;
use crate::features::proposals::rules::pins;
use crate::features::proposals::rules::states::{Step, transition};
use crate::features::proposals::rules::verification::round;
use crate::features::proposals::rules::{
    LEVEL_NOT_OFFERED, NOTHING_CHANGED, PROBLEM_NOT_REGISTERED, VERIFICATION_BEGUN,
    endorsed_content, receipt,
};
use crate::features::proposals::{
    Circumstances, Document, DocumentDigest, Exception, HandedIn, HandedInBy, HandingIn, Proposal,
    Receipt, RegisteredProblem, Standing, letters, store,
};
use crate::kernel::access::{self, Permission, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError};
use crate::kernel::ids::ProposalId;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::EventType;
use crate::platform::mail;
use serde_json::json;

/// Submits the proposal and returns the receipt. Submitting again before the deadline makes a new
/// version with the same number.
///
/// # Errors
/// `not_found`, `wrong_phase` from the deadline on, `wrong_state`; `not_ready` or `not_eligible`,
/// with everything that stands in the way; `pact_missing`, `pact_phrase` or
/// `pact_text_changed` where the call has an integrity pact; `nothing_changed` since the last submission; `verification_begun` after
/// a verifier has concluded on it.
pub fn submit(
    cx: &mut Cx<'_>,
    id: &ProposalId,
    handing_in: &HandingIn,
) -> Result<Receipt, Failure> {
    let context = ProposalContext::find(cx, id)?;
    access::may(cx.viewer, Permission::SubmitProposal, context.facts)?;
    transition(context.proposal.state(), Step::Submit)?;
    if context.proposal.handed_in().is_some() && is_being_verified(cx.db, id)? {
        return Err(Failure::refused(VERIFICATION_BEGUN));
    }
    changes_only_what_minutes_name(&context)?;
    let files = files_to_hand_in(cx.db, &context)?;
    let documents = digests(&files);
    let findings = findings(cx.db, &context, (&context.proposal, None), cx.now)?;
    let checks = checks(cx.db, &context, &documents, &findings)?;
    if let Some(refusal) = completeness::refusal(checks, &findings) {
        return Err(refusal.into());
    }
    let consent = calls::actions::check_consent(&context.call, handing_in.pact.as_ref())?;
    let pact_hash = consent.as_ref().map(|(hash, _)| hash.clone());
    let receipt = write_receipt(cx, &context, (documents, pact_hash))?;
    let circumstances = circumstances(cx.db, &context)?;
    let version = (&context.proposal.content, &circumstances);
    store::insert_version(cx.db, version, &findings, &receipt)?;
    if let Some((hash, phrase)) = &consent {
        let submission = (id, receipt.version);
        calls::actions::keep_consent(cx, &context.call.id, submission, (hash, phrase))?;
    }
    for file in &files {
        store::insert_pin(cx.db, receipt.version, (file, None), cx.now)?;
    }
    let standing = Standing::Submitted(handed_in(&receipt));
    store::move_to(cx.db, &context.proposal, &standing, Some(cx.now))?;
    if let Some(exception) = &context.exception {
        end_of_exception(cx, exception)?;
    }
    mail::post(cx.db, &letters::received(&cx.viewer.user, &receipt), cx.now)?;
    Ok(receipt)
}

/// By minutes a text changes where they say so, and nowhere else.
fn changes_only_what_minutes_name(context: &ProposalContext) -> Result<(), Failure> {
    let (Some(exception), Some(submitted)) = (&context.exception, context.submitted()) else {
        return Ok(());
    };
    let changes = changes::between(&submitted.text(), &context.proposal.text())?;
    Failure::when_any(exceptions::strays(exception, &changes))
}

/// The newest of each kind; by minutes those that were handed in.
fn files_to_hand_in(db: &mut Db, context: &ProposalContext) -> Result<Vec<Document>, Failure> {
    match (&context.exception, context.proposal.handed_in()) {
        (Some(_), Some(handed_in)) => Ok(pins::counting(context.pins(db, handed_in.version)?)),
        _ => Ok(pins::latest(context.documents(db)?).cloned().collect()),
    }
}

/// What was let by minutes is done: the verifiers go on.
fn end_of_exception(cx: &mut Cx<'_>, exception: &Exception) -> Result<(), Failure> {
    store::use_exception(cx.db, &exception.id, cx.now)?;
    let Some(repair) = &exception.repair else { return Ok(()) };
    store::close_repair(cx.db, repair, cx.now)?;
    let payload = json!({"repair": repair, "exception": exception.id});
    record(cx, &exception.proposal, (EventType::RepairClosed, payload))?;
    Ok(())
}

/// Whether a verifier has concluded on what was handed in. That happens only where the submission was opened again
/// after the verification had begun: two verifiers must not conclude on two texts.
pub(super) fn is_being_verified(db: &mut Db, id: &ProposalId) -> Result<bool, Failure> {
    let sheets = store::sheets_of(db, id)?;
    if sheets.is_empty() {
        return Ok(false);
    }
    let round = round(&store::repairs_of(db, id)?);
    Ok(sheets.iter().any(|sheet| sheet.round == round && sheet.concluded.is_some()))
}

fn handed_in(receipt: &Receipt) -> HandedIn {
    HandedIn {
        number: receipt.number.clone(),
        version: receipt.version,
        problem: receipt.problem.clone(),
        level: receipt.level.clone(),
        at: receipt.submitted_at,
    }
}

/// The files as the receipt names them.
fn digests(files: &[Document]) -> Vec<DocumentDigest> {
    let digest = |file: &Document| DocumentDigest {
        kind: file.kind.clone(),
        version: file.version,
        sha256: file.sha256.clone(),
    };
    files.iter().map(digest).collect()
}

/// What else is true now; it may have changed when the version is read.
fn circumstances(db: &mut Db, context: &ProposalContext) -> Result<Circumstances, Failure> {
    let ProposalContext { proposal, problem, .. } = context;
    let units = load_units(db)?;
    let name = |code| units.get(code).map_or("", |unit| unit.name.as_str());
    let candidate = context.candidate(db)?;
    let unit = &proposal.unit;
    Ok(Circumstances {
        problem: Some(RegisteredProblem::of(problem, name(&problem.owner_unit))),
        applicant: candidate.map(|user| HandedInBy::of(user, unit, name(unit))),
    })
}

fn write_receipt(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
    (documents, pact_hash): (Vec<DocumentDigest>, Option<String>),
) -> Result<Receipt, Failure> {
    let ProposalContext { proposal, call, .. } = context;
    let content_hash = receipt::content_hash(&proposal.text())?;
    let last = store::last_receipt(cx.db, &proposal.id)?;
    // Who came back after a withdrawal has nothing handed in, and hands the same text in again.
    let is_in = proposal.handed_in().is_some();
    let repeats = |last: &Receipt| receipt::repeats(last, &content_hash, &documents);
    if is_in && last.as_ref().is_some_and(repeats) {
        return Err(Failure::refused(NOTHING_CHANGED));
    }
    let (number, version) = match last {
        Some(earlier) => (earlier.number, earlier.version + 1),
        None => (receipt::number(&call.code, calls::next_number(cx.db, &call.id)?), 1),
    };
    let mut payload = json!({
        "number": number, "version": version, "problem": proposal.problem,
        "level": proposal.level, "content_hash": content_hash, "documents": documents,
    });
    if let (Some(hash), Some(fields)) = (&pact_hash, payload.as_object_mut()) {
        fields.insert("pact_hash".to_owned(), hash.clone().into());
    }
    let ledger = record(cx, &proposal.id, (EventType::ProposalSubmitted, payload))?;
    Ok(Receipt {
        proposal: proposal.id.clone(),
        problem: proposal.problem.clone(),
        level: proposal.level.clone(),
        number,
        version,
        submitted_at: cx.now,
        content_hash,
        documents,
        rules_hash: call.rules_hash.clone(),
        pact_hash,
        ledger,
    })
}

/// What the candidate still has to do before submitting.
///
/// # Errors
/// `not_found` for everybody else.
pub fn checklist(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Vec<Check>, Failure> {
    let context = ProposalContext::find(cx, id)?;
    checklist_in(cx, &context)
}

pub(super) fn checklist_in(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
) -> Result<Vec<Check>, Failure> {
    own_only(cx.viewer, context)?;
    let files = files_to_hand_in(cx.db, context)?;
    let findings = findings(cx.db, context, (&context.proposal, None), cx.now)?;
    checks(cx.db, context, &digests(&files), &findings)
}

/// The result of each eligibility rule of the call: for the candidate on the current text, for
/// those who read the verification on the submitted text and the day of submission.
///
/// # Errors
/// `not_found`.
pub fn eligibility(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Vec<Finding>, Failure> {
    let context = ProposalContext::find(cx, id)?;
    eligibility_in(cx, &context)
}

pub(super) fn eligibility_in(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
) -> Result<Vec<Finding>, Failure> {
    if own_only(cx.viewer, context).is_ok() {
        return findings(cx.db, context, (&context.proposal, None), cx.now);
    }
    if !context.allows(cx.viewer, Permission::ReadVerification) {
        return Err(Failure::not_found());
    }
    let submitted = context.submitted().ok_or_else(Failure::not_found)?;
    let day = submitted.given()?.at;
    // A number corrected later does not change the result of that day.
    let applicant = context.circumstances().and_then(|held| held.applicant.as_ref());
    findings(cx.db, context, (&submitted, applicant), day)
}

pub(super) fn own_only(viewer: &Viewer, context: &ProposalContext) -> Result<(), Failure> {
    if context.is_own() && context.allows(viewer, Permission::ReadDraftProposal) {
        Ok(())
    } else {
        Err(Failure::not_found())
    }
}

fn findings(
    db: &mut Db,
    context: &ProposalContext,
    (proposal, applicant): (&Proposal, Option<&HandedInBy>),
    at: Timestamp,
) -> Result<Vec<Finding>, Failure> {
    let call = &context.call;
    let level =
        call.level(&proposal.level).ok_or_else(|| Failure::field("level", LEVEL_NOT_OFFERED))?;
    let today = at.date_in_jakarta();
    let nip = match applicant {
        Some(applicant) => applicant.nip.clone(),
        None => context.candidate(db)?.and_then(User::any_nip).map(str::to_owned),
    };
    let nip = nip.and_then(|digits| Nip::parse(&digits, today).ok());
    let applicant = Applicant { nip: nip.as_ref(), content: &proposal.content, level, today };
    Ok(eligibility::judge(&call.definition.eligibility, &applicant))
}

fn checks(
    db: &mut Db,
    context: &ProposalContext,
    documents: &[DocumentDigest],
    findings: &[Finding],
) -> Result<Vec<Check>, Failure> {
    let ProposalContext { proposal, call, problem, .. } = context;
    let essence = endorsed_content::endorsed_hash(&proposal.text())?;
    let endorsements = context.endorsements(db, &essence)?;
    let required = &call.definition.documents;
    // A problem can be retired while a candidate writes about it.
    let approved = problem.state == problems::State::Approved;
    // What was handed in about a problem of its time may be corrected later.
    let stands = approved || context.exception.is_some();
    let mut checks =
        vec![Check { met: stands, fault: FieldError::new("problem", PROBLEM_NOT_REGISTERED) }];
    checks.extend(completeness::checklist(&proposal.content, required, documents, &endorsements));
    let budget = call.definition.limits.budget.as_ref();
    checks.extend(completeness::cost_check(&proposal.content, budget));
    checks.extend(findings.iter().filter_map(Check::of_rule));
    Ok(checks)
}
