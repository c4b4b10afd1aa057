//! Proposals over REST.

mod documents;
mod verification;

use crate::web::Routes;

pub fn configure(routes: &mut Routes<'_, '_>) {
    documents::configure(routes);
    verification::configure(routes);
}
