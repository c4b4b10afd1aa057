//! A table as a list of objects, one per row, with the header's names.

use super::Cell;
use super::cell::Heading;
use std::io::{self, Write};

/// A table on its way into JSON.
pub(super) struct Objects<W: Write> {
    to: W,
    /// Each name as JSON, with its colon.
    names: Vec<String>,
    has_rows: bool,
}

impl<W: Write> Objects<W> {
    pub(super) fn new(to: W) -> Self {
        Self { to, names: Vec::new(), has_rows: false }
    }

    pub(super) fn begin(&mut self, header: &[Heading]) -> io::Result<()> {
        let names: Result<Vec<_>, _> =
            header.iter().map(|column| serde_json::to_string(&column.name)).collect();
        self.names = names?.into_iter().map(|name| name + ":").collect();
        self.to.write_all(b"[")
    }

    pub(super) fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        self.to.write_all(if self.has_rows { b",\n{" } else { b"{" })?;
        self.has_rows = true;
        for (index, (name, cell)) in self.names.iter().zip(cells).enumerate() {
            if index > 0 {
                self.to.write_all(b",")?;
            }
            self.to.write_all(name.as_bytes())?;
            value(&mut self.to, cell)?;
        }
        self.to.write_all(b"}")
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.to.write_all(b"]")?;
        Ok(self.to)
    }
}

fn value(to: &mut impl Write, cell: &Cell) -> io::Result<()> {
    match cell {
        Cell::Text(text) => Ok(serde_json::to_writer(to, text)?),
        Cell::Integer(number) => write!(to, "{number}"),
        // The decimal notation of a number is its JSON too; anything else would break the list.
        Cell::Decimal(number) if number.parse::<serde_json::Number>().is_ok() => {
            to.write_all(number.as_bytes())
        }
        Cell::Decimal(_) | Cell::Empty => to.write_all(b"null"),
        Cell::Truth(truth) => write!(to, "{truth}"),
        Cell::Instant(at) => write!(to, "\"{at}\""),
    }
}
