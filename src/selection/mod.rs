//! Selection: from locked score sheets to a ranking, and from the ranking to the seats.
//!
//! `ranking` puts proposals in the announced order; `quota` fills the seats in that order; `compute`
//! joins the two into the findings of a run (`document`). All of that is pure: exact integers in,
//! an explained answer out; `redaction` leaves out what a reader may not know. `actions`, `store` and `api` keep runs and show them.

pub mod actions;
mod api;
pub mod compute;
mod document;
pub mod quota;
pub mod ranking;
mod redaction;
pub mod rules;
mod store;

pub use actions::{findings_of, redaction_for};
pub use api::configure;
pub use document::{Contender, CountedSheet, Findings, Inputs, Outcome, Place, Run, RunState};
pub use redaction::Redaction;
pub use store::{Papers, find_run, move_run, papers_of, runs_of};
