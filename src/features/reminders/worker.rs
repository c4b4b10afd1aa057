//! The pass that sends the program's reminders, beside the mail worker. Any number of instances may
//! run it: due reminders are found in a snapshot, sent in a transaction, and never sent twice.

use super::actions;
use crate::kernel::errors::Failure;
use crate::platform::app::App;
use std::time::Duration;
use tokio::sync::watch;

/// Sends all reminders that are due now; returns the number of letters.
///
/// # Errors
/// When the database does not answer; the next pass sends what is missing.
pub async fn pass(app: &App) -> Result<usize, Failure> {
    let mut letters = 0;
    for call in app.read(actions::due).await? {
        letters += app.write(move |db, now| actions::remind(db, &call, now)).await?;
    }
    let months = app.settings.problems.measure_after_months;
    if app.read(move |db, now| actions::is_to_remind(db, months, now)).await? {
        letters += app.write(move |db, now| actions::remind_to_measure(db, months, now)).await?;
    }
    if app.read(actions::is_admission_to_remind).await? {
        letters += app.write(actions::remind_of_admission).await?;
    }
    if app.read(actions::is_to_remind_of_studies).await? {
        letters += app.write(actions::remind_of_studies).await?;
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
        // An error means that the sender is gone: that also means stop.
        if tokio::time::timeout(pause, stop.changed()).await.is_ok_and(|told| told.is_err()) {
            break;
        }
    }
}
