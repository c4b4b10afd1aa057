//! Sweeping what nobody continued: expired uploads and the files of those that are no more, and what
//! `accounts` keeps for a while only. At the
//! start and every now and then while the program runs.

use super::actions::uploads::forget_expired;
use crate::features::accounts;
use crate::kernel::blocking::blocking;
use crate::kernel::clock::Clock;
use crate::kernel::errors::Failure;
use crate::platform::app::App;
use crate::platform::db::Database;
use crate::platform::files::Storage;
use actix_web::web::Data;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

/// Sweeps once. Blocks.
///
/// # Errors
/// When the database or the disk does not answer; what was left is swept the next time.
pub fn sweep(database: &Database, clock: &Clock, storage: &Storage) -> Result<(), Failure> {
    // The files first: a file is made after its row, so one without a row now will have none.
    let files = storage.parts()?;
    let clock = clock.clone();
    let swept = clock.clone();
    database.write(move |db| accounts::actions::sweep(db, swept.now()))?;
    let (expired, kept) = database.write(move |db| forget_expired(db, clock.now()))?;
    if expired > 0 {
        tracing::info!(expired, "forgot uploads that nobody finished");
    }
    files
        .iter()
        .filter(|upload| !kept.contains(upload))
        .try_for_each(|upload| storage.remove_part(upload))
}

/// Sweeps until told to stop.
pub async fn keep_sweeping(app: App, storage: Data<Storage>, mut stop: watch::Receiver<bool>) {
    let pause = Duration::from_secs(app.settings.server.sweep_seconds.max(1));
    while !*stop.borrow() {
        // An answer means to stop, an error that nobody is left who could say so.
        if timeout(pause, stop.changed()).await.is_ok() {
            break;
        }
        let (database, clock) = (app.database.clone(), app.clock.clone());
        let storage = storage.clone();
        if let Err(failure) = blocking(move || sweep(&database, &clock, &storage)).await {
            tracing::warn!(error = %failure, "unfinished uploads could not be swept");
        }
    }
}
