//! Accounts over REST: signing in and one's own account in `session`, administration in `admin`,
//! units in `units`.

mod admin;
mod session;
mod units;

pub(super) use session::sign_in;

use crate::web::Routes;

pub fn configure(routes: &mut Routes<'_, '_>) {
    session::configure(routes);
    admin::configure(routes);
    units::configure(routes);
}
