//! Interviews in a browser: a call's (`desk`), one of them with its sheet (`slot`), and each act on it (`act`).

mod act;
mod desk;
mod forms;
mod sheet;
mod slot;

use crate::web::pages::PageRoutes;

pub fn configure(routes: &mut PageRoutes<'_>) {
    desk::configure(routes);
    slot::configure(routes);
    act::configure(routes);
}
