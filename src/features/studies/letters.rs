//! Letters about studies. What people wrote is in them only where its reader is meant to read it.

use super::rules::reports::Stage;
use super::{
    Answer, BondCalendar, Paper, ReportReceipt, Request, RequestState, Ruling, Slot, Study,
    TakenStep, Use,
};
use crate::kernel::address::page;
use crate::kernel::ids::UserId;
use crate::platform::ledger::Subject;
use crate::platform::mail::{Letter, Template};
use chrono::NaiveDate;

fn about(to: &UserId, template: Template, study: &Study) -> Letter {
    Letter::new(to, template, Subject::award(&study.id))
        .text("number", &study.number)
        .link("link", &page::study(&study.id))
}

fn key(family: &str, name: &str) -> String {
    format!("{family}-{}", name.replace('_', "-"))
}

/// To the secretariat: a document of an awardee waits.
pub(super) fn paper_to_check(to: &UserId, study: &Study, paper: &Paper) -> Letter {
    about(to, Template::StudyPaperToCheck, study)
        .word("kind", key("study-paper", paper.kind.name()))
        .instant("added_at", paper.added_at)
}

pub(super) fn paper_returned(study: &Study, paper: &Paper, reason: &str) -> Letter {
    about(&study.candidate, Template::StudyPaperReturned, study)
        .word("kind", key("study-paper", paper.kind.name()))
        .date("admission_by", study.admission_by)
        .text("reason", reason)
}

/// To the awardee: the dates of the study and of its bond.
pub(super) fn begun(study: &Study, bond: Option<BondCalendar>) -> Letter {
    let letter = about(&study.candidate, Template::StudyBegun, study)
        .count("months", bond.map_or(0, |bond| i64::from(bond.factor) * i64::from(bond.months)));
    let day = |day: Option<chrono::NaiveDate>| day.unwrap_or(study.since);
    let until = bond.and_then(|bond| bond.until).or(study.ends_on);
    letter
        .date("starts_on", day(study.starts_on))
        .date("ends_on", day(study.ends_on))
        .date("bond_until", day(until))
}

/// To the awardee: a step of the study.
pub(super) fn stepped(study: &Study, taken: &TakenStep) -> Letter {
    stepped_to(&study.candidate, study, taken)
}

/// The same to others whom it concerns.
pub(super) fn stepped_to(to: &UserId, study: &Study, taken: &TakenStep) -> Letter {
    about(to, Template::StudyStepped, study)
        .word("step", key("study-step", taken.step.name()))
        .word("state", key("study-state", study.state.name()))
        .date("on", taken.on)
        .text("reason", &taken.reason)
        .text("consequence", taken.consequence.as_deref().unwrap_or("–"))
}

pub(super) fn mentor_named(to: &UserId, study: &Study, mentor: &str) -> Letter {
    about(to, Template::StudyMentorNamed, study)
        .text("mentor", mentor)
        .text("topic", &study.topic)
        .text("code", &study.problem_code)
}

/// To the heads of the owner unit and the secretariat.
pub(super) fn placed_elsewhere(to: &UserId, study: &Study, carried_by: &str) -> Letter {
    about(to, Template::StudyPlacedElsewhere, study)
        .text("code", &study.problem_code)
        .text("placement", study.placement.as_ref().map_or("–", |unit| unit.as_str()))
        .text("carried_by", carried_by)
}

/// To who may rule on a request.
pub(super) fn to_rule(to: &UserId, study: &Study, request: &Request) -> Letter {
    about(to, Template::StudyRequestToRule, study)
        .word("kind", key("study-change", request.kind().name()))
        .text("reason", &request.reason)
        .link("request", &page::study_request(&request.id))
}

/// To the awardee, when a request has ended.
pub(super) fn request_ruled(
    study: &Study,
    request: &Request,
    (state, ruling): (RequestState, &Ruling),
) -> Letter {
    about(&study.candidate, Template::StudyRequestRuled, study)
        .word("kind", key("study-change", request.kind().name()))
        .word("state", key("study-request-state", state.name()))
        .text("reason", ruling.reason.as_deref().unwrap_or("–"))
        .link("request", &page::study_request(&request.id))
}

/// A letter about one report.
fn about_report(to: &UserId, template: Template, (study, slot): (&Study, Slot)) -> Letter {
    Letter::new(to, template, Subject::award(&study.id))
        .text("number", &study.number)
        .word("kind", key("study-report", slot.kind.name()))
        .count("part", i64::from(slot.part))
        .link("link", &page::study_report(&study.id, &slot.to_string()))
}

/// To the awardee, that a report is soon due or late; to the heads of both units, that it is very late.
pub fn report_reminder(
    to: &UserId,
    study: &Study,
    (slot, stage, due_on): (Slot, Stage, NaiveDate),
) -> Letter {
    let template = match stage {
        Stage::Before => Template::StudyReportDue,
        Stage::Late => Template::StudyReportLate,
        Stage::VeryLate => Template::StudyReportMissing,
    };
    if stage == Stage::VeryLate {
        // Its heads read the study; the draft is the awardee's alone.
        about(to, template, study)
            .word("kind", key("study-report", slot.kind.name()))
            .count("part", i64::from(slot.part))
            .text("code", &study.problem_code)
            .date("due_on", due_on)
    } else {
        about_report(to, template, (study, slot)).date("due_on", due_on)
    }
}

/// To the awardee: the receipt.
pub(super) fn report_received(study: &Study, receipt: &ReportReceipt) -> Letter {
    about_report(&study.candidate, Template::StudyReportReceived, (study, receipt.slot))
        .instant("sent_at", receipt.sending.sent_at)
        .text("hash", &receipt.sending.text_hash)
        .count("entry", receipt.ledger.seq)
        .text("ledger", &receipt.ledger.hash)
}

/// To mentor and owner unit.
pub(super) fn report_to_read(to: &UserId, study: &Study, slot: Slot) -> Letter {
    about_report(to, Template::StudyReportToRead, (study, slot)).text("code", &study.problem_code)
}

/// To the awardee.
pub(super) fn report_answered(study: &Study, slot: Slot, answer: &Answer) -> Letter {
    about_report(&study.candidate, Template::StudyReportAnswered, (study, slot))
        .word("side", key("study-answer-side", answer.side.name()))
        .word("verdict", key("study-answer", answer.verdict.name()))
        .text("words", answer.words.as_deref().unwrap_or("–"))
}

/// To a head of the owner unit.
pub fn commitment_asked(to: &UserId, study: &Study) -> Letter {
    Letter::new(to, Template::StudyCommitmentAsked, Subject::award(&study.id))
        .text("number", &study.number)
        .text("code", &study.problem_code)
        .text("topic", &study.topic)
        .link("link", &page::study_commitment(&study.id))
}

/// To awardee, mentor and secretariat.
pub(super) fn renegotiated(to: &UserId, study: &Study, words: &str) -> Letter {
    about(to, Template::StudyRenegotiated, study)
        .text("code", &study.problem_code)
        .text("words", words)
}

/// To awardee, mentor and secretariat.
pub fn problem_retired(to: &UserId, study: &Study) -> Letter {
    about(to, Template::StudyProblemRetired, study).text("code", &study.problem_code)
}

/// To the other side of the plan of use.
pub(super) fn use_changed(to: &UserId, study: &Study, one: &Use) -> Letter {
    about(to, Template::StudyUseChanged, study)
        .text("activity", &one.activity)
        .word("state", key("study-use-state", one.state.name()))
        .date("due_on", one.due_on)
        .text("responsible", &one.responsible)
        .text("note", one.note.as_deref().unwrap_or("–"))
}
