//! Reading what came of the awards and what was tried. Only a candidate's choice to share is written.

mod board;
pub mod export;
mod learning;
mod report;
mod sharing;
mod tried;

pub use board::read_board;
pub use learning::read_learning;
pub use report::{note_report, year_report};
pub use sharing::{choose_sharing, read_sharing};
pub use tried::{read_tried, search_tried};
