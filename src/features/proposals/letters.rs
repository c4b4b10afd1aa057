//! Letters to a candidate about their proposal, and to those who are to endorse it.

use super::{
    EndorsementKind, EndorsementRequest, LateSubmission, Proposal, Receipt, Repair,
    VerificationSheet,
};
use crate::features::calls::Call;
use crate::kernel::address::page;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
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

/// What letters about an endorsement have in common.
fn endorsement(
    (to, template): (&UserId, Template),
    (proposal, call): (&Proposal, &Call),
    kind: EndorsementKind,
) -> Letter {
    let title = proposal.content.title.trim();
    Letter::new(to, template, Subject::proposal(&proposal.id))
        .text("call", &call.code)
        .text("title", if title.is_empty() { "–" } else { title })
        .word("kind", format!("endorser-{}", kind.name().replace('_', "-")))
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
        .link("link", &page::proposal(&of.0.id))
}

pub(super) fn endorsement_returned(
    of: (&Proposal, &Call),
    kind: EndorsementKind,
    remark: &str,
) -> Letter {
    let candidate = &of.0.candidate;
    endorsement((candidate, Template::EndorsementReturned), of, kind)
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
