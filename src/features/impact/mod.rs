//! What came of the awards: the board of problems with an award beside those without, what it teaches of the rubric,
//! and what was already tried. It asks the earlier features for what they hold; its own are only the candidates'
//! choices to let others read a proposal. See `docs/impact.md`.

pub mod actions;
mod api;
mod board;
mod learning;
mod pages;
pub mod rules;
mod store;
mod tried;

pub use actions::export::{BOARD, pour_board};
pub use api::configure;
pub use board::{
    Board, BoardUnit, Cost, EventKind, ImpactEvent, Measured, Moved, Outcome, OutcomeCounts,
    ProblemImpact, Progress, Reports, Stage, StageCount, Untaken,
};
pub use learning::{CriterionReading, Learning, OutcomeKind, Question, Reading};
pub use store::HOLDER;
pub use tried::{
    Consent, SharedProgramme, SharedProposal, SharedSolution, SharedStep, Sharing, SharingChoice,
    Tried, TriedProposal, TriedQuestion,
};

/// The pages, and the files of the API that people download below them.
pub fn configure_pages(routes: &mut crate::web::pages::PageRoutes<'_>) {
    api::report::downloads(routes);
    pages::configure(routes);
}
