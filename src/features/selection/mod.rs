//! Selection: from locked score sheets to a ranking, and from the ranking to the seats.
//!
//! `compute` joins the two: from `inputs` to the findings of a run (`document`). `calibration` puts
//! the model's reading of the scores beside the ranking; `lot` is the announced rule for proposals
//! too close to call. `scenario` computes results under changed rules; `redaction` leaves out what
//! a reader may not know; `succession` says who succeeds whom. All of these are pure: integers in,
//! an explained answer out. `actions`, `store`, `api` and `pages` keep runs and show them.

pub mod actions;
mod api;
mod calibration;
pub mod compute;
mod divergent;
mod document;
mod doubt;
pub mod fault;
mod flows;
mod inputs;
mod lot;
mod official;
mod pages;
mod policy;
mod redaction;
pub mod rules;
pub mod scenario;
mod store;
mod succession;
#[cfg(test)]
mod tests;
mod tie_votes;
pub mod wording;

pub use actions::{
    counting_conflicts, counting_votes, findings_of, inputs_of, places_of, redaction_for,
    redaction_with,
};
pub use api::configure;
pub use calibration::{
    Calibrated, Calibration, CalibrationWarning, ContrastStanding, ExtraReviewAdvice,
    ReviewerSeverity, SeverityContrast, StandingZone, Variances,
};
pub use divergent::{DivergentProposal, RescoredSheet};
pub use document::{Findings, Place, Run, RunState, Succession, is_same_field};
pub use doubt::{Doubt, belonging, chance_of_passing, doubts};
pub use inputs::{
    CountedInterview, CountedInterviewSheet, CountedSheet, CountedVote, FirstSheet, Inputs, NewRun,
    ScoredProposal,
};
pub use lot::{DrawnLot, ZoneLot};
pub use official::Outcome;
pub use pages::configure as configure_pages;
pub use redaction::{Others, Redacted, Redaction, Scored, Unplaced, withheld_reason};
pub use store::{
    HOLDER, Papers, find_run, keep_tie_vote, move_run, papers_of, runs_of, settle_tie_votes,
    tie_votes_of,
};
pub use succession::{Decided, Field, empty_after, listed, with_words};
pub use tie_votes::{EqualGroup, TieVote, asks_for_votes, equal_groups};
pub use wording::unranked_in_words;
