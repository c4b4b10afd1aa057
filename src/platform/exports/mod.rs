//! Tables for other programs: one list of columns, and every format from it. RFC 4180 CSV
//! that no spreadsheet takes for a formula, JSON, and workbooks with real numbers and dates. Rows
//! pass through one by one to a file, so a table's length costs no memory. What goes into a table is
//! each stage's own question.

mod cell;
mod columns;
mod delimited;
mod json;
pub mod offered;
mod outgoing;
mod provenance;
mod scratch;
mod taken;
#[cfg(test)]
mod tests;
mod workbook;
mod writer;

pub use cell::Cell;
pub use columns::{CRITERION, Column, Columns, Described, Kind, described};
pub use offered::{Offered, WantedFormat};
pub use outgoing::{Download, Outgoing};
pub use provenance::{Fact, Provenance};
pub use taken::{Taken, note_taken};
pub use writer::{Format, Writer};
