//! How people are known: what is claimed, what is corrected, and why.

use super::User;
use super::rules::{self, staff::StaffLine};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::FieldError;
use crate::kernel::ids::{RecordId, UserId};
use serde::Serialize;

/// A NIP that somebody says is theirs, with all that helps to judge it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Claim {
    pub user: User,
    /// Who else has this NIP confirmed, or claims it.
    pub others: Vec<User>,
    /// What the agency's list of staff says of this NIP.
    pub listed: Option<StaffLine>,
}

/// What an import of the list came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct StaffImport {
    pub lines: usize,
    /// Claims that the list confirmed.
    pub confirmed: usize,
}

/// A correction of an address that waits for a second official.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct AddressChange {
    pub id: RecordId,
    pub user: UserId,
    pub name: String,
    pub old_email: String,
    pub new_email: String,
    pub asked_by: Option<UserId>,
    pub reason: String,
    pub asked_at: Timestamp,
    /// Asked for by the reader, or about their own account: another approves it.
    pub is_ones_own: bool,
}

/// Why something about somebody is corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// # Errors
    /// The fault, at `reason`.
    pub fn new(typed: &str) -> Result<Self, FieldError> {
        match rules::reason_fault(typed) {
            Some(fault) => Err(fault),
            None => Ok(Self(typed.trim().to_owned())),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}
