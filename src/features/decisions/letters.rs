//! Letters to candidates at an announcement: the outcome and a link to the rest, without scores.
//! And the committee's invitation to the plenary.

use super::{DecidedOutcome, Meeting};
use crate::features::calls::Call;
use crate::features::proposals::EligibleProposal;
use crate::features::selection::Outcome;
use crate::kernel::address::page;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{ProposalId, UserId};
use crate::platform::ledger::Subject;
use crate::platform::mail::{Letter, Template};
use std::collections::BTreeMap;

/// One letter to each candidate who passed verification; a candidate without a place is not
/// selected.
pub(super) fn results(
    call: &Call,
    entrants: &[EligibleProposal],
    outcomes: &[DecidedOutcome],
    now: Timestamp,
) -> Vec<Letter> {
    let decided: BTreeMap<&ProposalId, &DecidedOutcome> =
        outcomes.iter().map(|outcome| (&outcome.proposal, outcome)).collect();
    entrants
        .iter()
        .map(|entrant| result(call, entrant, decided.get(&entrant.id).copied(), now))
        .collect()
}

/// One letter to each candidate whose outcome or position on the reserve list has changed.
pub(super) fn revised(
    call: &Call,
    entrants: &[EligibleProposal],
    (before, outcomes): (&[DecidedOutcome], &[DecidedOutcome]),
    now: Timestamp,
) -> Vec<Letter> {
    let standing = |outcomes: &[DecidedOutcome]| -> BTreeMap<ProposalId, _> {
        let of = |one: &DecidedOutcome| (one.proposal.clone(), (one.outcome, one.reserve_position));
        outcomes.iter().map(of).collect()
    };
    let (old, new) = (standing(before), standing(outcomes));
    let changed = entrants.iter().filter(|one| old.get(&one.id) != new.get(&one.id));
    changed
        .map(|entrant| {
            let found = new.get(&entrant.id).copied();
            let template = match found.map(|(outcome, _)| outcome) {
                Some(Outcome::Selected) => Template::RevisedSelected,
                Some(Outcome::Reserve) => Template::RevisedReserve,
                Some(Outcome::NotSelected) | None => Template::RevisedNotSelected,
            };
            let subject = Subject::proposal(&entrant.id);
            let letter = Letter::new(&entrant.candidate, template, subject)
                .text("number", &entrant.number)
                .text("call", &call.code)
                .instant("announced_at", now)
                .link("link", &page::result(&entrant.id));
            match found.and_then(|(_, position)| position) {
                Some(position) => letter.count("reserve_position", position),
                None => letter,
            }
        })
        .collect()
}

fn result(
    call: &Call,
    entrant: &EligibleProposal,
    decided: Option<&DecidedOutcome>,
    now: Timestamp,
) -> Letter {
    let template = match decided.map(|decided| decided.outcome) {
        Some(Outcome::Selected) => Template::ResultSelected,
        Some(Outcome::Reserve) => Template::ResultReserve,
        Some(Outcome::NotSelected) | None => Template::ResultNotSelected,
    };
    let letter = Letter::new(&entrant.candidate, template, Subject::proposal(&entrant.id))
        .text("number", &entrant.number)
        .text("call", &call.code)
        .instant("announced_at", now)
        .instant("objections_end_at", call.calendar.objections_end_at)
        .link("link", &page::result(&entrant.id));
    match decided.and_then(|decided| decided.reserve_position) {
        Some(position) => letter.count("reserve_position", position),
        None => letter,
    }
}

/// To a member who attended: the draft minutes, or that they changed.
pub(super) fn minutes((to, is_changed): (&UserId, bool), call: &Call, until: Timestamp) -> Letter {
    let template = if is_changed { Template::MinutesChanged } else { Template::MinutesDrafted };
    Letter::new(to, template, Subject::call(&call.id))
        .text("call", &call.code)
        .instant("remarks_until", until)
        .link("link", &page::plenary(&call.id))
}

/// To who proposed the decision.
pub(super) fn minutes_remarked(to: &UserId, call: &Call) -> Letter {
    Letter::new(to, Template::MinutesRemarked, Subject::call(&call.id))
        .text("call", &call.code)
        .link("link", &page::plenary(&call.id))
}

/// To who made the remark. The words of both stand on the page only.
pub(super) fn remark_answered(to: &UserId, call: &Call) -> Letter {
    Letter::new(to, Template::RemarkAnswered, Subject::call(&call.id))
        .text("call", &call.code)
        .link("link", &page::plenary(&call.id))
}

/// The invitation to the plenary, or its change.
pub(super) fn plenary(to: &UserId, (call, meeting): (&Call, &Meeting), is_first: bool) -> Letter {
    let template = if is_first { Template::PlenaryInvited } else { Template::PlenaryChanged };
    let note = if meeting.note.is_empty() { "–" } else { meeting.note.as_str() };
    Letter::new(to, template, Subject::call(&call.id))
        .text("call", &call.code)
        .instant("starts_at", meeting.starts_at)
        .instant("ends_at", meeting.ends_at)
        .text("place", &meeting.place)
        .text("note", note)
        .link("link", &page::meeting(&call.id))
        .appointment(meeting.entry(call))
}
