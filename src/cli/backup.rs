//! Backups from the machine's console: made while the program serves, put back into an empty place.

use super::progress::Meter;
use super::say;
use crate::features::backup::{self, Order};
use crate::kernel::clock::Clock;
use crate::kernel::settings::Settings;
use crate::platform::db::{Database, Options};
use anyhow::Context;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Backup {
    /// Where to put it; a backup that is there is replaced once the new one is whole.
    file: PathBuf,
    /// Make one even when uploaded files are missing or damaged; it names them.
    #[arg(long)]
    without_missing_files: bool,
}

#[derive(Debug, Args)]
pub(super) struct Restore {
    /// A file that `tubel backup` made.
    file: PathBuf,
    /// A head known from elsewhere (a receipt, the minutes): SEQ:HASH. The record must hold it.
    #[arg(long, value_name = "SEQ:HASH", value_parser = super::ledger::known_head)]
    holds: Vec<(i64, String)>,
}

pub(super) fn back_up(
    arguments: &Backup,
    settings: &Settings,
    config: Option<&Path>,
) -> anyhow::Result<()> {
    backup::refuse_open_modes(settings)?;
    let options = Options { url: settings.database.url.clone(), readers: 1 };
    let database = Database::open_as_it_is(&options)?;
    let order =
        Order { place: &arguments.file, config, may_lack_files: arguments.without_missing_files };
    let meter = Meter::new();
    let now = Clock::System.now();
    let made = backup::back_up(&database, settings, order, now, &|at| meter.at(at))?;
    drop(meter);
    say(&format!(
        "{}: {} rows, {} files, {} bytes; the record's head is {}:{}",
        arguments.file.display(),
        made.rows,
        made.files,
        made.bytes,
        made.head.seq,
        made.head.hash
    ))?;
    let record_key = settings.record_key();
    if record_key.parent() != Some(settings.data.folder.as_path()) && record_key.exists() {
        say(&format!(
            "without {}, which is kept apart: keep a copy of it elsewhere",
            record_key.display()
        ))?;
    }
    if !made.missing.is_empty() {
        say(&format!("without {} files that are missing or damaged", made.missing.len()))?;
    }
    warn_of_key(made.seals)
}

pub(super) fn restore(arguments: &Restore, settings: &Settings) -> anyhow::Result<()> {
    let (meter, holds) = (Meter::new(), &arguments.holds);
    let restored = backup::restore(settings, &arguments.file, holds, &|at| meter.at(at))?;
    drop(meter);
    say(&format!(
        "put back, as of {}: {} rows, {} files, all with their hashes; the record holds: {} entries, head {}",
        restored.made_at, restored.rows, restored.files, restored.head.seq, restored.head.hash
    ))?;
    say(&format!(
        "the settings of then are in {}, to be compared with those of now",
        restored.settings.display()
    ))?;
    if !restored.missing.is_empty() {
        say(&format!("without {} files that were missing then", restored.missing.len()))?;
    }
    warn_of_key(restored.seals)?;
    let checked = super::check::check_restored(settings, &arguments.holds);
    checked.context("it was put back as it was, but `tubel check` does not agree with it")
}

fn warn_of_key(seals: backup::Seals) -> anyhow::Result<()> {
    if seals.opened == seals.all {
        return Ok(());
    }
    say(&format!(
        "warning: signing.key opens {} of {} second factors (docs/operating.md, Putting back)",
        seals.opened, seals.all
    ))
}
