//! Logs: one line per event with the request's id, as JSON or for people.

use crate::settings::{Log, LogFormat};
use tracing_subscriber::EnvFilter;

/// Starts logging to standard error; a second call changes nothing.
///
/// # Errors
/// When `log.level` is not a filter.
pub fn start(log: &Log) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&log.level)
        .map_err(|error| anyhow::anyhow!("log.level = {:?}: {error}", log.level))?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match log.format {
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
        LogFormat::Pretty => lines.with_target(false).try_init(),
    };
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
    Ok(())
}
