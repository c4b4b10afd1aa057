//! Letters about accounts. Those with a link that grants access are secret
//! (`mail::Template::is_secret`): their text is shown to nobody else and not stored.

use super::{ActingHead, ChangeState, Client, User};
use crate::kernel::access::Role;
use crate::kernel::address::page;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::{CallId, UserId};
use crate::kernel::language::Language;
use crate::platform::ledger::Subject;
use crate::platform::mail::{Letter, Template};
use chrono::NaiveDate;

fn about(user: &UserId, template: Template) -> Letter {
    Letter::new(user, template, Subject::user(user))
}

/// To a person who registered: the account is open, and the address must be confirmed.
pub(super) fn email_verification(user: &UserId, token: &str, expires: Timestamp) -> Letter {
    about(user, Template::EmailVerification)
        .instant("expires_at", expires)
        .link("link", &page::verify_email_with(token))
}

/// To an address for which somebody asked for an account.
pub(super) fn registration(to: (&str, Language), token: &str, expires: Timestamp) -> Letter {
    Letter::to_address(to, Template::Registration, Subject::registration())
        .instant("expires_at", expires)
        .link("link", &page::register_confirm_with(token))
}

/// The same when the address already has an account.
pub(super) fn registered_already(to: (&str, Language), token: &str, expires: Timestamp) -> Letter {
    Letter::to_address(to, Template::RegisteredAlready, Subject::registration())
        .instant("expires_at", expires)
        .link("link", &page::reset_password_with(token))
}

/// To an address that an account is to get.
pub(super) fn address_confirmation(
    to: (&str, Language),
    token: &str,
    (from, until): (Timestamp, Timestamp),
) -> Letter {
    Letter::to_address(to, Template::AddressConfirmation, Subject::address())
        .instant("valid_from_at", from)
        .instant("expires_at", until)
        .link("link", &page::address_confirm_with(token))
}

/// To an unconfirmed address that an account had before.
pub(super) fn address_withdrawn(to: (&str, Language)) -> Letter {
    Letter::to_address(to, Template::AddressWithdrawn, Subject::address())
}

/// To the owner at the old address, with a link that stops the change.
pub(super) fn address_change_asked(
    user: &UserId,
    (new_address, reason): (&str, Option<&str>),
    token: &str,
    until: Timestamp,
) -> Letter {
    let letter = about(user, Template::AddressChangeAsked)
        .text("new_address", new_address)
        .instant("expires_at", until)
        .link("link", &page::address_stop_with(token));
    match reason {
        Some(reason) => letter.text("reason", reason),
        None => letter.word("reason", "address-by-oneself"),
    }
}

pub(super) fn address_changed(user: &UserId, now: Timestamp) -> Letter {
    about(user, Template::AddressChanged).instant("changed_at", now).link("link", &page::me())
}

pub(super) fn nip_confirmed(user: &UserId) -> Letter {
    about(user, Template::NipConfirmed).link("link", &page::me())
}

pub(super) fn nip_refused(user: &UserId, reason: &str) -> Letter {
    about(user, Template::NipRefused).text("reason", reason).link("link", &page::me())
}

pub(super) fn nip_corrected(user: &UserId, reason: &str) -> Letter {
    about(user, Template::NipCorrected).text("reason", reason).link("link", &page::me())
}

/// To a person who asked for a new password.
pub(super) fn password_reset(user: &UserId, token: &str, expires: Timestamp) -> Letter {
    about(user, Template::PasswordReset)
        .instant("expires_at", expires)
        .link("link", &page::reset_password_with(token))
}

/// To a person for whom an account was opened.
pub(super) fn account_invitation(user: &UserId, token: &str, expires: Timestamp) -> Letter {
    about(user, Template::AccountInvitation)
        .instant("expires_at", expires)
        .link("link", &page::reset_password_with(token))
}

/// About a sign-in from a new device.
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

/// To a chair: changes wait for a second person.
pub(super) fn changes_waiting(chair: &UserId) -> Letter {
    about(chair, Template::ChangesWaiting).link("link", &page::changes())
}

/// To the proposer of changes: they were approved.
pub(super) fn changes_approved(proposer: &UserId, count: i64) -> Letter {
    about(proposer, Template::ChangesApproved)
        .count("changes", count)
        .link("link", &page::changes_in(ChangeState::Approved.name()))
}

/// To the proposer of changes: they were refused. The reason is shown only on the page, because it
/// can name other people.
pub(super) fn changes_refused(proposer: &UserId, count: i64) -> Letter {
    about(proposer, Template::ChangesRefused)
        .count("changes", count)
        .link("link", &page::changes_in(ChangeState::Refused.name()))
}

/// To who stands in for the head of a unit from now on.
pub(super) fn acting_head_named(named: &ActingHead, unit: &str) -> Letter {
    about(&named.user, Template::ActingHeadNamed)
        .text("unit", unit)
        .date("from_on", named.from_on)
        .date("until_on", named.until_on)
        .link("link", &page::home())
}

/// To a person who has received a role.
pub(super) fn role_given(user: &UserId, role: Role) -> Letter {
    about(user, Template::RoleGiven)
        .word("role", format!("role-{}", role.name().replace('_', "-")))
        .link("link", &page::home())
}

/// To who takes somebody's place in a role, and to whose place it is.
pub(super) fn substitution_begun(
    to: &UserId,
    role: Role,
    (who, in_place_of): (&str, &str),
    until: NaiveDate,
) -> Letter {
    about(to, Template::SubstitutionBegun)
        .word("role", format!("role-{}", role.name().replace('_', "-")))
        .text("who", who)
        .text("in_place_of", in_place_of)
        .date("until_on", until)
        .link("link", &page::home())
}

/// To both when the last day is over.
pub(super) fn substitution_ended(to: &UserId, role: Role, until: NaiveDate) -> Letter {
    about(to, Template::SubstitutionEnded)
        .word("role", format!("role-{}", role.name().replace('_', "-")))
        .date("until_on", until)
        .link("link", &page::home())
}

/// To the secretariat: a member of a panel can no longer review.
pub(super) fn reviewer_gone(to: &UserId, who: &User, (call, code): (&CallId, &str)) -> Letter {
    Letter::new(to, Template::ReviewerGone, Subject::call(call))
        .text("reviewer", &who.name)
        .text("call", code)
        .link("link", &page::leave(call, &who.id))
}
