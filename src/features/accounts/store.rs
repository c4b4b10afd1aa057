//! Every query on people, roles, sessions and units. Row types stay in here.

mod acting;
mod addresses;
mod changes;
mod claims;
mod closing;
mod failures;
mod links;
mod panels;
mod personal;
mod positions;
mod registrations;
mod roles;
mod second_factors;
mod sessions;
mod substitutes;
mod units;
mod users;
mod vouchers;

pub(super) use acting::{acting_heads, end_acting_head, insert_acting_head};
pub use acting::{acting_heads_on, acting_units};
pub(super) use addresses::*;
pub(super) use changes::*;
pub(super) use claims::*;
pub(super) use failures::*;
pub(super) use links::*;
pub(super) use panels::panels_of;
pub use personal::{
    HOLDER, Living, RoleHeld, addresses_of, all_holding, last_sign_ins, living, on_duty,
    roles_ever_held,
};
pub use positions::histories_of;
pub(super) use positions::is_call_running;
pub(super) use registrations::*;
pub(super) use roles::*;
pub use roles::{heads_of, heads_of_all, holders_of, holders_of_each};
pub(super) use second_factors::*;
pub use substitutes::place_taken;
pub(super) use substitutes::{
    Substitution, expired, insert_substitute, is_substitute, substitutes_now,
};

pub(super) use sessions::*;
pub use units::{find_unit, load_units};
pub(super) use units::{has_units, insert_units, people_by_unit, save_unit};
pub(super) use users::{
    UserRow, email_taken, find_by_email, find_by_login, find_row, find_user, insert_user,
    is_erased, list_users, nip_taken, set_password, update_user,
};
pub use users::{account_named, account_with, active_accounts, names_of, seek_people, users_of};
pub(super) use vouchers::*;
