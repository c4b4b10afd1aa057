//! The caller's settings of a fit.

use super::grid::Prior;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FitSettings {
    /// Threads for the work; no effect on results.
    pub threads: usize,
    /// Declares reviewers of unconnected groups comparable, so that all proposals may be ranked.
    pub across_components: bool,
    /// Used below 40 proposals.
    pub prior: Prior,
    pub boundary: Boundary,
}

/// The result when the likeliest variance of the proposals is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Boundary {
    /// All proposals are tied: runs of methods before `tubel-selection/4`.
    Tie,
    /// Averages over all variances that fit; means, spreads and expected ranks are those averages
    /// if P is one.
    #[default]
    Average,
}

impl Default for FitSettings {
    fn default() -> Self {
        Self {
            threads: 1,
            across_components: false,
            prior: Prior::Flat,
            boundary: Boundary::Average,
        }
    }
}
