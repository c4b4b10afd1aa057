//! The moments at which a proposal's state changed, made of the parts that the reader may read. Pure.

use super::Case;
use crate::kernel::clock::Timestamp;

/// One moment; its words are `case-moment-<name>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) at: Timestamp,
    pub(super) name: &'static str,
    /// What came of it, as family and name of its words; or a figure as it is.
    pub(super) result: Said,
    /// The part of the page that tells more.
    pub(super) anchor: &'static str,
}

/// What is said beside the name of a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    Nothing,
    Figure(String),
    Word(&'static str, &'static str),
}

/// From the first submission on, the oldest first.
pub(super) fn of(case: &Case) -> Vec<Moment> {
    let mut moments = Vec::new();
    handed_in(case, &mut moments);
    verified(case, &mut moments);
    reviewed(case, &mut moments);
    decided(case, &mut moments);
    followed(case, &mut moments);
    moments.sort_by_key(|one| one.at);
    moments
}

fn moment(at: Timestamp, (name, anchor): (&'static str, &'static str), result: Said) -> Moment {
    Moment { at, name, result, anchor }
}

fn handed_in(case: &Case, to: &mut Vec<Moment>) {
    let read = &case.file.reading;
    to.extend(read.endorsements.iter().map(|one| {
        let said = Said::Word("endorser", one.kind.name());
        moment(one.endorsed_at, ("endorsed", "case-endorsements"), said)
    }));
    to.extend(case.file.versions.iter().map(|version| {
        let said = Said::Figure(version.number.to_string());
        moment(version.receipt.submitted_at, ("submitted", "case-receipts"), said)
    }));
    to.extend(case.file.exceptions.iter().flatten().map(|one| {
        let said = Said::Word("exception-state", one.state.name());
        moment(one.ended_at.unwrap_or(one.requested_at), ("exception", "case-exceptions"), said)
    }));
}

fn verified(case: &Case, to: &mut Vec<Moment>) {
    let verification = &case.file.verification;
    let concluded = verification.sheets.iter().filter_map(|sheet| sheet.concluded);
    to.extend(concluded.map(|done| {
        let said = Said::Figure(done.outcome.name().to_owned());
        moment(done.at, ("verified", "case-verification"), said)
    }));
    to.extend(verification.repairs.iter().filter_map(|repair| {
        let closed = repair.closed_at?;
        Some(moment(closed, ("repaired", "case-verification"), Said::Nothing))
    }));
}

fn reviewed(case: &Case, to: &mut Vec<Moment>) {
    let assigned = case.review.tasks.iter().flatten().map(|task| task.assigned_at).min();
    to.extend(assigned.map(|at| moment(at, ("assigned", "case-review"), Said::Nothing)));
    let sheets = case.review.sheets.iter().flat_map(|all| &all.sheets);
    to.extend(sheets.filter_map(|sheet| {
        let said = Said::Figure(format!("{} · {}", sheet.letter, sheet.total));
        Some(moment(sheet.submitted_at?, ("scored", "case-review"), said))
    }));
    let notes = case.review.sheets.iter().flat_map(|all| &all.reconciliations);
    to.extend(
        notes.map(|note| {
            moment(note.reconciled_at, ("reconciled", "reconciliations"), Said::Nothing)
        }),
    );
    to.extend(case.interviews.iter().flatten().map(|slot| {
        let said = Said::Word("interview-state", slot.state.name());
        moment(slot.starts_at, ("interview", "case-interviews"), said)
    }));
}

fn decided(case: &Case, to: &mut Vec<Moment>) {
    if let Some(ranking) = &case.ranking {
        let place = ranking.place.as_ref().map(|place| Said::Figure(place.place.to_string()));
        let said = place.unwrap_or(Said::Nothing);
        to.push(moment(ranking.run.computed_at, ("ranked", "case-ranking"), said));
    }
    for vote in case.votes.iter().flatten() {
        to.push(moment(vote.recorded_at, ("voted", "case-ranking"), Said::Nothing));
    }
    for one in case.decisions.iter().flat_map(|all| &all.decisions) {
        let outcome = one.outcome.as_ref().map(|it| Said::Word("outcome", it.outcome.name()));
        let proposed = outcome.unwrap_or(Said::Nothing);
        to.push(moment(one.decision.proposed_at, ("proposed", "case-decision"), proposed));
        if let Some((_, at)) = one.decision.standing.decided() {
            let said = Said::Word("decision-state", one.decision.state().name());
            to.push(moment(at, ("decided", "case-decision"), said));
        }
    }
    if let Some(at) = case.file.reading.call.announced_at {
        to.push(moment(at, ("announced", "case-decision"), Said::Nothing));
    }
}

fn followed(case: &Case, to: &mut Vec<Moment>) {
    for one in case.objections.iter().flatten() {
        let said = Said::Word("objection-subject", one.subject.name());
        to.push(moment(one.filed_at, ("objected", "case-objections"), said));
        if let Some(answer) = one.standing.answer() {
            let said = Said::Word("objection-state", one.standing.state().name());
            to.push(moment(answer.at.instant(), ("ruled", "case-objections"), said));
        }
    }
    if let Some(seat) = &case.seat {
        to.push(moment(seat.offered_at, ("offered", "case-seat"), Said::Nothing));
        if let Some(at) = seat.standing.settled_at() {
            let said = Said::Word("award-state", seat.state().name());
            to.push(moment(at, ("settled", "case-seat"), said));
        }
    }
}
