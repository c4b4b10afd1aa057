//! The record from the console: checked in the database, exported, or checked from an export.

use super::say;
use crate::db::Database;
use crate::ledger::{self, Chain, Entry};
use anyhow::Context;
use clap::Subcommand;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(super) enum LedgerCommand {
    /// Check the whole chain against its head; exit 1 at the first fault.
    Verify {
        /// Check an export instead of the database.
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        /// A head known from elsewhere (a receipt, the minutes): SEQ:HASH. The chain must hold it.
        #[arg(long, value_name = "SEQ:HASH", value_parser = known_head)]
        holds: Vec<(i64, String)>,
    },
    /// Write the record as JSON, one entry per line, to be checked elsewhere.
    Export { file: PathBuf },
}

pub(super) fn known_head(text: &str) -> Result<(i64, String), String> {
    let (seq, hash) = text.split_once(':').ok_or("write it as SEQ:HASH")?;
    let seq = seq.parse().map_err(|_| "SEQ is a number")?;
    if hash.len() == 64 { Ok((seq, hash.to_owned())) } else { Err("HASH has 64 digits".to_owned()) }
}

/// Entries read at a time, so that memory does not grow with the record.
const CHUNK: i64 = 1000;

/// Whether the command can do without the database.
pub(super) fn is_offline(command: &LedgerCommand) -> bool {
    matches!(command, LedgerCommand::Verify { file: Some(_), .. })
}

pub(super) fn run(command: &LedgerCommand, database: Option<&Database>) -> anyhow::Result<()> {
    let database = || database.context("the database");
    match command {
        LedgerCommand::Verify { file: Some(file), holds } => verify_file(file, holds),
        LedgerCommand::Verify { file: None, holds } => verify(database()?, holds),
        LedgerCommand::Export { file } => export(database()?, file),
    }
}

/// Follows a chain and compares it with heads known from elsewhere on the way.
struct Check<'a> {
    chain: Chain,
    known: &'a [(i64, String)],
}

impl Check<'_> {
    fn follow(&mut self, entry: &Entry) -> anyhow::Result<()> {
        self.chain.follow(entry)?;
        let contradicted =
            self.known.iter().any(|(seq, hash)| *seq == entry.seq && hash != &entry.hash);
        anyhow::ensure!(!contradicted, "entry {} is not the one known from elsewhere", entry.seq);
        Ok(())
    }

    fn finish(self) -> anyhow::Result<()> {
        let beyond = self.known.iter().find(|(seq, _)| *seq > self.chain.length());
        if let Some((seq, _)) = beyond {
            anyhow::bail!("the record ends at entry {}, before entry {seq}", self.chain.length());
        }
        say(&format!(
            "the record holds: {} entries, head {}",
            self.chain.length(),
            self.chain.hash()
        ))
    }
}

fn each_entry(
    database: &Database,
    mut visit: impl FnMut(&Entry) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut after = 0;
    loop {
        let entries = database
            .read(|db| ledger::entries_after(db, after, ledger::Wanted::default(), CHUNK))?;
        let Some(last) = entries.last() else { return Ok(()) };
        after = last.seq;
        entries.iter().try_for_each(&mut visit)?;
    }
}

fn verify(database: &Database, known: &[(i64, String)]) -> anyhow::Result<()> {
    // The head is read first: what is appended meanwhile is followed, and must lead past it.
    let head = database.read(ledger::head)?;
    let mut known = known.to_vec();
    if head.seq > 0 {
        known.push((head.seq, head.hash));
    }
    let mut check = Check { chain: Chain::default(), known: &known };
    each_entry(database, |entry| check.follow(entry))?;
    check.finish()
}

fn verify_file(file: &Path, known: &[(i64, String)]) -> anyhow::Result<()> {
    let reader = BufReader::new(File::open(file).with_context(|| file.display().to_string())?);
    let mut check = Check { chain: Chain::default(), known };
    for (index, line) in reader.lines().enumerate() {
        let entry: Entry = serde_json::from_str(&line?)
            .with_context(|| format!("{}: line {}", file.display(), index + 1))?;
        check.follow(&entry)?;
    }
    check.finish()
}

fn export(database: &Database, file: &Path) -> anyhow::Result<()> {
    let target = File::create_new(file).with_context(|| file.display().to_string())?;
    let mut writer = BufWriter::new(target);
    let mut count = 0_u64;
    each_entry(database, |entry| {
        count += 1;
        serde_json::to_writer(&mut writer, entry)?;
        Ok(writer.write_all(b"\n")?)
    })?;
    writer.flush()?;
    writer.get_ref().sync_all()?;
    say(&format!("{count} entries in {}", file.display()))
}
