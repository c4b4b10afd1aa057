//! The tables as diesel sees them: the crate `tables`, compiled once and not again at every change of this program.

pub use tables::*;
