//! What came of the awards: the board of problems with an award beside those without, and what it teaches of the
//! rubric. It asks the earlier features for what they hold and owns nothing. See `docs/impact.md`.

pub mod actions;
mod api;
mod board;
mod learning;
mod pages;
pub mod rules;

pub use actions::export::{BOARD, pour_board};
pub use api::configure;
pub use board::{
    Board, BoardUnit, Cost, EventKind, ImpactEvent, Measured, Moved, Outcome, OutcomeCounts,
    ProblemImpact, Progress, Stage, StageCount, Untaken,
};
pub use learning::{CriterionReading, Learning, OutcomeKind, Question, Reading};
pub use pages::configure as configure_pages;
