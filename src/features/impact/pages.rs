//! Pages of what came of the awards.

mod board;

use crate::web::pages::PageRoutes;

pub fn configure(routes: &mut PageRoutes<'_>) {
    board::configure(routes);
}
