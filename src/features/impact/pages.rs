//! Pages of what came of the awards.

mod board;
mod learning;

use crate::web::pages::PageRoutes;

pub fn configure(routes: &mut PageRoutes<'_>) {
    board::configure(routes);
    learning::configure(routes);
}
