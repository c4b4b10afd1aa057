//! Optimal assignment of proposals to reviewers: one integer min-cost flow after a search for the
//! best worst pair, with a proof for every plan, or a reason if there is none. Pure: no files, no
//! clock, no database. The caller decides who may review what, and computes the affinities.
//!
//! Two rules may connect a proposal's reviewers (`rules.rs`): at most one from each institution, at
//! least one senior. A plan is the same on every machine and for every order of the input. Method:
//! network flow with lower bounds and convex costs (Ahuja, Magnanti, Orlin, *Network Flows*, ch. 9
//! and 14).
#![expect(clippy::indexing_slicing, reason = "positions are checked once, in problem.rs")]

mod bottleneck;
mod certificate;
mod comparability;
mod coverage;
mod input;
mod layout;
mod mixing;
mod network;
mod problem;
mod prune;
mod resolve;
mod rules;
mod shortage;
mod solve;
#[cfg(test)]
mod tests;
mod ties;
mod transport;

pub use certificate::{Certificate, Fault, NodePrices, verify};
pub use comparability::{LEAST_SHARED, Links, Warning, in_steps, links, warnings};
pub use input::{
    HEAVIEST_LOAD_WEIGHT, HIGHEST_AFFINITY, Input, InputError, Pair, Proposal, Reviewer, Rules,
};
pub use resolve::{Revision, RevisionOutcome, resolve};
pub use shortage::{Shortage, Side};
pub use solve::{Goals, Outcome, Plan, Priority, Progress, SolveError, Step, solve, solve_watched};

/// Positions fit 32 bits, because `problem.rs` refuses larger problems.
fn narrow(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
