//! Letters to a candidate about their proposal.

use super::{Proposal, Receipt, Repair, VerificationSheet};
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
