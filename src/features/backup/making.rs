//! Makes a backup while the program runs: first all rows on one snapshot of the database, then
//! every file that they name. Files never change and are written before the rows that name them, so
//! they match the rows.

use super::archive::{ArchiveWriter, Entry, FORMAT, Manifest};
use super::tally::{Tallied, Tally};
use super::{Place, Seals, seals};
use crate::features::accounts::Accounts;
use crate::kernel::clock::Timestamp;
use crate::kernel::progress::{At, Watch};
use crate::kernel::settings::Settings;
use crate::platform::db::{Database, Db, instance, rows};
use crate::platform::ledger::Head;
use anyhow::{Context, bail, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The result of a backup.
#[derive(Debug)]
pub struct Made {
    pub bytes: u64,
    pub rows: u64,
    pub files: usize,
    pub head: Head,
    /// Files that rows name and that are not on the disk.
    pub missing: Vec<String>,
    pub seals: Seals,
}

/// The options of a backup.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    pub place: &'a Path,
    /// The file with the settings, if there is one.
    pub config: Option<&'a Path>,
    /// Whether a backup without its missing files is accepted.
    pub may_lack_files: bool,
}

/// An erasure can remove a person's files while a backup runs; then it starts again.
const ATTEMPTS: usize = 3;

/// Puts a backup at its place when it is complete and on disk; until then the earlier one stays
/// there.
///
/// # Errors
/// When the disk is full or fails, when a file that rows name is missing or damaged, or when the
/// place is not usable.
pub fn back_up(
    database: &Database,
    settings: &Settings,
    order: Order<'_>,
    now: Timestamp,
    watch: &Watch<'_>,
) -> anyhow::Result<Made> {
    for _ in 0..ATTEMPTS {
        let lacks = match attempt(database, settings, order, now, watch)? {
            Ok(made) => return Ok(made),
            Err(lacks) => lacks,
        };
        let named = database.read(rows::files_named)?;
        if lacks.iter().all(|sha256| named.contains(sha256)) {
            bail!(
                "{} of the uploaded files are missing or damaged, no backup was made: {}. Put them back from an \
                 older backup (unzip), or make one without them: --without-missing-files",
                lacks.len(),
                lacks.iter().take(10).cloned().collect::<Vec<_>>().join(", ")
            );
        }
    }
    bail!("files were erased again and again while the backup ran; try again later")
}

/// The content of the rows, and what was written of them.
struct Rows {
    steps: Vec<String>,
    instance: Option<String>,
    head: Head,
    tables: BTreeMap<String, Tallied>,
    files: BTreeSet<String>,
    seals: Seals,
}

/// The backup, or the files that are missing.
fn attempt(
    database: &Database,
    settings: &Settings,
    order: Order<'_>,
    now: Timestamp,
    watch: &Watch<'_>,
) -> anyhow::Result<Result<Made, Vec<String>>> {
    let mut archive = ArchiveWriter::create(order.place)?;
    let rows =
        rows::in_snapshot(database.engine(), |db| write_rows(db, settings, &mut archive, watch))?;
    let missing = write_files(&mut archive, settings, &rows.files, watch)?;
    if !missing.is_empty() && !order.may_lack_files {
        return Ok(Err(missing));
    }
    write_keys(&mut archive, settings)?;
    write_settings(&mut archive, settings, order.config)?;
    let made = Made {
        bytes: 0,
        rows: rows.tables.values().map(|table| table.rows).sum(),
        files: rows.files.len() - missing.len(),
        head: rows.head.clone(),
        missing: missing.clone(),
        seals: rows.seals,
    };
    let manifest = |entries: BTreeMap<String, Entry>| Manifest {
        format: FORMAT.to_owned(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: now,
        engine: database.engine().name().to_owned(),
        steps: rows.steps,
        instance: rows.instance,
        head: rows.head,
        tables: rows.tables,
        entries,
        missing,
        seals: rows.seals,
    };
    let bytes = archive.finish(manifest, watch)?;
    Ok(Ok(Made { bytes, ..made }))
}

fn write_rows(
    db: &mut Db,
    settings: &Settings,
    archive: &mut ArchiveWriter,
    watch: &Watch<'_>,
) -> anyhow::Result<Rows> {
    let names = rows::tables_of(db)?;
    let mut tables = BTreeMap::new();
    for (index, table) in names.iter().enumerate() {
        watch(At::counted("copying the rows of tables", index, names.len()));
        let mut tally = Tally::default();
        archive.add(&format!("database/{table}.jsonl"), true, |out| {
            rows::each_row(db, table, &mut |row| {
                tally.count(row);
                out.write_all(row.as_bytes())?;
                anyhow::Ok(out.write_all(b"\n")?)
            })
        })?;
        tables.insert(table.clone(), tally.total());
    }
    let has_instance = names.iter().any(|table| table == "instance");
    let known = if has_instance { instance::read(db)? } else { None };
    // Asking for the key would create one if there is none.
    let has_key = settings.data.folder.join("signing.key").exists();
    let seals = if has_key { seals(db, &Accounts::open(settings)?)? } else { Seals::default() };
    let (seq, hash) = rows::head_of(db)?;
    let head = Head { seq, hash };
    Ok(Rows {
        steps: rows::steps_of(db)?,
        instance: known.map(|known| known.identity),
        head,
        tables,
        files: rows::files_named(db)?,
        seals,
    })
}

/// Returns the files that are missing or do not match their names.
fn write_files(
    archive: &mut ArchiveWriter,
    settings: &Settings,
    named: &BTreeSet<String>,
    watch: &Watch<'_>,
) -> anyhow::Result<Vec<String>> {
    let (place, mut missing) = (Place { settings }, Vec::new());
    for (index, sha256) in named.iter().enumerate() {
        watch(At::counted("copying the files", index, named.len()));
        let path = place.file(sha256);
        if !is_whole(&path, sha256)? {
            missing.push(sha256.clone());
            continue;
        }
        let (folder, rest) = sha256.split_at_checked(2).unwrap_or(("", sha256));
        let mut file = File::open(&path).with_context(|| path.display().to_string())?;
        // PDF files cannot be compressed further.
        let entry = archive.add(&format!("files/{folder}/{rest}"), false, |out| {
            Ok(io::copy(&mut file, out).map(drop)?)
        })?;
        ensure!(&entry.sha256 == sha256, "{} changed while it was read", path.display());
    }
    Ok(missing)
}

fn is_whole(path: &Path, sha256: &str) -> anyhow::Result<bool> {
    use sha2::Digest;
    let mut file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        file => file.with_context(|| path.display().to_string())?,
    };
    let mut hash = HashWriter(sha2::Sha256::new());
    io::copy(&mut file, &mut hash)?;
    Ok(crate::kernel::canonical::hex(&hash.0.finalize()) == sha256)
}

struct HashWriter(sha2::Sha256);

impl Write for HashWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        use sha2::Digest;
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Every key of the data folder, whatever its use.
fn write_keys(archive: &mut ArchiveWriter, settings: &Settings) -> anyhow::Result<()> {
    for (name, path) in files_in(&settings.data.folder)? {
        if path.extension().is_some_and(|ending| ending == "key") {
            archive.add_file(&format!("keys/{name}"), &path)?;
        }
    }
    Ok(())
}

/// The agency's own templates, and the settings in force, without the addresses and passwords from
/// the environment.
fn write_settings(
    archive: &mut ArchiveWriter,
    settings: &Settings,
    config: Option<&Path>,
) -> anyhow::Result<()> {
    for folder in super::restore::TEMPLATES {
        for (name, path) in files_in(&settings.data.folder.join(folder))? {
            archive.add_file(&format!("templates/{folder}/{name}"), &path)?;
        }
    }
    if !settings.papers.templates.as_os_str().is_empty() {
        for (name, path) in files_in(&settings.papers.templates)? {
            archive.add_file(&format!("settings/papers/{name}"), &path)?;
        }
    }
    let retention = &settings.privacy.retention;
    if !retention.as_os_str().is_empty() {
        archive.add_file("settings/retention.toml", retention)?;
    }
    if let Some(config) = config {
        archive.add_file("settings/tubel.toml", config)?;
    }
    archive.add("settings/environment.txt", true, |out| {
        let mut named: Vec<(String, String)> =
            std::env::vars().filter(|(name, _)| name.starts_with("TUBEL__")).collect();
        named.sort();
        for (name, value) in named {
            let is_secret = name.ends_with("PASSWORD") || name == "TUBEL__DATABASE__URL";
            writeln!(out, "{name}={}", if is_secret { "(not kept)" } else { &value })?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Names and paths of the files directly in a folder, in order; empty if there is no folder.
fn files_in(folder: &Path) -> anyhow::Result<Vec<(String, PathBuf)>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.with_context(|| folder.display().to_string())?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() && !name.starts_with('.') {
            found.push((name, entry.path()));
        }
    }
    found.sort();
    Ok(found)
}
