//! Acts in several steps, for the API and for pages: check on a snapshot, do the slow work (hash or
//! check a password) outside any transaction, then write.

mod addresses;
mod opening;
mod passwords;
mod second_factor;
mod signing_in;

pub(super) use addresses::{ask_for_address, checked_address, checked_staff};
pub(super) use opening::{Registered, confirm, create_account, register};
pub(super) use passwords::{ask_for_reset, reset_password, set_new_password};
pub(super) use second_factor::{begin_second_factor, confirm_code, remove, renew_codes};
pub(super) use signing_in::{sign_in, sign_in_with_code};
