//! The values of a table, and the headings over them.

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

/// A column's heading: its name, and what a workbook has to know before the first row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) name: String,
    /// Its values are instants: a workbook names the time zone in the heading.
    pub(super) is_instant: bool,
    /// Characters.
    pub(super) width: u16,
}

impl Heading {
    /// Narrower than the first, nothing can be read; wider than the second, nothing else.
    const WIDTHS: (u16, u16) = (8, 60);

    /// As wide as its name.
    pub(super) fn unmeasured(name: String) -> Self {
        let width = u16::try_from(name.chars().count() + 2).unwrap_or(u16::MAX);
        Self { name, is_instant: false, width }
    }

    /// Makes it wide enough for this cell.
    pub(super) fn make_room_for(&mut self, cell: &Cell) {
        self.is_instant |= matches!(cell, Cell::Instant(_));
        self.width = self.width.max(u16::try_from(cell.length() + 1).unwrap_or(u16::MAX));
    }

    /// Once all cells were looked at: room for the time zone, and neither too narrow nor too wide.
    pub(super) fn limit(&mut self) {
        let zone = if self.is_instant { 6 } else { 0 };
        let (least, most) = Self::WIDTHS;
        self.width = self.width.saturating_add(zone).clamp(least, most);
    }
}
