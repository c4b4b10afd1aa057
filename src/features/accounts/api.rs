//! Accounts over REST: opening one in `registration`, signing in and one's own account in `session`, claims
//! and corrections in `identity`, what the links of letters do in `mail`, one's second factor and
//! sessions in `second_factor`, administration in `admin`, what takes a second person in `changes`,
//! units in `units`.

mod admin;
mod changes;
mod identity;
mod mail;
mod registration;
mod second_factor;
mod session;
mod units;

pub(super) use admin::create_account;
pub(super) use identity::{ask_for_address, checked_address, checked_staff};
pub(super) use mail::{ask_for_reset, reset_password};
pub(super) use registration::{Newcomer, Registered, confirm, register};
pub(super) use second_factor::{confirm_code, remove, renew_codes};
pub(super) use session::{set_new_password, sign_in, sign_in_with_code};

use crate::web::Routes;

pub fn configure(routes: &mut Routes<'_, '_>) {
    registration::configure(routes);
    session::configure(routes);
    mail::configure(routes);
    second_factor::configure(routes);
    admin::configure(routes);
    changes::configure(routes);
    identity::configure(routes);
    units::configure(routes);
}
