//! Lines on their way to the database.

use super::store::{self, Line};
use crate::kernel::blocking::blocking;
use crate::kernel::clock::Clock;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::platform::db::{Database, ROWS_AT_ONCE};
use actix_web::web::Data;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

/// So many lines may wait while the database cannot be written. Beyond that, readings that must be logged are
/// refused.
const MOST: usize = 50_000;

/// How often old lines are deleted.
const HOUR: i64 = 3_600;

const DAYS_OF_A_MONTH: i64 = 31;

/// Shared by all workers.
pub struct ReadLog {
    database: Database,
    clock: Clock,
    months: u32,
    /// A line waits so long at most; what a crash can lose.
    pause: Duration,
    waiting: Mutex<Vec<Line>>,
    /// One writes at a time, so that whoever asked for it finds all lines written.
    writing: Mutex<()>,
}

impl ReadLog {
    /// Lines are written every so many seconds and kept for so many months.
    pub fn new(database: Database, clock: Clock, (seconds, months): (u64, u32)) -> Self {
        let pause = Duration::from_secs(seconds.max(1));
        let (waiting, being_written) = (Mutex::default(), Mutex::default());
        Self { database, clock, months, pause, waiting, writing: being_written }
    }

    /// Takes a line.
    ///
    /// # Errors
    /// `busy` when too many wait.
    pub fn add(&self, line: Line) -> Result<(), Failure> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= MOST {
            return Err(Refusal::new(common::BUSY).into());
        }
        waiting.push(line);
        Ok(())
    }

    /// Writes what waits. Blocks.
    ///
    /// # Errors
    /// When the database does not take it; the lines wait on.
    pub fn flush(&self) -> Result<(), Failure> {
        let _one = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let some: Vec<Line> = {
                let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
                waiting.iter().take(ROWS_AT_ONCE).cloned().collect()
            };
            if some.is_empty() {
                return Ok(());
            }
            let count = some.len();
            self.database.write(move |db| store::insert(db, &some))?;
            // Others only add at the end meanwhile.
            self.waiting.lock().unwrap_or_else(PoisonError::into_inner).drain(..count);
        }
    }

    /// Writes what waits, off the async threads: before a question, so that its answer lacks nothing that this
    /// instance has shown.
    pub async fn settle(log: &Data<Self>) -> Result<(), Failure> {
        let log = log.clone();
        blocking(move || log.flush()).await
    }

    fn forget(&self) -> Result<(), Failure> {
        let before = self.clock.now().plus_days(-DAYS_OF_A_MONTH * i64::from(self.months));
        self.database.write(move |db| store::forget_before(db, before))
    }

    /// Writes every now and then until told to stop, and what is left then.
    pub async fn keep(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        let mut forgot_at = None;
        loop {
            // A value means stop; an error means that nobody can send it any more.
            let stops = *stop.borrow() || timeout(self.pause, stop.changed()).await.is_ok();
            let now = self.clock.now();
            let forgets = forgot_at.is_none_or(|at| now.seconds_since(at) >= HOUR);
            if forgets {
                forgot_at = Some(now);
            }
            let log = Arc::clone(&self);
            let written = blocking(move || {
                log.flush()?;
                if forgets { log.forget() } else { Ok(()) }
            });
            if let Err(failure) = written.await {
                tracing::error!(error = %failure, "who looked at what could not be written");
            }
            if stops {
                return;
            }
        }
    }
}
