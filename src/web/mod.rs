//! What all routes share: the language of the caller, problem documents, bodies with limits, pages
//! of a list, and the registration that puts a route, its document and its act in one step.

pub mod app;
pub mod body;
pub mod language;
pub mod paging;
pub mod preconditions;
pub mod problem;
pub mod routes;

pub use app::App;
pub use body::Body;
pub use language::Language;
pub use paging::{Page, Paging};
pub use preconditions::{Idempotency, IfMatch, not_stale, tagged};
pub use routes::{Operation, Routes};
