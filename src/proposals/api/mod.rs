//! Proposals over REST: writing in `drafts`, handing in and what leads there in `submission`,
//! signatures in `endorsements`.

mod drafts;
mod endorsements;
mod submission;

use crate::web::Routes;

pub fn configure(routes: &mut Routes<'_, '_>) {
    drafts::configure(routes);
    submission::configure(routes);
    endorsements::configure(routes);
}
