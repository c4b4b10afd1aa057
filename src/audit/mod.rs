//! The auditors' room: reading the record, whole or of one subject. It writes nothing.

mod actions;
mod api;
mod pages;
mod redaction;

pub use api::configure;
pub use pages::configure as configure_pages;
