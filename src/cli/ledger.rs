//! The record from the console: checked in the database, exported, or checked from an export; and its key.

use super::progress::Meter;
use super::say;
use crate::features::check::{Follower, Keys};
use crate::kernel::clock::Clock;
use crate::kernel::input_files;
use crate::kernel::progress::At;
use crate::kernel::settings::Settings;
use crate::platform::db::Database;
use crate::platform::files::key_file;
use crate::platform::ledger::{self, Entry, Seal, Signed, Signer, Verifier};
use anyhow::Context;
use clap::Subcommand;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "there is one, read once")]
pub(super) enum LedgerCommand {
    /// Check the whole chain against its head and its signed heads; exit 1 at the first fault.
    Verify {
        /// Check an export instead of the database.
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        /// A head known from elsewhere (a receipt, the minutes): SEQ:HASH. The chain must hold it.
        #[arg(long, value_name = "SEQ:HASH", value_parser = known_head)]
        holds: Vec<(i64, String)>,
        /// The public key known from elsewhere; signed heads must be its own or of a key it handed over to.
        #[arg(long, value_name = "NAME+HASH+KEY")]
        key: Option<Verifier>,
    },
    /// Write the record as JSON, one entry per line, to be checked elsewhere; beside it, in FILE.proofs, the
    /// seals of rows and the signed heads.
    Export { file: PathBuf },
    /// Print the public keys that the record announces, the one in force last.
    Key,
    /// Put a new key in the place of the one that signs the record. The old key announces the new one; stop
    /// the server first and start it again after.
    NewKey {
        /// The old key is lost: nothing vouches for the new one but what people are told.
        #[arg(long)]
        lost: bool,
    },
}

pub(super) fn known_head(text: &str) -> Result<(i64, String), String> {
    let (seq, hash) = text.split_once(':').ok_or("write it as SEQ:HASH")?;
    let seq = seq.parse().map_err(|_| "SEQ is a number")?;
    if hash.len() == 64 { Ok((seq, hash.to_owned())) } else { Err("HASH has 64 digits".to_owned()) }
}

const FOLLOWING: &str = "following the record";

/// Entries read at a time, so that memory does not grow with the record.
const CHUNK: i64 = 1000;

/// Whether the command can do without the database.
pub(super) fn is_offline(command: &LedgerCommand) -> bool {
    matches!(command, LedgerCommand::Verify { file: Some(_), .. })
}

pub(super) fn run(
    command: &LedgerCommand,
    database: Option<&Database>,
    settings: &Settings,
) -> anyhow::Result<()> {
    let database = || database.context("the database");
    match command {
        LedgerCommand::Verify { file: Some(file), holds, key } => {
            verify_file(file, holds, key.as_ref())
        }
        LedgerCommand::Verify { file: None, holds, key } => {
            verify(database()?, holds, key.as_ref())
        }
        LedgerCommand::Export { file } => export(database()?, file),
        LedgerCommand::Key => {
            let keys = database()?.read(ledger::keys)?;
            keys.iter().try_for_each(|known| say(&format!("{}  since {}", known.key, known.since)))
        }
        LedgerCommand::NewKey { lost } => new_key(database()?, settings, *lost),
    }
}

/// Follows a chain and compares it with heads known from elsewhere on the way.
struct Check<'a> {
    follower: Follower,
    known: &'a [(i64, String)],
    signed: usize,
}

impl<'a> Check<'a> {
    fn new(known: &'a [(i64, String)], key: Option<&Verifier>, signed: Vec<Signed>) -> Self {
        let count = signed.len();
        Self { follower: Follower::new(Keys::new(key), signed), known, signed: count }
    }

    fn follow(&mut self, entry: &Entry) -> anyhow::Result<()> {
        if let Some(fault) = self.follower.follow(entry)?.into_iter().next() {
            anyhow::bail!(fault);
        }
        let contradicted =
            self.known.iter().any(|(seq, hash)| *seq == entry.seq && hash != &entry.hash);
        anyhow::ensure!(!contradicted, "entry {} is not the one known from elsewhere", entry.seq);
        Ok(())
    }

    fn finish(self) -> anyhow::Result<()> {
        let chain = &self.follower.chain;
        let beyond = self.known.iter().find(|(seq, _)| *seq > chain.length());
        if let Some((seq, _)) = beyond {
            anyhow::bail!("the record ends at entry {}, before entry {seq}", chain.length());
        }
        if let Some(fault) = self.follower.beyond().into_iter().next() {
            anyhow::bail!(fault);
        }
        say(&format!("the record holds: {} entries, head {}", chain.length(), chain.hash()))?;
        say(&format!("{} signed heads agree with it", self.signed))
    }
}

fn each_entry(
    database: &Database,
    mut visit: impl FnMut(&Entry) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let (meter, mut after) = (Meter::new(), 0);
    let head = database.read(ledger::head)?.seq;
    loop {
        let entries = database
            .read(|db| ledger::entries_after(db, after, ledger::Wanted::default(), CHUNK))?;
        let Some(last) = entries.last() else { return Ok(()) };
        after = last.seq;
        meter.at(At::counted(FOLLOWING, after, head.max(after)));
        entries.iter().try_for_each(&mut visit)?;
    }
}

fn verify(
    database: &Database,
    known: &[(i64, String)],
    key: Option<&Verifier>,
) -> anyhow::Result<()> {
    // The heads are read first: what is appended meanwhile is followed, and must lead past them.
    let (head, signed) =
        database.read(|db| Ok((ledger::head(db)?, ledger::checkpoints(db, 0, i64::MAX)?)))?;
    let mut known = known.to_vec();
    if head.seq > 0 {
        known.push((head.seq, head.hash));
    }
    let mut check = Check::new(&known, key, signed);
    each_entry(database, |entry| check.follow(entry))?;
    check.finish()
}

/// A line of the file beside an export.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Beside {
    Seals {
        seq: i64,
        /// Table, key, hash, and whether the row had been changed by hand.
        rows: Vec<(String, String, String, bool)>,
    },
    Checkpoint(Signed),
}

/// `record.jsonl.proofs` beside `record.jsonl`.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".proofs");
    PathBuf::from(name)
}

fn lines<T: for<'de> Deserialize<'de>>(
    file: &Path,
    mut visit: impl FnMut(T) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let reader = BufReader::new(File::open(file).with_context(|| file.display().to_string())?);
    for (index, line) in reader.lines().enumerate() {
        // To the letter, as it is hashed.
        let value = input_files::json_as_written(line?.as_bytes())
            .and_then(serde_json::from_value)
            .with_context(|| format!("{}: line {}", file.display(), index + 1))?;
        visit(value)?;
    }
    Ok(())
}

fn verify_file(file: &Path, known: &[(i64, String)], key: Option<&Verifier>) -> anyhow::Result<()> {
    let (mut signed, mut seals) = (Vec::new(), BTreeMap::new());
    let proofs = beside(file);
    let has_proofs = proofs.exists();
    if has_proofs {
        lines(&proofs, |line| {
            match line {
                Beside::Checkpoint(of) => signed.push(of),
                Beside::Seals { seq, rows } => {
                    let seal = |(table, key, hash, disturbed)| Seal {
                        table,
                        key,
                        salt: None,
                        hash,
                        disturbed,
                    };
                    let rows: Vec<Seal> = rows.into_iter().map(seal).collect();
                    seals.insert(seq, ledger::digest(&rows)?);
                }
            }
            Ok(())
        })?;
    }
    let (mut check, meter) = (Check::new(known, key, signed), Meter::new());
    lines(file, |entry: Entry| {
        meter.at(At::open(FOLLOWING, entry.seq));
        check.follow(&entry)?;
        let said = entry.rows.as_deref();
        let counted = seals.remove(&entry.seq);
        anyhow::ensure!(
            !has_proofs || said == counted.as_deref(),
            "the seals of entry {} are not those that it commits to",
            entry.seq
        );
        Ok(())
    })?;
    drop(meter);
    check.finish()
}

fn export(database: &Database, file: &Path) -> anyhow::Result<()> {
    let create = |file: &Path| {
        File::create_new(file).map(BufWriter::new).with_context(|| file.display().to_string())
    };
    let (mut entries, mut proofs) = (create(file)?, create(&beside(file))?);
    let mut count = 0_u64;
    let mut last = 0;
    each_entry(database, |entry| {
        (count, last) = (count + 1, entry.seq);
        line(&mut entries, entry)
    })?;
    let (meter, mut after) = (Meter::new(), 0);
    while after < last {
        let to = last.min(after + CHUNK);
        meter.at(At::counted("writing the seals", after, last));
        for (seq, seals) in database.read(|db| ledger::seals_between(db, after, to))? {
            let row = |seal: Seal| (seal.table, seal.key, seal.hash, seal.disturbed);
            line(&mut proofs, &Beside::Seals { seq, rows: seals.into_iter().map(row).collect() })?;
        }
        after = to;
    }
    let signed = database.read(|db| ledger::checkpoints(db, 0, i64::MAX))?;
    for signed in signed.into_iter().filter(|signed| signed.size <= last) {
        line(&mut proofs, &Beside::Checkpoint(signed))?;
    }
    for writer in [&mut entries, &mut proofs] {
        writer.flush()?;
        writer.get_ref().sync_all()?;
    }
    drop(meter);
    say(&format!("{count} entries in {}", file.display()))
}

fn line(writer: &mut impl Write, value: &impl Serialize) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *writer, value)?;
    Ok(writer.write_all(b"\n")?)
}

/// The new key comes into its place after the record announces it; a crash in between leaves it beside.
fn new_key(database: &Database, settings: &Settings, lost: bool) -> anyhow::Result<()> {
    let (file, origin) = (settings.record_key(), settings.record_origin());
    anyhow::ensure!(
        lost || file.exists(),
        "{} is not there; if the old key is lost, say --lost",
        file.display()
    );
    let waiting = file.with_extension("key.new");
    if !waiting.exists() {
        key_file::make(&waiting)?;
    }
    let new = Signer::open(&waiting, &origin)?;
    let announced = database.read(ledger::keys)?.pop().map(|known| known.key);
    if announced.as_deref() != Some(new.verifier().to_string().as_str()) {
        let verifier = new.verifier();
        let old = if lost { None } else { Some(key_file::read_or_make(&file)?) };
        database.write(move |db| {
            let old = old.as_ref().map(|old| Signer::new(old, &origin)).transpose()?;
            ledger::change_key(db, (old.as_ref(), &verifier), Clock::System.now())
        })?;
    }
    if file.exists() {
        std::fs::rename(&file, file.with_extension("key.old"))?;
    }
    std::fs::rename(&waiting, &file)?;
    say(&format!("the record is signed by {} from now on", new.verifier()))
}
