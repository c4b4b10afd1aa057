//! Makes sure that SQLite's log belongs to the database file. SQLite keeps the latest writes in `tubel.db-wal`.
//! After a crash it puts them into whatever file is called `tubel.db` then. If that is a backup which somebody
//! put there, it would be ruined. Therefore file and log carry marks: the file's header holds one (`user_version`),
//! the log holds the next one, and `tubel.db-mark` beside them lists the marks that the file may have while the log
//! belongs to it. A copy made through SQLite has the mark of the log, an earlier copy has an old mark; neither is
//! in the list.

use super::connection::{Db, Engine, beside};
use crate::kernel::errors::Failure;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::ConnectionError;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The log is moved into the file when it has grown by so many bytes since the last attempt.
const LONG: u64 = 4 << 20;

/// A log that seems foreign may just be being moved: how often that is checked again, and the pause between.
const LOOKS: u32 = 20;
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// Where the header of an SQLite file has `user_version` (fileformat2.html, 1.3), and its first bytes.
const MARK_AT: usize = 60;
const MAGIC: &[u8] = b"SQLite format 3\0";

/// An SQLite file and its log.
#[derive(Debug)]
pub(super) struct Wal {
    database: PathBuf,
    /// Bytes of the log when it was last tried to move it.
    tried_at: u64,
}

/// SQLite has no lock that outlives a transaction, so a file beside it is locked. The lock is released when this
/// value is dropped or the process ends.
pub(super) fn lock(database: &Path) -> io::Result<File> {
    if let Some(folder) = database.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    let file = open_lock(database)?;
    file.lock()?;
    Ok(file)
}

fn open_lock(database: &Path) -> io::Result<File> {
    private(OpenOptions::new().write(true).create(true).truncate(false))
        .open(database.with_extension("migrate.lock"))
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

impl Wal {
    /// `None` on PostgreSQL.
    pub(super) fn of(engine: &Engine) -> Option<Self> {
        match engine {
            Engine::Sqlite(path) => Some(Self { database: path.clone(), tried_at: 0 }),
            Engine::Postgres(_) => None,
        }
    }

    fn log(&self) -> PathBuf {
        beside(&self.database, "-wal")
    }

    fn list(&self) -> PathBuf {
        beside(&self.database, "-mark")
    }

    /// Refuses a log that does not belong to this file. Called before each connection is opened, because the first
    /// one would write the log into the file.
    pub(super) fn refuse_foreign(database: &Path) -> Result<(), ConnectionError> {
        let wal = Self { database: database.to_owned(), tried_at: 0 };
        let unreadable = |error: io::Error| {
            ConnectionError::BadConnection(format!("{}: {error}", database.display()))
        };
        if wal.fits().map_err(unreadable)? {
            return Ok(());
        }
        // Another connection may just have moved the log into the file; under the lock nobody does. The caller may
        // hold the lock itself, so this does not wait for it.
        for _ in 0..LOOKS {
            let under_lock = open_lock(database).map_err(unreadable)?;
            let is_ours = under_lock.try_lock().is_ok();
            if wal.fits().map_err(unreadable)? {
                return Ok(());
            }
            if is_ours {
                break;
            }
            std::thread::sleep(LOOK_AGAIN);
        }
        Err(ConnectionError::BadConnection(wal.refusal()))
    }

    fn fits(&self) -> io::Result<bool> {
        if size(&self.log())? == 0 {
            return Ok(true);
        }
        let (mark, list) = (mark_in(&self.database)?, self.marks()?);
        Ok(match mark {
            // Made before there were marks, or a moment ago.
            Some(0) | None if list.is_empty() => true,
            Some(mark) => list.contains(&mark),
            None => false,
        })
    }

    fn refusal(&self) -> String {
        let (file, log) = (self.database.display(), self.log());
        let (log, list) = (log.display(), self.list());
        let shared = beside(&self.database, "-shm");
        format!(
            "{log} is not the log of {file}: another file was put in its place. Nothing was changed. If {file} is \
             a backup that shall count, remove what is left of the old one (rm '{log}' '{}') and start again. If you \
             copied both from elsewhere, copy {} too (docs/operating.md, Putting back)",
            shared.display(),
            list.display()
        )
    }

    fn marks(&self) -> io::Result<Vec<i32>> {
        match fs::read_to_string(self.list()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            read => Ok(read?.lines().filter_map(|line| line.parse().ok()).collect()),
        }
    }

    /// Writes all of it or leaves the old state, also after a power cut.
    fn write_marks(&self, marks: &[i32]) -> io::Result<()> {
        if self.marks()? == marks {
            return Ok(());
        }
        let new = beside(&self.database, "-mark.new");
        let mut file =
            private(OpenOptions::new().write(true).create(true).truncate(true)).open(&new)?;
        for mark in marks {
            writeln!(file, "{mark}")?;
        }
        file.sync_all()?;
        fs::rename(&new, self.list())?;
        let folder = self.database.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    }

    /// A new mark for the log and, behind it, another: copies from before this start are told apart.
    pub(super) fn begin(&mut self, db: &mut Db) -> Result<(), Failure> {
        let Db::Sqlite(connection) = db else { return Ok(()) };
        let lock = lock(&self.database)?;
        set_mark(connection)?;
        drop(lock);
        self.settle(connection, false)
    }

    pub(super) fn settle_when_long(&mut self, db: &mut Db) -> Result<(), Failure> {
        let Db::Sqlite(connection) = db else { return Ok(()) };
        if size(&self.log())? < self.tried_at + LONG {
            return Ok(());
        }
        self.settle(connection, false)
    }

    /// When the last connection is closed after this, SQLite finds nothing to do and removes the log.
    pub(super) fn end(&mut self, db: &mut Db) -> Result<(), Failure> {
        let Db::Sqlite(connection) = db else { return Ok(()) };
        self.settle(connection, true)
    }

    /// Moves the log into the file as far as readers allow. The file's new mark is added to the list before the
    /// move, and old marks are removed only when the whole log is in the file.
    fn settle(&mut self, connection: &mut SqliteConnection, is_end: bool) -> Result<(), Failure> {
        let _lock = lock(&self.database)?;
        let mark = current_mark(connection)?;
        let mut marks = self.marks()?;
        if !marks.contains(&mark) {
            marks.push(mark);
        }
        self.write_marks(&marks)?;
        let is_whole = checkpoint(connection)?;
        self.tried_at = if is_whole { 0 } else { size(&self.log())? };
        if is_whole {
            self.write_marks(&[mark])?;
        } else if is_end {
            tracing::warn!("somebody still reads the database; its log stays beside it");
        }
        if is_end { Ok(()) } else { set_mark(connection) }
    }
}

fn size(path: &Path) -> io::Result<u64> {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        found => Ok(found?.len()),
    }
}

/// The mark in the file itself, not in the log; `None` if the file is not a database.
fn mark_in(database: &Path) -> io::Result<Option<i32>> {
    let mut header = Vec::new();
    match File::open(database) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file?.take(100).read_to_end(&mut header)?,
    };
    let mark = header.get(MARK_AT..MARK_AT + 4).and_then(|bytes| bytes.try_into().ok());
    Ok(mark.map(i32::from_be_bytes).filter(|_| header.starts_with(MAGIC)))
}

#[derive(QueryableByName)]
struct Marked {
    #[diesel(sql_type = diesel::sql_types::Integer)]
    user_version: i32,
}

#[expect(clippy::disallowed_methods, reason = "pragmas have no query builder")]
fn current_mark(connection: &mut SqliteConnection) -> Result<i32, Failure> {
    Ok(diesel::sql_query("PRAGMA user_version").get_result::<Marked>(connection)?.user_version)
}

fn set_mark(connection: &mut SqliteConnection) -> Result<(), Failure> {
    let mut random = [0; 4];
    getrandom::fill(&mut random)?;
    // Never 0, because that is the value in files that were never marked.
    let mark = (i32::from_be_bytes(random) & i32::MAX) | 1;
    Ok(connection.batch_execute(&format!("PRAGMA user_version = {mark}"))?)
}

#[derive(QueryableByName)]
struct Checkpoint {
    #[diesel(sql_type = diesel::sql_types::Integer)]
    busy: i32,
}

/// Whether the whole log was moved. Does not wait for readers; the rest is moved later.
#[expect(clippy::disallowed_methods, reason = "pragmas have no query builder")]
fn checkpoint(connection: &mut SqliteConnection) -> Result<bool, Failure> {
    connection.batch_execute("PRAGMA busy_timeout = 0")?;
    let done =
        diesel::sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result::<Checkpoint>(connection);
    connection.batch_execute("PRAGMA busy_timeout = 10000")?;
    Ok(done?.busy == 0)
}
