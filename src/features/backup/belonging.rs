//! Checks that database and files belong to the same instance. The database and `files/.instance`
//! both contain its id. A volume that is not mounted, a database with other files, or a demo with
//! its public passwords is refused before anybody can write.

use super::Place;
use crate::kernel::clock::Timestamp;
use crate::kernel::ids::random_text;
use crate::kernel::settings::Settings;
use crate::platform::db::instance::{self, Instance};
use crate::platform::db::{Database, Engine, rows};
use anyhow::{Context, bail, ensure};
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Marks a folder that the demo made and may therefore remove.
pub const DEMO_MARK: &str = "made-by-tubel-demo";

/// The file among the uploads that says which instance they belong to.
const NAME: &str = ".instance";

fn identity_file(data: &Path) -> PathBuf {
    data.join("files").join(NAME)
}

fn identity_of_files(data: &Path) -> anyhow::Result<Option<String>> {
    let path = identity_file(data);
    match fs::read_to_string(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        read => Ok(Some(read.with_context(|| path.display().to_string())?.trim().to_owned())),
    }
}

/// Writes which instance the files belong to.
pub(super) fn write_identity(data: &Path, identity: &str) -> anyhow::Result<()> {
    let path = identity_file(data);
    let folder = data.join("files");
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder)?;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&path).with_context(|| path.display().to_string())?;
    writeln!(file, "{identity}")?;
    file.sync_all()?;
    Ok(File::open(&folder)?.sync_all()?)
}

/// Whether there are any uploaded files.
fn has_files(data: &Path) -> anyhow::Result<bool> {
    let folder = data.join("files");
    if !folder.is_dir() {
        return Ok(false);
    }
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.is_dir() && fs::read_dir(&path)?.next().is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Runs before SQLite would create an empty database where one is missing.
///
/// # Errors
/// When there are files but no database.
pub fn before_opening(settings: &Settings) -> anyhow::Result<()> {
    let Engine::Sqlite(path) = Engine::from_url(&settings.database.url)? else { return Ok(()) };
    let data = &settings.data.folder;
    if !path.exists() && has_files(data)? {
        bail!(
            "{} is not there, but {} holds uploaded files: is a volume not mounted, or database.url wrong? Nothing \
             was made. To put a backup back, see docs/operating.md, Putting back",
            path.display(),
            data.join("files").display()
        );
    }
    Ok(())
}

/// Checks that database and files belong together; a new pair gets an id.
///
/// # Errors
/// When they do not; the message says what to check.
pub fn belong_together(
    database: &Database,
    settings: &Settings,
    is_demo: bool,
    now: Timestamp,
) -> anyhow::Result<()> {
    let data = &settings.data.folder;
    let (known, named) = database.read(|db| Ok((instance::read(db)?, rows::files_named(db)?)))?;
    let of_files = identity_of_files(data)?;
    if let (Some(known), Some(of_files)) = (&known, &of_files) {
        ensure!(
            &known.identity == of_files,
            "the database is instance {}, the files in {} are of instance {of_files}: they do not belong together. \
             Look at database.url and data.folder; nothing was changed",
            known.identity,
            data.join("files").display()
        );
        return Ok(());
    }
    look_for_files(settings, &named)?;
    let identity = match (&known, of_files) {
        (Some(known), _) => known.identity.clone(),
        (None, Some(of_files)) => of_files,
        (None, None) => random_text()?,
    };
    // The files first: if the database has an id, the files have the same.
    write_identity(data, &identity)?;
    if known.is_none() {
        let new = Instance { identity, is_demo };
        database.write(move |db| instance::write(db, &new, now))?;
    }
    Ok(())
}

/// The database and files do not both have an id: they are from an older version, or do not belong
/// together.
fn look_for_files(settings: &Settings, named: &BTreeSet<String>) -> anyhow::Result<()> {
    let (place, data) = (Place { settings }, settings.data.folder.join("files"));
    let missing = named.iter().filter(|sha256| !place.file(sha256).exists()).count();
    ensure!(
        named.is_empty() || missing < named.len(),
        "the database names {} uploaded files, none of which is in {}: is a volume not mounted, or data.folder \
         wrong? Nothing was changed",
        named.len(),
        data.display()
    );
    ensure!(
        !named.is_empty() || !has_files(&settings.data.folder)?,
        "the database knows of no uploaded file, but {} holds some: is it another instance's, or database.url \
         wrong? Nothing was changed",
        data.display()
    );
    if missing > 0 {
        tracing::error!(
            missing,
            of = named.len(),
            "uploaded files are missing in {}",
            data.display()
        );
    }
    Ok(())
}

/// Refuses a demo's database, because its passwords are public.
///
/// # Errors
/// When it is a demo's.
pub fn refuse_demo(database: &Database, settings: &Settings) -> anyhow::Result<()> {
    let known = database.read(instance::read)?;
    let is_marked = settings.data.folder.join(DEMO_MARK).exists();
    ensure!(
        !is_marked && !known.is_some_and(|known| known.is_demo),
        "{} is a demo's: its passwords are public, so it is not served as a real one. `tubel demo` serves it; for a \
         real one name another data.folder (and database.url)",
        settings.data.folder.display()
    );
    Ok(())
}

/// The demo removes only what it made before.
///
/// # Errors
/// When the folder's database says that it is not a demo's.
pub fn refuse_real(folder: &Path) -> anyhow::Result<()> {
    let file = folder.join("tubel.db");
    if !file.exists() {
        return Ok(());
    }
    // A database that cannot be read, or is from before databases had an id, is a demo's if the
    // mark says so.
    let known = rows::in_snapshot(&Engine::Sqlite(file), instance::read).ok().flatten();
    ensure!(
        known.is_none_or(|known| known.is_demo),
        "{} holds a real instance; the demo does not remove it",
        folder.display()
    );
    Ok(())
}
