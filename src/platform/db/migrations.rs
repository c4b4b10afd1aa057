//! Runs the migrations (`steps`) at the start, under a lock. A schema that is newer than this program is refused.

use super::changes;
use super::connection::{Db, Engine};
use super::engine;
use super::lines;
use super::steps::{Dialect, STEPS, Step, StepsOf};
use super::wal;
use crate::kernel::clock::{Clock, Timestamp};
use crate::kernel::errors::Failure;
use crate::platform::ledger;
use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel::migration::MigrationSource;
use diesel::pg::Pg;
use diesel::sqlite::Sqlite;
use diesel_migrations::MigrationHarness;

const SQLITE: StepsOf = StepsOf(Dialect::Sqlite);
const POSTGRES: StepsOf = StepsOf(Dialect::Postgres);

/// Brings the schema up to date; safe when several programs start at once. The steps, the new seals of rows that
/// they change, and the triggers that note changes are one transaction.
///
/// # Errors
/// When the database cannot be reached, a step fails (all are rolled back), or the database was
/// made by a newer program.
pub fn migrate(engine: &Engine) -> Result<(), Failure> {
    let _lock = lock(engine)?;
    let mut db = engine.connect().map_err(|error| engine::not_opened(&error))?;
    engine::check_quickly(&mut db)?;
    if let Db::Postgres(connection) = &mut db {
        connection.batch_execute("SELECT pg_advisory_lock(7481590)")?;
    }
    refuse_newer_than_this(&mut db)?;
    let waiting = waiting(&mut db)?;
    if !waiting.is_empty() {
        let now = Clock::System.now();
        db.transaction(|db| step_up(db, &waiting, now))?;
    }
    changes::put_triggers(&mut db)?;
    if let Db::Postgres(connection) = &mut db {
        connection.batch_execute("SELECT pg_advisory_unlock(7481590)")?;
    }
    Ok(())
}

/// Like [`migrate`], but without a lock and inside the transaction that fills a new database. Nobody else uses
/// that database yet.
pub(super) fn step_up_filled(db: &mut Db) -> Result<(), Failure> {
    let waiting = waiting(db)?;
    if !waiting.is_empty() {
        step_up(db, &waiting, Clock::System.now())?;
    }
    changes::put_triggers(db)
}

/// The migration that introduced seals.
const SEALS: &str = "20261128000088";

fn step_up(db: &mut Db, waiting: &[String], now: Timestamp) -> Result<(), Failure> {
    let had_seals = !waiting.iter().any(|step| step == SEALS);
    // Rows that do not agree with their seals before the steps must not be sealed as correct after them.
    let before = if had_seals { ledger::odd_rows(db)? } else { Vec::new() };
    match db {
        Db::Sqlite(connection) => connection.run_pending_migrations(SQLITE).map(drop),
        Db::Postgres(connection) => connection.run_pending_migrations(POSTGRES).map(drop),
    }
    .map_err(failed)?;
    if ledger::head(db)?.seq == 0 {
        // The first entry will seal everything there is.
        return Ok(());
    }
    if ledger::is_older(db)? {
        ledger::plant_tree(db)?;
        ledger::seal_everything(db, now)?;
    } else if had_seals {
        ledger::reseal(db, &before, now)?;
    }
    Ok(())
}

/// The names of the steps that have not run yet.
///
/// # Errors
/// When the database cannot be reached.
pub fn pending(engine: &Engine) -> Result<Vec<String>, Failure> {
    let mut db = engine.connect().map_err(|error| engine::not_opened(&error))?;
    waiting(&mut db)
}

fn waiting(db: &mut Db) -> Result<Vec<String>, Failure> {
    let applied = applied_to(db)?;
    Ok(known_steps().into_iter().filter(|name| !applied.contains(name)).collect())
}

fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::Unavailable(format!("the schema could not be brought up to date: {error}"))
}

fn applied<B: diesel::backend::Backend>(
    connection: &mut impl MigrationHarness<B>,
) -> Result<Vec<String>, Failure> {
    let versions = connection.applied_migrations().map_err(failed)?;
    Ok(versions.iter().map(ToString::to_string).collect())
}

fn applied_to(db: &mut Db) -> Result<Vec<String>, Failure> {
    match db {
        Db::Sqlite(connection) => applied(connection),
        Db::Postgres(connection) => applied(connection),
    }
}

fn refuse_newer_than_this(db: &mut Db) -> Result<(), Failure> {
    refuse_newer(&applied_to(db)?, &known_steps())
}

fn refuse_newer(applied: &[String], known: &[String]) -> Result<(), Failure> {
    match applied.iter().find(|version| !known.contains(version)) {
        None => Ok(()),
        Some(version) => Err(Failure::Unavailable(format!(
            "the database has step {version}, which this program does not know: use the newer program"
        ))),
    }
}

/// One lock for everything that must not happen twice at once to an SQLite file.
fn lock(engine: &Engine) -> Result<Option<std::fs::File>, Failure> {
    let Engine::Sqlite(path) = engine else { return Ok(None) };
    Ok(Some(wal::lock(path)?))
}

/// As [`migrate`], but the schema stays as it is: for a backup before an upgrade.
///
/// # Errors
/// When the database cannot be reached, or was made by a newer program.
pub(super) fn look(engine: &Engine) -> Result<(), Failure> {
    let _lock = lock(engine)?;
    let mut db = engine.connect().map_err(|error| engine::not_opened(&error))?;
    engine::check_quickly(&mut db)?;
    refuse_newer(&lines::steps_of(&mut db)?, &known_steps())
}

/// The steps that this program knows.
pub fn known_steps() -> Vec<String> {
    STEPS.iter().map(Step::version).collect()
}

/// Takes those of the steps that `wanted` names and the database has not taken. Without a lock: for a database
/// that nobody knows of yet.
pub(super) fn take_steps(db: &mut Db, wanted: &[String]) -> Result<(), Failure> {
    match db {
        Db::Sqlite(connection) => take_some::<Sqlite>(connection, &SQLITE, wanted),
        Db::Postgres(connection) => take_some::<Pg>(connection, &POSTGRES, wanted),
    }
}

fn take_some<B: diesel::backend::Backend>(
    connection: &mut impl MigrationHarness<B>,
    steps: &StepsOf,
    wanted: &[String],
) -> Result<(), Failure>
where
    StepsOf: MigrationSource<B>,
{
    let taken = applied(connection)?;
    for step in MigrationSource::<B>::migrations(steps).map_err(failed)? {
        let version = step.name().version().to_string();
        if wanted.contains(&version) && !taken.contains(&version) {
            connection.run_migration(&*step).map_err(failed)?;
        }
    }
    Ok(())
}
