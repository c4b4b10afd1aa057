//! What past calls teach about their rubric. It suggests questions and changes nothing.

use crate::features::awards;
use crate::features::calls::{self, Call};
use crate::features::conflicts;
use crate::features::decisions;
use crate::features::impact::learning::Learning;
use crate::features::impact::rules::learning::{Case, Rated, improvement, readings, solved};
use crate::features::impact::rules::{Age, Studies, events};
use crate::features::problems::{self, Problem, Series};
use crate::features::selection::{self, Place};
use crate::features::studies;
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProblemId, ProposalId, RunId};
use crate::platform::cx::Cx;
use std::collections::{BTreeMap, BTreeSet};

/// Did the criteria predict what came of the awards? Over all calls whose result is announced, by the official means
/// of the run that was decided on.
///
/// # Errors
/// `forbidden`.
pub fn read_learning(cx: &mut Cx<'_>, young_months: u32) -> Result<Learning, Failure> {
    access::may(cx.viewer, Permission::ReadLearning, Facts::NONE)?;
    let calls = calls::announced(cx.db)?;
    let runs: BTreeMap<CallId, RunId> = decisions::announced_runs(cx.db)?.into_iter().collect();
    let ids: Vec<RunId> = runs.values().cloned().collect();
    let mut places = selection::places_of(cx.db, &ids)?;
    let ranked: Vec<(usize, Place)> = calls
        .iter()
        .enumerate()
        .filter_map(|(at, call)| Some((at, places.remove(runs.get(&call.id)?)?)))
        .flat_map(|(at, places)| places.into_iter().map(move |place| (at, place)))
        .collect();
    let of: Vec<ProposalId> = ranked.iter().map(|(_, place)| place.proposal.clone()).collect();
    let hidden = conflicts::conflicted_among(cx.db, &cx.viewer.user, &of)?;
    let ranked: Vec<_> =
        ranked.into_iter().filter(|(_, place)| !hidden.contains(&place.proposal)).collect();
    let age = Age { today: cx.now.date_in_jakarta(), young_months };
    let cases = cases(cx, &ranked, age)?;
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(Learning {
        as_of: cx.now,
        calls: count(calls.len()),
        ranked: count(ranked.len()),
        awards: count(cases.len()),
        withheld: !hidden.is_empty(),
        criteria: readings(&rated(&calls), &cases),
    })
}

fn rated(calls: &[Call]) -> Vec<Rated<'_>> {
    calls.iter().map(|call| Rated { code: &call.code, rubric: &call.definition.rubric }).collect()
}

/// The ranked proposals that have an accepted seat, with what came of it.
fn cases(cx: &mut Cx<'_>, ranked: &[(usize, Place)], age: Age) -> Result<Vec<Case>, Failure> {
    let known: BTreeSet<&ProposalId> = ranked.iter().map(|(_, place)| &place.proposal).collect();
    let seats = awards::every_seat(cx.db)?;
    let punctual = studies::actions::punctuality(cx.db, cx.now)?;
    let registry = problems::actions::public_series(&mut cx.anyone())?;
    let registry: BTreeMap<&ProblemId, &(Problem, Series)> =
        registry.iter().map(|one| (&one.0.id, one)).collect();
    let accepted: BTreeMap<&ProposalId, _> = seats
        .iter()
        .filter(|seat| known.contains(&seat.proposal))
        .filter_map(|seat| {
            let event = events(std::iter::once(seat), &Studies::new()).into_iter().next()?;
            Some((&seat.proposal, (seat, event.day)))
        })
        .collect();
    let case = |(call, place): &(usize, Place)| {
        let (seat, since) = accepted.get(&place.proposal)?;
        let found = registry.get(&seat.problem);
        Some(Case {
            call: *call,
            problem: seat.problem.clone(),
            criteria: place.criteria.clone(),
            improvement: found.and_then(|(_, series)| improvement(series, *since)),
            solved: found.and_then(|(problem, series)| solved((problem, series), *since, age)),
            punctual: punctual.get(&seat.id).and_then(|of| of.percent()),
        })
    };
    Ok(ranked.iter().filter_map(case).collect())
}
