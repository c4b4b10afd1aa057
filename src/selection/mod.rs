//! The selection: from score sheets to a ranking and the names that get a seat. Pure algorithms.
//!
//! `model` reads the scores: how good each proposal is once the reviewers' severity is taken out,
//! how certain that is, and how likely each proposal is to be selected.

pub mod model;
