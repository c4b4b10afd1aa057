//! Letters against real SMTP: a server of the tests' own that fails on command, and aiosmtpd with
//! Python's parser as an independent reader. On the database that `TUBEL_TEST_DATABASE` names.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod afterwards;
mod answers;
mod calendar;
mod crash;
mod encryption;
mod faults;
mod independent;
mod names;
mod secrets;
mod smtp;
mod two_workers;
mod world;
