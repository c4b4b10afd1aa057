//! Keeping the table of units as the regulation says.

use super::proposing::propose;
use crate::features::accounts::inputs::{NewUnit, UnitFields};
use crate::features::accounts::{ProposedChange, Unit, Wanted, rules, store};
use crate::kernel::access::{self, Facts, Permission, Viewer};
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::UnitCode;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use serde::Serialize;
use serde_json::json;

/// A unit, and how many people with an active account work there.
#[derive(Debug, Clone)]
pub struct StaffedUnit {
    pub unit: Unit,
    pub people: u64,
}

/// Whether this viewer keeps the table of units.
///
/// # Errors
/// `forbidden`.
pub fn may_change_units(viewer: &Viewer) -> Result<(), Failure> {
    access::may(viewer, Permission::ChangeUnits, Facts::NONE)
}

/// All units by code with their people, for viewers who keep the table.
///
/// # Errors
/// `forbidden`.
pub fn staffed_units(cx: &mut Cx<'_>) -> Result<Vec<StaffedUnit>, Failure> {
    may_change_units(cx.viewer)?;
    let people = store::people_by_unit(cx.db)?;
    let staffed = |(code, unit)| StaffedUnit { people: *people.get(&code).unwrap_or(&0), unit };
    Ok(store::load_units(cx.db)?.into_iter().map(staffed).collect())
}

/// A unit after it was saved, and its change that waits for another person.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct KeptUnit {
    #[serde(flatten)]
    pub unit: Unit,
    pub waiting: Option<ProposedChange>,
}

/// Adds a unit whose code no other has.
///
/// # Errors
/// As [`change_unit`]; `unit_code_taken`.
pub fn add_unit(cx: &mut Cx<'_>, new: &Valid<NewUnit>) -> Result<KeptUnit, Failure> {
    may_change_units(cx.viewer)?;
    let NewUnit { code, fields } = new.kept()?;
    if store::find_unit(cx.db, &code)?.is_some() {
        return Err(Failure::field("code", rules::UNIT_CODE_TAKEN));
    }
    change(cx, &fields.unit(code))
}

/// Adds or changes a unit. Units are switched off, never deleted. While a call is running, a change
/// that affects the call's limits needs a second person.
///
/// # Errors
/// `forbidden`; an unknown parent; a unit above itself; `change_waiting`, `nobody_could_approve`.
pub fn change_unit(
    cx: &mut Cx<'_>,
    (code, fields): (&UnitCode, &Valid<UnitFields>),
) -> Result<KeptUnit, Failure> {
    may_change_units(cx.viewer)?;
    change(cx, &fields.kept()?.unit(code.clone()))
}

fn change(cx: &mut Cx<'_>, unit: &Unit) -> Result<KeptUnit, Failure> {
    check(cx.db, unit)?;
    let known = store::find_unit(cx.db, &unit.code)?;
    let weighs = known.as_ref().is_some_and(|known| rules::weighs_in_a_call(known, unit));
    if let Some(unit_now) = known.filter(|_| weighs)
        && store::is_call_running(cx.db, cx.now)?
    {
        let wanted = Wanted::Unit { unit: unit.clone() };
        let waiting = Some(propose(cx, wanted)?);
        return Ok(KeptUnit { unit: unit_now, waiting });
    }
    save(cx, unit)?;
    Ok(KeptUnit { unit: unit.clone(), waiting: None })
}

fn check(db: &mut Db, unit: &Unit) -> Result<(), Failure> {
    rules::check_unit(unit)?;
    let units = store::load_units(db)?;
    let mut above = unit.parent.as_ref();
    while let Some(code) = above {
        if code == &unit.code {
            return Err(Failure::field("parent", rules::UNIT_LOOP));
        }
        let parent = units
            .get(code)
            .ok_or_else(|| Failure::field("parent", common::field::UNKNOWN_REFERENCE))?;
        above = parent.parent.as_ref();
    }
    Ok(())
}

/// Saves a unit after checking it against the present tree.
pub(super) fn save(cx: &mut Cx<'_>, unit: &Unit) -> Result<(), Failure> {
    check(cx.db, unit)?;
    let is_known = store::find_unit(cx.db, &unit.code)?.is_some();
    store::save_unit(cx.db, unit, is_known)?;
    let event = Event {
        actor: Some(&cx.viewer.user),
        act: EventType::UnitChanged,
        subject: Subject::unit(&unit.code),
        payload: json!(unit),
    };
    ledger::append(cx.db, event, cx.now).map(|_| ())
}
