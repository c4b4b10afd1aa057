//! The second factor: enrolling, codes at sign-in, recovery codes, removing it. A code works once.
//! Wrong codes are counted, and the count must be kept; so functions that check a code return
//! `Ok(Err(..))` for a wrong one, which commits the transaction.

use super::{attempts, event, find};
use crate::features::accounts::rules::{self, totp};
use crate::features::accounts::{Sealing, letters, store};
use crate::kernel::access::{self, Facts, Permission, Relation, Viewer};
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::kernel::ids::{UserId, random_text};
use crate::kernel::settings;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, EventType};
use crate::platform::mail;
use serde::Serialize;
use serde_json::json;

const RECOVERY_CODES: usize = 10;
/// Letters of a recovery code, five bits each.
const RECOVERY_LETTERS: usize = 16;

/// The state of one's own second factor.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct SecondFactor {
    pub enabled: bool,
    pub since: Option<Timestamp>,
    /// Whether one's roles require it.
    pub required: bool,
    pub recovery_codes_left: i64,
}

/// What an authenticator app is given.
#[derive(Clone, Serialize, utoipa::ToSchema)]
pub struct Enrolment {
    /// The secret in base 32, for typing.
    pub secret: String,
    /// The URI to draw as a QR code.
    #[schema(example = "otpauth://totp/Tubel:siti%40pom.go.id?secret=…&issuer=Tubel")]
    pub uri: String,
}

/// Recovery codes, shown once. Each works once in place of a code.
#[derive(Clone, Serialize, utoipa::ToSchema)]
pub struct RecoveryCodes {
    pub recovery_codes: Vec<String>,
}

fn may_manage(viewer: &Viewer) -> Result<(), Failure> {
    access::may(viewer, Permission::ManageOwnAccount, Facts::NONE.with(Relation::Own, true))
}

/// The state of the caller's second factor.
pub fn second_factor(
    cx: &mut Cx<'_>,
    settings: &settings::Accounts,
) -> Result<SecondFactor, Failure> {
    may_manage(cx.viewer)?;
    let since = store::find_factor(cx.db, &cx.viewer.user)?.and_then(|factor| factor.confirmed_at);
    let roles = store::roles_of(cx.db, &cx.viewer.user)?;
    Ok(SecondFactor {
        enabled: since.is_some(),
        since,
        required: settings.require_second_factor && rules::needs_second_factor(&roles),
        recovery_codes_left: store::recovery_codes_left(cx.db, &cx.viewer.user)?,
    })
}

/// Creates a secret; it takes effect after the first code. The caller has checked the password.
///
/// # Errors
/// `second_factor_set` when there already is one.
pub fn begin_second_factor(cx: &mut Cx<'_>, sealing: &Sealing) -> Result<Enrolment, Failure> {
    may_manage(cx.viewer)?;
    let stored = store::find_factor(cx.db, &cx.viewer.user)?;
    if stored.is_some_and(|factor| factor.confirmed_at.is_some()) {
        return Err(Failure::refused(rules::SECOND_FACTOR_SET));
    }
    let mut secret = [0_u8; totp::SECRET_BYTES];
    getrandom::fill(&mut secret)?;
    store::begin_factor(cx.db, &cx.viewer.user, &sealing.seal(&cx.viewer.user, &secret)?, cx.now)?;
    enrolment(cx, &secret)
}

/// The enrolment that waits for its first code, to show it again.
///
/// # Errors
/// `second_factor_not_set` when none was begun.
pub fn pending_enrolment(cx: &mut Cx<'_>, sealing: &Sealing) -> Result<Enrolment, Failure> {
    may_manage(cx.viewer)?;
    let stored = store::find_factor(cx.db, &cx.viewer.user)?;
    let pending = stored.filter(|factor| factor.confirmed_at.is_none());
    let factor = pending.ok_or_else(|| Failure::refused(rules::SECOND_FACTOR_NOT_SET))?;
    let secret = sealing.open(&cx.viewer.user, &factor.secret)?;
    enrolment(cx, &secret)
}

fn enrolment(cx: &mut Cx<'_>, secret: &[u8]) -> Result<Enrolment, Failure> {
    let email = find(cx.db, &cx.viewer.user)?.email;
    Ok(Enrolment { secret: totp::base32(secret), uri: totp::address(secret, &email) })
}

/// Completes the enrolment with the app's first code; every other session ends.
///
/// # Errors
/// `second_factor_not_set`, `second_factor_set`, `too_many_failures`.
pub fn confirm_second_factor(
    cx: &mut Cx<'_>,
    code: &str,
    (sealing, settings): (&Sealing, &settings::Accounts),
) -> Result<Result<RecoveryCodes, Failure>, Failure> {
    may_manage(cx.viewer)?;
    let user = &cx.viewer.user;
    let factor = store::find_factor(cx.db, user)?
        .ok_or_else(|| Failure::refused(rules::SECOND_FACTOR_NOT_SET))?;
    if factor.confirmed_at.is_some() {
        return Err(Failure::refused(rules::SECOND_FACTOR_SET));
    }
    if let Err(refusal) = check_code(cx.db, (user, code), sealing, settings, cx.now)? {
        return Ok(Err(refusal));
    }
    store::confirm_factor(cx.db, user, cx.now)?;
    store::end_sessions(cx.db, user, Some(&cx.viewer.session), "second factor set up", cx.now)?;
    ledger::append(
        cx.db,
        event(Some(user), EventType::SecondFactorSetUp, user, json!({})),
        cx.now,
    )?;
    mail::post(cx.db, &letters::second_factor_on(user, cx.now), cx.now)?;
    new_recovery_codes(cx.db, user, cx.now).map(Ok)
}

fn new_recovery_codes(
    db: &mut Db,
    user: &UserId,
    now: Timestamp,
) -> Result<RecoveryCodes, Failure> {
    let code = |_| Ok(random_text()?.chars().rev().take(RECOVERY_LETTERS).collect());
    let codes: Vec<String> = (0..RECOVERY_CODES).map(code).collect::<Result<_, Failure>>()?;
    let hashes: Vec<String> = codes.iter().map(|code| hash_of(user, code)).collect();
    store::put_recovery_codes(db, user, &hashes, now)?;
    Ok(RecoveryCodes { recovery_codes: codes.iter().map(|code| in_groups(code)).collect() })
}

/// Groups the code as `abcd-efgh-…`, which is easier to copy.
fn in_groups(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// A fast hash is enough for 80 random bits.
fn hash_of(user: &UserId, code: &str) -> String {
    canonical::sha256_hex(format!("{user} {code}"))
}

/// Checks a code of the app or a recovery code, and marks it as used.
///
/// # Errors
/// `too_many_failures`; `second_factor_not_set`.
pub(super) fn check_code(
    db: &mut Db,
    (user, typed): (&UserId, &str),
    sealing: &Sealing,
    settings: &settings::Accounts,
    now: Timestamp,
) -> Result<Result<(), Failure>, Failure> {
    let bucket = attempts::of_codes(user, settings);
    bucket.reserve(db, now)?;
    let fits = match totp::digits_of(typed) {
        Some(digits) => fits_app(db, (user, &digits), sealing, now)?,
        None => fits_recovery(db, (user, typed), now)?,
    };
    if fits {
        bucket.forget(db)?;
        return Ok(Ok(()));
    }
    Ok(Err(Refusal::invalid(vec![FieldError::new("code", rules::CODE_WRONG)]).into()))
}

fn fits_app(
    db: &mut Db,
    (user, digits): (&UserId, &str),
    sealing: &Sealing,
    now: Timestamp,
) -> Result<bool, Failure> {
    let factor = store::find_factor(db, user)?
        .ok_or_else(|| Failure::refused(rules::SECOND_FACTOR_NOT_SET))?;
    let secret = sealing.open(user, &factor.secret)?;
    let seconds = now.micros().div_euclid(1_000_000);
    let step = totp::matching_step(&secret, digits, seconds, factor.last_step);
    step.map(|step| store::use_step(db, user, step)).transpose().map(|used| used.is_some())
}

/// How many second factors there are, and how many of them this key decrypts.
pub fn count_seals(db: &mut Db, sealing: &Sealing) -> Result<(usize, usize), Failure> {
    let factors = store::all_factors(db)?;
    let opened = factors.iter().filter(|(user, sealed)| sealing.open(user, sealed).is_ok()).count();
    Ok((factors.len(), opened))
}

fn fits_recovery(
    db: &mut Db,
    (user, typed): (&UserId, &str),
    now: Timestamp,
) -> Result<bool, Failure> {
    let bare: String = typed.chars().filter(|letter| letter.is_alphanumeric()).collect();
    if !store::use_recovery_code(db, user, &hash_of(user, &bare.to_lowercase()), now)? {
        return Ok(false);
    }
    let left = store::recovery_codes_left(db, user)?;
    ledger::append(db, event(Some(user), EventType::RecoveryCodeUsed, user, json!({})), now)?;
    mail::post(db, &letters::recovery_code_used(user, left, now), now)?;
    Ok(true)
}

/// Replaces the recovery codes. The caller has checked the password.
///
/// # Errors
/// `second_factor_not_set`, `too_many_failures`.
pub fn renew_recovery_codes(
    cx: &mut Cx<'_>,
    code: &str,
    (sealing, settings): (&Sealing, &settings::Accounts),
) -> Result<Result<RecoveryCodes, Failure>, Failure> {
    may_manage(cx.viewer)?;
    must_be_set(cx)?;
    if let Err(refusal) = check_code(cx.db, (&cx.viewer.user, code), sealing, settings, cx.now)? {
        return Ok(Err(refusal));
    }
    let user = &cx.viewer.user;
    ledger::append(
        cx.db,
        event(Some(user), EventType::RecoveryCodesRenewed, user, json!({})),
        cx.now,
    )?;
    new_recovery_codes(cx.db, user, cx.now).map(Ok)
}

/// Removes the second factor. The caller has checked the password.
///
/// # Errors
/// `second_factor_not_set`, `too_many_failures`.
pub fn remove_second_factor(
    cx: &mut Cx<'_>,
    code: &str,
    (sealing, settings): (&Sealing, &settings::Accounts),
) -> Result<Result<(), Failure>, Failure> {
    may_manage(cx.viewer)?;
    must_be_set(cx)?;
    if let Err(refusal) = check_code(cx.db, (&cx.viewer.user, code), sealing, settings, cx.now)? {
        return Ok(Err(refusal));
    }
    let user = &cx.viewer.user;
    store::remove_factor(cx.db, user)?;
    store::end_sessions(cx.db, user, Some(&cx.viewer.session), "second factor removed", cx.now)?;
    ledger::append(
        cx.db,
        event(Some(user), EventType::SecondFactorRemoved, user, json!({})),
        cx.now,
    )?;
    mail::post(cx.db, &letters::second_factor_off(user, cx.now), cx.now).map(Ok)
}

fn must_be_set(cx: &mut Cx<'_>) -> Result<(), Failure> {
    let stored = store::find_factor(cx.db, &cx.viewer.user)?;
    match stored.and_then(|factor| factor.confirmed_at) {
        Some(_) => Ok(()),
        None => Err(Failure::refused(rules::SECOND_FACTOR_NOT_SET)),
    }
}

/// Removes a lost second factor from the machine's console, after the person's identity was checked
/// in another way. All sessions end, and the person is notified.
///
/// # Errors
/// `not_found`, `second_factor_not_set`.
pub fn reset_second_factor(db: &mut Db, email: &str, now: Timestamp) -> Result<UserId, Failure> {
    let row = store::find_by_login(db, &rules::normal_email(email))?;
    let user = row.ok_or_else(Failure::not_found)?.id;
    if !store::remove_factor(db, &user)? {
        return Err(Failure::refused(rules::SECOND_FACTOR_NOT_SET));
    }
    store::end_sessions(db, &user, None, "second factor reset", now)?;
    let payload = json!({"from": "console"});
    ledger::append(db, event(None, EventType::SecondFactorReset, &user, payload), now)?;
    mail::post(db, &letters::second_factor_off(&user, now), now)?;
    Ok(user)
}
