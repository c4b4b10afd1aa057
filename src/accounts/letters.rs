//! What people are told by mail about their accounts.

use crate::clock::Timestamp;
use crate::ids::UserId;
use crate::mail::{Letter, Template};

/// To somebody who registered.
pub(super) fn account_created(user: &UserId, now: Timestamp) -> Letter {
    Letter::new(user, Template::AccountCreated, format!("user:{user}"))
        .instant("created_at", now)
        .link("link", "/")
}
