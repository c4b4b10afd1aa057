//! Signing in and out, keeping a session alive. Hashing is slow and waits for its turn (see
//! `passwords`), so it happens between two transactions: prepare, hash, sign in.

use super::attempts::{self, Bucket};
use super::second_factor;
use crate::features::accounts::tokens::{CHALLENGE_SECONDS, Credentials, RefreshToken, Tokens};
use crate::features::accounts::{Accounts, Client, User, letters, rules, store};
use crate::kernel::access::{self, Facts, Permission, Relation, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{SessionId, UserId};
use crate::kernel::settings;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use serde::Serialize;
use serde_json::json;

/// What a person gets who signs in.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Tokened {
    pub access_token: String,
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds until the access token ends.
    pub expires_in: i64,
    /// Works once; the answer to it holds the next one.
    pub refresh_token: String,
    pub user: User,
}

/// What a person gets who gave the right password and still has to give the code of the second
/// factor.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Challenge {
    /// Always true.
    pub second_factor_required: bool,
    /// Send it with the code to `/auth/login/second-factor`.
    pub challenge_token: String,
    /// Seconds until it ends.
    pub expires_in: i64,
}

/// What follows from a right password.
#[derive(Debug, Clone)]
pub enum Step {
    Done(Box<Tokened>),
    Owing(Challenge),
}

/// One attempt to sign in: the account it may be for, and the buckets in which a failure is
/// counted.
#[derive(Debug, Clone)]
pub struct Attempt {
    pub user: Option<UserId>,
    pub stored_hash: Option<String>,
    buckets: Vec<Bucket>,
}

impl Attempt {
    /// The account's mark for the log, the same for every name of the account.
    pub fn mark(&self, accounts: &Accounts) -> Option<String> {
        self.user.as_ref().map(|user| accounts.marks.of(user.as_str()))
    }
}

/// Finds the account and counts the attempt before anything is hashed. The answer does not show
/// whether the account exists.
///
/// # Errors
/// `too_many_failures` for this account from here, or for this address.
pub fn prepare(
    db: &mut Db,
    login: &str,
    client: &Client,
    by: (&Accounts, &settings::Accounts),
    now: Timestamp,
) -> Result<Attempt, Failure> {
    access::may_anyone(None, Permission::SignIn, Facts::NONE)?;
    let login: String = rules::normal_login(login);
    let row = store::find_by_login(db, &login)?.filter(|row| row.active);
    let (user, stored_hash) = row.map(|row| (row.id, row.password_hash)).unzip();
    let buckets = attempts::of_sign_in(db, (&login, user.as_ref()), client, by)?;
    attempts::reserve(db, &buckets, now)?;
    Ok(Attempt { user, stored_hash, buckets })
}

/// Removes the counted attempt when the password was not checked at all.
pub fn not_judged(db: &mut Db, attempt: &Attempt) -> Result<(), Failure> {
    attempts::give_back(db, &attempt.buckets)
}

/// After a right password: opens a session, or asks for the code of the second factor.
///
/// # Errors
/// `sign_in_failed` when the account was switched off in between.
pub fn sign_in(
    db: &mut Db,
    user: &UserId,
    (attempt, client): (&Attempt, &Client),
    tokens: &Tokens,
    now: Timestamp,
) -> Result<Step, Failure> {
    attempts::give_back(db, &attempt.buckets)?;
    let factor = store::find_factor(db, user)?.filter(|factor| factor.confirmed_at.is_some());
    let session = SessionId::new()?;
    if factor.is_some() {
        return Ok(Step::Owing(Challenge {
            second_factor_required: true,
            challenge_token: tokens.issue_challenge(user, &session, now)?,
            expires_in: CHALLENGE_SECONDS,
        }));
    }
    open_session(db, (user, &session), client, tokens, now).map(|made| Step::Done(Box::new(made)))
}

/// Checks the code for a challenge. Returns `Ok(Err(..))` for a wrong code, so that its count is
/// committed.
///
/// # Errors
/// `challenge_spent`, `too_many_failures`.
pub fn sign_in_with_code(
    db: &mut Db,
    (challenge, code): (&str, &str),
    client: &Client,
    (accounts, settings): (&Accounts, &settings::Accounts),
    now: Timestamp,
) -> Result<Result<Tokened, Failure>, Failure> {
    access::may_anyone(None, Permission::SignIn, Facts::NONE)?;
    let spent = || Failure::refused(rules::CHALLENGE_SPENT);
    let Credentials { user, session } =
        accounts.tokens.check_challenge(challenge, now).map_err(|_| spent())?;
    if store::is_session(db, &session)? {
        return Err(spent());
    }
    let buckets = attempts::of_sign_in_codes(client, settings);
    attempts::reserve(db, &buckets, now)?;
    if let Err(refusal) =
        second_factor::check_code(db, (&user, code), &accounts.sealing, settings, now)?
    {
        return Ok(Err(refusal));
    }
    attempts::give_back(db, &buckets)?;
    open_session(db, (&user, &session), client, &accounts.tokens, now).map(Ok)
}

fn open_session(
    db: &mut Db,
    (user, session): (&UserId, &SessionId),
    client: &Client,
    tokens: &Tokens,
    now: Timestamp,
) -> Result<Tokened, Failure> {
    let user = store::find_user(db, user)?
        .filter(|user| user.active)
        .ok_or_else(|| Failure::refused(rules::SIGN_IN_FAILED))?;
    // Failures counted at this account are forgiven. The network's own count is not: it may be
    // guessing at many accounts.
    store::forget_failures_of(db, &user.id)?;
    let is_first = !store::has_sessions(db, &user.id)?;
    if store::note_device(db, &user.id, &client.device, now)? && !is_first {
        mail::post(db, &letters::new_sign_in(&user.id, client, now), now)?;
    }
    let ends = now.plus_seconds(tokens.refresh_seconds);
    store::insert_session(db, session, (&user.id, &client.name), now, ends)?;
    let event = Event {
        actor: Some(&user.id),
        act: EventType::SessionStarted,
        subject: Subject::session(session),
        payload: json!({}),
    };
    ledger::append(db, event, now)?;
    tokened(db, user, session, tokens, now)
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
        user: user.for_oneself(),
    })
}

/// Exchanges a refresh token for new tokens. If the token was used before, it was stolen, either by
/// the present caller or by the earlier one; the session then ends for both.
///
/// Returns `Ok(Err(..))` in that case, so that ending the session is committed.
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
            act: EventType::SessionEnded,
            subject: Subject::session(&stored.session),
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
pub fn sign_out(cx: &mut Cx<'_>) -> Result<(), Failure> {
    let own = Facts::NONE.with(Relation::Own, true);
    access::may(cx.viewer, Permission::ManageOwnAccount, own)?;
    store::end_session(cx.db, &cx.viewer.session, "signed out", cx.now)?;
    let event = Event {
        actor: Some(&cx.viewer.user),
        act: EventType::SessionEnded,
        subject: Subject::session(&cx.viewer.session),
        payload: json!({"reason": "signed out"}),
    };
    ledger::append(cx.db, event, cx.now).map(|_| ())
}
