//! The entry pages: the first page (what this person does next and by when), the dashboard of a
//! call, and its exports. It combines what the earlier features let this person read.

mod actions;
mod api;
mod catalogue;
mod pages;
mod rules;

use crate::features::audit::ReadingFilter;
use crate::features::studies::StudyFilter;

pub use api::configure;
pub use api::exports::configure as configure_exports;

/// The pages, and the files of the API that people download below them.
pub fn configure_pages(routes: &mut crate::web::pages::PageRoutes<'_>) {
    api::exports::downloads(routes);
    pages::configure(routes);
}

/// What a table that belongs to no call depends on beside its rows.
#[derive(Debug, Clone, Default)]
struct Question {
    /// Of the log of reads.
    filter: ReadingFilter,
    /// By the settings: how old an award is before it is judged.
    young_months: u32,
    /// Which studies.
    studies: StudyFilter,
}
