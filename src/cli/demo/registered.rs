//! The problems of past years, as they stand in the registry.

use super::script::PastFigure;
use crate::features::problems::Problem;

/// A problem of long ago in the registry.
pub(super) struct OldProblem<'a> {
    pub(super) problem: Problem,
    pub(super) figures: &'a [PastFigure],
}
