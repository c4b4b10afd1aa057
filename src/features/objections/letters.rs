//! Letters: the receipt, the task, the ruling. They contain the hash of an objection's reason, not
//! the reason.

use super::{Answer, Objection, State};
use crate::kernel::address::page;
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::UserId;
use crate::platform::ledger::Subject;
use crate::platform::mail::{Letter, Template};

fn about(to: &UserId, template: Template, objection: &Objection) -> Letter {
    Letter::new(to, template, Subject::objection(&objection.id)).text("number", &objection.number)
}

pub(super) fn received(to: &UserId, objection: &Objection) -> Letter {
    about(to, Template::ObjectionReceived, objection)
        .instant("filed_at", objection.filed_at)
        .instant("due_at", objection.due_at)
        .text("reason_hash", canonical::sha256_hex(&objection.reason))
        .count("ledger_seq", objection.ledger.seq)
        .text("ledger_hash", &objection.ledger.hash)
        .link("link", &page::objections(&objection.proposal))
}

pub(super) fn to_rule(to: &UserId, objection: &Objection) -> Letter {
    about(to, Template::ObjectionToRule, objection)
        .instant("filed_at", objection.filed_at)
        .instant("due_at", objection.due_at)
        .link("link", &page::objection_desk(&objection.id))
}

/// This many sheets must be assigned before a new decision.
pub(super) fn to_carry_out(
    to: &UserId,
    (objection, answer): (&Objection, &Answer),
    sheets: usize,
) -> Letter {
    about(to, Template::ObjectionToCarryOut, objection)
        .instant("ruled_at", answer.at.instant())
        .count("sheets", i64::try_from(sheets).unwrap_or(i64::MAX))
        .link("link", &page::objection_desk(&objection.id))
}

pub(super) fn ruled(to: &UserId, (objection, answer): (&Objection, &Answer)) -> Letter {
    let template = if objection.state() == State::Upheld {
        Template::ObjectionUpheld
    } else {
        Template::ObjectionRejected
    };
    about(to, template, objection)
        .day("ruled_at", answer.at.instant())
        .text("ruling", &answer.text)
        .link("link", &page::objections(&objection.proposal))
}

/// To the secretariat and the chair: an administrative objection waits although the review has begun.
pub(super) fn late(to: &UserId, objection: &Objection) -> Letter {
    about(to, Template::ObjectionRulingLate, objection)
        .instant("due_at", objection.due_at)
        .link("link", &page::objection_desk(&objection.id))
}

/// To the same: an administrative objection was upheld, and the proposal goes to the review with the rest.
pub(super) fn restored(
    to: &UserId,
    (objection, answer): (&Objection, &Answer),
    ends: Timestamp,
) -> Letter {
    about(to, Template::ObjectionRestored, objection)
        .instant("ruled_at", answer.at.instant())
        .instant("review_ends_at", ends)
        .link("link", &page::objection_desk(&objection.id))
}
