//! Links in letters: to confirm an address, to choose a new password, to accept an invitation. A
//! link works once and for a limited time; the database keeps only the hash of its token. Opening a
//! link changes nothing, because mail scanners open links; submitting the form behind it does.

use super::{attempts, event, find_living};
use crate::features::accounts::inputs::LetterLink;
use crate::features::accounts::store::{self, NewLink};
use crate::features::accounts::tokens::RefreshToken;
use crate::features::accounts::{Client, letters, rules};
use crate::kernel::access::{self, Facts, Permission, Relation};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::kernel::input::Valid;
use crate::kernel::language::Language;
use crate::kernel::settings;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, EventType};
use crate::platform::mail::{self, Letter};
use serde_json::json;

const VERIFY: &str = "verify_email";
const RESET: &str = "reset_password";
const INVITATION: &str = "invitation";
/// The kinds of link that set a password.
const PASSWORDS: [&str; 2] = [RESET, INVITATION];

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// The most letters of one kind to one person in an hour.
const MOST_AN_HOUR: i64 = 3;

/// One kind of link: its purpose, the seconds it is valid, and the letter that carries it.
pub(super) type Kind = (&'static str, i64, fn(&UserId, &str, Timestamp) -> Letter);

fn post_link(
    db: &mut Db,
    user: &UserId,
    (purpose, seconds, letter): Kind,
    now: Timestamp,
) -> Result<(), Failure> {
    post_link_as(db, user, (purpose, seconds), |token, until| letter(user, token, until), now)
}

fn post_link_as(
    db: &mut Db,
    user: &UserId,
    (purpose, seconds): (&'static str, i64),
    letter: impl Fn(&str, Timestamp) -> Letter,
    now: Timestamp,
) -> Result<(), Failure> {
    let token = RefreshToken::new()?;
    let expires_at = now.plus_seconds(seconds);
    let link =
        NewLink { token_hash: &token.hash, user_id: user, purpose, issued_at: now, expires_at };
    store::insert_link(db, &link)?;
    mail::post(db, &letter(&token.text, expires_at), now)
}

pub(super) fn post_verification(db: &mut Db, user: &UserId, now: Timestamp) -> Result<(), Failure> {
    post_link(db, user, (VERIFY, DAY, letters::email_verification), now)
}

/// For a person who asked for an account and already has one: a link into it, which sets a new
/// password. Because anybody may ask, the letter contains nothing from the account.
pub(super) fn post_way_in(
    db: &mut Db,
    (user, to): (&UserId, (&str, Language)),
    now: Timestamp,
) -> Result<(), Failure> {
    if !may_send(db, user, RESET, now)? {
        return Ok(());
    }
    let letter = |token: &str, until| letters::registered_already(to, token, until);
    post_link_as(db, user, (RESET, HOUR / 2), letter, now)
}

/// A link for a new password, after an account was taken back from somebody who had taken it over.
pub(super) fn post_reset(db: &mut Db, user: &UserId, now: Timestamp) -> Result<(), Failure> {
    post_link(db, user, (RESET, HOUR / 2, letters::password_reset), now)
}

/// Makes all links invalid that were sent to an earlier address of this account.
pub(super) fn spend_all(db: &mut Db, user: &UserId, now: Timestamp) -> Result<(), Failure> {
    store::spend_links(db, user, &[VERIFY, RESET, INVITATION], now)
}

pub(super) fn post_invitation(db: &mut Db, user: &UserId, now: Timestamp) -> Result<(), Failure> {
    post_link(db, user, (INVITATION, 7 * DAY, letters::account_invitation), now)
}

fn may_send(db: &mut Db, user: &UserId, purpose: &str, now: Timestamp) -> Result<bool, Failure> {
    Ok(store::links_since(db, user, purpose, now.plus_seconds(-HOUR))? < MOST_AN_HOUR)
}

/// Sends the link that confirms one's own address again.
///
/// # Errors
/// `email_verified_already`, `too_many_letters`.
pub fn send_verification(cx: &mut Cx<'_>) -> Result<(), Failure> {
    access::may(cx.viewer, Permission::ManageOwnAccount, Facts::NONE.with(Relation::Own, true))?;
    let row = store::find_row(cx.db, &cx.viewer.user)?.ok_or_else(Failure::not_found)?;
    if row.email_verified_at.is_some() {
        return Err(Failure::refused(rules::EMAIL_VERIFIED_ALREADY));
    }
    if !may_send(cx.db, &cx.viewer.user, VERIFY, cx.now)? {
        return Err(Failure::refused(rules::TOO_MANY_LETTERS));
    }
    post_verification(cx.db, &cx.viewer.user, cx.now)
}

/// Confirms the address of whoever uses the link.
///
/// # Errors
/// `link_spent`: used, expired, or never issued.
pub fn verify_email(db: &mut Db, link: &Valid<LetterLink>, now: Timestamp) -> Result<(), Failure> {
    access::may_anyone(None, Permission::SignIn, Facts::NONE)?;
    let user = store::find_link(db, &RefreshToken::hash_of(&link.token), &[VERIFY], now)?
        .ok_or_else(|| Failure::refused(rules::LINK_SPENT))?;
    store::spend_links(db, &user, &[VERIFY], now)?;
    if store::verify_email(db, &user, now)? {
        ledger::append(db, event(Some(&user), EventType::EmailVerified, &user, json!({})), now)?;
    }
    Ok(())
}

/// Counts a request for a letter, whoever the letter is for.
///
/// # Errors
/// `too_many_failures` for this address, or for everybody.
pub fn may_ask_for_letters(
    db: &mut Db,
    client: &Client,
    settings: &settings::Accounts,
    now: Timestamp,
) -> Result<(), Failure> {
    access::may_anyone(None, Permission::SignIn, Facts::NONE)?;
    attempts::reserve(db, &attempts::of_letters(client, settings), now)
}

/// Sends a link for a new password to the person with this e-mail or NIP. The answer does not show
/// whether there is one.
pub fn ask_for_reset(db: &mut Db, login: &str, now: Timestamp) -> Result<(), Failure> {
    access::may_anyone(None, Permission::SignIn, Facts::NONE)?;
    let row = store::find_by_login(db, &rules::normal_login(login))?.filter(|row| row.active);
    match row {
        Some(row) if may_send(db, &row.id, RESET, now)? => {
            post_link(db, &row.id, (RESET, HOUR / 2, letters::password_reset), now)
        }
        _ => Ok(()),
    }
}

/// The e-mail and NIP that a new password must not contain.
///
/// # Errors
/// `link_spent`.
pub fn whose_password(
    db: &mut Db,
    token: &str,
    now: Timestamp,
) -> Result<(String, Option<String>), Failure> {
    access::may_anyone(None, Permission::SignIn, Facts::NONE)?;
    let spent = || Failure::refused(rules::LINK_SPENT);
    let user = store::find_link(db, &RefreshToken::hash_of(token), &PASSWORDS, now)?;
    let row = store::find_row(db, &user.ok_or_else(spent)?)?.ok_or_else(spent)?;
    Ok((row.email, row.nip.or(row.nip_claim)))
}

/// Sets the password through a link. All sessions end, and the failures counted against the account
/// are forgiven. A second factor stays, unless the person who set it up never confirmed the
/// address.
///
/// # Errors
/// `link_spent`.
pub fn reset_password(db: &mut Db, token: &str, hash: &str, now: Timestamp) -> Result<(), Failure> {
    access::may_anyone(None, Permission::SignIn, Facts::NONE)?;
    let user = store::find_link(db, &RefreshToken::hash_of(token), &PASSWORDS, now)?
        .ok_or_else(|| Failure::refused(rules::LINK_SPENT))?;
    store::spend_links(db, &user, &PASSWORDS, now)?;
    store::set_password(db, &user, hash, now)?;
    store::end_sessions(db, &user, None, "password reset", now)?;
    store::forget_failures_of(db, &user)?;
    // Whoever read the letter owns the address. Whoever opened the account with it never proved
    // that.
    if store::verify_email(db, &user, now)? {
        store::remove_factor(db, &user)?;
        store::forget_devices(db, &user)?;
        ledger::append(db, event(Some(&user), EventType::EmailVerified, &user, json!({})), now)?;
    }
    ledger::append(db, event(Some(&user), EventType::PasswordReset, &user, json!({})), now)?;
    mail::post(db, &letters::password_changed(&user, now), now)
}

/// Sends the invitation again when it was lost or has expired.
///
/// # Errors
/// `not_found`, `forbidden`, `email_verified_already`, `too_many_letters`.
pub fn invite(cx: &mut Cx<'_>, id: &UserId) -> Result<(), Failure> {
    access::may(cx.viewer, Permission::CreateAccount, Facts::NONE)?;
    if find_living(cx.db, id)?.email_verified {
        return Err(Failure::refused(rules::EMAIL_VERIFIED_ALREADY));
    }
    if !may_send(cx.db, id, INVITATION, cx.now)? {
        return Err(Failure::refused(rules::TOO_MANY_LETTERS));
    }
    store::spend_links(cx.db, id, &[INVITATION], cx.now)?;
    ledger::append(
        cx.db,
        event(Some(&cx.viewer.user), EventType::UserInvited, id, json!({})),
        cx.now,
    )?;
    post_invitation(cx.db, id, cx.now)
}
