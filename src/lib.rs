//! `tubel` runs the selection of study assignments (tugas belajar), from a registered supervisory
//! problem to a recorded result. This page is the map of the house; `docs/architecture.md` is the tour.
//!
//! The process, each stage a room that depends only on those above it, comes on top of what every
//! stage stands on: `access` (who may do what), `ledger` (the tamper-evident record), `db`
//! (connections, schema, transactions), `files` (uploads), `pictures` (their pages, drawn), `mail` (letters and their sending), `appointments` (calendar entries), `reads` (who looked at what), `errors`, `clock`, `ids`, `canonical`, `characters` (what a text may hold) and `written` (files that people wrote).

pub mod access;
pub mod accounts;
pub mod appointments;
pub mod audit;
pub mod awards;
pub mod breaches;
pub mod calls;
pub mod canonical;
pub mod characters;
pub mod check;
pub mod cli;
pub mod clock;
pub mod confined;
pub mod correspondence;
pub mod db;
pub mod decisions;
pub mod demo;
pub mod errors;
pub mod exports;
pub mod files;
pub mod home;
pub mod ids;
pub mod interests;
pub mod ledger;
pub mod mail;
pub mod matching;
pub mod objections;
pub mod papers;
pub mod pictures;
pub mod privacy;
pub mod problems;
pub mod proposals;
pub mod quota;
pub mod ranking;
pub mod reads;
pub mod reminders;
pub mod reviews;
pub mod selection;
pub mod server;
pub mod settings;
pub mod telemetry;
pub mod turns;
pub mod upkeep;
pub mod web;
pub mod written;
