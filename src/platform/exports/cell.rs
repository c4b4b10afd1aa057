//! The values of a table, its columns, and a table held in memory.

use crate::kernel::clock::Timestamp;

/// One value of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    Integer(i64),
    /// A number in decimal notation, e.g. `361.3333`.
    Decimal(String),
    Truth(bool),
    Instant(Timestamp),
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

    /// How many characters it takes to show.
    fn length(&self) -> usize {
        match self {
            Self::Text(text) => text.lines().map(|line| line.chars().count()).max().unwrap_or(0),
            Self::Integer(number) => number.checked_ilog10().unwrap_or(1) as usize + 2,
            Self::Decimal(number) => number.len(),
            Self::Truth(_) => 6,
            Self::Instant(_) => 20,
            Self::Empty => 0,
        }
    }
}

/// A column: its name, and what a workbook has to know before the first row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    /// Its values are instants: a workbook names the time zone in the heading.
    pub is_instant: bool,
    /// Characters.
    pub width: u16,
}

impl Column {
    /// Narrower than the first, nothing can be read; wider than the second, nothing else.
    const WIDTHS: (usize, usize) = (8, 60);

    pub fn new(name: &str, width: u16) -> Self {
        Self { name: name.to_owned(), is_instant: false, width }
    }

    pub fn instant(name: &str) -> Self {
        Self { name: name.to_owned(), is_instant: true, width: 20 }
    }

    /// Fits the cells of the first rows.
    fn fitting<'a>(name: &str, cells: impl Iterator<Item = &'a Cell>) -> Self {
        let mut column = Self { name: name.to_owned(), is_instant: false, width: 0 };
        let (least, most) = Self::WIDTHS;
        let mut length = name.chars().count() + 2;
        for cell in cells {
            column.is_instant |= matches!(cell, Cell::Instant(_));
            length = length.max(cell.length() + 1);
        }
        length += if column.is_instant { 6 } else { 0 };
        column.width = u16::try_from(length.clamp(least, most)).unwrap_or(u16::MAX);
        column
    }
}

/// A table, every row as long as the header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// With these columns, and no row yet.
    pub fn with(header: &[&str]) -> Self {
        Self { header: header.iter().map(|&name| name.to_owned()).collect(), rows: Vec::new() }
    }

    /// The columns, as wide as their contents ask for.
    pub fn columns(&self) -> Vec<Column> {
        let columns = self.header.iter().enumerate();
        columns
            .map(|(index, name)| {
                Column::fitting(name, self.rows.iter().filter_map(|row| row.get(index)))
            })
            .collect()
    }
}
