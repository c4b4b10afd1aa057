//! Restoring a backup: only into an empty place, and only if the whole backup is valid. Everything
//! is built beside its final place and checked; after a failure the place is as empty as before.

use super::archive::Archive;
use super::belonging::write_identity;
use super::tally::Tally;
use super::{Seals, instant, seals, verify_chain};
use crate::features::accounts::Accounts;
use crate::kernel::progress::{At, Watch};
use crate::kernel::settings::Settings;
use crate::platform::db::rows::{self, Filling};
use crate::platform::db::{Engine, known_steps};
use crate::platform::ledger::Head;
use anyhow::{Context, bail, ensure};
use std::collections::BTreeSet;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

/// Folders of the data folder with the agency's own templates.
pub(super) const TEMPLATES: [&str; 3] = ["rubrics", "eligibility", "documents"];

/// The folder in the data folder for unpacking, so that it is on the final volume.
const STAGING: &str = "restoring";

/// The most rows inserted into a table at a time, and the most bytes.
const ROWS: usize = 500;
const BYTES: usize = 1 << 20;

#[derive(Debug)]
pub struct Restored {
    /// When the backup was made.
    pub made_at: String,
    pub rows: u64,
    pub files: usize,
    pub head: Head,
    pub missing: Vec<String>,
    pub seals: Seals,
    /// The settings of the other machine, for comparing.
    pub settings: PathBuf,
}

/// Restores a backup to the place that the settings name.
///
/// # Errors
/// When anything is already there, or the backup is incomplete, from a newer program, or does not
/// match its manifest. Then the place is not changed.
pub fn restore(
    settings: &Settings,
    file: &Path,
    known_heads: &[(i64, String)],
    watch: &Watch<'_>,
) -> anyhow::Result<Restored> {
    let mut archive = Archive::open(file, watch)?;
    refuse_newer(&archive)?;
    let engine = Engine::from_url(&settings.database.url)?;
    refuse_taken(settings, &engine)?;
    let staging = Staging::make(&settings.data.folder)?;
    staging.unpack(&mut archive, watch)?;
    // Dropped after the connection into it.
    let building = Building::of(&engine)?;
    let mut filling = Filling::begin(&building.engine, &archive.manifest.steps)?;
    fill(&mut archive, &mut filling, watch)?;
    let seals = verify(&archive, &mut filling, (settings, &staging), watch)?;
    filling.complete()?;
    verify_record(&archive, &mut filling, known_heads, watch)?;
    staging.put_in_place()?;
    let manifest = &archive.manifest;
    if let Some(identity) = &manifest.instance {
        write_identity(&settings.data.folder, identity)?;
    }
    filling.commit()?;
    building.put_in_place()?;
    Ok(Restored {
        made_at: instant(manifest.made_at),
        rows: manifest.tables.values().map(|table| table.rows).sum(),
        files: archive.names_in("files/").len(),
        head: manifest.head.clone(),
        missing: manifest.missing.clone(),
        seals,
        settings: settings.data.folder.join("restored"),
    })
}

fn refuse_newer(archive: &Archive) -> anyhow::Result<()> {
    let known = known_steps();
    let manifest = &archive.manifest;
    if let Some(step) = manifest.steps.iter().find(|step| !known.contains(step)) {
        bail!(
            "the backup is by tubel {} and has step {step}, which this program does not know: use the newer program",
            manifest.program
        );
    }
    Ok(())
}

fn refuse_taken(settings: &Settings, engine: &Engine) -> anyhow::Result<()> {
    let data = &settings.data.folder;
    if data.exists() {
        let mut there = Vec::new();
        for entry in fs::read_dir(data).with_context(|| data.display().to_string())? {
            there.push(entry?.file_name().to_string_lossy().into_owned());
        }
        // Every new ext4 volume has this folder.
        there.retain(|name| name != "lost+found");
        there.sort();
        ensure!(
            there.is_empty(),
            "{} is not empty (it holds {}); nothing was written. A backup is put back into an empty place only: move \
             what is there away, or name another data.folder",
            data.display(),
            there.iter().take(5).cloned().collect::<Vec<_>>().join(", ")
        );
    }
    let is_untouched = rows::is_untouched(engine)?;
    ensure!(
        is_untouched,
        "the database that database.url names is not empty; nothing was written. Name a new, empty one"
    );
    Ok(())
}

fn folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Unpacked files that are not at their place yet; deleted when this is dropped before.
struct Staging {
    data: PathBuf,
    root: PathBuf,
}

impl Drop for Staging {
    fn drop(&mut self) {
        if self.root.exists()
            && let Err(error) = fs::remove_dir_all(&self.root)
        {
            tracing::warn!(%error, folder = %self.root.display(), "remove it by hand");
        }
    }
}

impl Staging {
    fn make(data: &Path) -> anyhow::Result<Self> {
        let root = data.join(STAGING);
        folder(&root).with_context(|| root.display().to_string())?;
        Ok(Self { data: data.to_owned(), root })
    }

    /// Keys and templates as they were in the data folder; settings for comparing.
    fn place_of(&self, name: &str) -> PathBuf {
        if let Some(name) = name.strip_prefix("settings/") {
            return self.root.join("restored").join(name);
        }
        let name =
            name.strip_prefix("keys/").or_else(|| name.strip_prefix("templates/")).unwrap_or(name);
        self.root.join(name)
    }

    fn unpack(&self, archive: &mut Archive, watch: &Watch<'_>) -> anyhow::Result<()> {
        let mut folders = BTreeSet::new();
        for wanted in ["files/", "keys/", "templates/", "settings/"] {
            let names = archive.names_in(wanted);
            for (index, name) in names.iter().enumerate() {
                watch(At::counted("unpacking the files", index, names.len()));
                let path = self.place_of(name);
                let parent = path.parent().unwrap_or(&self.root);
                folder(parent)?;
                folders.insert(parent.to_owned());
                archive.read(name, |content| write_new(&path, content))?;
                if let Some(hash) = name.strip_prefix("files/") {
                    let hash = hash.replace('/', "");
                    let entry = archive.manifest.entries.get(name);
                    let fits = entry.is_some_and(|entry| entry.sha256 == hash);
                    ensure!(fits, "{name} does not hold what its name says");
                }
            }
        }
        folder(&self.root.join("files"))?;
        for folder in folders {
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    }

    /// Moves everything to its place, except the database, which is last.
    fn put_in_place(&self) -> anyhow::Result<()> {
        for entry in fs::read_dir(&self.root)? {
            let entry = entry?;
            fs::rename(entry.path(), self.data.join(entry.file_name()))?;
        }
        fs::remove_dir(&self.root)?;
        Ok(File::open(&self.data)?.sync_all()?)
    }
}

fn write_new(path: &Path, content: &mut dyn BufRead) -> anyhow::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).with_context(|| path.display().to_string())?;
    io::copy(content, &mut file).with_context(|| path.display().to_string())?;
    Ok(file.sync_all()?)
}

/// The target of the rows: for SQLite a file under another name until it is complete; for
/// PostgreSQL one transaction.
struct Building {
    engine: Engine,
    place: Option<PathBuf>,
}

impl Drop for Building {
    fn drop(&mut self) {
        for file in self.engine.files() {
            fs::remove_file(file).ok();
        }
    }
}

impl Building {
    fn of(engine: &Engine) -> anyhow::Result<Self> {
        let Engine::Sqlite(place) = engine else {
            return Ok(Self { engine: engine.clone(), place: None });
        };
        if let Some(parent) = place.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            folder(parent)?;
        }
        let mut name = place.as_os_str().to_owned();
        name.push(".restoring");
        let building = Self { engine: Engine::Sqlite(name.into()), place: Some(place.clone()) };
        // The remains of a killed attempt.
        building.engine.files().iter().for_each(|file| {
            fs::remove_file(file).ok();
        });
        Ok(building)
    }

    fn put_in_place(&self) -> anyhow::Result<()> {
        let (Engine::Sqlite(from), Some(place)) = (&self.engine, &self.place) else {
            return Ok(());
        };
        let log = self.engine.files();
        let left =
            log.iter().skip(1).any(|file| file.metadata().is_ok_and(|found| found.len() > 0));
        ensure!(!left, "{} still has a log", from.display());
        File::open(from)?.sync_all()?;
        fs::rename(from, place)?;
        let parent = place.parent().filter(|parent| !parent.as_os_str().is_empty());
        Ok(File::open(parent.unwrap_or(Path::new(".")))?.sync_all()?)
    }
}

fn fill(archive: &mut Archive, filling: &mut Filling, watch: &Watch<'_>) -> anyhow::Result<()> {
    let tables: Vec<String> = archive.manifest.tables.keys().cloned().collect();
    ensure!(
        rows::tables_of(filling.db())? == tables,
        "the backup has other tables than its steps make"
    );
    let total = tables.len();
    for (index, table) in tables.into_iter().enumerate() {
        watch(At::counted("putting back the rows of tables", index, total));
        archive.read(&format!("database/{table}.jsonl"), |content| {
            let (mut rows, mut bytes) = (Vec::new(), 0);
            for line in content.lines() {
                let line = line?;
                bytes += line.len();
                rows.push(line);
                if rows.len() >= ROWS || bytes >= BYTES {
                    filling.insert(&table, &rows).with_context(|| table.clone())?;
                    rows.clear();
                    bytes = 0;
                }
            }
            if !rows.is_empty() {
                filling.insert(&table, &rows).with_context(|| table.clone())?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Compares the content of the new database with the manifest of the old one.
fn verify(
    archive: &Archive,
    filling: &mut Filling,
    (settings, staging): (&Settings, &Staging),
    watch: &Watch<'_>,
) -> anyhow::Result<Seals> {
    let (manifest, db) = (&archive.manifest, filling.db());
    for (index, (table, listed)) in manifest.tables.iter().enumerate() {
        watch(At::counted("comparing the rows of tables", index, manifest.tables.len()));
        let mut tally = Tally::default();
        rows::each_row(db, table, &mut |row| {
            tally.count(row);
            anyhow::Ok(())
        })?;
        ensure!(&tally.total() == listed, "the rows of {table} are not those that were backed up");
    }
    let (seq, hash) = rows::head_of(db)?;
    ensure!(Head { seq, hash } == manifest.head, "the record does not end where the manifest says");
    for sha256 in rows::files_named(db)? {
        let (folder, rest) = sha256.split_at_checked(2).unwrap_or(("", &sha256));
        let is_there = manifest.entries.contains_key(&format!("files/{folder}/{rest}"));
        ensure!(
            is_there || manifest.missing.contains(&sha256),
            "the file {sha256} is named by a row and not in the backup"
        );
    }
    if !staging.root.join("signing.key").exists() {
        return Ok(Seals { all: manifest.seals.all, opened: 0 });
    }
    let mut unpacked = settings.clone();
    staging.root.clone_into(&mut unpacked.data.folder);
    Ok(seals(db, &Accounts::open(&unpacked)?)?)
}

/// Checks the record in the present schema; migrations that seal older rows have added entries
/// after the last one.
fn verify_record(
    archive: &Archive,
    filling: &mut Filling,
    known_heads: &[(i64, String)],
    watch: &Watch<'_>,
) -> anyhow::Result<()> {
    let mut known = known_heads.to_vec();
    let head = &archive.manifest.head;
    if head.seq > 0 {
        known.push((head.seq, head.hash.clone()));
    }
    verify_chain(filling.db(), &known, watch)
}
