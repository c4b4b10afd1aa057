//! Every format of the same table.

use super::*;
use crate::kernel::clock::Timestamp;
use crate::kernel::language::Language;

/// A row of two cells.
type Row = [Cell; 2];

static COLUMNS: Columns<Row> =
    &[&[Column::text("a", |[a, _]: &Row| a.clone()), Column::text("b", |[_, b]: &Row| b.clone())]];

fn table(rows: &[[&str; 2]]) -> Vec<Row> {
    rows.iter().map(|row| row.map(Cell::text)).collect()
}

fn bytes(table: &[Row], format: Format) -> Vec<u8> {
    bytes_of(COLUMNS, table, format)
}

fn bytes_of<T>(columns: Columns<T>, rows: &[T], format: Format) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::new(format, folder.path()).unwrap();
    writer.table((columns, &["x".to_owned(), "y".to_owned()]), rows).unwrap();
    let file = writer.finish(&Provenance::default()).unwrap();
    let (size, sha256) = (file.size, file.sha256.clone());
    let bytes = file.into_bytes().unwrap();
    assert_eq!(size, bytes.len() as u64);
    assert_eq!(sha256, crate::kernel::canonical::sha256_hex(&bytes));
    bytes
}

fn text(table: &[Row]) -> String {
    String::from_utf8(bytes(table, Format::Csv { with_bom: false })).unwrap()
}

fn json(table: &[Row]) -> serde_json::Value {
    serde_json::from_slice(&bytes(table, Format::Json)).unwrap()
}

#[test]
fn fields_are_quoted_where_rfc_4180_asks_for_it() {
    let table = table(&[["x, \"y\"", "two\nlines"]]);
    assert_eq!(text(&table), "a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\r\n");
}

#[test]
fn nothing_is_left_that_a_spreadsheet_would_compute() {
    for risky in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
        let text = text(&table(&[[risky, "b"]]));
        let field = text.split_once("\r\n").unwrap().1.trim_start_matches('"');
        assert!(field.starts_with('\''), "{risky:?} became {field:?}");
    }
}

/// One column of each kind, and one for each criterion.
static EACH_KIND: Columns<Option<i64>> = &[
    &[
        Column::integer("n", |row| Cell::optional(*row, Cell::Integer)),
        Column::decimal("half", |row| Cell::optional(*row, |n| Cell::ratio(n, 2))),
    ],
    &[
        Column::each("{criterion}_sum", Kind::Integer, |row, code| {
            Cell::optional(row.filter(|_| code == "x"), Cell::Integer)
        }),
        Column::instant("at", |row| {
            Cell::optional(*row, |n| Cell::Instant(Timestamp::from_micros(n)))
        }),
        Column::truth("there", |row| Cell::Truth(row.is_some())),
    ],
];

#[test]
fn numbers_stay_numbers_and_instants_name_their_offset() {
    let rows = [Some(0), Some(-3_000_000), None];
    let csv = bytes_of(EACH_KIND, &rows, Format::Csv { with_bom: false });
    let expected = "n,half,x_sum,y_sum,at,there\r\n\
                    0,0.0000,0,,1970-01-01T00:00:00Z,true\r\n\
                    -3000000,-1500000.0000,-3000000,,1969-12-31T23:59:57Z,true\r\n\
                    ,,,,,false\r\n";
    assert_eq!(String::from_utf8(csv).unwrap(), expected);
    let json: serde_json::Value =
        serde_json::from_slice(&bytes_of(EACH_KIND, &rows, Format::Json)).unwrap();
    let first = serde_json::json!({
        "n": 0, "half": 0.0, "x_sum": 0, "y_sum": null, "at": "1970-01-01T00:00:00Z", "there": true,
    });
    assert_eq!(json[0], first);
    assert_eq!(json[1]["half"], serde_json::json!(-1_500_000.0));
    let kinds: Vec<Kind> = described(EACH_KIND).iter().map(|column| column.kind).collect();
    assert_eq!(kinds, [Kind::Integer, Kind::Decimal, Kind::Integer, Kind::Instant, Kind::Truth]);
}

#[test]
fn no_file_is_made_when_a_column_holds_something_else_than_it_says() {
    static WRONG: Columns<i64> = &[&[Column::text("a", |row| Cell::Integer(*row))]];
    let folder = tempfile::tempdir().unwrap();
    let workbook = Format::Workbook(Language::English);
    for format in [Format::Csv { with_bom: false }, Format::Json, workbook] {
        let mut writer = Writer::new(format, folder.path()).unwrap();
        let refused = writer.table((WRONG, &[]), &[1]).unwrap_err();
        assert!(refused.to_string().contains("the column a does not hold what it says"));
        let mut writer = Writer::new(format, folder.path()).unwrap();
        writer.stream(WRONG).unwrap();
        assert!(writer.add_row(WRONG, &1).is_err());
    }
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
    writer.stream(COLUMNS).unwrap();
    assert!(writer.row(&[Cell::text("only one")]).is_err());
}

#[test]
fn a_table_larger_than_what_stays_in_memory_comes_out_whole_and_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::new(Format::Csv { with_bom: false }, folder.path()).unwrap();
    let row = [Cell::text("x".repeat(1000)), Cell::Empty];
    writer.stream(COLUMNS).unwrap();
    (0..2000).for_each(|_| writer.add_row(COLUMNS, &row).unwrap());
    let file = writer.finish(&Provenance::default()).unwrap();
    assert_eq!((file.rows, file.size), (2000, 5 + 2000 * 1003));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    assert_eq!(file.into_bytes().unwrap().len(), 5 + 2000 * 1003);
}

#[test]
fn a_workbook_takes_any_text_however_long_or_strange() {
    let language = Language::Indonesian;
    let long = "é".repeat(40_000);
    let strange = "\u{1}\u{1f}_x0041_ <&> \u{ffff}";
    let bytes = bytes(&table(&[[&long, strange]]), Format::Workbook(language));
    assert!(bytes.starts_with(b"PK"));
}
