//! The list of accounts: what a row is found, filtered and sorted by.

use crate::kernel::access::Role;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{UnitCode, UserId};
use crate::kernel::listing::{Column, Value};
use serde::Deserialize;

crate::text_enum! {
    /// Whether somebody can sign in with an account.
    pub enum AccountState {
        /// They can.
        On = "on",
        /// Their address is not confirmed: an invitation waits to be answered.
        Waiting = "waiting",
        /// It was switched off.
        Off = "off",
    }
}

impl AccountState {
    pub(super) fn of(is_active: bool, is_verified: bool) -> Self {
        match (is_active, is_verified) {
            (false, _) => Self::Off,
            (true, false) => Self::Waiting,
            (true, true) => Self::On,
        }
    }
}

/// An account of the list, with what its reader may find, filter and sort it by.
#[derive(Debug, Clone)]
pub(super) struct AccountLine {
    pub id: UserId,
    pub name: String,
    pub email: String,
    /// None for whoever may not read it.
    pub nip: Option<String>,
    pub unit: Option<UnitCode>,
    pub unit_name: String,
    pub roles: Vec<Role>,
    pub state: AccountState,
    pub created_at: Timestamp,
}

/// What the list of accounts can be searched, filtered and sorted by.
pub(super) static COLUMNS: &[Column<AccountLine>] = &[
    Column::searched("name", |row| Some(row.name.as_str().into())),
    Column::searched("email", |row| Some(row.email.as_str().into())),
    Column::searched("nip", |row| row.nip.as_deref().map(Value::from)),
    Column::searched("unit_name", |row| {
        Some(row.unit_name.as_str()).filter(|name| !name.is_empty()).map(Value::from)
    }),
    Column::new("unit", |row| row.unit.as_ref().map(|unit| Value::Text(unit.to_string()))),
    Column::new("role", |row| {
        let names = row.roles.iter().map(|role| role.name().to_owned()).collect();
        Some(Value::Several(names)).filter(|_| !row.roles.is_empty())
    }),
    Column::new("state", |row| Some(row.state.name().into())),
    Column::new("created_at", |row| Some(row.created_at.into())),
];

/// Filters a list of accounts.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AccountFilter {
    /// Only holders of this role.
    pub role: Option<Role>,
    pub unit: Option<UnitCode>,
    #[param(inline)]
    pub state: Option<AccountState>,
    /// As `q`.
    pub search: Option<String>,
}

impl AccountFilter {
    pub(super) fn chosen(&self) -> [(&'static str, Option<String>); 3] {
        [
            ("role", self.role.map(|role| role.name().to_owned())),
            ("unit", self.unit.as_ref().map(ToString::to_string)),
            ("state", self.state.map(|state| state.name().to_owned())),
        ]
    }
}
