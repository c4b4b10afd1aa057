//! Signing the end of the record by the calendar: when a phase of any call has begun since the last time,
//! and at least once an hour while acts come in.

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

/// How often to look whether a phase has begun.
const PAUSE: Duration = Duration::from_secs(30);

/// Without a phase in between, heads are so many seconds apart at most.
const LONGEST: i64 = 3600;

/// Whether the newest signed head is too old to be the newest.
fn is_due(db: &mut Db, now: Timestamp) -> Result<bool, Failure> {
    let Some(last) = ledger::last_checkpoint(db)? else { return Ok(ledger::head(db)?.seq > 0) };
    let head = ledger::head(db)?;
    if head.seq <= last.size {
        return Ok(false);
    }
    Ok(now.seconds_since(last.at) >= LONGEST || calls::milestone_between(db, last.at, now)?)
}

/// Has the head signed if a phase has begun since it was signed last. Blocks.
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

/// Looks every now and then until told to stop.
pub async fn keep_signing(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        // An answer means to stop, an error that nobody is left who could say so.
        if timeout(PAUSE, stop.changed()).await.is_ok() {
            break;
        }
        let (database, clock) = (app.database.clone(), app.clock.clone());
        if let Err(failure) = blocking(move || sign_when_due(&database, clock.now())).await {
            tracing::warn!(error = %failure, "the head of the record could not be signed");
        }
    }
}
