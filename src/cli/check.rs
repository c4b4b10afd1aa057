//! `tubel check`: whether everything in the database agrees with the record.

use super::ledger::known_head;
use super::progress::Meter;
use super::say;
use crate::features::backup;
use crate::features::check::{self, Report, Wanted};
use crate::kernel::settings::Settings;
use crate::platform::db::{self, Database, Options};
use crate::platform::ledger::Verifier;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// The public key of the record as known from elsewhere (an announcement, /api/v1/ledger/key kept by
    /// somebody outside). Without it, the keys that the record itself announces are believed.
    #[arg(long, value_name = "NAME+HASH+KEY")]
    key: Option<Verifier>,
    /// A head known from elsewhere (a receipt, the minutes): SEQ:HASH. The record must hold it.
    #[arg(long, value_name = "SEQ:HASH", value_parser = known_head)]
    holds: Vec<(i64, String)>,
    /// Leave the uploaded files out, which take the longest.
    #[arg(long)]
    no_files: bool,
    /// Do not tell how far it is.
    #[arg(long)]
    quiet: bool,
}

pub(super) fn run(arguments: &CheckArguments, settings: &Settings) -> anyhow::Result<()> {
    backup::before_opening(settings)?;
    let engine = db::Engine::from_url(&settings.database.url)?;
    let pending = db::pending(&engine)?;
    anyhow::ensure!(
        pending.is_empty(),
        "the schema is not up to date, so there is nothing to compare with yet; run tubel migrate"
    );
    let url = settings.database.url.clone();
    let database = Database::open(&Options { url, readers: 1 })?;
    let wanted = Wanted {
        data: (!arguments.no_files).then_some(settings.data.folder.as_path()),
        key: arguments.key.as_ref(),
        holds: &arguments.holds,
    };
    let meter = if arguments.quiet { Meter::silent() } else { Meter::new() };
    let report = check::check(&database, &wanted, &|at| meter.at(at))?;
    drop(meter);
    tell(&report)
}

/// As [`run`], of what was just put back.
pub(super) fn check_restored(settings: &Settings, holds: &[(i64, String)]) -> anyhow::Result<()> {
    let arguments =
        CheckArguments { key: None, holds: holds.to_vec(), no_files: false, quiet: false };
    run(&arguments, settings)
}

fn tell(report: &Report) -> anyhow::Result<()> {
    for finding in &report.findings {
        say(&finding.to_string())?;
    }
    let Report { entries, seals, checkpoints, tables, rows, files, rules, .. } = report;
    say(&format!(
        "checked: {entries} entries, {seals} seals, {checkpoints} signed heads, {rows} rows of {tables} tables, \
         {files} files, {rules} rules"
    ))?;
    match report.sealed_from {
        Some(from) if from > 1 => say(&format!(
            "rows are sealed from entry {from} on: what they looked like before is not proven"
        ))?,
        _ => {}
    }
    let found = report.findings.len();
    anyhow::ensure!(
        report.is_clean(),
        "{found} findings: the database does not agree with the record"
    );
    say("everything agrees with the record")
}
