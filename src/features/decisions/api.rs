//! Decisions over REST: the plenary in `plenary`, what candidates and the public read in `results`,
//! tables in `exports`.

pub(super) mod exports;
mod meeting;
pub(super) mod papers;
mod plenary;
mod results;

use crate::web::Routes;

pub fn configure(routes: &mut Routes<'_, '_>) {
    plenary::configure(routes);
    results::configure(routes);
    exports::configure(routes);
    papers::configure(routes);
    meeting::configure(routes);
}
