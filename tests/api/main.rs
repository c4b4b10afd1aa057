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
mod breaches;
mod call_pages;
mod calls;
mod contract;
mod correspondence;
mod database;
mod database_schema;
mod decisions;
mod demo;
mod documents;
mod doors;
mod forms;
mod handed_in;
mod identity;
mod impact;
mod interests;
mod nothing_lost;
mod pages;
mod persons;
mod privacy;
mod problems;
mod proposals;
mod record;
mod reminders;
mod reviews;
mod second_look;
mod selection;
mod statements;
mod unit_pages;
mod uploads;
mod verification;
mod whole_call;
