//! Tests of the built-in table and of the faults reported for others.

use super::*;
use crate::features::accounts::read_units;

fn units() -> BTreeMap<UnitCode, Unit> {
    let units = read_units(include_str!("../../../../config/units.csv")).unwrap();
    units.into_iter().map(|unit| (unit.code.clone(), unit)).collect()
}

fn shipped() -> Vec<Entry> {
    read(SEED, &units(), 2026).unwrap()
}

fn faults(table: &str) -> Vec<(String, &'static str)> {
    match read(table, &units(), 2026) {
        Err(Failure::Refused(problem)) => {
            problem.errors.into_iter().map(|fault| (fault.field, fault.code.name)).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn line(number: usize) -> String {
    SEED.lines().nth(number - 1).unwrap().to_owned()
}

#[test]
fn the_shipped_table_holds_twenty_five_problems_of_known_units() {
    let codes: Vec<String> = shipped().into_iter().map(|entry| entry.code).collect();
    let expected: Vec<String> = (1..=25).map(|number| format!("M-{number:03}")).collect();
    assert_eq!(codes, expected);
}

#[test]
fn a_baseline_without_a_source_is_marked_as_a_sample() {
    for entry in shipped() {
        let says_so = entry.text.baseline_source.to_lowercase().contains("angka contoh");
        assert_eq!(entry.illustrative, says_so, "{}", entry.code);
    }
}

#[test]
fn a_mark_at_the_head_of_the_file_is_passed_over() {
    assert_eq!(read(&format!("\u{feff}{SEED}"), &units(), 2026).unwrap(), shipped());
}

#[test]
fn every_fault_names_its_line() {
    let (header, first) = (line(1), line(2));
    let wrong_code = first.replace("M-001", "X-1").replace("P.D4.03", "P.D9");
    let no_title = line(3).replace("Prioritas patroli siber belum berbasis risiko", "");
    let sideways = line(4).replace(",lower,", ",sideways,");
    let table = [header, first.clone(), wrong_code, no_title, sideways, first].join("\n");
    assert_eq!(
        faults(&table),
        [
            ("line 3, code".to_owned(), "wrong_shape"),
            ("line 3, owner_unit".to_owned(), "unknown_reference"),
            ("line 4, title".to_owned(), "required"),
            ("line 5".to_owned(), "wrong_shape"),
            ("line 6, code".to_owned(), "duplicate"),
        ]
    );
}

#[test]
fn a_table_of_another_shape_is_refused() {
    let renamed = SEED.replacen("title", "judul", 1);
    assert_eq!(faults(&renamed)[0], ("line 2".to_owned(), "wrong_shape"));
    assert_eq!(faults("a,b\n1,2\n"), [("line 1".to_owned(), "wrong_shape")]);
    let short = format!("{}\nM-001,P\n", line(1));
    assert_eq!(faults(&short), [("line 2".to_owned(), "wrong_shape")]);
}
