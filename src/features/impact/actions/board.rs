//! The board of impact: of the whole agency or of one unit, the same for every reader.

use crate::features::accounts;
use crate::features::awards::{self, SeatOn};
use crate::features::calls;
use crate::features::impact::board::{
    Board, BoardUnit, Cost, PlannedAndTaken, ProblemImpact, Untaken,
};
use crate::features::impact::rules::{self, Age};
use crate::features::needs;
use crate::features::problems::{self, Problem, Series, State};
use crate::features::proposals;
use crate::features::studies;
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProblemId, UnitCode};
use crate::platform::cx::AnyoneCx;
use crate::platform::db::Db;
use std::collections::{BTreeMap, BTreeSet};

/// What came of the awards; of a unit, those on the problems that it owns.
///
/// # Errors
/// `not_found` for a unit that there is not.
pub fn read_board(
    cx: &mut AnyoneCx<'_>,
    unit: Option<&UnitCode>,
    young_months: u32,
) -> Result<Board, Failure> {
    access::may_anyone(cx.viewer, Permission::ReadImpact, Facts::NONE)?;
    let units = accounts::load_units(cx.db)?;
    let name = |code: &UnitCode| units.get(code).map(|unit| unit.name.clone());
    let board_unit = |code: &UnitCode| {
        let name = name(code).ok_or_else(Failure::not_found)?;
        Ok::<_, Failure>(BoardUnit { code: code.clone(), name })
    };
    let unit = unit.map(board_unit).transpose()?;
    let is_shown = |(problem, _): &(Problem, Series)| {
        unit.as_ref().is_none_or(|unit| unit.code == problem.owner_unit)
    };
    let registry = problems::actions::public_series(cx)?;
    let registry: Vec<_> = registry.into_iter().filter(is_shown).collect();
    let seats = seats_on(cx.db, &registry)?;
    let studies = studies::by_seat(cx.db)?;
    let age = Age { today: cx.now.date_in_jakarta(), young_months };
    let line = |one: &(Problem, Series)| {
        let events = rules::events(seats.get(&one.0.id).into_iter().flatten(), &studies);
        let owner = name(&one.0.owner_unit).unwrap_or_else(|| one.0.owner_unit.to_string());
        rules::impact_of(one, (events, owner), age)
    };
    let problems: Vec<ProblemImpact> = registry.iter().map(line).collect();
    let awarded = || problems.iter().filter(|one| one.awarded_on.is_some());
    let cost = match unit {
        Some(_) => None,
        None => Some(cost(cx.db, &seats)?),
    };
    let reports = if unit.is_some() {
        None
    } else {
        let punctual = studies::actions::punctuality(cx.db, cx.now)?;
        rules::reports(punctual.into_values())
    };
    Ok(Board {
        as_of: cx.now,
        young_months,
        stages: rules::stages(seats.values().flatten(), &studies),
        outcomes: rules::outcomes(awarded()),
        with_award: rules::moved(awarded()),
        without_award: rules::moved(problems.iter().filter(|one| one.awarded_on.is_none())),
        untaken: untaken(cx.db, &problems)?,
        planned: if unit.is_some() { Vec::new() } else { planned(cx.db)? },
        cost,
        reports,
        problems,
        unit,
    })
}

/// The plan of needs beside the seats of all calls.
fn planned(db: &mut Db) -> Result<Vec<PlannedAndTaken>, Failure> {
    let years = needs::approved_years(db)?;
    if years.is_empty() {
        return Ok(Vec::new());
    }
    Ok(rules::planned(&years, &calls::every(db)?, &awards::every_seat(db)?))
}

/// The seats that were ever offered on these problems.
fn seats_on(
    db: &mut Db,
    registry: &[(Problem, Series)],
) -> Result<BTreeMap<ProblemId, Vec<SeatOn>>, Failure> {
    let shown: BTreeSet<&ProblemId> = registry.iter().map(|(problem, _)| &problem.id).collect();
    let mut seats: BTreeMap<ProblemId, Vec<SeatOn>> = BTreeMap::new();
    for seat in awards::every_seat(db)? {
        if shown.contains(&seat.problem) {
            seats.entry(seat.problem.clone()).or_default().push(seat);
        }
    }
    Ok(seats)
}

/// Approved problems without an accepted seat. Whether somebody proposes to solve one in a call that still runs is
/// secret, so only calls with an announced result are looked at.
fn untaken(db: &mut Db, problems: &[ProblemImpact]) -> Result<Vec<Untaken>, Failure> {
    let announced: Vec<_> = calls::announced(db)?.into_iter().map(|call| call.id).collect();
    let answered = proposals::problems_answered(db, &announced)?;
    let open = problems.iter().filter(|one| one.state == State::Approved);
    let line = |one: &ProblemImpact| Untaken {
        proposed: answered.contains(&one.problem),
        problem: one.problem.clone(),
        code: one.code.clone(),
        title: one.title.clone(),
        owner_unit: one.owner_unit.clone(),
        owner_name: one.owner_name.clone(),
    };
    Ok(open.filter(|one| one.awarded_on.is_none()).map(line).collect())
}

fn cost(db: &mut Db, seats: &BTreeMap<ProblemId, Vec<SeatOn>>) -> Result<Cost, Failure> {
    let accepted = seats.values().flatten().filter(|seat| seat.state == awards::State::Accepted);
    let accepted: Vec<_> = accepted.map(|seat| seat.proposal.clone()).collect();
    let stated = proposals::costs_of(db, &accepted)?;
    Ok(rules::cost(accepted.len(), stated.into_values().collect()))
}
