//! How people are identified: claims and corrections.

use super::User;
use super::rules::staff::StaffLine;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{RecordId, UserId};
use serde::Serialize;

/// A claimed NIP with the information that helps to judge it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Claim {
    pub user: User,
    /// Other accounts that have this NIP confirmed or claim it.
    pub others: Vec<User>,
    /// The staff list's line with this NIP.
    pub listed: Option<StaffLine>,
}

/// The result of importing the list.
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
    /// Whether the viewer asked for it or it is about the viewer's own account; then another person
    /// must approve it.
    pub is_ones_own: bool,
}
