//! The mathematics of the selection, pure: integers in, an explained answer out, the same bits on every
//! machine. `ranking` puts proposals in the announced order; `quota` fills the seats in that order, with a
//! certificate for every name; `model` reads the scores: how good each proposal is once the reviewers'
//! severity is taken out, and how certain that is.

pub mod model;
pub mod quota;
pub mod ranking;
