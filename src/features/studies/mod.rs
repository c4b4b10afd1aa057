//! What follows an accepted seat: admission, agreement, the study with its plan, changes and interruptions, and the
//! return to the office. A study has the id of its award. Whether the problem got smaller is told by the
//! measurements of `problems`.

pub mod actions;
mod api;
mod commitment;
mod inputs;
mod letters;
mod pages;
mod paper;
mod report;
mod request;
pub mod rules;
mod store;
mod study;

pub use actions::{BONDS, STUDIES, pour_bonds, pour_studies};
pub use api::configure;
pub use commitment::{
    Commitment, CommitmentVerdict, NewCommitment, Use, UseReport, UseRevision, UseState,
};
pub use inputs::{
    Begin, Mentor, NewPaper, NewPlan, NewProgramme, NewStep, NewTopic, PaperCheck, Postponement,
    Prolongation, RequestRuling, Return,
};
pub use letters::{commitment_asked, problem_retired, report_reminder};
pub use pages::TaskLine;
pub use paper::{Paper, PaperKind, PaperVerdict, StudyFile};
pub use report::{
    Answer, AnswerSide, AnswerVerdict, Help, Helper, MilestoneOutcome, MilestoneReport, NewAnswer,
    NewComment, NewReportFile, Obstacle, ObstacleCause, Report, ReportDue, ReportFile, ReportKind,
    ReportReceipt, ReportState, ReportText, Sending, Slot, Solution, SolutionKind,
};
pub use request::{
    Change, ChangeKind, Milestone, Plan, Request, RequestState, Ruling, RulingVerdict, Side,
};
pub use store::{HOLDER, SeatStudy, acknowledged, by_seat, contradictions};
pub use study::{BondCalendar, Cause, State, Step, Study, StudyDetails, StudyFilter, TakenStep};

/// The pages, and the files of the API that people download below them.
pub fn configure_pages(routes: &mut crate::web::pages::PageRoutes<'_>) {
    api::files::downloads(routes);
    api::taken::downloads(routes);
    api::reports::downloads(routes);
    pages::configure(routes);
}
