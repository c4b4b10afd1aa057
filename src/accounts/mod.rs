//! People, their roles, the units they work in, and how they sign in. Later stages know a person
//! as a [`Viewer`](crate::access::Viewer), made anew from the database at every request.

pub mod actions;
mod api;
mod client;
mod confirmation;
mod cookies;
mod letters;
mod pages;
mod passwords;
pub mod rules;
mod sealing;
mod signed_in;
mod store;
mod tokens;
mod units;
mod visitor;

pub use actions::{NewAccount, create_from_console, grant_first_role, reset_second_factor};
pub use api::configure;
pub use client::Client;
pub use confirmation::{Confirmed, Proof, confirm_identity, confirm_now};
pub use pages::configure as configure_pages;
pub use passwords::Passwords;
pub use sealing::Sealing;
pub use signed_in::{Caller, SignedIn};
pub use store::{
    UnitAndSuperior, find_unit, holders_of, load_units, names_of, user_units, users_of,
};
pub use tokens::Tokens;
pub use units::{Unit, read_units, seed_units};
pub use visitor::{OpenForm, Posted, Sender, Visitor, mendable};

use crate::access::Role;
use crate::clock::Timestamp;
use crate::ids::{UnitCode, UserId};
use serde::{Deserialize, Serialize};

/// An account as the program knows it; the password hash never leaves `store` and `actions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct User {
    pub id: UserId,
    pub email: String,
    /// 18 digits; only the person, the secretariat and those who verify a proposal of theirs see it.
    pub nip: Option<String>,
    pub name: String,
    pub unit: Option<UnitCode>,
    /// The direct superior, for conflicts of interest.
    pub superior: Option<UserId>,
    pub active: bool,
    pub created_at: Timestamp,
    /// Whether a link sent to the address was used.
    pub email_verified: bool,
    pub roles: Vec<Role>,
}

/// Which accounts to list.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AccountFilter {
    /// Only holders of this role.
    pub role: Option<Role>,
    /// Part of the name, the e-mail or the NIP.
    pub search: Option<String>,
}

/// Everything sign-in needs besides the database.
pub struct Accounts {
    pub tokens: Tokens,
    pub passwords: Passwords,
    pub sealing: Sealing,
}

impl Accounts {
    /// Reads or makes the signing key and prepares the hasher.
    ///
    /// # Errors
    /// A key file that others may read, or that is not a key.
    pub fn open(settings: &crate::settings::Settings) -> Result<Self, crate::errors::Failure> {
        let tokens = Tokens::open(&settings.data.folder, &settings.accounts)?;
        Ok(Self {
            sealing: Sealing::new(&tokens.derived_key(b"tubel second factors"))?,
            passwords: Passwords::new(&settings.accounts)?,
            tokens,
        })
    }
}
