//! The public face over real HTTP, on the database that `TUBEL_TEST_DATABASE` names.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod contract;
mod database;
mod support;
