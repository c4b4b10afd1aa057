//! Signs the end of the record: when a phase of any call has begun since the last time, and at
//! least once an hour while acts are recorded.

use crate::features::calls;
use crate::kernel::blocking::blocking;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::platform::app::App;
use crate::platform::db::{Database, Db};
use crate::platform::ledger;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

/// The pause between two checks whether a phase has begun.
const PAUSE: Duration = Duration::from_secs(30);

/// The most seconds between two signed heads if no phase begins.
const LONGEST: i64 = 3600;

/// Whether a new signed head is needed.
fn is_due(db: &mut Db, now: Timestamp) -> Result<bool, Failure> {
    let Some(last) = ledger::last_checkpoint(db)? else { return Ok(ledger::head(db)?.seq > 0) };
    let head = ledger::head(db)?;
    if head.seq <= last.size {
        return Ok(false);
    }
    Ok(now.seconds_since(last.at) >= LONGEST || calls::milestone_between(db, last.at, now)?)
}

/// Signs the head if a phase has begun since it was last signed. Blocks the thread.
pub fn sign_when_due(database: &Database, now: Timestamp) -> Result<bool, Failure> {
    let is_due = database.read(|db| is_due(db, now))?;
    if is_due {
        database.write(|_| {
            ledger::ask_for_checkpoint();
            Ok(())
        })?;
    }
    Ok(is_due)
}

/// Checks periodically until told to stop.
pub async fn keep_signing(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        // A received value means stop; an error means that the sender is gone.
        if timeout(PAUSE, stop.changed()).await.is_ok() {
            break;
        }
        let (database, clock) = (app.database.clone(), app.clock.clone());
        if let Err(failure) = blocking(move || sign_when_due(&database, clock.now())).await {
            tracing::warn!(error = %failure, "the head of the record could not be signed");
        }
    }
}
