//! The tables of a call that can be taken away: each file has a table's columns, and how its rows are read.
//! Who may take which, when and in which format is in the catalogue of exports (`home/catalogue.rs`), which
//! asks that before anything here is read.

mod interview;
mod origin;
pub(super) mod people;
mod ranked;
mod ranking;
pub(super) mod results;
mod sheets;
pub(super) mod verification;

pub use interview::{INTERVIEW, pour_interview};
pub use origin::origin;
pub use people::{ATTENDANCE, pour_attendance};
pub use ranking::{RANKING, pour_ranking};
pub use results::{RESULTS, pour_results};
pub use sheets::{SHEETS, pour_sheets};
pub use verification::{VERIFICATION, pour_verification};

use super::store;
