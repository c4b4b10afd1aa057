//! The columns of a table, each written once: its name, what kind of value it holds, and how the value is
//! taken from a row. Every format, the heading of a workbook and the OpenAPI document are made from this list.

use super::cell::Heading;
use super::{Cell, Writer};
use crate::kernel::errors::Failure;

/// What a column holds. Any cell may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Integer,
    Decimal,
    Truth,
    Instant,
}

impl Kind {
    /// Whether this cell may stand in such a column.
    pub fn holds(self, cell: &Cell) -> bool {
        match cell {
            Cell::Empty => true,
            Cell::Text(_) => self == Self::Text,
            Cell::Integer(_) => self == Self::Integer,
            Cell::Decimal(_) => self == Self::Decimal,
            Cell::Truth(_) => self == Self::Truth,
            Cell::Instant(_) => self == Self::Instant,
        }
    }
}

/// Stands in the name of a column that a table has once for each criterion of the call's rubric.
pub const CRITERION: &str = "{criterion}";

/// How a value is taken from a row.
enum Value<T> {
    Of(fn(&T) -> Cell),
    /// One column for each criterion, by its code.
    OfEach(fn(&T, &str) -> Cell),
}

/// One column of a table whose rows are `T`.
pub struct Column<T> {
    name: &'static str,
    kind: Kind,
    /// In characters, for tables that are written row by row.
    width: u16,
    value: Value<T>,
}

/// The columns of a table, in groups, so that two tables can share a group.
pub type Columns<T> = &'static [&'static [Column<T>]];

impl<T> Column<T> {
    const fn of(name: &'static str, kind: Kind, value: fn(&T) -> Cell) -> Self {
        Self { name, kind, width: 20, value: Value::Of(value) }
    }

    pub const fn text(name: &'static str, value: fn(&T) -> Cell) -> Self {
        Self::of(name, Kind::Text, value)
    }

    pub const fn integer(name: &'static str, value: fn(&T) -> Cell) -> Self {
        Self::of(name, Kind::Integer, value)
    }

    pub const fn decimal(name: &'static str, value: fn(&T) -> Cell) -> Self {
        Self::of(name, Kind::Decimal, value)
    }

    pub const fn truth(name: &'static str, value: fn(&T) -> Cell) -> Self {
        Self::of(name, Kind::Truth, value)
    }

    pub const fn instant(name: &'static str, value: fn(&T) -> Cell) -> Self {
        Self::of(name, Kind::Instant, value)
    }

    /// One column for each criterion; its name has [`CRITERION`] where the code goes.
    pub const fn each(name: &'static str, kind: Kind, value: fn(&T, &str) -> Cell) -> Self {
        Self { name, kind, width: 20, value: Value::OfEach(value) }
    }

    /// So many characters wide.
    #[must_use]
    pub const fn wide(mut self, width: u16) -> Self {
        self.width = width;
        self
    }

    /// Its cells in this row: one, or one for each criterion.
    fn cells(&self, row: &T, criteria: &[String], to: &mut Vec<Cell>) {
        match self.value {
            Value::Of(value) => to.push(value(row)),
            Value::OfEach(value) => to.extend(criteria.iter().map(|code| value(row, code))),
        }
    }

    /// Its names in the heading: one, or one for each criterion.
    fn names(&self, criteria: &[String]) -> Vec<String> {
        match self.value {
            Value::Of(_) => vec![self.name.to_owned()],
            Value::OfEach(_) => {
                criteria.iter().map(|code| self.name.replace(CRITERION, code)).collect()
            }
        }
    }
}

/// A column as far as it is told about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Described {
    pub name: &'static str,
    pub kind: Kind,
}

/// All columns of a table, for whoever tells about it.
pub fn described<T>(columns: Columns<T>) -> Vec<Described> {
    let all = columns.iter().copied().flatten();
    all.map(|column| Described { name: column.name, kind: column.kind }).collect()
}

/// The cells of one row.
///
/// # Errors
/// A column holds something else than it says: whoever reads the file by its description would read it wrongly, so
/// no such file is made.
fn cells<T>(columns: Columns<T>, row: &T, criteria: &[String]) -> Result<Vec<Cell>, Failure> {
    let mut found = Vec::new();
    for column in columns.iter().copied().flatten() {
        let first = found.len();
        column.cells(row, criteria, &mut found);
        if let Some(cell) = found.iter().skip(first).find(|cell| !column.kind.holds(cell)) {
            let text = format!("the column {} does not hold what it says: {cell:?}", column.name);
            return Err(Failure::Inconsistent(text));
        }
    }
    Ok(found)
}

impl Writer {
    /// Writes a whole table. In a workbook each column is as wide as its contents ask for, so they are
    /// looked at before the first row is written.
    ///
    /// # Errors
    /// A full disk; a second table where the format holds one.
    pub fn table<T>(
        &mut self,
        (columns, criteria): (Columns<T>, &[String]),
        rows: &[T],
    ) -> Result<(), Failure> {
        let names = columns.iter().copied().flatten().flat_map(|column| column.names(criteria));
        let mut headings: Vec<Heading> = names.map(Heading::unmeasured).collect();
        if self.is_workbook() {
            for row in rows {
                for (heading, cell) in headings.iter_mut().zip(cells(columns, row, criteria)?) {
                    heading.make_room_for(&cell);
                }
            }
            headings.iter_mut().for_each(Heading::limit);
        }
        self.begin(&headings)?;
        rows.iter().try_for_each(|row| self.row(&cells(columns, row, criteria)?))
    }

    /// Begins a table whose rows come one by one, with columns as wide as they say.
    ///
    /// # Errors
    /// A full disk; a second table where the format holds one.
    pub fn stream<T>(&mut self, columns: Columns<T>) -> Result<(), Failure> {
        let of = |column: &Column<T>| Heading {
            name: column.name.to_owned(),
            is_instant: column.kind == Kind::Instant,
            width: column.width,
        };
        let headings: Vec<Heading> = columns.iter().copied().flatten().map(of).collect();
        self.begin(&headings)
    }

    /// The next row of a table that was begun by [`Self::stream`].
    ///
    /// # Errors
    /// A full disk.
    pub fn add_row<T>(&mut self, columns: Columns<T>, row: &T) -> Result<(), Failure> {
        self.row(&cells(columns, row, &[])?)
    }
}
