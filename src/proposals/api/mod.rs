//! Proposals over REST: writing in `drafts`, handing in and what leads there in `submission`,
//! signatures in `endorsements`, uploads in `documents`, MS and TMS in `verification`.

mod documents;
mod drafts;
mod endorsements;
mod submission;
mod verification;

use crate::web::Routes;

pub fn configure(routes: &mut Routes<'_, '_>) {
    drafts::configure(routes);
    submission::configure(routes);
    endorsements::configure(routes);
    documents::configure(routes);
    verification::configure(routes);
}
