//! The pass that gives reminders by itself, beside the mail worker. Any number of programs may make
//! it: what is due is looked up in a snapshot, given in a transaction, and never given twice.

use super::actions;
use crate::kernel::errors::Failure;
use crate::platform::app::App;
use std::time::Duration;
use tokio::sync::watch;

/// Looks once, and reminds everybody who is to be reminded now; how many letters.
///
/// # Errors
/// When the database does not answer; what was not given is given by the next pass.
pub async fn pass(app: &App) -> Result<usize, Failure> {
    let mut letters = 0;
    for call in app.read(actions::due).await? {
        letters += app.write(move |db, now| actions::remind(db, &call, now)).await?;
    }
    Ok(letters)
}

/// Makes a pass every few minutes until told to stop.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let pause = Duration::from_secs(app.settings.mail.remind_every_seconds.max(1));
    while !*stop.borrow() {
        match pass(&app).await {
            Ok(0) => {}
            Ok(letters) => tracing::info!(letters, "reminders"),
            Err(failure) => tracing::warn!(error = %failure, "reminders could not be given"),
        }
        // An error means that nobody is left who could say stop: then it is time as well.
        if tokio::time::timeout(pause, stop.changed()).await.is_ok_and(|told| told.is_err()) {
            break;
        }
    }
}
