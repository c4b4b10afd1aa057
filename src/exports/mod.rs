//! Tables for other programs: RFC 4180 CSV that no spreadsheet takes for a formula. What goes into
//! a table is each stage's own question.

use csv::{QuoteStyle, Terminator, WriterBuilder};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// The byte order mark by which Excel knows UTF-8.
const BOM: &str = "\u{feff}";

/// One value of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    Integer(i64),
    /// A number in decimal notation, e.g. `361.3333`.
    Decimal(String),
    Truth(bool),
    Empty,
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The value, or an empty cell.
    pub fn optional<T>(value: Option<T>, cell: impl Fn(T) -> Self) -> Self {
        value.map_or(Self::Empty, cell)
    }

    /// `sum / count` with four digits after the point, rounded half away from zero, in integers.
    pub fn ratio(sum: i64, count: u32) -> Self {
        let (sum, count) = (i128::from(sum), i128::from(count.max(1)));
        let scaled = (sum.abs() * 20_000 + count) / (2 * count);
        let sign = if sum < 0 && scaled > 0 { "-" } else { "" };
        Self::Decimal(format!("{sign}{}.{:04}", scaled / 10_000, scaled % 10_000))
    }

    fn plain(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => harmless(text),
            Self::Integer(number) => number.to_string().into(),
            Self::Decimal(number) => number.into(),
            Self::Truth(true) => "true".into(),
            Self::Truth(false) => "false".into(),
            Self::Empty => "".into(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Integer(number) => (*number).into(),
            Self::Decimal(number) => number.parse::<f64>().map_or(Value::Null, Value::from),
            Self::Truth(truth) => (*truth).into(),
            Self::Empty => Value::Null,
        }
    }
}

/// A table, every row as long as the header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// The table as RFC 4180: CRLF, fields quoted where they need it, texts that a spreadsheet would
/// take for a formula led by an apostrophe (`security.md` T13).
///
/// # Errors
/// When a row is shorter or longer than the header.
pub fn csv(table: &Table, with_bom: bool) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = Vec::with_capacity(64 * table.header.len() * (table.rows.len() + 1));
    if with_bom {
        bytes.extend_from_slice(BOM.as_bytes());
    }
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .from_writer(bytes);
    writer.write_record(&table.header)?;
    for row in &table.rows {
        writer.write_record(row.iter().map(|cell| cell.plain().into_owned()))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// The table as a list of objects, one per row, with the header's names.
pub fn json(table: &Table) -> Value {
    let object = |row: &Vec<Cell>| {
        table.header.iter().cloned().zip(row.iter().map(Cell::json)).collect::<Map<_, _>>().into()
    };
    Value::Array(table.rows.iter().map(object).collect())
}

/// A text that no spreadsheet takes for a formula.
fn harmless(field: &str) -> Cow<'_, str> {
    if field.starts_with(['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠']) {
        format!("'{field}").into()
    } else {
        field.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Table {
        let cells = |row: &&[&str]| row.iter().map(|text| Cell::text(*text)).collect();
        Table {
            header: vec!["a".to_owned(), "b".to_owned()],
            rows: rows.iter().map(cells).collect(),
        }
    }

    fn text(table: &Table) -> String {
        String::from_utf8(csv(table, false).unwrap()).unwrap()
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
    fn numbers_stay_numbers() {
        let mut table = table(&[]);
        table.rows.push(vec![Cell::Integer(-3), Cell::Decimal("-1.5000".to_owned())]);
        assert_eq!(text(&table), "a,b\r\n-3,-1.5000\r\n");
        assert_eq!(json(&table), serde_json::json!([{"a": -3, "b": -1.5}]));
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
        assert!(csv(&table(&[]), true).unwrap().starts_with(&[0xef, 0xbb, 0xbf]));
    }

    #[test]
    fn a_crooked_row_is_refused() {
        assert!(csv(&table(&[&["only one"]]), false).is_err());
    }
}
