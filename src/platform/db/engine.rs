//! Opens connections by URL scheme (diesel's `establish` would guess). Also holds the pragmas, the beginning of
//! transactions and the snapshots, in which the two engines differ.

use super::connection::{Db, Engine};
use super::statements::{Counter, Statements};
use super::wal::Wal;
use crate::kernel::errors::Failure;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::ManageConnection;
use diesel::result::{ConnectionError, Error};
use std::path::Path;
use std::sync::Arc;

impl Engine {
    pub(super) fn connect(&self) -> Result<Db, ConnectionError> {
        match self {
            Self::Sqlite(path) => {
                Wal::refuse_foreign(path)?;
                make_private(path)?;
                let mut connection = SqliteConnection::establish(&path.to_string_lossy())?;
                connection
                    .batch_execute(SQLITE_SETTINGS)
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(Db::Sqlite(connection))
            }
            Self::Postgres(url) => {
                let mut connection = PgConnection::establish(url)?;
                connection
                    .batch_execute("SET statement_timeout = '60s'; SET lock_timeout = '30s';")
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(Db::Postgres(connection))
            }
        }
    }
}

/// Creates the database file, readable by its owner only, if it is missing. SQLite gives `-wal` and `-shm` the
/// same mode.
fn make_private(path: &Path) -> Result<(), ConnectionError> {
    if path.exists() {
        return Ok(());
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let made = options.open(path).map(drop);
    made.map_err(|error| ConnectionError::BadConnection(format!("{}: {error}", path.display())))
}

/// FULL, because NORMAL loses acknowledged rows in a power cut (docs/decisions/0002). No connection moves
/// the log into the file by itself: that is done in `wal`, which knows whose log it is.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; \
     PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000; \
     PRAGMA wal_autocheckpoint = 0;";

#[derive(QueryableByName)]
struct Pragma {
    #[diesel(sql_type = diesel::sql_types::Integer)]
    synchronous: i32,
}

#[derive(QueryableByName)]
struct JournalMode {
    #[diesel(sql_type = diesel::sql_types::Text)]
    journal_mode: String,
}

/// Reads the settings back, because on a file system without shared memory SQLite silently keeps another mode.
#[expect(clippy::disallowed_methods, reason = "pragmas have no query builder")]
pub(super) fn check_durability(db: &mut Db) -> Result<(), Failure> {
    let Db::Sqlite(connection) = db else { return Ok(()) };
    let level = diesel::sql_query("PRAGMA synchronous").get_result::<Pragma>(connection)?;
    let journal = diesel::sql_query("PRAGMA journal_mode").get_result::<JournalMode>(connection)?;
    if level.synchronous != 2 || journal.journal_mode != "wal" {
        return Err(Failure::Unavailable(format!(
            "SQLite answers synchronous={} journal_mode={}; FULL (2) and wal are needed, is the data folder on a network disk?",
            level.synchronous, journal.journal_mode
        )));
    }
    Ok(())
}

#[derive(QueryableByName)]
struct QuickCheck {
    #[diesel(sql_type = diesel::sql_types::Text)]
    quick_check: String,
}

/// Refuses a damaged file, before anything is served from it.
#[expect(clippy::disallowed_methods, reason = "pragmas have no query builder")]
pub(super) fn check_quickly(db: &mut Db) -> Result<(), Failure> {
    let Db::Sqlite(connection) = db else { return Ok(()) };
    let found = diesel::sql_query("PRAGMA quick_check(1)").get_result::<QuickCheck>(connection);
    let found = found.map_or_else(|error| error.to_string(), |found| found.quick_check);
    if found == "ok" {
        return Ok(());
    }
    Err(damaged(&found))
}

fn damaged(found: &str) -> Failure {
    Failure::Unavailable(format!(
        "the database is damaged ({}); put the newest backup back (docs/operating.md, Putting back)",
        found.lines().collect::<Vec<_>>().join(" ")
    ))
}

/// Why a database could not be opened. Some damage is already noticed here.
pub(super) fn not_opened(error: &ConnectionError) -> Failure {
    let found = error.to_string();
    let is_damage = ["malformed", "not a database"].iter().any(|sign| found.contains(sign));
    if is_damage { damaged(&found) } else { Failure::Unavailable(found) }
}

/// Begins a write. On PostgreSQL changes are noted only in such transactions (`changes`). The lock on the
/// ledger's head is taken before the first snapshot, so that acts commit in the order of the ledger and do not
/// fail because of each other.
pub(super) fn begin_write(db: &mut Db) -> QueryResult<()> {
    use diesel::connection::AnsiTransactionManager as Manager;
    match db {
        Db::Sqlite(connection) => Manager::begin_transaction_sql(connection, "BEGIN IMMEDIATE"),
        Db::Postgres(connection) => {
            Manager::begin_transaction_sql(connection, "BEGIN ISOLATION LEVEL SERIALIZABLE")?;
            connection.batch_execute(
                "LOCK TABLE ledger_head IN EXCLUSIVE MODE; SET LOCAL tubel.writer = 'on'",
            )
        }
    }
}

/// Runs a reading act in a read-only snapshot.
pub(super) fn snapshot(db: &mut Db, act: super::Reading<'_>) -> Result<(), Failure> {
    use diesel::connection::{AnsiTransactionManager as Manager, TransactionManager};
    match db {
        Db::Sqlite(connection) => Manager::begin_transaction_sql(connection, "BEGIN DEFERRED")?,
        Db::Postgres(connection) => {
            Manager::begin_transaction_sql(
                connection,
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            )?;
        }
    }
    let outcome = act(db);
    // Nothing was written, so the end of the transaction cannot lose anything.
    <Db as Connection>::TransactionManager::rollback_transaction(db)?;
    outcome
}

pub(super) fn ping(db: &mut Db) -> Result<(), Failure> {
    diesel::select(diesel::dsl::sql::<diesel::sql_types::Integer>("1"))
        .get_result::<i32>(db)
        .map(|_| ())
        .map_err(Failure::from)
}

/// Whether the connection itself is gone, so that a new one may help.
pub(super) fn is_lost(error: &Error) -> bool {
    use diesel::result::DatabaseErrorKind;
    matches!(
        error,
        Error::DatabaseError(
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
            _
        ) | Error::BrokenTransactionManager
    ) || error.to_string().contains("terminating connection")
}

pub(super) fn count_statements(db: &mut Db, statements: &Arc<Statements>) {
    db.set_instrumentation(Counter(Arc::clone(statements)));
}

/// The pool's way to open a reading connection.
pub(super) struct Readers {
    engine: Engine,
    statements: Arc<Statements>,
}

impl Readers {
    pub(super) fn new(engine: Engine, statements: Arc<Statements>) -> Self {
        Self { engine, statements }
    }
}

impl ManageConnection for Readers {
    type Connection = Db;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Db, Self::Error> {
        let mut db = self.engine.connect().map_err(diesel::r2d2::Error::ConnectionError)?;
        count_statements(&mut db, &self.statements);
        Ok(db)
    }

    fn is_valid(&self, db: &mut Db) -> Result<(), Self::Error> {
        ping(db).map_err(|_| diesel::r2d2::Error::QueryError(Error::BrokenTransactionManager))
    }

    fn has_broken(&self, db: &mut Db) -> bool {
        use diesel::connection::TransactionManager;
        <Db as Connection>::TransactionManager::is_broken_transaction_manager(db)
    }
}
