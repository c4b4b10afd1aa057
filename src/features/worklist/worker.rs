//! The pass of the morning, beside the one that sends reminders. Any number of instances may run it: whom it tells of what
//! is found in a snapshot, and written in a transaction that only one of them wins for each zone and day.

use super::actions;
use crate::kernel::errors::Failure;
use crate::platform::app::App;
use std::time::Duration;
use tokio::sync::watch;

/// Tells everybody on duty what is new or ends soon, where it is morning and nobody was told today; returns the number of
/// letters.
///
/// # Errors
/// When the database does not answer; the next pass tells.
pub async fn pass(app: &App) -> Result<usize, Failure> {
    let mut letters = 0;
    for look in app.read(actions::is_to_tell).await? {
        letters += app.write(move |db, now| actions::tell(db, &look, now)).await?;
    }
    Ok(letters)
}

/// Makes a pass every few minutes until told to stop.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let pause = Duration::from_secs(app.settings.mail.remind_every_seconds.max(1));
    while !*stop.borrow() {
        match pass(&app).await {
            Ok(0) => {}
            Ok(letters) => tracing::info!(letters, "what waits was told"),
            Err(failure) => tracing::warn!(error = %failure, "what waits could not be told"),
        }
        // An error means that the sender is gone: that also means stop.
        if tokio::time::timeout(pause, stop.changed()).await.is_ok_and(|told| told.is_err()) {
            break;
        }
    }
}
