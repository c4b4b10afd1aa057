//! The entry pages: the first page (what this person does next and by when), the dashboard of a
//! call, and its exports. It combines what the earlier features let this person read.

mod actions;
mod api;
mod pages;
mod rules;

pub use api::configure;
pub use pages::configure as configure_pages;
