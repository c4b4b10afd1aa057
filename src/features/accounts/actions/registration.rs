//! Opening an account for oneself. Asking for one only sends a letter. The account is created when
//! the reader of that address uses the link, enters their details and chooses the password. So
//! others who ask with the same address cannot keep its reader out, cannot know the password, and
//! do not learn whether there is an account. See `docs/decisions/0009-…`.

use super::{NewAccount, claims, event, find, insert_claiming, links};
use crate::features::accounts::store;
use crate::features::accounts::tokens::RefreshToken;
use crate::features::accounts::{User, letters, rules};
use crate::kernel::access::{self, Facts, Permission, Role};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::language::Language;
use crate::platform::db::Db;
use crate::platform::ledger::{self, EventType};
use crate::platform::mail;
use serde_json::json;

const HOUR: i64 = 3_600;
/// Seconds for which the link in the letter is valid.
const GOOD_FOR: i64 = 24 * HOUR;
/// The most letters to one address in an hour.
const MOST_AN_HOUR: i64 = 3;

/// Sends a letter to this address: a link for a new account, or a link into the account that it
/// has. The caller has counted the request (`may_ask_for_letters`).
pub fn ask_to_register(
    db: &mut Db,
    (email, language): (&str, Language),
    now: Timestamp,
) -> Result<(), Failure> {
    access::may_anyone(None, Permission::Register, Facts::NONE)?;
    if let Some(row) = store::find_by_email(db, email)? {
        return links::post_way_in(db, (&row.id, (email, language)), now);
    }
    if store::registrations_since(db, email, now.plus_seconds(-HOUR))? >= MOST_AN_HOUR {
        return Ok(());
    }
    let (token, until) = (RefreshToken::new()?, now.plus_seconds(GOOD_FOR));
    store::insert_registration(db, (&token.hash, email), now, until)?;
    mail::post(db, &letters::registration((email, language), &token.text, until), now)
}

/// The address to which this link was sent.
///
/// # Errors
/// `link_spent`.
pub fn whose_registration(db: &mut Db, token: &str, now: Timestamp) -> Result<String, Failure> {
    access::may_anyone(None, Permission::Register, Facts::NONE)?;
    store::find_registration(db, &RefreshToken::hash_of(token), now)?
        .ok_or_else(|| Failure::refused(rules::LINK_SPENT))
}

/// Opens the account of the person who used the link: a candidate, with a confirmed address and the
/// NIP as a claim. `new.email` is the link's address.
///
/// # Errors
/// `link_spent`; `email_taken` when an account was opened for the address since then; an unknown
/// unit.
pub fn confirm_registration(
    db: &mut Db,
    (token, new, password_hash): (&str, &NewAccount, &str),
    now: Timestamp,
) -> Result<User, Failure> {
    let email = whose_registration(db, token, now)?;
    let new = NewAccount { email, ..new.clone() };
    let user = open(db, (&new, password_hash), Some(now), now)?;
    store::forget_registrations(db, &new.email)?;
    Ok(user)
}

/// Opens an account at once where no letter is required (`require_verified_email = false`). Returns
/// `None` when the address already has an account; its reader was sent a link into it.
///
/// # Errors
/// For an unknown unit.
pub fn register(
    db: &mut Db,
    (new, password_hash, language): (&NewAccount, &str, Language),
    now: Timestamp,
) -> Result<Option<User>, Failure> {
    access::may_anyone(None, Permission::Register, Facts::NONE)?;
    if let Some(row) = store::find_by_email(db, &new.email)? {
        links::post_way_in(db, (&row.id, (&new.email, language)), now)?;
        return Ok(None);
    }
    let user = open(db, (new, password_hash), None, now)?;
    links::post_verification(db, &user.id, now)?;
    Ok(Some(user))
}

fn open(
    db: &mut Db,
    new: (&NewAccount, &str),
    verified_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<User, Failure> {
    let id = insert_claiming(db, new, verified_at, now)?;
    store::insert_grant(db, &id, Role::Candidate, None, now)?;
    ledger::append(
        db,
        event(Some(&id), EventType::UserRegistered, &id, json!({"role": Role::Candidate})),
        now,
    )?;
    claims::confirm_by_list(db, now)?;
    find(db, &id).map(User::for_oneself)
}

/// Deletes what is no longer of use: expired links, and counts whose window is over.
pub fn sweep(db: &mut Db, now: Timestamp) -> Result<(), Failure> {
    store::sweep_registrations(db, now)?;
    store::sweep_failures(db, now.plus_days(-2))?;
    mail::forget_strangers(db, now.plus_days(-7))
}
