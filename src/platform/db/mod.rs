//! The one place that knows which engine runs. `Database::read` gives a consistent snapshot,
//! `Database::write` runs one act in the queue of the single writer. See `docs/architecture.md`.

mod changes;
mod connection;
mod contradictions;
mod engine;
mod idempotency;
pub mod instance;
mod intruders;
mod invariants;
mod lines;
mod load_once;
mod migrations;
mod natural;
mod personal;
pub mod rows;
pub mod schema;
mod statements;
mod steps;
mod wal;
mod writer;

pub use changes::{Change, Column, EXEMPT, Table, each_row, tables, take};
pub use connection::{Db, Engine};
pub use contradictions::contradictions;
pub use idempotency::{IdempotencyKey, once};
pub use intruders::intruders;
pub use invariants::{INVARIANTS, Invariant, broken};
pub use load_once::LoadOnce;
pub use natural::natural;
pub use personal::HOLDER;

/// Writes a statement once that diesel can only build for one engine at a time, such as an insert of several
/// rows.
macro_rules! on_either {
    ($db:expr, $connection:ident => $statement:expr) => {
        match $db {
            $crate::platform::db::Db::Sqlite($connection) => $statement,
            $crate::platform::db::Db::Postgres($connection) => $statement,
        }
    };
}
pub(crate) use on_either;

/// Rows per insert. Both engines limit the number of values in a statement; this stays far below.
pub const ROWS_AT_ONCE: usize = 500;

/// The backend type for boxed queries.
pub type Backend = <Db as diesel::Connection>::Backend;
pub use migrations::{known_steps, migrate, pending};
pub use steps::{Dialect, STEPS, Step};

use crate::kernel::blocking::{Parcel, pack, unpack};
use crate::kernel::errors::{Failure, Refusal, common};
use crate::platform::ledger::Signer;
use diesel::r2d2::{ManageConnection, Pool};
use statements::Statements;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// How to reach the database.
#[derive(Debug, Clone)]
pub struct Options {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: String,
    /// Connections that only read, at most.
    pub readers: u32,
}

/// A reading act that keeps its answer itself.
type Reading<'a> = &'a mut dyn FnMut(&mut Db) -> Result<(), Failure>;

/// A writing act without the type of its answer. It may run more than once.
pub type Writing = Box<dyn Fn(&mut Db) -> Result<Parcel, Failure> + Send>;

/// The connections that read, until the database is closed.
type Readers = Arc<RwLock<Option<Arc<Pool<engine::Readers>>>>>;

/// How long a reading act may go on after the program was told to stop.
const LAST_READS: Duration = Duration::from_secs(10);

/// A handle that many threads share. The database is closed when the last handle is dropped.
#[derive(Clone)]
pub struct Database {
    engine: Engine,
    readers: Readers,
    writer: writer::Queue,
    statements: Arc<Statements>,
    signer: Arc<OnceLock<Signer>>,
}

impl Database {
    /// Opens the database, brings its schema up to date under a lock, and starts the writer.
    ///
    /// # Errors
    /// An address of no known scheme, an unreachable server, a schema newer than this program, or
    /// an SQLite file that does not keep `synchronous=FULL` and WAL.
    pub fn open(options: &Options) -> Result<Self, Failure> {
        let engine = Engine::from_url(&options.url)?;
        migrations::migrate(&engine)?;
        Self::start(engine, options.readers)
    }

    /// Opens a database without changing its schema, which may be older than this program's. For a backup before an
    /// upgrade.
    ///
    /// # Errors
    /// As [`open`](Self::open); a database that is not there.
    pub fn open_as_it_is(options: &Options) -> Result<Self, Failure> {
        let engine = Engine::from_url(&options.url)?;
        if let Engine::Sqlite(path) = &engine
            && !path.exists()
        {
            return Err(Failure::Unavailable(format!("{} is not there", path.display())));
        }
        migrations::look(&engine)?;
        Self::start(engine, options.readers)
    }

    fn start(engine: Engine, readers: u32) -> Result<Self, Failure> {
        let statements = Arc::<Statements>::default();
        let manager = engine::Readers::new(engine.clone(), Arc::clone(&statements));
        let readers = Pool::builder()
            .max_size(readers.max(1))
            .min_idle(Some(1))
            .connection_timeout(Duration::from_secs(5))
            .test_on_check_out(false)
            .build(manager)
            .map_err(|error| Failure::Unavailable(error.to_string()))?;
        let readers = Arc::new(RwLock::new(Some(Arc::new(readers))));
        let signer = Arc::default();
        let writer = writer::Queue::start(&engine, Arc::clone(&statements), Arc::clone(&signer))?;
        Ok(Self { engine, readers, writer, statements, signer })
    }

    /// From now on the writer signs the end of the record after acts that people rely on. Only the first call sets
    /// the key.
    pub fn sign_with(&self, signer: Signer) {
        self.signer.get_or_init(|| signer);
    }

    /// The key that signs the end of the record, if one is set.
    pub fn signer(&self) -> Option<&Signer> {
        self.signer.get()
    }

    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Statements sent so far; tests use it to show that a request's number does not grow with rows.
    pub fn statements(&self) -> u64 {
        self.statements.sent()
    }

    /// The texts of the statements since the last call, without their values; the first call answers none. For
    /// tests that check whether a request sends the same statement twice.
    pub fn drain_statements(&self) -> Vec<String> {
        self.statements.drain()
    }

    /// Runs a reading act on one consistent snapshot. Blocks; call it off the async threads.
    ///
    /// # Errors
    /// What the act answers, or `Unavailable` when no connection is to be had within 5 seconds.
    pub fn read<T>(&self, act: impl Fn(&mut Db) -> Result<T, Failure>) -> Result<T, Failure> {
        let mut found = None;
        self.read_once(&mut |db| {
            found = Some(act(db)?);
            Ok(())
        })?;
        found.ok_or_else(|| Refusal::new(common::INTERNAL).into())
    }

    fn read_once(&self, act: Reading<'_>) -> Result<(), Failure> {
        let readers = self.readers.read().unwrap_or_else(PoisonError::into_inner).clone();
        let readers = readers.ok_or_else(|| Refusal::new(common::BUSY))?;
        let mut connection = readers.get().map_err(|_| Refusal::new(common::BUSY))?;
        let outcome = engine::snapshot(&mut connection, act);
        match outcome {
            Err(Failure::Database(error)) if engine::is_lost(&error) => {
                // A restart of the server leaves dead connections in the pool; one new attempt is enough.
                drop(connection);
                let fresh = engine::Readers::new(self.engine.clone(), Arc::clone(&self.statements));
                let mut connection =
                    fresh.connect().map_err(|error| Failure::Unavailable(error.to_string()))?;
                engine::snapshot(&mut connection, act)
            }
            other => other,
        }
    }

    /// Runs a writing act: all of it or nothing, in order with all other writes. Blocks until the
    /// commit is on disk. The act may run more than once, so it must not have effects outside.
    ///
    /// # Errors
    /// What the act answers; `Database` when the commit failed.
    pub fn write<T: Send + 'static>(
        &self,
        act: impl Fn(&mut Db) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        unpack(self.write_parcel(Box::new(move |db| act(db).map(pack)))?)
    }

    /// As [`Self::write`], without the type of the answer.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub fn write_parcel(&self, act: Writing) -> Result<Parcel, Failure> {
        self.writer.run(act)
    }

    /// Ends the acts that wait, refuses later ones, and closes every connection. SQLite is then one whole
    /// file, with no log beside it. Blocks.
    pub fn close(&self) {
        let readers = self.readers.write().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(readers) = readers {
            let since = Instant::now();
            while Arc::strong_count(&readers) > 1 && since.elapsed() < LAST_READS {
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        self.writer.close();
    }

    /// SQLite's file and what lies beside it; nothing on PostgreSQL.
    pub fn files(&self) -> Vec<PathBuf> {
        self.engine.files()
    }

    /// Whether the database answers a trivial question.
    ///
    /// # Errors
    /// When it does not.
    pub fn ping(&self) -> Result<(), Failure> {
        self.read(engine::ping)
    }
}
