//! Proposals over REST: writing in `drafts`, submitting in `submission`, signatures in
//! `endorsements`, leave to be late in `late`, exceptions by minutes in `exceptions`, uploads in `documents`, uploads in pieces in `uploads` (their protocol in
//! `tus`), MS and TMS in `verification`.

pub(super) mod documents;
mod drafts;
mod endorsements;
pub(super) mod exceptions;
mod late;
pub(super) mod papers;
mod submission;
mod tus;
pub(super) mod uploads;
mod verification;

pub use tus::with_tus_headers;

use crate::web::Routes;

pub fn configure(routes: &mut Routes<'_>) {
    drafts::configure(routes);
    papers::configure(routes);
    submission::configure(routes);
    endorsements::configure(routes);
    exceptions::configure(routes);
    late::configure(routes);
    documents::configure(routes);
    uploads::configure(routes);
    verification::configure(routes);
}
