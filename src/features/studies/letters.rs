//! Letters about studies. What people wrote is in them only where its reader is meant to read it.

use super::{BondCalendar, Paper, Request, RequestState, Ruling, Study, TakenStep};
use crate::kernel::address::page;
use crate::kernel::ids::UserId;
use crate::platform::ledger::Subject;
use crate::platform::mail::{Letter, Template};

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
