//! People, their roles, their units, and how they sign in. Later features know a person as a
//! [`Viewer`](crate::kernel::access::Viewer), made anew from the database at every request.

mod acting;
pub mod actions;
mod api;
mod arrival;
mod changes;
mod client;
mod confirmation;
mod cookies;
mod flows;
mod identity;
mod independence;
pub mod inputs;
mod jwt;
mod kept_nip;
mod letters;
mod marks;
mod pages;
mod passwords;
pub mod rules;
mod sealing;
mod signed_in;
mod store;
mod tokens;
mod units;
mod visitor;

pub use crate::web::forms::as_form_error;
pub use acting::ActingHead;
pub use actions::{
    create_from_console, end_substitutions, find_at_console, grant_first_role, invite_from_console,
    is_substitution_to_end, move_from_console, reset_second_factor, revoke_from_console,
    seed_units, vouch_from_console,
};
pub use api::configure;
pub use changes::{ChangeState, Held, ProposedChange, Substitute, Wanted};
pub use client::Client;
pub use confirmation::{Confirmed, Proof, confirm_identity, confirm_now};
pub use identity::{AddressChange, Claim, StaffImport};
pub use independence::{stand_apart, why_not_apart};
pub use inputs::NewAccount;
pub use kept_nip::{KeptNip, may_read_nip};
pub use marks::Marks;
pub use pages::configure as configure_pages;
pub use passwords::{Passwords, nobodys_password};
pub use sealing::Sealing;
pub use signed_in::{Caller, SignedIn};
pub use store::{
    HOLDER, Living, RoleHeld, account_named, account_with, acting_heads_on, acting_units,
    active_accounts, addresses_of, all_holding, find_unit, heads_of, heads_of_all, histories_of,
    holders_of, holders_of_each, last_sign_ins, living, load_units, names_of, on_duty, place_taken,
    roles_ever_held, seek_people, users_of,
};
pub use tokens::Tokens;
pub use units::{Unit, read_units};
pub use visitor::{FileForm, PublicForm, SignedInForm, UploadForm, Visitor};

use crate::kernel::access::{Role, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{UnitCode, UserId};
use serde::{Deserialize, Serialize};

/// An account in the program. The password hash never leaves `store` and `actions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct User {
    pub id: UserId,
    pub email: String,
    /// 18 digits, confirmed; visible only to the person, the secretariat and those who verify a
    /// proposal of theirs.
    #[schema(value_type = Option<String>)]
    pub nip: KeptNip,
    /// The NIP that the person claims while none is confirmed; visible to the same.
    #[schema(value_type = Option<String>)]
    pub nip_claim: KeptNip,
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

impl User {
    /// The account with its NIP opened, if this person may read it.
    #[must_use]
    pub fn for_viewer(mut self, viewer: &Viewer) -> Self {
        self.nip = self.nip.open_for(viewer, &self.id);
        self.nip_claim = self.nip_claim.open_for(viewer, &self.id);
        self
    }

    /// The account for its own person.
    #[must_use]
    fn for_oneself(mut self) -> Self {
        self.nip = self.nip.open_for_owner();
        self.nip_claim = self.nip_claim.open_for_owner();
        self
    }

    /// The confirmed NIP, otherwise the claim: for rules about a person's identity.
    pub fn any_nip(&self) -> Option<&str> {
        self.nip.for_rules().or(self.nip_claim.for_rules())
    }
}

/// Filters a list of accounts.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AccountFilter {
    /// Only holders of this role.
    pub role: Option<Role>,
    /// Part of the name, the e-mail or the NIP.
    pub search: Option<String>,
}

/// Everything that signing in needs besides the database.
pub struct Accounts {
    pub tokens: Tokens,
    pub passwords: Passwords,
    pub sealing: Sealing,
    pub marks: Marks,
}

impl Accounts {
    /// Reads or creates the signing key and prepares the hasher.
    ///
    /// # Errors
    /// When others may read the key file, or when it holds no key.
    pub fn open(
        settings: &crate::kernel::settings::Settings,
    ) -> Result<Self, crate::kernel::errors::Failure> {
        let tokens = Tokens::open(&settings.data.folder, &settings.accounts)?;
        Ok(Self {
            sealing: Sealing::new(&tokens.derived_key(b"tubel second factors"))?,
            marks: Marks::new(tokens.derived_key(b"tubel marks of the log")),
            passwords: Passwords::new(&settings.accounts)?,
            tokens,
        })
    }
}
