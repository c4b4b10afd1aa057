//! Accounts over REST: signing in and one's own account in `session`, what the links of letters do in
//! `mail`, one's second factor and sessions in `second_factor`, administration in `admin`,
//! what takes a second person in `changes`, units in `units`.

mod admin;
mod changes;
mod mail;
mod second_factor;
mod session;
mod units;

pub(super) use admin::create_account;
pub(super) use mail::{ask_for_reset, reset_password};
pub(super) use second_factor::{confirm_code, remove, renew_codes};
pub(super) use session::{Newcomer, register, set_new_password, sign_in, sign_in_with_code};

use crate::web::Routes;

pub fn configure(routes: &mut Routes<'_, '_>) {
    session::configure(routes);
    mail::configure(routes);
    second_factor::configure(routes);
    admin::configure(routes);
    changes::configure(routes);
    units::configure(routes);
}
