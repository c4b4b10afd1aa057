//! Pages of what came of the awards, and of what was already tried.

mod board;
mod learning;
mod sharing;
mod tried;

use crate::web::pages::PageRoutes;

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    board::configure(routes);
    learning::configure(routes);
    tried::configure(routes);
    sharing::configure(routes);
}
