//! Proposals over REST: writing in `drafts`, submitting in `submission`, signatures in
//! `endorsements`, uploads in `documents`, uploads in pieces in `uploads` (their protocol in
//! `tus`), MS and TMS in `verification`.

pub(super) mod documents;
mod drafts;
mod endorsements;
pub(super) mod papers;
mod submission;
mod tus;
pub(super) mod uploads;
mod verification;

pub use tus::with_tus_headers;

use crate::web::Routes;
use validator::ValidationError;

/// A text of several lines: no control characters except line breaks and tabs (PostgreSQL cannot
/// store NUL).
fn readable(text: &str) -> Result<(), ValidationError> {
    let is_strange = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t');
    if text.contains(is_strange) {
        return Err(ValidationError::new("non_control_character"));
    }
    Ok(())
}

pub fn configure(routes: &mut Routes<'_, '_>) {
    drafts::configure(routes);
    papers::configure(routes);
    submission::configure(routes);
    endorsements::configure(routes);
    documents::configure(routes);
    uploads::configure(routes);
    verification::configure(routes);
}
