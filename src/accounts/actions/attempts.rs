//! How often somebody may be wrong. Failures are counted in buckets in the database, which all
//! instances share. At an account they count per address, so that nobody locks another out; a day's
//! ceiling for all addresses together stops guessing from many of them, and a device that signed in
//! there before is exempt from it and counts on its own (device cookies, as OWASP describes them).

use crate::accounts::{Client, rules, store};
use crate::clock::Timestamp;
use crate::db::Db;
use crate::errors::{Failure, Problem};
use crate::ids::UserId;
use crate::settings;

const DAY_MINUTES: i64 = 24 * 60;
/// Wrong codes in the window: of a million codes three are good at any time.
const CODES: i32 = 5;

/// A count of failures over some time.
#[derive(Debug, Clone)]
pub(super) struct Bucket {
    name: String,
    most: i32,
    minutes: i64,
}

impl Bucket {
    pub(super) fn new(name: String, most: i32, minutes: i64) -> Self {
        Self { name, most, minutes }
    }

    fn start(&self, now: Timestamp) -> Timestamp {
        now.plus_seconds(-60 * self.minutes)
    }

    /// # Errors
    /// `too_many_failures`.
    pub(super) fn check(&self, db: &mut Db, now: Timestamp) -> Result<(), Failure> {
        if store::failures_since(db, &self.name, self.start(now))? < self.most {
            return Ok(());
        }
        let minutes = u32::try_from(self.minutes).unwrap_or(15);
        let problem = Problem::new(rules::TOO_MANY_FAILURES).with("minutes", minutes);
        Err(Problem { retry_after: Some(minutes * 60), ..problem }.into())
    }

    pub(super) fn count(&self, db: &mut Db, now: Timestamp) -> Result<(), Failure> {
        store::count_failure(db, &self.name, self.start(now), now)
    }

    pub(super) fn forget(&self, db: &mut Db) -> Result<(), Failure> {
        store::forget_failures(db, &self.name)
    }
}

/// Where a failed sign-in counts. The first ones are forgiven by a sign-in that succeeds; an
/// address's never, as it may be guessing at many accounts.
pub(super) fn of_sign_in(
    db: &mut Db,
    (login, user): (&str, Option<&UserId>),
    client: &Client,
    settings: &settings::Accounts,
) -> Result<Vec<Bucket>, Failure> {
    let (most, window) = (settings.sign_in_failures_per_account, settings.sign_in_window_minutes);
    if let Some(user) = user
        && client.has_cookie
        && store::is_device_known(db, user, &client.device)?
    {
        return Ok(vec![Bucket::new(format!("device:{user}:{}", client.device), most, window)]);
    }
    let Client { address, .. } = client;
    Ok(vec![
        Bucket::new(format!("account:{login}|{address}"), most, window),
        Bucket::new(format!("account:{login}"), settings.sign_in_failures_per_day, DAY_MINUTES),
        Bucket::new(format!("address:{address}"), settings.sign_in_failures_per_address, window),
    ])
}

pub(super) fn of_codes(user: &UserId, settings: &settings::Accounts) -> Bucket {
    Bucket::new(format!("code:{user}"), CODES, settings.sign_in_window_minutes)
}

pub(super) fn of_passwords(user: &UserId, settings: &settings::Accounts) -> Bucket {
    let (most, window) = (settings.sign_in_failures_per_account, settings.sign_in_window_minutes);
    Bucket::new(format!("confirm:{user}"), most, window)
}

/// How often one address may ask for letters to whomever, in an hour.
pub(super) fn of_letters(client: &Client) -> Bucket {
    Bucket::new(format!("letters:{}", client.address), 30, 60)
}
