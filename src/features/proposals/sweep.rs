//! Removes what nobody continued: expired uploads, files of proposals that no longer exist, and
//! data that `accounts` keeps only for a while. Runs at the start and periodically.

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

/// Sweeps once. Blocks the thread.
///
/// # Errors
/// When the database or the disk does not answer; what is left is removed by the next sweep.
pub fn sweep(database: &Database, clock: &Clock, storage: &Storage) -> Result<(), Failure> {
    // Lists the files first: a file is made after its row, so a listed file without a row will
    // never get one.
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
        // A received value means stop; an error means that the sender is gone.
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
