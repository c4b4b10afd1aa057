//! Every format of the same table.

use super::*;
use crate::kernel::clock::Timestamp;

fn table(rows: &[&[&str]]) -> Table {
    let cells = |row: &&[&str]| row.iter().map(|text| Cell::text(*text)).collect();
    Table { header: vec!["a".to_owned(), "b".to_owned()], rows: rows.iter().map(cells).collect() }
}

fn bytes(table: &Table, format: Format) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::new(format, folder.path()).unwrap();
    table.pour("table", &mut writer).unwrap();
    let file = writer.finish(&Provenance::default()).unwrap();
    let (size, sha256) = (file.size, file.sha256.clone());
    let bytes = file.into_bytes().unwrap();
    assert_eq!(size, bytes.len() as u64);
    assert_eq!(sha256, crate::kernel::canonical::sha256_hex(&bytes));
    bytes
}

fn text(table: &Table) -> String {
    String::from_utf8(bytes(table, Format::Csv { with_bom: false })).unwrap()
}

fn json(table: &Table) -> serde_json::Value {
    serde_json::from_slice(&bytes(table, Format::Json)).unwrap()
}

#[test]
fn fields_are_quoted_where_rfc_4180_asks_for_it() {
    let table = table(&[&["x, \"y\"", "two\nlines"]]);
    assert_eq!(text(&table), "a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\r\n");
}

#[test]
fn nothing_is_left_that_a_spreadsheet_would_compute() {
    for risky in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
        let text = text(&table(&[&[risky, "b"]]));
        let field = text.split_once("\r\n").unwrap().1.trim_start_matches('"');
        assert!(field.starts_with('\''), "{risky:?} became {field:?}");
    }
}

#[test]
fn numbers_stay_numbers_and_instants_name_their_offset() {
    let mut table = table(&[]);
    table.rows.push(vec![Cell::Integer(-3), Cell::Decimal("-1.5000".to_owned())]);
    table.rows.push(vec![Cell::Instant(Timestamp::from_micros(0)), Cell::Truth(true)]);
    assert_eq!(text(&table), "a,b\r\n-3,-1.5000\r\n1970-01-01T00:00:00Z,true\r\n");
    let expected =
        serde_json::json!([{"a": -3, "b": -1.5}, {"a": "1970-01-01T00:00:00Z", "b": true}]);
    assert_eq!(json(&table), expected);
}

#[test]
fn a_ratio_is_rounded_half_away_from_zero() {
    for (sum, count, text) in [
        (1084, 3, "361.3333"),
        (2, 3, "0.6667"),
        (-2, 3, "-0.6667"),
        (1, 32, "0.0313"),
        (7, 1, "7.0000"),
    ] {
        assert_eq!(Cell::ratio(sum, count), Cell::Decimal(text.to_owned()));
    }
}

#[test]
fn the_mark_for_excel_comes_first() {
    assert!(bytes(&table(&[]), Format::Csv { with_bom: true }).starts_with(&[0xef, 0xbb, 0xbf]));
    assert_eq!(json(&table(&[])), serde_json::json!([]));
}

#[test]
fn a_crooked_row_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::new(Format::Json, folder.path()).unwrap();
    assert!(table(&[&["only one"]]).pour("table", &mut writer).is_err());
}

#[test]
fn a_table_larger_than_what_stays_in_memory_comes_out_whole_and_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::new(Format::Csv { with_bom: false }, folder.path()).unwrap();
    let row = [Cell::text("x".repeat(1000)), Cell::Empty];
    writer.begin("table", &table(&[]).columns()).unwrap();
    (0..2000).for_each(|_| writer.row(&row).unwrap());
    let file = writer.finish(&Provenance::default()).unwrap();
    assert_eq!((file.rows, file.size), (2000, 5 + 2000 * 1003));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    assert_eq!(file.into_bytes().unwrap().len(), 5 + 2000 * 1003);
}

#[test]
fn a_workbook_takes_any_text_however_long_or_strange() {
    let language = crate::kernel::language::Language::Indonesian;
    let long = "é".repeat(40_000);
    let strange = "\u{1}\u{1f}_x0041_ <&> \u{ffff}";
    let bytes = bytes(&table(&[&[&long, strange]]), Format::Workbook(language));
    assert!(bytes.starts_with(b"PK"));
}
