//! How often somebody may try to sign in. Attempts are counted in buckets in the database, which
//! all instances share. They are counted *before* the password is hashed or the code compared, and
//! given back on success, so simultaneous attempts cannot exceed the limit. Attempts at an account
//! count under its id, whichever name was typed, and per network, so that nobody locks another
//! person out. A daily limit for all networks together stops guessing from many networks; a device
//! that signed in to the account before is exempt from it and has its own count (device cookies, as
//! OWASP describes them). A limit over all accounts stops one password from being tried on every
//! account.

use crate::features::accounts::{Accounts, Client, rules, store};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::UserId;
use crate::kernel::settings;
use crate::platform::db::Db;

const DAY_MINUTES: i64 = 24 * 60;
const HOUR_MINUTES: i64 = 60;
/// Wrong codes in the window. Three of a million codes are valid at any time.
const CODES: i32 = 5;

/// A count of attempts over some time.
#[derive(Debug, Clone)]
pub(super) struct Bucket {
    name: String,
    most: i32,
    minutes: i64,
}

impl Bucket {
    fn new(name: String, most: i32, minutes: i64) -> Self {
        Self { name, most, minutes }
    }

    fn start(&self, now: Timestamp) -> Timestamp {
        now.plus_seconds(-60 * self.minutes)
    }

    /// Counts an attempt that is about to be made.
    ///
    /// # Errors
    /// `too_many_failures`.
    pub(super) fn reserve(&self, db: &mut Db, now: Timestamp) -> Result<(), Failure> {
        if store::failures_since(db, &self.name, self.start(now))? < self.most {
            return store::count_failure(db, &self.name, self.start(now), now);
        }
        let minutes = u32::try_from(self.minutes).unwrap_or(15);
        let problem = Refusal::new(rules::TOO_MANY_FAILURES).with("minutes", minutes);
        Err(Refusal { retry_after: Some(minutes * 60), ..problem }.into())
    }

    /// Removes an attempt that succeeded or was never made.
    pub(super) fn give_back(&self, db: &mut Db) -> Result<(), Failure> {
        store::give_back(db, &self.name)
    }

    pub(super) fn forget(&self, db: &mut Db) -> Result<(), Failure> {
        store::forget_failures(db, &self.name)
    }
}

/// Counts an attempt in all of these buckets, or in none.
pub(super) fn reserve(db: &mut Db, buckets: &[Bucket], now: Timestamp) -> Result<(), Failure> {
    buckets.iter().try_for_each(|bucket| bucket.reserve(db, now))
}

pub(super) fn give_back(db: &mut Db, buckets: &[Bucket]) -> Result<(), Failure> {
    buckets.iter().try_for_each(|bucket| bucket.give_back(db))
}

/// The buckets of a sign-in. A name without an account is counted as an account would be, under a
/// mark of what was typed, so that the limit does not show which accounts exist.
pub(super) fn of_sign_in(
    db: &mut Db,
    (login, user): (&str, Option<&UserId>),
    client: &Client,
    (accounts, settings): (&Accounts, &settings::Accounts),
) -> Result<Vec<Bucket>, Failure> {
    let (most, window) = (settings.sign_in_failures_per_account, settings.sign_in_window_minutes);
    if let Some(user) = user
        && client.has_cookie
        && store::is_device_known(db, user, &client.device)?
    {
        return Ok(vec![Bucket::new(format!("device:{user}:{}", client.device), most, window)]);
    }
    let account = user.map_or_else(|| accounts.marks.of(login), ToString::to_string);
    let network = client.network();
    let mut buckets = vec![
        Bucket::new(format!("account:{account}|{network}"), most, window),
        Bucket::new(format!("account:{account}"), settings.sign_in_failures_per_day, DAY_MINUTES),
    ];
    buckets.extend(of_strangers(&network, settings));
    Ok(buckets)
}

/// The buckets for an unknown device: its network, and all networks together.
fn of_strangers(network: &str, settings: &settings::Accounts) -> [Bucket; 2] {
    let window = settings.sign_in_window_minutes;
    [
        Bucket::new(format!("address:{network}"), settings.sign_in_failures_per_address, window),
        Bucket::new("everywhere".to_owned(), settings.sign_in_failures_in_all, window),
    ]
}

/// The buckets for a code that completes a sign-in.
pub(super) fn of_sign_in_codes(client: &Client, settings: &settings::Accounts) -> [Bucket; 2] {
    of_strangers(&client.network(), settings)
}

pub(super) fn of_codes(user: &UserId, settings: &settings::Accounts) -> Bucket {
    Bucket::new(format!("code:{user}"), CODES, settings.sign_in_window_minutes)
}

pub(super) fn of_passwords(user: &UserId, settings: &settings::Accounts) -> Bucket {
    let (most, window) = (settings.sign_in_failures_per_account, settings.sign_in_window_minutes);
    Bucket::new(format!("confirm:{user}"), most, window)
}

/// How many letters one network, and all together, may ask for in an hour, to any address.
pub(super) fn of_letters(client: &Client, settings: &settings::Accounts) -> [Bucket; 2] {
    let network = client.network();
    [
        Bucket::new(format!("letters:{network}"), settings.letters_per_address, HOUR_MINUTES),
        Bucket::new("letters".to_owned(), settings.letters_in_all, HOUR_MINUTES),
    ]
}
