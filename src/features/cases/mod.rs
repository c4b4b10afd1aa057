//! One proposal with everything that happened to it, on one page: for the office, the committee and above all the
//! auditor. Nothing is decided here. Each stage gives its part through a function of its own, which asks its own
//! permission; a part that the reader may not read is left out.

mod actions;
mod pages;
mod timeline;
mod trail;

pub use pages::configure as configure_pages;
pub use trail::{Detail, TrailLine};

use crate::features::awards::Award;
use crate::features::decisions::actions::CaseDecisions;
use crate::features::interviews::Slot;
use crate::features::objections::Objection;
use crate::features::outbox::QueuedMail;
use crate::features::proposals::actions::CaseFile;
use crate::features::reviews::actions::CaseReview;
use crate::features::selection::TieVote;
use crate::features::selection::actions::CaseRanking;

/// A proposal with the parts that its reader may read; `None` for the others.
#[derive(Debug)]
pub(crate) struct Case {
    file: CaseFile,
    review: CaseReview,
    interviews: Option<Vec<Slot>>,
    ranking: Option<CaseRanking>,
    decisions: Option<CaseDecisions>,
    votes: Option<Vec<TieVote>>,
    objections: Option<Vec<Objection>>,
    seat: Option<Award>,
    letters: Option<Vec<QueuedMail>>,
    /// The record in words, newest first.
    trail: Option<Vec<TrailLine>>,
}
