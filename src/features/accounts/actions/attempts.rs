//! How often somebody may try. Attempts are counted in buckets in the database, which all instances
//! share, *before* the password is hashed or the code compared, and given back when it fitted: of any
//! number at once no more are judged than the limit says. At an account they count under its id, however
//! it was named; beside that per network, so that nobody locks another out. A day's ceiling for all
//! networks together stops guessing from many of them, and a device that signed in there before is exempt
//! from it and counts on its own (device cookies, as OWASP describes them). A ceiling over all accounts
//! stops one password from being tried at everybody's.

use crate::features::accounts::{Accounts, Client, rules, store};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::UserId;
use crate::kernel::settings;
use crate::platform::db::Db;

const DAY_MINUTES: i64 = 24 * 60;
const HOUR_MINUTES: i64 = 60;
/// Wrong codes in the window: of a million codes three are good at any time.
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

    /// The attempt was none: it succeeded, or was never made.
    pub(super) fn give_back(&self, db: &mut Db) -> Result<(), Failure> {
        store::give_back(db, &self.name)
    }

    pub(super) fn forget(&self, db: &mut Db) -> Result<(), Failure> {
        store::forget_failures(db, &self.name)
    }
}

/// Counts an attempt in all of these, or in none.
pub(super) fn reserve(db: &mut Db, buckets: &[Bucket], now: Timestamp) -> Result<(), Failure> {
    buckets.iter().try_for_each(|bucket| bucket.reserve(db, now))
}

pub(super) fn give_back(db: &mut Db, buckets: &[Bucket]) -> Result<(), Failure> {
    buckets.iter().try_for_each(|bucket| bucket.give_back(db))
}

/// Where a sign-in counts. What is no account counts as one would, under a mark of what was typed.
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

/// Where everything counts that comes from a device we do not know: its network, and all together.
fn of_strangers(network: &str, settings: &settings::Accounts) -> [Bucket; 2] {
    let window = settings.sign_in_window_minutes;
    [
        Bucket::new(format!("address:{network}"), settings.sign_in_failures_per_address, window),
        Bucket::new("everywhere".to_owned(), settings.sign_in_failures_in_all, window),
    ]
}

/// Where a code counts that ends a sign-in.
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

/// How often one network, and everybody together, may ask for letters to whomever, in an hour.
pub(super) fn of_letters(client: &Client, settings: &settings::Accounts) -> [Bucket; 2] {
    let network = client.network();
    [
        Bucket::new(format!("letters:{network}"), settings.letters_per_address, HOUR_MINUTES),
        Bucket::new("letters".to_owned(), settings.letters_in_all, HOUR_MINUTES),
    ]
}
