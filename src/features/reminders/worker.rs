//! The pass that sends the program's reminders, beside the mail worker. Any number of instances may
//! run it: due reminders are found in a snapshot, sent in a transaction, and never sent twice.

use super::actions;
use crate::features::accounts;
use crate::features::interviews;
use crate::features::objections::actions as objections;
use crate::features::proposals::actions::{self as proposals, verification};
use crate::features::reviews::actions as reviews;
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
    for call in app.read(verification::to_release).await? {
        letters += app.write(move |db, now| verification::release(db, &call, now)).await?;
    }
    if app.read(objections::is_to_tell_of_late).await? {
        letters += app.write(objections::tell_of_late).await?;
    }
    if app.read(actions::is_pact_to_remind).await? {
        letters += app.write(actions::remind_of_pacts).await?;
    }
    if app.read(interviews::is_panel_to_mend).await? {
        letters += app.write(interviews::mend_panels).await?;
    }
    if app.read(actions::is_interview_to_remind).await? {
        letters += app.write(actions::remind_of_interviews).await?;
    }
    if app.read(reviews::is_task_to_end).await? {
        letters += app.write(reviews::end_tasks).await?;
    }
    if app.read(accounts::is_substitution_to_end).await? {
        letters += app.write(accounts::end_substitutions).await?;
    }
    if app.read(proposals::is_to_tell_of_endorsements).await? {
        letters += app.write(proposals::tell_of_endorsements).await?;
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
