//! What all routes share: the language of the caller, problem documents, bodies with limits, pages
//! of a list, and the registration that puts a route, its document and its act in one step.

pub mod assets;
pub mod body;
mod composing;
mod connections;
pub mod fields;
pub mod forms;
mod intake;
pub mod kept;
pub mod language;
mod pace;
pub mod pages;
pub mod preconditions;
pub mod problem;
pub mod routes;
pub mod salvage;
pub mod typed;
mod upload;

pub use body::{Body, OptionalBody};
pub use composing::compose_address;
pub use connections::Connections;
pub use fields::Fields;
pub use intake::{Intake, take_in_time};
pub use preconditions::{Idempotency, tagged};
pub use routes::Routes;
pub use salvage::Salvage;
pub use upload::{SentFile, SentForm};
