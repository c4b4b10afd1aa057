//! What the acts on accounts take, over REST and from the pages alike. The least length of a new password is a
//! setting, so `rules::check_password` holds it and no schema does.

use super::rules::staff::StaffLine;
use super::units::Unit;
use crate::kernel::access::Role;
use crate::kernel::ids::{ChangeId, UnitCode, UserId};
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Asking for an account for oneself.
#[derive(Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    #[schema(min_length = 1, max_length = 254, example = "siti@pom.go.id")]
    pub email: String,
    /// 18 digits; spaces and dots are ignored. This and the following fields are asked for again
    /// with the link of the letter and are not stored before. They are required here only where no
    /// letter is sent.
    #[schema(min_length = 1, max_length = 40, example = "19860926 201505 2 001")]
    pub nip: Option<String>,
    #[schema(min_length = 1, max_length = 200, format = "line")]
    pub name: Option<String>,
    pub unit: Option<UnitCode>,
    /// 15 characters or more; anything but a common word.
    #[schema(min_length = 1, format = "password")]
    pub password: Option<String>,
}

/// Opening the account with the link of the letter.
#[derive(Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// From the letter.
    #[schema(max_length = 200)]
    pub token: String,
    /// 18 digits; spaces and dots are ignored. It counts once the secretariat or the list of staff confirms it.
    #[schema(min_length = 1, max_length = 40, example = "19860926 201505 2 001")]
    pub nip: String,
    #[schema(min_length = 1, max_length = 200, format = "line")]
    pub name: String,
    pub unit: UnitCode,
    /// 15 characters or more; anything but a common word.
    #[schema(min_length = 1, format = "password")]
    pub password: String,
}

#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// E-mail or NIP.
    #[schema(min_length = 1, max_length = 254)]
    pub login: String,
    #[schema(min_length = 1, max_length = 1024, format = "password")]
    pub password: String,
}

#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoginCode {
    /// From the answer to the password.
    #[schema(max_length = 2000)]
    pub challenge_token: String,
    /// Six digits from the app, or a recovery code.
    #[schema(min_length = 1, max_length = 40)]
    pub code: String,
}

/// Somebody to stand in for the head of a unit.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewActingHead {
    pub unit: UnitCode,
    /// E-mail or NIP of an account.
    #[schema(min_length = 1, max_length = 254, format = "line", example = "siti@pom.go.id")]
    pub email: String,
    /// The first day and the last.
    pub from_on: NaiveDate,
    pub until_on: NaiveDate,
}

/// What a letter's link brings: to confirm an address, or to stop its change. An empty one is as good as
/// any other that leads nowhere.
#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LetterLink {
    /// From the letter.
    #[schema(max_length = 200)]
    pub token: String,
}

#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetRequest {
    /// E-mail or NIP.
    #[schema(min_length = 1, max_length = 254)]
    pub login: String,
}

#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordReset {
    /// From the letter.
    #[schema(max_length = 200)]
    pub token: String,
    /// 15 characters or more; anything but a common word.
    #[schema(min_length = 1, format = "password")]
    pub password: String,
}

#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    #[schema(min_length = 1, max_length = 1024, format = "password")]
    pub current: String,
    #[schema(min_length = 1, format = "password")]
    pub password: String,
}

#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordAgain {
    #[schema(min_length = 1, max_length = 1024, format = "password")]
    pub password: String,
}

#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstCode {
    /// Six digits, from the app.
    #[schema(min_length = 1, max_length = 40)]
    pub code: String,
}

#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordAndCode {
    #[schema(min_length = 1, max_length = 1024, format = "password")]
    pub password: String,
    /// From the app, or a recovery code.
    #[schema(min_length = 1, max_length = 40)]
    pub code: String,
}

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnNip {
    /// 18 digits; spaces and dots are ignored.
    #[schema(min_length = 1, max_length = 40)]
    pub nip: String,
}

#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnAddress {
    #[schema(min_length = 1, max_length = 254)]
    pub email: String,
    /// One's own password.
    #[schema(min_length = 1, max_length = 1024, format = "password")]
    pub password: String,
}

/// Opening an account for somebody.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    #[schema(min_length = 1, max_length = 254, format = "email")]
    pub email: String,
    /// 18 digits; not everybody on the panel has one.
    #[schema(max_length = 40)]
    pub nip: Option<String>,
    #[schema(min_length = 1, max_length = 200, format = "line")]
    pub name: String,
    pub unit: Option<UnitCode>,
    pub superior: Option<UserId>,
}

/// A change of a value that may be absent.
#[derive(Debug, Clone, Default)]
pub enum Change<T> {
    #[default]
    Keep,
    To(Option<T>),
}

impl<T> Change<T> {
    fn is_none(&self) -> bool {
        matches!(self, Self::Keep)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Change<T> {
    /// A field that is present is a change, even when it is null.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Option::deserialize(from).map(Self::To)
    }
}

impl<T: Serialize> Serialize for Change<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Keep => to.serialize_none(),
            Self::To(value) => value.serialize(to),
        }
    }
}

/// What an administrator may change on an account.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountChange {
    #[schema(min_length = 1, max_length = 200, format = "line")]
    pub name: Option<String>,
    /// Null removes it.
    #[serde(default, skip_serializing_if = "Change::is_none")]
    #[schema(value_type = Option<UnitCode>)]
    pub unit: Change<UnitCode>,
    /// Null removes it.
    #[serde(default, skip_serializing_if = "Change::is_none")]
    #[schema(value_type = Option<UserId>)]
    pub superior: Change<UserId>,
    /// False switches the account off; all its sessions end at once.
    pub active: Option<bool>,
}

#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleGrant {
    pub role: Role,
    /// For some days in this person's place, who holds the role for good. Omitted: for good.
    #[serde(default)]
    pub in_place_of: Option<UserId>,
    /// The last day, with `in_place_of`.
    #[serde(default)]
    pub until_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenNip {
    /// The NIP as the secretariat saw it.
    #[schema(min_length = 1, max_length = 40)]
    pub nip: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NipRefusal {
    /// The person reads it.
    #[schema(min_length = 10, max_length = 1000)]
    pub reason: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NipCorrection {
    /// The right NIP; null removes a wrong one.
    #[schema(max_length = 40)]
    pub nip: Option<String>,
    /// The person reads it.
    #[schema(min_length = 10, max_length = 1000)]
    pub reason: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressCorrection {
    #[schema(min_length = 1, max_length = 254)]
    pub email: String,
    /// The person reads it.
    #[schema(min_length = 10, max_length = 1000)]
    pub reason: String,
}

/// The agency's staff list.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffList {
    #[schema(max_items = 20_000)]
    pub rows: Vec<StaffLine>,
}

/// The same as a table, as the page takes it; [`super::rules::staff::read`] makes a list of it.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffTable {
    pub rows: String,
}

/// A unit but for its code.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitFields {
    pub parent: Option<UnitCode>,
    #[schema(min_length = 1, max_length = 200, format = "line")]
    pub name: String,
    #[schema(example = "balai_besar")]
    pub kind: String,
    #[schema(min_length = 1, max_length = 100, format = "line")]
    pub city: String,
    #[schema(min_length = 1, max_length = 100, format = "line")]
    pub region: String,
    /// Underdeveloped, frontier, outermost (3T).
    pub remote: bool,
    #[schema(example = "WITA")]
    pub time_zone: String,
    pub active: bool,
}

/// A unit that is new. Over REST its code stands in the address.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewUnit {
    #[schema(value_type = String, min_length = 1, max_length = 32)]
    pub code: UnitCode,
    #[serde(flatten)]
    pub fields: UnitFields,
}

impl UnitFields {
    pub(super) fn of(unit: Unit) -> Self {
        let Unit { code: _, parent, name, kind, city, region, remote, time_zone, active } = unit;
        Self { parent, name, kind, city, region, remote, time_zone, active }
    }

    pub(super) fn unit(self, code: UnitCode) -> Unit {
        let Self { parent, name, kind, city, region, remote, time_zone, active } = self;
        Unit { code, parent, name, kind, city, region, remote, time_zone, active }
    }
}

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeApproval {
    /// All of them or, when one cannot be approved, none.
    #[schema(min_items = 1, max_items = 200)]
    pub ids: Vec<ChangeId>,
}

#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeRefusal {
    /// All of them are refused, or none if one cannot be.
    #[schema(min_items = 1, max_items = 200)]
    pub ids: Vec<ChangeId>,
    /// The reason, which the proposer reads.
    #[schema(min_length = 1, max_length = 1000)]
    pub reason: String,
}
