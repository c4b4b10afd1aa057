//! What a candidate is told by mail about their proposal.

use super::Receipt;
use crate::ids::UserId;
use crate::mail::{Letter, Template};

/// The receipt of a submission, in the candidate's own hands: with the head of the record, so that
/// a later change by anyone shows.
pub(super) fn received(candidate: &UserId, receipt: &Receipt) -> Letter {
    let proposal = &receipt.proposal;
    let documents = i64::try_from(receipt.documents.len()).unwrap_or(i64::MAX);
    Letter::new(candidate, Template::ProposalReceived, format!("proposal:{proposal}"))
        .text("number", &receipt.number)
        .count("version", receipt.version)
        .instant("submitted_at", receipt.submitted_at)
        .count("documents", documents)
        .text("content_hash", &receipt.content_hash)
        .count("ledger_seq", receipt.ledger.seq)
        .text("ledger_hash", &receipt.ledger.hash)
        .link("link", format!("/api/v1/proposals/{proposal}/receipt"))
}
