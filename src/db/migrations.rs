//! The schema's steps, inside the program, one folder per engine with the same names. They run at
//! start under a lock; a schema newer than this program is refused.

use super::engine::{self, Db, Engine};
use super::wal::{self, Wal};
use crate::errors::Failure;
use diesel::connection::SimpleConnection;
use diesel::migration::MigrationSource;
use diesel::pg::Pg;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Brings the schema up to date; safe when several programs start at once.
///
/// # Errors
/// When the database cannot be reached, a step fails (it is rolled back), or the database was
/// made by a newer program.
pub fn migrate(engine: &Engine) -> Result<(), Failure> {
    let _lock = look_at_log(engine)?;
    let mut db = engine.connect().map_err(|error| engine::not_opened(&error))?;
    engine::check_quickly(&mut db)?;
    match &mut db {
        Db::Sqlite(connection) => {
            refuse_newer(&applied(connection)?, &names::<Sqlite>(&SQLITE)?)?;
            connection.run_pending_migrations(SQLITE).map_err(failed)?;
        }
        Db::Postgres(connection) => {
            connection.batch_execute("SELECT pg_advisory_lock(7481590)")?;
            refuse_newer(&applied(connection)?, &names::<Pg>(&POSTGRES)?)?;
            connection.run_pending_migrations(POSTGRES).map_err(failed)?;
            connection.batch_execute("SELECT pg_advisory_unlock(7481590)")?;
        }
    }
    Ok(())
}

/// The names of the steps that have not run yet.
///
/// # Errors
/// When the database cannot be reached.
pub fn pending(engine: &Engine) -> Result<Vec<String>, Failure> {
    let mut db = engine.connect().map_err(|error| engine::not_opened(&error))?;
    let (applied, known) = match &mut db {
        Db::Sqlite(connection) => (applied(connection)?, names::<Sqlite>(&SQLITE)?),
        Db::Postgres(connection) => (applied(connection)?, names::<Pg>(&POSTGRES)?),
    };
    Ok(known.into_iter().filter(|name| !applied.contains(name)).collect())
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

fn names<B: diesel::backend::Backend>(steps: &EmbeddedMigrations) -> Result<Vec<String>, Failure>
where
    EmbeddedMigrations: MigrationSource<B>,
{
    let steps = MigrationSource::<B>::migrations(steps).map_err(failed)?;
    Ok(steps.iter().map(|step| step.name().version().to_string()).collect())
}

fn refuse_newer(applied: &[String], known: &[String]) -> Result<(), Failure> {
    match applied.iter().find(|version| !known.contains(version)) {
        None => Ok(()),
        Some(version) => Err(Failure::Unavailable(format!(
            "the database has step {version}, which this program does not know: use the newer program"
        ))),
    }
}

/// Refuses a log that is not this file's, before SQLite would put it into the file; under the lock that
/// stands for all that may not happen twice at once to an SQLite file.
fn look_at_log(engine: &Engine) -> Result<Option<std::fs::File>, Failure> {
    let (Engine::Sqlite(path), Some(wal)) = (engine, Wal::of(engine)) else { return Ok(None) };
    let lock = wal::lock(path)?;
    wal.check()?;
    Ok(Some(lock))
}

/// As [`migrate`], but the schema stays as it is: for a backup before an upgrade.
///
/// # Errors
/// When the database cannot be reached, or was made by a newer program.
pub(super) fn look(engine: &Engine) -> Result<(), Failure> {
    let _lock = look_at_log(engine)?;
    let mut db = engine.connect().map_err(|error| engine::not_opened(&error))?;
    engine::check_quickly(&mut db)?;
    refuse_newer(&super::rows::steps_of(&mut db)?, &known_steps()?)
}

/// The steps that this program knows.
pub fn known_steps() -> Result<Vec<String>, Failure> {
    names::<Sqlite>(&SQLITE)
}

/// Takes those of the steps that `wanted` names and the database has not taken; all that are left, with `None`.
/// Without a lock: for a database that nobody knows of yet.
pub(super) fn take_steps(db: &mut Db, wanted: Option<&[String]>) -> Result<(), Failure> {
    match db {
        Db::Sqlite(connection) => take_some::<Sqlite>(connection, &SQLITE, wanted),
        Db::Postgres(connection) => take_some::<Pg>(connection, &POSTGRES, wanted),
    }
}

fn take_some<B: diesel::backend::Backend>(
    connection: &mut impl MigrationHarness<B>,
    steps: &EmbeddedMigrations,
    wanted: Option<&[String]>,
) -> Result<(), Failure>
where
    EmbeddedMigrations: MigrationSource<B>,
{
    let taken = applied(connection)?;
    for step in MigrationSource::<B>::migrations(steps).map_err(failed)? {
        let version = step.name().version().to_string();
        let is_wanted = wanted.is_none_or(|wanted| wanted.contains(&version));
        if is_wanted && !taken.contains(&version) {
            connection.run_migration(&*step).map_err(failed)?;
        }
    }
    Ok(())
}
