//! What people are told by mail about their accounts. Letters with a link that opens something are
//! secret (`mail::Template::is_secret`): what they say is shown to nobody else and not kept.

use super::Client;
use crate::clock::Timestamp;
use crate::ids::UserId;
use crate::mail::{Letter, Template};
use crate::web::page;

fn about(user: &UserId, template: Template) -> Letter {
    Letter::new(user, template, format!("user:{user}"))
}

/// To somebody who registered: the account is there, and the address must be shown to be theirs.
pub(super) fn email_verification(user: &UserId, token: &str, expires: Timestamp) -> Letter {
    about(user, Template::EmailVerification)
        .instant("expires_at", expires)
        .link("link", &page::verify_email_with(token))
}

/// To who asked for a new password.
pub(super) fn password_reset(user: &UserId, token: &str, expires: Timestamp) -> Letter {
    about(user, Template::PasswordReset)
        .instant("expires_at", expires)
        .link("link", &page::reset_password_with(token))
}

/// To somebody for whom an account was opened.
pub(super) fn account_invitation(user: &UserId, token: &str, expires: Timestamp) -> Letter {
    about(user, Template::AccountInvitation)
        .instant("expires_at", expires)
        .link("link", &page::reset_password_with(token))
}

/// From a device not seen before.
pub(super) fn new_sign_in(user: &UserId, client: &Client, now: Timestamp) -> Letter {
    let name = if client.name.is_empty() { "–" } else { &client.name };
    about(user, Template::NewSignIn)
        .instant("signed_in_at", now)
        .text("client", name)
        .text("address", &client.address)
        .link("link", &page::me())
}

pub(super) fn password_changed(user: &UserId, now: Timestamp) -> Letter {
    about(user, Template::PasswordChanged)
        .instant("changed_at", now)
        .link("link", &page::forgot_password())
}

pub(super) fn second_factor_on(user: &UserId, now: Timestamp) -> Letter {
    about(user, Template::SecondFactorOn).instant("changed_at", now).link("link", &page::me())
}

pub(super) fn second_factor_off(user: &UserId, now: Timestamp) -> Letter {
    about(user, Template::SecondFactorOff).instant("changed_at", now).link("link", &page::me())
}

pub(super) fn recovery_code_used(user: &UserId, left: i64, now: Timestamp) -> Letter {
    about(user, Template::RecoveryCodeUsed)
        .instant("used_at", now)
        .count("codes_left", left)
        .link("link", &page::me())
}
