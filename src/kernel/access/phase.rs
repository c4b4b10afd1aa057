//! The phases of a call, by which the table decides.

use crate::text_enum;

text_enum! {
    /// Where a call stands; derived from its calendar and the server's clock (`calls/rules.rs`).
    pub enum Phase {
        /// Being written; nobody outside the secretariat sees it.
        Draft = "draft",
        /// Frozen and published, not open yet.
        Scheduled = "scheduled",
        /// Proposals are written and submitted.
        Open = "open",
        /// Documents are verified.
        Screening = "screening",
        /// The panel scores.
        Review = "review",
        /// Ranking, plenary, decision; embargoed.
        Plenary = "plenary",
        /// Results are out, objections are heard.
        Announced = "announced",
        Closed = "closed",
        Cancelled = "cancelled",
    }
}
