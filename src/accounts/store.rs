//! Every query on people, roles, sessions and units. Rows stay here.

mod addresses;
mod claims;
mod failures;
mod links;
mod registrations;
mod roles;
mod second_factors;
mod sessions;
mod units;
mod users;

pub(super) use addresses::*;
pub(super) use claims::*;
pub(super) use failures::*;
pub(super) use links::*;
pub(super) use registrations::*;
pub use roles::holders_of;
pub(super) use roles::*;
pub(super) use second_factors::*;
pub(super) use sessions::*;
pub use units::{find_unit, load_units};
pub(super) use units::{has_units, insert_units, people_by_unit, save_unit};
pub use users::{UnitAndSuperior, names_of, user_units, users_of};
pub(super) use users::{
    UserRow, email_taken, find_by_email, find_by_login, find_row, find_user, insert_user,
    is_erased, list_users, nip_taken, set_password, update_user,
};
