//! Letters to a candidate about their proposal, and to those who are to endorse it.

use super::{
    EndorsementKind, EndorsementRequest, Exception, LateSubmission, Proposal, Receipt, Repair,
    StatedReason, VerificationSheet,
};
use crate::features::calls::{AdministrativeResults, Call, EligibilityRule};
use crate::kernel::address::page;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::kernel::language::Language;
use crate::platform::calendar::{Appointment, Kind};
use crate::platform::ledger::Subject;
use crate::platform::mail::{Letter, Template};

/// The receipt of a submission. It contains the head of the record, so that the candidate can prove
/// a later change by anyone.
pub(super) fn received(candidate: &UserId, receipt: &Receipt) -> Letter {
    let proposal = &receipt.proposal;
    let documents = i64::try_from(receipt.documents.len()).unwrap_or(i64::MAX);
    Letter::new(candidate, Template::ProposalReceived, Subject::proposal(proposal))
        .text("number", &receipt.number)
        .count("version", receipt.version)
        .instant("submitted_at", receipt.submitted_at)
        .count("documents", documents)
        .text("content_hash", &receipt.content_hash)
        .count("ledger_seq", receipt.ledger.seq)
        .text("ledger_hash", &receipt.ledger.hash)
        .link("link", &page::receipt(proposal))
}

/// A draft may be handed in although the submission has ended.
pub(super) fn late_allowed(proposal: &Proposal, call: &Call, late: &LateSubmission) -> Letter {
    let about = Subject::proposal(&proposal.id);
    Letter::new(&proposal.candidate, Template::LateSubmissionAllowed, about)
        .text("call", &call.code)
        .instant("until_at", late.until)
        .text("reason", &late.reason)
        .link("link", &page::proposal(&proposal.id))
}

/// What letters about an exception have in common.
fn exception((to, template): (&UserId, Template), call: &Call, exception: &Exception) -> Letter {
    Letter::new(to, template, Subject::proposal(&exception.proposal))
        .text("call", &call.code)
        .text("number", &exception.number)
        .word("kind", format!("exception-kind-{}", exception.kind.name().replace('_', "-")))
        .text("minutes", &exception.minutes_number)
        .text("reason", &exception.reason)
}

/// To one of those who may decide it.
pub(super) fn exception_asked(to: &UserId, call: &Call, asked: &Exception) -> Letter {
    exception((to, Template::ExceptionAsked), call, asked)
        .instant("until_at", asked.until)
        .link("link", &page::exceptions(&call.id))
}

/// To its candidate: what is open now, and until when.
pub(super) fn exception_granted(to: &UserId, call: &Call, granted: &Exception) -> Letter {
    exception((to, Template::ExceptionGranted), call, granted)
        .instant("until_at", granted.until)
        .link("link", &page::proposal(&granted.proposal))
}

/// To who asked for it, and to verifiers whose check-list does not count any more.
pub(super) fn exception_effective(to: &UserId, call: &Call, granted: &Exception) -> Letter {
    exception((to, Template::ExceptionEffective), call, granted)
        .instant("until_at", granted.until)
        .link("link", &page::desk_proposal(&granted.proposal))
}

/// To its candidate and to who asked for it.
pub(super) fn exception_refused(to: &UserId, call: &Call, refused: &Exception) -> Letter {
    let address = if to == &refused.requested_by {
        page::exceptions(&call.id)
    } else {
        page::proposal(&refused.proposal)
    };
    exception((to, Template::ExceptionRefused), call, refused)
        .text("answer", refused.answer.as_deref().unwrap_or("–"))
        .link("link", &address)
}

/// What letters about an endorsement have in common.
fn endorsement(
    (to, template): (&UserId, Template),
    (proposal, call): (&Proposal, &Call),
    kind: EndorsementKind,
) -> Letter {
    Letter::new(to, template, Subject::proposal(&proposal.id))
        .text("call", &call.code)
        .word("kind", format!("endorser-{}", kind.name().replace('_', "-")))
}

/// How a candidate knows their own proposal. Nobody else's letter carries it: a draft that is never handed in is read by
/// nobody once the call has closed, and a letter stays.
fn title(proposal: &Proposal) -> &str {
    match proposal.content.title.trim() {
        "" => "–",
        title => title,
    }
}

/// To a head who may give it.
pub(super) fn endorsement_asked(
    head: &UserId,
    (proposal, call): (&Proposal, &Call),
    kind: EndorsementKind,
) -> Letter {
    endorsement((head, Template::EndorsementAsked), (proposal, call), kind)
        .instant("submissions_close_at", call.calendar.submissions_close_at)
        .link("link", &page::desk_proposal(&proposal.id))
}

pub(super) fn endorsement_reminder(
    head: &UserId,
    (proposal, call): (&Proposal, &Call),
    request: &EndorsementRequest,
) -> Letter {
    endorsement((head, Template::EndorsementReminder), (proposal, call), request.kind)
        .instant("asked_at", request.asked_at)
        .instant("submissions_close_at", call.calendar.submissions_close_at)
        .link("link", &page::desk_proposal(&proposal.id))
}

/// To the secretariat, which may not know of the proposal: only the unit is named.
pub(super) fn endorsement_without_head(to: &UserId, call: &Call, unit: &str) -> Letter {
    Letter::new(to, Template::EndorsementWithoutHead, Subject::call(&call.id))
        .text("call", &call.code)
        .text("unit", unit)
        .instant("submissions_close_at", call.calendar.submissions_close_at)
        .link("link", &page::acting_heads())
}

pub(super) fn endorsement_given(of: (&Proposal, &Call), kind: EndorsementKind) -> Letter {
    let candidate = &of.0.candidate;
    endorsement((candidate, Template::EndorsementGiven), of, kind)
        .text("title", title(of.0))
        .link("link", &page::proposal(&of.0.id))
}

pub(super) fn endorsement_returned(
    of: (&Proposal, &Call),
    kind: EndorsementKind,
    remark: &str,
) -> Letter {
    let candidate = &of.0.candidate;
    endorsement((candidate, Template::EndorsementReturned), of, kind)
        .text("title", title(of.0))
        .text("remark", remark)
        .link("link", &page::proposal(&of.0.id))
}

/// That it is out of the call, and until when its candidate may return with it; `None`: not any more.
pub(super) fn withdrawn(proposal: &Proposal, call: &str, until: Option<Timestamp>) -> Letter {
    let template = match until {
        Some(_) => Template::ProposalWithdrawn,
        None => Template::ProposalWithdrawnForGood,
    };
    let letter = Letter::new(&proposal.candidate, template, Subject::proposal(&proposal.id))
        .text("call", call)
        .link("link", &page::proposal(&proposal.id));
    until.into_iter().fold(letter, |letter, at| letter.instant("submissions_close_at", at))
}

fn about(template: Template, proposal: &Proposal) -> Result<Letter, Failure> {
    let letter = Letter::new(&proposal.candidate, template, Subject::proposal(&proposal.id));
    Ok(letter.text("number", proposal.given_number()?).link("link", &page::proposal(&proposal.id)))
}

/// The documents to replace, with the deadline and the reason.
pub(super) fn repair_opened(proposal: &Proposal, repair: &Repair) -> Result<Letter, Failure> {
    Ok(about(Template::RepairOpened, proposal)?
        .instant("due_at", repair.due_at)
        .text("reason", &repair.reason)
        .appointment(Appointment {
            uid: format!("repair-{}", repair.id),
            sequence: 0,
            kind: Kind::RepairDue,
            about: proposal.given_number()?.to_owned(),
            starts_at: repair.due_at,
            ends_at: None,
            place: None,
            link: page::proposal(&proposal.id),
            cancelled: false,
        }))
}

pub(super) fn found_eligible(proposal: &Proposal, now: Timestamp) -> Result<Letter, Failure> {
    Ok(about(Template::VerifiedEligible, proposal)?.day("verified_at", now))
}

/// Contains what the verifiers of the round wrote on the lines that were not in order, each text
/// once.
pub(super) fn found_ineligible(
    proposal: &Proposal,
    sheets: &[&VerificationSheet],
    now: Timestamp,
) -> Result<Letter, Failure> {
    let mut reasons: Vec<String> = Vec::new();
    for check in sheets.iter().flat_map(|sheet| &sheet.checks) {
        if let Some(text) = check.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            let line = format!("- {text}");
            if check.reason.is_some() && !reasons.contains(&line) {
                reasons.push(line);
            }
        }
    }
    let reasons = if reasons.is_empty() { "–".to_owned() } else { reasons.join("\n") };
    let letter = about(Template::VerifiedIneligible, proposal)?;
    Ok(letter.day("verified_at", now).text("reasons", reasons))
}

/// At the release of the administrative results.
pub(super) fn released_eligible(
    proposal: &Proposal,
    window: &AdministrativeResults,
) -> Result<Letter, Failure> {
    let letter = about(Template::AdministrativeEligible, proposal)?;
    Ok(letter.instant("review_begins_at", window.review_begins_at))
}

/// The same with each reason once, in words and with the rule that it rests on; and until when the candidate may object.
pub(super) fn released_ineligible(
    (proposal, call): (&Proposal, &Call),
    reasons: &[StatedReason],
    window: &AdministrativeResults,
) -> Result<Letter, Failure> {
    let line = |reason: &StatedReason| in_words(reason, call);
    let reasons: Vec<String> = reasons.iter().map(line).collect();
    Ok(about(Template::AdministrativeIneligible, proposal)?
        .text("reasons", reasons.join("\n"))
        .instant("objections_end_at", window.objections_end_at)
        .instant("review_begins_at", window.review_begins_at)
        .link("objections", &page::objections(&proposal.id)))
}

/// What was not in order, why, and by which rule. In Indonesian, as the verifiers write.
fn in_words(reason: &StatedReason, call: &Call) -> String {
    let (language, name) = (Language::Indonesian, reason.name.as_str());
    let documents = &call.definition.documents;
    let document = documents.iter().find(|one| one.kind == name);
    let what = match document {
        Some(document) => document.name.text(&language).to_owned(),
        None => language.text(&format!("rule-name-{}", name.replace('_', "-")), &[]),
    };
    let has_key = |rule: &&EligibilityRule| rule.requirement.key() == name;
    let basis = call.definition.eligibility.iter().find(has_key);
    let basis = basis.map_or(call.code.as_str(), |rule| rule.legal_reference.as_str());
    let text = reason.text.as_deref().map(str::trim).unwrap_or_default();
    let why = language.message(reason.reason.code(), &[("text", text.to_owned())]);
    let text = if why == text { "" } else { text };
    format!("- {what}: {why} {text}").trim_end().to_owned() + &format!(" ({basis})")
}
