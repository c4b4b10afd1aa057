//! Units: a tree with type, place, remoteness (3T) and time zone. It starts from a table that an
//! agency edits. Names change by regulation; codes stay.

use crate::kernel::errors::Failure;
use crate::kernel::ids::UnitCode;
use crate::kernel::input_files::{Table, TableFault};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The built-in table; an agency changes it through the API.
pub(super) const SEED: &str = include_str!("../../../config/units.csv");

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    pub code: UnitCode,
    /// The unit above; `None` for the agency itself.
    pub parent: Option<UnitCode>,
    pub name: String,
    /// `agency`, `secretariat`, `deputy`, `inspectorate`, `directorate`, `bureau`, `centre`,
    /// `balai_besar`, `balai` or `loka`.
    #[schema(example = "balai_besar")]
    pub kind: String,
    pub city: String,
    /// Province.
    pub region: String,
    /// Underdeveloped, frontier, outermost (3T).
    pub remote: bool,
    /// WIB (UTC+7), WITA (UTC+8) or WIT (UTC+9).
    #[schema(example = "WITA")]
    pub time_zone: String,
    #[serde(default = "yes")]
    pub active: bool,
}

fn yes() -> bool {
    true
}

/// Reads a table of units. Parents come first; each code appears once.
///
/// # Errors
/// For a faulty row; the message names it.
pub fn read_units(table: &str) -> Result<Vec<Unit>, Failure> {
    let mut seen = BTreeSet::new();
    let mut units = Vec::new();
    let wrong =
        |at: u64, words: String| Failure::Inconsistent(format!("units, line {at}: {words}"));
    let faulty = |fault: TableFault| wrong(fault.line().unwrap_or(1), fault.to_string());
    let mut table = Table::open(table.as_bytes(), csv::Trim::None).map_err(faulty)?;
    let header = table.header().clone();
    let mut record = csv::StringRecord::new();
    while let Some(at) = table.next(&mut record).map_err(faulty)? {
        let unit: Unit =
            record.deserialize(Some(&header)).map_err(|error| wrong(at, error.to_string()))?;
        if unit.parent.as_ref().is_some_and(|parent| !seen.contains(parent)) {
            return Err(wrong(at, "the parent must come first".to_owned()));
        }
        if !seen.insert(unit.code.clone()) {
            return Err(wrong(at, format!("{} is there twice", unit.code)));
        }
        units.push(unit);
    }
    Ok(units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_holds_the_seventy_six_regional_offices() {
        let units = read_units(SEED).unwrap();
        let regional = units
            .iter()
            .filter(|unit| matches!(unit.kind.as_str(), "balai_besar" | "balai" | "loka"))
            .count();
        assert_eq!(regional, 76);
    }

    #[test]
    fn a_faulty_row_is_named() {
        let table =
            "code,parent,name,kind,city,region,remote,time_zone\nA,B,x,loka,c,r,false,WIB\n";
        let message = format!("{:?}", read_units(table).unwrap_err());
        assert!(message.contains("line 2"), "{message}");
    }
}
