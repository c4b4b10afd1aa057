//! Confirming who one is before an act that binds: earlier failures, and the count of this one.
//! The password is compared between the two, see `confirmation`.

use crate::access::{self, Act, Facts, Relation, Viewer};
use crate::accounts::{rules, store};
use crate::clock::Timestamp;
use crate::db::Db;
use crate::errors::{Failure, Problem};
use crate::ids::UserId;
use crate::settings;

/// One try: whose it is, what the password must fit, and where a failure is counted.
#[derive(Debug, Clone)]
pub struct ConfirmationAttempt {
    pub user: UserId,
    pub stored_hash: String,
    buckets: [String; 2],
}

/// Loads what the proof is held against.
///
/// # Errors
/// `too_many_failures` of this account or from this address.
pub fn prepare_confirmation(
    db: &mut Db,
    viewer: &Viewer,
    address: &str,
    settings: &settings::Accounts,
    now: Timestamp,
) -> Result<ConfirmationAttempt, Failure> {
    let own = Facts::NONE.with(Relation::Own, true);
    access::may(viewer, Act::ManageOwnAccount, own)?;
    let buckets = [format!("confirm:{}", viewer.user), format!("address:{address}")];
    let limits = [settings.sign_in_failures_per_account, settings.sign_in_failures_per_address];
    let start = window_start(settings, now);
    for (bucket, most) in buckets.iter().zip(limits) {
        if store::failures_since(db, bucket, start)? >= most {
            let minutes = u32::try_from(settings.sign_in_window_minutes).unwrap_or(15);
            let problem = Problem::new(rules::TOO_MANY_FAILURES).with("minutes", minutes);
            return Err(Problem { retry_after: Some(minutes * 60), ..problem }.into());
        }
    }
    let row = store::find_row(db, &viewer.user)?.ok_or_else(Failure::not_found)?;
    Ok(ConfirmationAttempt { user: row.id, stored_hash: row.password_hash, buckets })
}

/// Counts a failure, or forgets the account's earlier ones.
///
/// # Errors
/// When the database fails.
pub fn note_confirmation(
    db: &mut Db,
    attempt: &ConfirmationAttempt,
    fits: bool,
    settings: &settings::Accounts,
    now: Timestamp,
) -> Result<(), Failure> {
    let [account, _] = &attempt.buckets;
    if fits {
        return store::forget_failures(db, account);
    }
    let start = window_start(settings, now);
    attempt.buckets.iter().try_for_each(|bucket| store::count_failure(db, bucket, start, now))
}

fn window_start(settings: &settings::Accounts, now: Timestamp) -> Timestamp {
    now.plus_seconds(-60 * settings.sign_in_window_minutes)
}
