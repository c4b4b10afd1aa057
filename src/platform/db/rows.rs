//! All rows of all tables as JSON, as a backup holds them. A row is one line, its columns in alphabetical order,
//! booleans as 0 and 1. Both engines can read such lines.

pub use super::lines::steps_of;

use super::connection::{Db, Engine};
use super::lines::{Line, STEPS, lines};
use super::migrations;
use crate::kernel::canonical;
use crate::kernel::errors::Failure;
use diesel::connection::{SimpleConnection, TransactionManager};
use diesel::pg::PgRowByRowLoadingMode;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Columns that name stored files. A test compares this list with all columns whose names look like it.
pub const FILE_COLUMNS: [(&str, &str); 6] = [
    ("documents", "sha256"),
    ("objections", "attachment_sha256"),
    ("exceptions", "minutes_sha256"),
    ("measurement_files", "sha256"),
    ("study_papers", "file_sha256"),
    ("study_report_files", "file_sha256"),
];

type Manager = <Db as Connection>::TransactionManager;

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

fn run(db: &mut Db, statements: &str) -> QueryResult<()> {
    match db {
        Db::Sqlite(connection) => connection.batch_execute(statements),
        Db::Postgres(connection) => connection.batch_execute(statements),
    }
}

/// Opens a connection of its own and reads on one snapshot, however long it takes. Writers go on meanwhile.
///
/// # Errors
/// What the act answers; when the database cannot be reached.
pub fn in_snapshot<T, E: From<Failure>>(
    engine: &Engine,
    act: impl FnOnce(&mut Db) -> Result<T, E>,
) -> Result<T, E> {
    let mut db = engine.connect().map_err(|error| Failure::Unavailable(error.to_string()))?;
    let begin = match engine {
        Engine::Sqlite(_) => "BEGIN DEFERRED",
        Engine::Postgres(_) => {
            "SET statement_timeout = 0; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        }
    };
    run(&mut db, begin).map_err(Failure::from)?;
    let outcome = act(&mut db);
    // Nothing was written.
    run(&mut db, "ROLLBACK").map_err(Failure::from)?;
    outcome
}

/// The tables, in alphabetical order.
pub fn tables_of(db: &mut Db) -> Result<Vec<String>, Failure> {
    let query = match db {
        Db::Sqlite(_) => {
            "SELECT name AS line FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        }
        Db::Postgres(_) => {
            "SELECT tablename::text AS line FROM pg_tables WHERE schemaname = current_schema()"
        }
    };
    let mut tables = lines(db, query)?;
    tables.retain(|table| table != STEPS);
    tables.sort();
    Ok(tables)
}

fn columns_of(db: &mut Db, table: &str) -> QueryResult<Vec<String>> {
    let query = match db {
        Db::Sqlite(_) => format!("SELECT name AS line FROM pragma_table_info('{table}')"),
        Db::Postgres(_) => format!(
            "SELECT column_name::text AS line FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = '{table}'"
        ),
    };
    lines(db, &query)
}

/// Passes every row of a table to `visit`, one after the other, so that memory does not grow with the table.
///
/// # Errors
/// What the visitor answers; when the database fails.
#[expect(clippy::disallowed_methods, reason = "tables known at run time have no query builder")]
pub fn each_row<E: From<Failure>>(
    db: &mut Db,
    table: &str,
    visit: &mut dyn FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let columns = columns_of(db, table).map_err(Failure::from)?;
    let mut hand_over = |row: QueryResult<Line>| {
        let row = row.map_err(Failure::from).and_then(|row| in_order(&row.line));
        visit(&row?)
    };
    match db {
        Db::Sqlite(connection) => {
            let pairs: Vec<String> =
                columns.iter().map(|name| format!("'{name}', \"{name}\"")).collect();
            let query =
                format!("SELECT json_object({}) AS line FROM \"{table}\"", pairs.join(", "));
            let query = diesel::sql_query(query);
            query
                .load_iter::<Line, diesel::connection::DefaultLoadingMode>(connection)
                .map_err(Failure::from)?
                .try_for_each(&mut hand_over)
        }
        Db::Postgres(connection) => {
            let query = format!("SELECT row_to_json(t)::text AS line FROM \"{table}\" t");
            let query = diesel::sql_query(query);
            query
                .load_iter::<Line, PgRowByRowLoadingMode>(connection)
                .map_err(Failure::from)?
                .try_for_each(&mut hand_over)
        }
    }
}

/// The same text for the same row, whichever engine it is read from.
fn in_order(line: &str) -> Result<String, Failure> {
    let mut row: Map<String, Value> = serde_json::from_str(line)?;
    for value in row.values_mut() {
        if let Value::Bool(is_so) = value {
            *value = Value::from(i32::from(*is_so));
        }
    }
    Ok(canonical::json(&row)?)
}

/// The hashes of all stored files that rows name.
pub fn files_named(db: &mut Db) -> Result<BTreeSet<String>, Failure> {
    let there = tables_of(db)?;
    let mut named = BTreeSet::new();
    for (table, column) in FILE_COLUMNS {
        if there.iter().any(|name| name == table) {
            let query = format!(
                "SELECT \"{column}\" AS line FROM \"{table}\" WHERE \"{column}\" IS NOT NULL"
            );
            named.extend(lines(db, &query)?);
        }
    }
    Ok(named)
}

/// Number and hash of the record's last entry, of a schema of any age.
pub fn head_of(db: &mut Db) -> Result<(i64, String), Failure> {
    let found = lines(db, "SELECT seq || ':' || hash AS line FROM ledger_head")?;
    let head = found.first().and_then(|line| line.split_once(':'));
    let head = head.and_then(|(seq, hash)| Some((seq.parse().ok()?, hash.to_owned())));
    head.ok_or_else(|| Failure::Inconsistent("the record has no head".to_owned()))
}

/// Whether the database is still empty.
///
/// # Errors
/// When PostgreSQL cannot be reached.
pub fn is_untouched(engine: &Engine) -> Result<bool, Failure> {
    match engine {
        Engine::Sqlite(_) => Ok(!engine.files().iter().any(|file| file.exists())),
        Engine::Postgres(_) => {
            let connected = engine.connect();
            let mut db = connected.map_err(|error| Failure::Unavailable(error.to_string()))?;
            let query =
                "SELECT tablename::text AS line FROM pg_tables WHERE schemaname = current_schema()";
            Ok(lines(&mut db, query)?.is_empty())
        }
    }
}

/// A database while it is filled: all of it or nothing, once [`commit`](Self::commit) is called.
pub struct Filling(Db);

impl Filling {
    /// Makes the tables as they were after these steps.
    ///
    /// # Errors
    /// When the database cannot be reached, or a step fails.
    pub fn begin(engine: &Engine, steps: &[String]) -> Result<Self, Failure> {
        let mut db = engine.connect().map_err(|error| Failure::Unavailable(error.to_string()))?;
        run(
            &mut db,
            match engine {
                Engine::Sqlite(_) => "PRAGMA foreign_keys = OFF",
                Engine::Postgres(_) => "SET statement_timeout = 0",
            },
        )?;
        Manager::begin_transaction(&mut db)?;
        migrations::take_steps(&mut db, steps)?;
        references(&mut db, "DEFERRABLE INITIALLY DEFERRED")?;
        for table in tables_of(&mut db)? {
            // Only what the steps themselves put in.
            run(&mut db, &format!("DELETE FROM \"{table}\""))?;
        }
        Ok(Self(db))
    }

    pub fn db(&mut self) -> &mut Db {
        &mut self.0
    }

    /// Puts rows into a table, as [`each_row`] gives them.
    ///
    /// # Errors
    /// When the database does not take them.
    #[expect(clippy::disallowed_methods, reason = "tables known at run time have no query builder")]
    pub fn insert(&mut self, table: &str, rows: &[String]) -> Result<(), Failure> {
        let columns = columns_of(&mut self.0, table)?;
        let names: Vec<String> = columns.iter().map(|name| format!("\"{name}\"")).collect();
        let (names, rows) = (names.join(", "), format!("[{}]", rows.join(",")));
        match &mut self.0 {
            Db::Sqlite(connection) => {
                let values: Vec<String> =
                    columns.iter().map(|name| format!("json_extract(value, '$.{name}')")).collect();
                let query = format!(
                    "INSERT INTO \"{table}\" ({names}) SELECT {} FROM json_each(?)",
                    values.join(", ")
                );
                diesel::sql_query(query).bind::<Text, _>(rows).execute(connection)?;
            }
            Db::Postgres(connection) => {
                let query = format!(
                    "INSERT INTO \"{table}\" ({names}) OVERRIDING SYSTEM VALUE \
                     SELECT {names} FROM json_populate_recordset(NULL::\"{table}\", $1::json)"
                );
                diesel::sql_query(query).bind::<Text, _>(rows).execute(connection)?;
            }
        }
        Ok(())
    }

    /// Checks the references between rows, and runs the later migrations with their seals.
    ///
    /// # Errors
    /// When a row refers to a row that does not exist.
    pub fn complete(&mut self) -> Result<(), Failure> {
        let db = &mut self.0;
        match db {
            Db::Sqlite(_) => {
                let query = "SELECT \"table\" AS line FROM pragma_foreign_key_check LIMIT 1";
                if let Some(table) = lines(db, query)?.first() {
                    return Err(Failure::Inconsistent(format!(
                        "a row of {table} names another that is not there"
                    )));
                }
            }
            Db::Postgres(_) => run(db, "SET CONSTRAINTS ALL IMMEDIATE")?,
        }
        references(db, "NOT DEFERRABLE")?;
        continue_numbers(db)?;
        migrations::step_up_filled(db)
    }

    /// Makes the filled database permanent.
    ///
    /// # Errors
    /// When the disk fails; then nothing is kept.
    pub fn commit(self) -> Result<(), Failure> {
        let Self(mut db) = self;
        Manager::commit_transaction(&mut db)?;
        if let Db::Sqlite(connection) = &mut db {
            connection.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")?;
        }
        Ok(())
    }
}

/// Puts off or takes up again the checks of references between rows; SQLite has them off meanwhile.
fn references(db: &mut Db, how: &str) -> Result<(), Failure> {
    if matches!(db, Db::Sqlite(_)) {
        return Ok(());
    }
    let query = format!(
        "SELECT format('ALTER TABLE %I ALTER CONSTRAINT %I {how}', c.relname, k.conname) AS line \
         FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid \
         JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE k.contype = 'f' AND n.nspname = current_schema()"
    );
    for statement in lines(db, &query)? {
        run(db, &statement)?;
    }
    Ok(())
}

/// Makes PostgreSQL's sequences continue after the numbers that came with the rows.
#[expect(clippy::disallowed_methods, reason = "tables known at run time have no query builder")]
fn continue_numbers(db: &mut Db) -> Result<(), Failure> {
    let Db::Postgres(connection) = db else { return Ok(()) };
    let query = "SELECT format('SELECT setval(pg_get_serial_sequence(%L, %L), \
                 COALESCE((SELECT max(%I) FROM %I), 0) + 1, false) AS number', \
                 table_name, column_name, column_name, table_name) AS line \
                 FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND is_identity = 'YES'";
    let found: Vec<Line> = diesel::sql_query(query).load(connection)?;
    for Line { line } in found {
        let next: Number = diesel::sql_query(line).get_result(connection)?;
        tracing::debug!(next = next.number, "numbers go on");
    }
    Ok(())
}
