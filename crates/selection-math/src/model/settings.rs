//! What whoever has a panel fitted decides.

use super::grid::Prior;

/// What the caller decides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FitSettings {
    /// Threads to spread work over; no effect on results.
    pub threads: usize,
    /// Declared: reviewers of unconnected groups are comparable, so all proposals may be ranked.
    pub across_components: bool,
    /// Used below 40 proposals.
    pub prior: Prior,
    pub boundary: Boundary,
}

/// What is said where the likeliest variance of the proposals is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Boundary {
    /// Everybody is tied: runs of methods before `tubel-selection/4`.
    Tie,
    /// All variances that fit are averaged over, and means, spreads and expected ranks are those averages
    /// wherever P is one.
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
