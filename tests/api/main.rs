//! The public face over real HTTP, on the database that `TUBEL_TEST_DATABASE` names.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod access_matrix;
mod accident_story;
mod accidents;
mod account_security;
mod accounts;
mod administrative;
mod breaches;
mod call_pages;
mod calls;
mod conflicts_late;
mod contract;
mod correspondence;
mod database;
mod database_schema;
mod decisions;
mod demo;
mod documents;
mod doors;
mod exceptions;
mod find;
mod forms;
mod handed_in;
mod identity;
mod impact;
mod interests;
mod interviews;
mod leaving;
mod needs;
mod nothing_lost;
mod pact;
mod pages;
mod persons;
mod plenary;
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
mod what_changes;
mod whole_call;
