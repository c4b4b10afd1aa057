//! What all routes share: the language of the caller, problem documents, bodies with limits, pages
//! of a list, and the registration that puts a route, its document and its act in one step.

pub mod address;
pub mod app;
pub mod assets;
pub mod body;
mod composing;
mod connections;
pub mod fields;
pub mod format;
mod intake;
pub mod kept;
pub mod language;
mod pace;
pub mod pages;
pub mod paging;
pub mod preconditions;
pub mod problem;
pub mod routes;
pub mod salvage;
pub mod typed;

pub use address::{Address, page};
pub use app::{App, Demo, DemoPerson};
pub use body::Body;
pub use composing::compose_address;
pub use connections::Connections;
pub use fields::Fields;
pub use intake::{Intake, take_in_time};
pub use language::Language;
pub use paging::{Page, Paging};
pub use preconditions::{Idempotency, IfMatch, not_stale, tagged};
pub use routes::{Operation, Routes};
pub use salvage::Salvage;
