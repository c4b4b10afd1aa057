//! The plenary's decision, the announcement and the exports.

mod api;

pub use api::configure;
