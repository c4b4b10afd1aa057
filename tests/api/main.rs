//! The public face over real HTTP, on the database that `TUBEL_TEST_DATABASE` names.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod access_matrix;
mod account_security;
mod accounts;
mod call_pages;
mod calls;
mod contract;
mod correspondence;
mod database;
mod decisions;
mod documents;
mod interests;
mod pages;
mod privacy;
mod problems;
mod proposals;
mod reviews;
mod selection;
mod support;
mod verification;
mod whole_call;
