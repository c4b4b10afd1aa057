//! Signing in and out, keeping a session alive, changing the password. Hashing happens between the
//! transactions (it takes its turn, see `passwords`), so signing in is a preparation, a hash, and
//! an act.

use super::event;
use crate::access::{self, Act, Facts, Relation, Viewer};
use crate::accounts::tokens::{RefreshToken, Tokens};
use crate::accounts::{User, rules, store};
use crate::clock::Timestamp;
use crate::db::Db;
use crate::errors::{Failure, Problem};
use crate::ids::{SessionId, UserId};
use crate::ledger::{self, Event};
use crate::settings;
use serde::Serialize;
use serde_json::json;

/// What somebody who signs in gets.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Tokened {
    pub access_token: String,
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds until the access token ends.
    pub expires_in: i64,
    /// Good for one use; the answer to it holds the next.
    pub refresh_token: String,
    pub user: User,
}

/// One try at signing in: who it may be, and the buckets in which a failure is counted.
#[derive(Debug, Clone)]
pub struct Attempt {
    pub user: Option<UserId>,
    pub stored_hash: Option<String>,
    buckets: Vec<String>,
}

fn window_start(settings: &settings::Accounts, now: Timestamp) -> Timestamp {
    now.plus_seconds(-60 * settings.sign_in_window_minutes)
}

/// Looks the account up and counts earlier failures. Whether the account exists does not show.
///
/// # Errors
/// `too_many_failures` for this account or this address.
pub fn prepare(
    db: &mut Db,
    login: &str,
    address: &str,
    settings: &settings::Accounts,
    now: Timestamp,
) -> Result<Attempt, Failure> {
    access::may_anyone(None, Act::SignIn, Facts::NONE)?;
    let login: String = rules::normal_login(login);
    let limits = [
        (format!("account:{login}"), settings.sign_in_failures_per_account),
        (format!("address:{address}"), settings.sign_in_failures_per_address),
    ];
    let start = window_start(settings, now);
    for (bucket, most) in &limits {
        if store::failures_since(db, bucket, start)? >= *most {
            let minutes = u32::try_from(settings.sign_in_window_minutes).unwrap_or(15);
            let problem = Problem::new(rules::TOO_MANY_FAILURES).with("minutes", minutes);
            return Err(Problem { retry_after: Some(minutes * 60), ..problem }.into());
        }
    }
    let row = store::find_by_login(db, &login)?.filter(|row| row.active);
    let (user, stored_hash) = row.map(|row| (row.id, row.password_hash)).unzip();
    Ok(Attempt { user, stored_hash, buckets: limits.map(|(bucket, _)| bucket).into() })
}

/// Counts a failure; the answer is the same whether the account or the password was wrong.
///
/// # Errors
/// When the database fails.
pub fn failed(
    db: &mut Db,
    attempt: &Attempt,
    settings: &settings::Accounts,
    now: Timestamp,
) -> Result<(), Failure> {
    let start = window_start(settings, now);
    attempt.buckets.iter().try_for_each(|bucket| store::count_failure(db, bucket, start, now))
}

/// Opens a session for somebody whose password fitted.
///
/// # Errors
/// `sign_in_failed` when the account was switched off meanwhile.
pub fn sign_in(
    db: &mut Db,
    user: &UserId,
    attempt: &Attempt,
    tokens: &Tokens,
    now: Timestamp,
) -> Result<Tokened, Failure> {
    let user = store::find_user(db, user)?
        .filter(|user| user.active)
        .ok_or_else(|| Failure::refused(rules::SIGN_IN_FAILED))?;
    // Only the account's own count is forgiven: an address may be guessing at many.
    if let Some(account) = attempt.buckets.first() {
        store::forget_failures(db, account)?;
    }
    let session = SessionId::new()?;
    store::insert_session(db, &session, &user.id, now, now.plus_seconds(tokens.refresh_seconds))?;
    let event = Event {
        actor: Some(&user.id),
        act: "session.started",
        subject: format!("session:{session}"),
        payload: json!({}),
    };
    ledger::append(db, event, now)?;
    tokened(db, user, &session, tokens, now)
}

fn tokened(
    db: &mut Db,
    user: User,
    session: &SessionId,
    tokens: &Tokens,
    now: Timestamp,
) -> Result<Tokened, Failure> {
    let next = RefreshToken::new()?;
    let expires = now.plus_seconds(tokens.refresh_seconds);
    store::insert_refresh(db, &next.hash, session, now, expires)?;
    Ok(Tokened {
        access_token: tokens.issue(&user.id, session, now)?,
        token_type: "Bearer",
        expires_in: tokens.access_seconds,
        refresh_token: next.text,
        user,
    })
}

/// Trades a refresh token for new tokens. A token that was used before has been stolen, by the one
/// who comes now or by the one who came first: the session ends for both.
///
/// Answers `Ok(Err(..))` for that case, since ending the session must be kept.
///
/// # Errors
/// `refresh_failed`.
pub fn refresh(
    db: &mut Db,
    text: &str,
    tokens: &Tokens,
    now: Timestamp,
) -> Result<Result<Tokened, Failure>, Failure> {
    let refused = || Failure::refused(rules::REFRESH_FAILED);
    let hash = RefreshToken::hash_of(text);
    let stored = store::find_refresh(db, &hash)?.ok_or_else(refused)?;
    if stored.used_at.is_some() && stored.session_ended_at.is_none() {
        store::end_session(db, &stored.session, "refresh token used twice", now)?;
        let event = Event {
            actor: None,
            act: "session.ended",
            subject: format!("session:{}", stored.session),
            payload: json!({"reason": "refresh token used twice"}),
        };
        ledger::append(db, event, now)?;
        return Ok(Err(refused()));
    }
    let ended = stored.used_at.is_some()
        || stored.session_ended_at.is_some()
        || stored.session_expires_at <= now
        || stored.expires_at <= now
        || !stored.user_active;
    if ended {
        return Err(refused());
    }
    store::use_refresh(db, &hash, now)?;
    let user = store::find_user(db, &stored.user)?.ok_or_else(refused)?;
    tokened(db, user, &stored.session, tokens, now).map(Ok)
}

/// Ends this session, with all its tokens.
///
/// # Errors
/// When the database fails.
pub fn sign_out(db: &mut Db, viewer: &Viewer, now: Timestamp) -> Result<(), Failure> {
    let own = Facts::NONE.with(Relation::Own, true);
    access::may(viewer, Act::ManageOwnAccount, own)?;
    store::end_session(db, &viewer.session, "signed out", now)?;
    let event = Event {
        actor: Some(&viewer.user),
        act: "session.ended",
        subject: format!("session:{}", viewer.session),
        payload: json!({"reason": "signed out"}),
    };
    ledger::append(db, event, now).map(|_| ())
}

/// The stored hash, e-mail and NIP of the caller, to check a new password against.
///
/// # Errors
/// When the account is gone.
pub fn stored_password(
    db: &mut Db,
    viewer: &Viewer,
) -> Result<(String, String, Option<String>), Failure> {
    let row = store::find_row(db, &viewer.user)?.ok_or_else(Failure::not_found)?;
    Ok((row.password_hash, row.email, row.nip))
}

/// Puts a new password in place; every other session of this person ends.
///
/// # Errors
/// When the database fails.
pub fn change_password(
    db: &mut Db,
    viewer: &Viewer,
    hash: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let own = Facts::NONE.with(Relation::Own, true);
    access::may(viewer, Act::ManageOwnAccount, own)?;
    store::set_password(db, &viewer.user, hash, now)?;
    store::end_sessions(db, &viewer.user, Some(&viewer.session), "password changed", now)?;
    ledger::append(db, event(Some(&viewer.user), "password.changed", &viewer.user, json!({})), now)
        .map(|_| ())
}
