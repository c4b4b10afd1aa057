//! Decisions over REST: the plenary's side in `plenary`, what candidates and the public read in
//! `results`.

pub(super) mod attendance;
mod meeting;
pub(super) mod papers;
mod plenary;
mod results;

use crate::web::Routes;

pub fn configure(routes: &mut Routes<'_>) {
    plenary::configure(routes);
    results::configure(routes);
    papers::configure(routes);
    meeting::configure(routes);
    attendance::configure(routes);
}
