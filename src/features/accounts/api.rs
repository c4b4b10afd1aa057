//! Accounts over REST: opening one in `registration`, signing in and one's own account in
//! `session`, claims and corrections in `identity`, links from letters in `mail`, one's second
//! factor and sessions in `second_factor`, administration in `admin`, changes that need a second
//! person in `changes`, units in `units`.

mod acting;
mod admin;
mod changes;
mod identity;
mod mail;
mod registration;
mod second_factor;
mod session;
mod units;

use crate::web::Routes;

pub fn configure(routes: &mut Routes<'_>) {
    registration::configure(routes);
    session::configure(routes);
    mail::configure(routes);
    second_factor::configure(routes);
    admin::configure(routes);
    changes::configure(routes);
    identity::configure(routes);
    units::configure(routes);
    acting::configure(routes);
}
