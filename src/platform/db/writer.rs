//! The single writer: a thread that takes all waiting acts, runs each in its own savepoint, and commits once for
//! all of them. Each caller is answered only after that commit, so one `fsync` serves many acts and nobody waits
//! for the database's lock. When it is told to stop, it finishes the acts that came before, refuses later ones,
//! and leaves SQLite's file complete.

use super::Writing;
use super::changes;
use super::connection::{Db, Engine};
use super::engine;
use super::statements::Statements;
use super::wal::Wal;
use crate::kernel::blocking::Parcel;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::platform::ledger::{self, Signer};
use diesel::connection::{Connection, TransactionManager};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};

/// Acts that share one commit at most; bounds how long the first of them waits.
const BATCH: usize = 64;

/// Acts that may wait; beyond this the caller is told to come back.
const QUEUE: usize = 1024;

/// How often a whole batch is tried again when PostgreSQL could not put it in order.
const ATTEMPTS: usize = 5;

type Manager = <Db as Connection>::TransactionManager;

/// How an act ended inside its savepoint.
enum Ran {
    Keep,
    Discard,
    Again,
    Lost,
}

#[derive(Clone)]
struct CommitFailed(String);

/// One waiting act. `run` may be called again after a failed commit; `answer` once.
struct Waiting {
    work: Writing,
    outcome: Option<Result<Parcel, Failure>>,
    reply: SyncSender<Result<Parcel, Failure>>,
}

impl Waiting {
    fn run(&mut self, db: &mut Db) -> Ran {
        let act = || {
            let done = (self.work)(db)?;
            ledger::seal_rest(db)?;
            Ok(done)
        };
        let outcome = catch_unwind(AssertUnwindSafe(act)).unwrap_or_else(|_| {
            tracing::error!("an act panicked; it is rolled back");
            Err(Refusal::new(common::INTERNAL).into())
        });
        let ran = match &outcome {
            Ok(_) => Ran::Keep,
            Err(failure) if failure.is_worth_a_retry() => Ran::Again,
            Err(Failure::Database(error)) if engine::is_lost(error) => Ran::Lost,
            Err(_) => Ran::Discard,
        };
        self.outcome = Some(outcome);
        ran
    }

    fn answer(self, commit: Result<(), CommitFailed>) {
        let outcome = match (commit, self.outcome) {
            (Ok(()), Some(outcome)) => outcome,
            // A refusal is final even if the commit of the others failed.
            (Err(_), Some(Err(refused @ Failure::Refused(_)))) => Err(refused),
            (Err(CommitFailed(reason)), _) => Err(Failure::Unavailable(reason)),
            (Ok(()), None) => Err(Failure::Unavailable("the act did not run".to_owned())),
        };
        if self.reply.send(outcome).is_err() {
            tracing::debug!("the caller left before the answer");
        }
    }
}

/// Messages to the writer.
enum Order {
    Act(Waiting),
    /// Stop; later messages are not handled.
    Close,
}

/// The sending side of the writer's queue. The writer stops when the last one is dropped.
#[derive(Clone)]
pub(super) struct Queue(Arc<Handle>);

struct Handle {
    orders: SyncSender<Order>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Handle {
    fn close(&self) {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(thread) = thread else { return };
        // Fails only if the writer has stopped already.
        self.orders.send(Order::Close).ok();
        if thread.thread().id() != thread::current().id() && thread.join().is_err() {
            tracing::error!("the writer panicked");
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.close();
    }
}

impl Queue {
    pub(super) fn start(
        engine: &Engine,
        statements: Arc<Statements>,
        signer: Arc<OnceLock<Signer>>,
    ) -> Result<Self, Failure> {
        let wal = Wal::of(engine);
        let mut writer = Writer { engine: engine.clone(), statements, signer, db: None, wal };
        engine::check_durability(writer.connection()?)?;
        writer.settle(Wal::begin);
        let (orders, receiver) = mpsc::sync_channel(QUEUE);
        let thread = thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || writer.serve(&receiver))?;
        Ok(Self(Arc::new(Handle { orders, thread: Mutex::new(Some(thread)) })))
    }

    /// Ends the acts that wait, and the connection; acts that come later are refused.
    pub(super) fn close(&self) {
        self.0.close();
    }

    pub(super) fn run(&self, work: Writing) -> Result<Parcel, Failure> {
        let (reply, answer) = mpsc::sync_channel(1);
        let job = Waiting { work, outcome: None, reply };
        self.0
            .orders
            .try_send(Order::Act(job))
            .map_err(|_| Refusal { retry_after: Some(2), ..Refusal::new(common::BUSY) })?;
        answer.recv().map_err(|_| Failure::Unavailable("the writer stopped".to_owned()))?
    }
}

struct Writer {
    engine: Engine,
    statements: Arc<Statements>,
    signer: Arc<OnceLock<Signer>>,
    db: Option<Db>,
    wal: Option<Wal>,
}

impl Writer {
    fn connection(&mut self) -> Result<&mut Db, Failure> {
        if self.db.is_none() {
            let mut db =
                self.engine.connect().map_err(|error| Failure::Unavailable(error.to_string()))?;
            changes::watch(&mut db)?;
            engine::count_statements(&mut db, &self.statements);
            self.db = Some(db);
        }
        self.db.as_mut().ok_or_else(|| Failure::Unavailable("no connection".to_owned()))
    }

    fn serve(mut self, waiting: &Receiver<Order>) {
        let mut is_closing = false;
        while !is_closing && let Ok(first) = waiting.recv() {
            let mut jobs = Vec::new();
            for order in std::iter::once(first).chain(waiting.try_iter().take(BATCH - 1)) {
                match order {
                    Order::Act(job) => jobs.push(job),
                    Order::Close => {
                        is_closing = true;
                        break;
                    }
                }
            }
            self.serve_batch(jobs);
        }
        self.settle(Wal::end);
    }

    fn serve_batch(&mut self, mut jobs: Vec<Waiting>) {
        if jobs.is_empty() {
            return;
        }
        let commit = self.commit_all(&mut jobs);
        for job in jobs {
            job.answer(commit.clone());
        }
        self.settle(Wal::settle_when_long);
    }

    /// Moves SQLite's log into its file. The data is safe in the log, so a failure here fails no act.
    fn settle(&mut self, step: impl Fn(&mut Wal, &mut Db) -> Result<(), Failure>) {
        let Some(mut wal) = self.wal.take() else { return };
        if let Err(failure) = self.connection().and_then(|db| step(&mut wal, db)) {
            tracing::warn!(error = %describe(&failure), "the log was not moved into the database");
        }
        self.wal = Some(wal);
    }

    fn commit_all(&mut self, jobs: &mut [Waiting]) -> Result<(), CommitFailed> {
        let mut last = CommitFailed("the database could not order the acts".to_owned());
        for _ in 0..ATTEMPTS {
            let signer = Arc::clone(&self.signer);
            let attempt = self.connection().and_then(|db| run_batch(db, jobs, signer.get()));
            match attempt {
                Ok(()) => return Ok(()),
                Err(failure) => {
                    tracing::warn!(error = %describe(&failure), "a batch of writes did not commit");
                    let retry = failure.is_worth_a_retry() || self.reconnects(&failure);
                    last = CommitFailed(describe(&failure));
                    // The connection may be inside a broken transaction; a new one is not.
                    self.db = None;
                    if !retry {
                        break;
                    }
                }
            }
        }
        Err(last)
    }

    /// A connection that was lost before the commit left nothing behind, so the batch may run again.
    /// One lost during the commit is ambiguous; it is not retried, and the callers are told.
    fn reconnects(&self, failure: &Failure) -> bool {
        matches!(self.engine, Engine::Postgres(_))
            && matches!(failure, Failure::Unavailable(reason) if reason == LOST_BEFORE_COMMIT)
    }
}

const LOST_BEFORE_COMMIT: &str = "connection lost before the commit";

fn describe(failure: &Failure) -> String {
    match failure {
        Failure::Database(error) => error.to_string(),
        other => other.to_string(),
    }
}

fn run_batch(db: &mut Db, jobs: &mut [Waiting], signer: Option<&Signer>) -> Result<(), Failure> {
    let lost = |error: diesel::result::Error| {
        if engine::is_lost(&error) {
            Failure::Unavailable(LOST_BEFORE_COMMIT.to_owned())
        } else {
            Failure::Database(error)
        }
    };
    engine::begin_write(db).map_err(lost)?;
    ledger::begin_batch();
    for job in jobs {
        Manager::begin_transaction(db).map_err(lost)?;
        match job.run(db) {
            Ran::Keep => Manager::commit_transaction(db).map_err(lost)?,
            Ran::Discard => Manager::rollback_transaction(db).map_err(lost)?,
            Ran::Lost => return Err(Failure::Unavailable(LOST_BEFORE_COMMIT.to_owned())),
            Ran::Again => return Err(serialization_failure()),
        }
    }
    ledger::sign_batch(db, signer)?;
    Manager::commit_transaction(db).map_err(Failure::Database)
}

fn serialization_failure() -> Failure {
    use diesel::result::{DatabaseErrorKind, Error};
    Failure::Database(Error::DatabaseError(
        DatabaseErrorKind::SerializationFailure,
        Box::new("the batch must run again".to_owned()),
    ))
}
