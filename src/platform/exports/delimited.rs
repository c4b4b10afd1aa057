//! RFC 4180: CRLF, fields quoted where they need it, texts that a spreadsheet would take for a
//! formula led by an apostrophe (`security.md` T13).

use super::Cell;
use super::cell::Heading;
use csv::{QuoteStyle, Terminator, WriterBuilder};
use std::fmt::Write as _;
use std::io::{self, Write};

/// The byte order mark by which Excel knows UTF-8.
const BOM: &str = "\u{feff}";

/// A table on its way into CSV.
pub(super) struct Delimited<W: Write> {
    writer: csv::Writer<W>,
    /// One field, used again for each.
    field: String,
}

impl<W: Write> Delimited<W> {
    pub(super) fn new(mut to: W, with_bom: bool) -> io::Result<Self> {
        if with_bom {
            to.write_all(BOM.as_bytes())?;
        }
        let writer = WriterBuilder::new()
            .terminator(Terminator::CRLF)
            .quote_style(QuoteStyle::Necessary)
            .buffer_capacity(64 * 1024)
            .from_writer(to);
        Ok(Self { writer, field: String::new() })
    }

    pub(super) fn begin(&mut self, header: &[Heading]) -> Result<(), csv::Error> {
        self.writer.write_record(header.iter().map(|column| &column.name))
    }

    pub(super) fn row(&mut self, cells: &[Cell]) -> Result<(), csv::Error> {
        for cell in cells {
            self.field.clear();
            match cell {
                Cell::Text(text) if is_risky(text) => {
                    self.field.push('\'');
                    self.field.push_str(text);
                    self.writer.write_field(&self.field)?;
                }
                Cell::Text(text) | Cell::Decimal(text) => self.writer.write_field(text)?,
                Cell::Truth(truth) => {
                    self.writer.write_field(if *truth { "true" } else { "false" })?;
                }
                Cell::Empty => self.writer.write_field("")?,
                Cell::Integer(number) => self.shown(number)?,
                Cell::Instant(at) => self.shown(at)?,
            }
        }
        self.writer.write_record(None::<&[u8]>)
    }

    fn shown(&mut self, value: &impl std::fmt::Display) -> Result<(), csv::Error> {
        write!(self.field, "{value}").map_err(io::Error::other)?;
        self.writer.write_field(&self.field)
    }

    pub(super) fn finish(self) -> io::Result<W> {
        self.writer.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

/// Whether a spreadsheet would take it for a formula.
fn is_risky(field: &str) -> bool {
    field.starts_with(['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠'])
}
