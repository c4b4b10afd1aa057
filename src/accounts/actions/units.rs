//! Keeping the table of units in step with regulation.

use crate::access::{self, Act, Facts, Viewer};
use crate::accounts::{Unit, rules, store};
use crate::clock::Timestamp;
use crate::db::Db;
use crate::errors::{Failure, common};
use crate::ledger::{self, Event};
use serde_json::json;

/// Adds a unit or changes it; units are switched off, never removed.
///
/// # Errors
/// `forbidden`; an unknown parent; a unit above itself.
pub fn change_unit(
    db: &mut Db,
    viewer: &Viewer,
    unit: &Unit,
    now: Timestamp,
) -> Result<Unit, Failure> {
    access::may(viewer, Act::ChangeUnits, Facts::NONE)?;
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
    store::save_unit(db, unit, units.contains_key(&unit.code))?;
    let event = Event {
        actor: Some(&viewer.user),
        act: "unit.changed",
        subject: format!("unit:{}", unit.code),
        payload: json!(unit),
    };
    ledger::append(db, event, now)?;
    Ok(unit.clone())
}
