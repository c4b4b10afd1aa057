//! The mathematics of the selection. Pure: integers in, an explained answer out, the same bits on
//! every machine. `ranking` puts proposals in the announced order; `quota` fills the seats in that
//! order, with a certificate for every proposal; `model` reads the scores: how good each proposal
//! is after removing the reviewers' severity, and how certain that is; `correlation` says how far two orders agree.

pub mod correlation;
pub mod model;
pub mod quota;
pub mod ranking;
