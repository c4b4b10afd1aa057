//! `tubel` runs the selection of study assignments (tugas belajar), from a registered supervisory
//! problem to a recorded result. `docs/architecture.md` is the tour; this is the map, each layer standing
//! only on those above it:
//!
//! - `kernel`: what everything means the same by – permissions, errors, ids, instants, languages, pages of a list;
//! - `platform`: what the machine does – database, record, files, mail, exports, typesetting, a sandbox;
//! - `web`: what all routes share;
//! - `features`: the process, one folder per stage, in the order in which a call runs through them;
//! - `cli` and `server`: the program, put together.
//!
//! The algorithms that assign reviewers and rank proposals are crates of their own (`crates/`).

pub mod cli;
pub mod features;
pub mod kernel;
pub mod platform;
pub mod server;
pub mod web;
