//! Selection: from locked score sheets to a ranking, and from the ranking to the seats. What is
//! here is pure: exact integers in, an explained answer out; no clock, no SQL, no HTTP.
//!
//! `ranking` puts proposals in the announced order; `quota` fills the seats in that order.

pub mod quota;
pub mod ranking;
