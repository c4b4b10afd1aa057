//! The minutes of the plenary (berita acara rapat pleno) and the annex to the decree (lampiran SK).

use super::super::exports::people::{names_of_candidates, people_of};
use super::super::exports::results::by_number;
use super::super::{identity, store};
use super::frame::{Frame, signer};
use crate::features::accounts::rules::nip::grouped;
use crate::features::accounts::{KeptNip, User, names_of, place_taken};
use crate::features::decisions::{DecidedOutcome, Decision, State, rules};
use crate::features::proposals;
use crate::features::selection::{self, Findings, Outcome, Place};
use crate::kernel::access::Role;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UserId};
use crate::platform::db::Db;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The decision with everything that these documents name.
struct Loaded {
    decision: Decision,
    findings: Findings,
    outcomes: Vec<DecidedOutcome>,
    names: BTreeMap<ProposalId, (String, KeptNip)>,
    people: BTreeMap<UserId, User>,
    /// Who proposed or approved it in whose place.
    substitutes: BTreeMap<UserId, String>,
}

fn current(db: &mut Db, frame: &Frame<'_>) -> Result<Decision, Failure> {
    let missing = || Failure::refused(rules::DECISION_MISSING);
    store::current(db, &frame.call.id)?.ok_or_else(missing)
}

fn load(db: &mut Db, frame: &Frame<'_>, decision: Decision) -> Result<Loaded, Failure> {
    let call = frame.call;
    let outcomes = store::outcomes_of(db, &decision.id)?;
    let findings = selection::findings_of(db, &decision.run)?;
    let present = decision.minutes.attendance.iter();
    let named = present.chain([&decision.proposed_by]).chain(decision.standing.decider());
    let substitutes = in_whose_place(db, &decision)?;
    Ok(Loaded {
        substitutes,
        names: names_of_candidates(db, &call.id)?,
        people: people_of(db, named)?,
        findings,
        outcomes,
        decision,
    })
}

/// The chair who proposed and the decider who approved, where they held the role in another's place on that day: the
/// names of those others. It stays so when the days are over.
fn in_whose_place(db: &mut Db, decision: &Decision) -> Result<BTreeMap<UserId, String>, Failure> {
    let mut acted = vec![(&decision.proposed_by, Role::Chair, decision.proposed_at)];
    if let (Some(decider), Some((_, at))) =
        (decision.standing.decider(), decision.standing.decided())
    {
        acted.push((decider, Role::Decider, at));
    }
    let mut places = Vec::new();
    for (user, role, at) in acted {
        if let Some(other) = place_taken(db, (user, role), at)? {
            places.push((user.clone(), other));
        }
    }
    let others: Vec<UserId> = places.iter().map(|(_, other)| other.clone()).collect();
    let names = names_of(db, &others)?;
    let place = |(user, other): (UserId, UserId)| Some((user, names.get(&other)?.clone()));
    Ok(places.into_iter().filter_map(place).collect())
}

pub(super) fn minutes(db: &mut Db, frame: Frame<'_>) -> Result<Value, Failure> {
    let decision = current(db, &frame)?;
    minutes_of(db, &frame, decision)
}

/// The minutes of this decision, also while another stands.
pub(super) fn minutes_of(
    db: &mut Db,
    frame: &Frame<'_>,
    decision: Decision,
) -> Result<Value, Failure> {
    let of = load(db, frame, decision)?;
    let run = selection::find_run(db, &of.decision.run)?;
    let places = by_number(&of.findings);
    let count =
        |wanted: Outcome| of.outcomes.iter().filter(|outcome| outcome.outcome == wanted).count();
    let rows = of
        .outcomes
        .iter()
        .map(|outcome| ranked(frame, &of, outcome, places.get(outcome.number.as_str()).copied()));
    let minutes = &of.decision.minutes;
    let (plenary, listed) = super::sat::plenary(db, frame, &of.decision)?;
    let own = json!({
        "date": frame.day(of.decision.proposed_at),
        "draft": of.decision.state() != State::Approved,
        "meeting": minutes.meeting,
        "approved": of.decision.standing.decided().map(|(_, at)| frame.day(at)),
        "counts": {
            "seats": of.findings.seats,
            "ranked": of.outcomes.len(),
            "selected": count(Outcome::Selected),
            "reserves": count(Outcome::Reserve),
        },
        "rows": rows.collect::<Vec<_>>(),
        "deviations": deviations(frame, &of),
        "remarks": minutes.remarks,
        "not_ranked_reason": minutes.not_ranked_reason,
        "divergence_reason": minutes.divergence_reason,
        "signers": signers(frame, &of, &listed),
        "plenary": plenary,
    });
    Ok(frame.around(&frame.call.code, run.as_ref(), own))
}

fn ranked(
    frame: &Frame<'_>,
    of: &Loaded,
    outcome: &DecidedOutcome,
    place: Option<&Place>,
) -> Value {
    json!({
        "place": outcome.place,
        "number": outcome.number,
        "name": of.names.get(&outcome.proposal).map(|(name, _)| name),
        "unit": place.map(|place| frame.unit(&place.unit)),
        "level": place.map(|place| place.level.as_str()),
        "value": place.map(|place| frame.quotient(place.value.sum, place.value.count)),
        "outcome": frame.outcome(outcome.outcome),
    })
}

fn deviations(frame: &Frame<'_>, of: &Loaded) -> Vec<Value> {
    let deviating = of.outcomes.iter().filter_map(|outcome| {
        let reason = outcome.deviation_reason.as_ref()?;
        let became = frame.outcome(outcome.outcome);
        Some(json!({"number": outcome.number, "outcome": became, "reason": reason}))
    });
    deviating.collect()
}

/// The people who attended, the chair first. Members whose signatures the minutes list by time sign there.
fn signers(frame: &Frame<'_>, of: &Loaded, listed: &BTreeSet<UserId>) -> Vec<Value> {
    let present = of.decision.minutes.attendance.iter().filter_map(|id| of.people.get(id));
    let present = present.filter(|person| !listed.contains(&person.id));
    let mut present: Vec<&User> = present.collect();
    present.sort_by_key(|person| !person.roles.contains(&Role::Chair));
    let office = |person: &User| {
        if let Some(other) = of.substitutes.get(&person.id) {
            return frame.language.text("paper-chair-acting", &[("value", other.clone())]);
        }
        let is_chair = person.roles.contains(&Role::Chair);
        frame.word(if is_chair { "paper-chair" } else { "paper-member" })
    };
    present.into_iter().map(|person| signer(Some(person), &office(person))).collect()
}

pub(super) fn annex(db: &mut Db, frame: Frame<'_>) -> Result<Value, Failure> {
    let decision = current(db, &frame)?;
    let of = load(db, &frame, decision)?;
    if of.decision.state() == State::Approved {
        identity::check_confirmed(db, &frame.call.id, &of.outcomes)?;
    }
    let run = selection::find_run(db, &of.decision.run)?;
    let studies = proposals::studies_in(db, &frame.call.id)?;
    let places = by_number(&of.findings);
    let listed = |wanted: Outcome| -> Vec<Value> {
        let mut fitting: Vec<&DecidedOutcome> =
            of.outcomes.iter().filter(|outcome| outcome.outcome == wanted).collect();
        fitting.sort_by_key(|outcome| (outcome.reserve_position, outcome.place));
        let line = |outcome: &&DecidedOutcome| {
            let place = places.get(outcome.number.as_str()).copied();
            listed_as(&frame, &of, outcome, (place, studies.get(&outcome.proposal)))
        };
        fitting.iter().map(line).collect()
    };
    let decider = of.decision.standing.decider().and_then(|id| of.people.get(id));
    let own = json!({
        "number": of.decision.standing.decree().map(|decree| &decree.number),
        "date": of.decision.standing.decided().map(|(_, at)| frame.day(at)),
        "draft": of.decision.state() != State::Approved,
        "selected": listed(Outcome::Selected),
        "reserves": listed(Outcome::Reserve),
        "deviations": deviations(&frame, &of),
        "signer": signer(decider, &acting(&frame, &of, decider)),
    });
    Ok(frame.around(&frame.call.code, run.as_ref(), own))
}

/// How the decider signs: nothing, or in whose place.
fn acting(frame: &Frame<'_>, of: &Loaded, decider: Option<&User>) -> String {
    let other = decider.and_then(|person| of.substitutes.get(&person.id));
    other.map_or_else(String::new, |other| {
        frame.language.text("paper-decider-acting", &[("value", other.clone())])
    })
}

fn listed_as(
    frame: &Frame<'_>,
    of: &Loaded,
    outcome: &DecidedOutcome,
    (place, programme): (Option<&Place>, Option<&proposals::Programme>),
) -> Value {
    let person = of.names.get(&outcome.proposal);
    let part = |of: fn(&proposals::Programme) -> &str| programme.map_or("", of);
    json!({
        "number": outcome.number,
        "name": person.map(|(name, _)| name),
        "nip": person.and_then(|(_, nip)| nip.on_paper()).map(grouped),
        "unit": place.map(|place| frame.unit(&place.unit)),
        "level": place.map_or("", |place| place.level.as_str()),
        "programme": part(|of| &of.name),
        "university": part(|of| &of.university),
        "country": part(|of| &of.country),
        "position": outcome.reserve_position,
    })
}
