//! The auditors' room: reading the record, whole or of one subject. It writes nothing; `signing` has
//! the end of the record signed when a phase begins.

mod actions;
mod api;
mod pages;
mod redaction;
mod signing;

pub use api::configure;
pub use pages::configure as configure_pages;
pub use signing::{keep_signing, sign_when_due};
