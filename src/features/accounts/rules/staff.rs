//! The agency's staff list as a table, and when a line of it confirms a claim. Pure.

use super::nip::Nip;
use super::{STAFF_COLUMNS, STAFF_EMPTY, STAFF_TWICE, email};
use crate::kernel::characters;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::input_files::{Table, TableFault};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffLine {
    /// 18 digits; spaces and dots are ignored.
    pub nip: String,
    pub name: String,
    /// Code of the unit, or its name.
    pub unit: String,
    #[schema(max_length = 254)]
    pub email: String,
}

/// Reads a table with the columns `nip`, `name`, `unit`, `email`, in any order, separated by
/// commas, semicolons or tabs (the format in which spreadsheets copy).
///
/// # Errors
/// `column_twice`; `staff_columns` with the line.
pub fn read(table: &str) -> Result<Vec<StaffLine>, Failure> {
    let table = table.trim_start_matches('\u{feff}').trim();
    if table.is_empty() {
        return Ok(Vec::new());
    }
    let mut table = Table::open(table.as_bytes(), csv::Trim::All).map_err(|fault| wrong(&fault))?;
    let named = table.folded_header();
    let (mut lines, mut record) = (Vec::new(), csv::StringRecord::new());
    while let Some(line) = table.next(&mut record).map_err(|fault| wrong(&fault))? {
        lines.push(record.deserialize(Some(&named)).map_err(|_| columns(line))?);
    }
    Ok(lines)
}

fn columns(line: u64) -> Failure {
    let fault = FieldError::new("rows", STAFF_COLUMNS).with("line", line);
    Refusal::invalid(vec![fault]).into()
}

fn wrong(fault: &TableFault) -> Failure {
    match fault {
        TableFault::Twice { column } => {
            let fault = FieldError::new("rows", common::field::COLUMN_TWICE);
            Refusal::invalid(vec![fault.with("column", column)]).into()
        }
        _ => columns(fault.line().unwrap_or(1)),
    }
}

/// The list in its stored form.
///
/// # Errors
/// Each faulty line; also a NIP or an address that is there twice, because it would not identify
/// one person.
pub fn checked(
    lines: Vec<StaffLine>,
    domains: &[String],
    today: NaiveDate,
) -> Result<Vec<StaffLine>, Failure> {
    if lines.is_empty() {
        return Err(Failure::field("rows", STAFF_EMPTY));
    }
    let mut faults = Vec::new();
    let mut kept = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (index, line) in lines.into_iter().enumerate() {
        match one(&line, domains, today) {
            Err(fault) => {
                let field = format!("rows[{index}].{}", fault.field);
                faults.push(FieldError { field, ..fault });
            }
            Ok(line) => {
                for key in [&line.nip, &line.email] {
                    if let Some(first) = seen.insert(key.clone(), index) {
                        let fault = FieldError::new(format!("rows[{index}]"), STAFF_TWICE);
                        faults.push(fault.with("line", index + 1).with("first", first + 1));
                    }
                }
                kept.push(line);
            }
        }
    }
    Failure::when_any(faults).map(|()| kept)
}

fn one(line: &StaffLine, domains: &[String], today: NaiveDate) -> Result<StaffLine, FieldError> {
    let nip = Nip::parse(&line.nip, today).map_err(|code| FieldError::new("nip", code))?;
    let name = characters::composed(line.name.trim());
    if name.is_empty() {
        return Err(FieldError::new("name", common::field::REQUIRED));
    }
    if let Some(fault) = characters::name_fault("name", &name) {
        return Err(fault);
    }
    let unit = characters::composed(line.unit.trim());
    if let Some(fault) = characters::name_fault("unit", &unit) {
        return Err(fault);
    }
    let email = email::checked(&line.email, domains)?;
    Ok(StaffLine { nip: nip.as_str().to_owned(), name, unit, email })
}

/// Whether a line of the list is this person: its NIP, name and confirmed address must match. NIP
/// and name alone are printed on every decree; only the address proves the identity.
pub fn confirms(line: &StaffLine, (claim, name, email): (&str, &str, &str)) -> bool {
    line.nip == claim && line.email == email && bare(&line.name) == bare(name)
}

/// A name without titles, punctuation and capitals: `Dr. Siti Rahma, M.Si` becomes `siti rahma`.
fn bare(name: &str) -> String {
    let called = name.split(',').next().unwrap_or("");
    let words = called.split_whitespace().filter(|word| !word.ends_with('.'));
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> StaffLine {
        let text = str::to_owned;
        StaffLine {
            nip: text("198609262015051001"),
            name: text("Dr. Siti Rahma, M.Si"),
            unit: text("U.BB.MKS"),
            email: text("siti@pom.go.id"),
        }
    }

    #[test]
    fn tables_of_spreadsheets_are_read() {
        for table in [
            "nip,name,unit,email\n198609262015051001,\"Dr. Siti Rahma, M.Si\",U.BB.MKS,siti@pom.go.id\n",
            "\u{feff}NIP;Name;Unit;Email\r\n198609262015051001;Dr. Siti Rahma, M.Si;U.BB.MKS;siti@pom.go.id\r\n",
            "email\tnip\tname\tunit\nsiti@pom.go.id\t198609262015051001\tDr. Siti Rahma, M.Si\tU.BB.MKS",
        ] {
            assert_eq!(read(table).unwrap(), [line()]);
        }
        assert!(read("nip,name\n1,x\n").is_err());
    }

    #[test]
    fn a_list_that_says_two_things_of_one_person_is_refused() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let other = StaffLine { email: "budi@pom.go.id".to_owned(), ..line() };
        assert!(checked(vec![line(), other], &[], today).is_err());
        let other = StaffLine { nip: "199001012015012001".to_owned(), ..line() };
        assert!(checked(vec![line(), other], &[], today).is_err());
        assert_eq!(checked(vec![line()], &[], today).unwrap(), [line()]);
    }

    #[test]
    fn a_line_confirms_who_has_its_address_and_nobody_else() {
        let is = |nip, name, email| confirms(&line(), (nip, name, email));
        assert!(is("198609262015051001", "SITI  Rahma", "siti@pom.go.id"));
        assert!(!is("198609262015051001", "Siti Rahma", "siti@gmail.com"));
        assert!(!is("198609262015051001", "Budi", "siti@pom.go.id"));
        assert!(!is("199001012015012001", "Siti Rahma", "siti@pom.go.id"));
    }
}
