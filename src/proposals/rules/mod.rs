//! What a proposal may do and what it needs, decided from values alone: states, eligibility,
//! completeness, what endorsers sign, the receipt. No clock, no database.

pub mod conflict;
pub mod documents;
pub mod verification;
