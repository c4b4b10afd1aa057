//! The auditors' room: reading the record, whole or of one subject. It writes nothing.

mod actions;
mod api;
mod redaction;

pub use api::configure;
