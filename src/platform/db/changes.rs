//! Which rows an act touched. Only the writer's own connection notes changes of sealed tables. A row that was
//! changed by hand therefore has no matching seal (docs/ledger.md). Every table that is not listed here is
//! sealed, so a new table is sealed from the start.

use super::connection::Db;
use crate::kernel::canonical;
use crate::kernel::errors::Failure;
use diesel::connection::{DefaultLoadingMode, SimpleConnection};
use diesel::pg::PgRowByRowLoadingMode;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text};
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Tables whose rows are not sealed, and why.
pub const EXEMPT: [(&str, &str); 18] = [
    ("__diesel_schema_migrations", "the schema's steps; the program compares them with its own"),
    ("ledger", "the chain itself, linked by its hashes"),
    ("ledger_head", "the end of the chain, recounted from it"),
    ("row_seals", "the seals themselves: each entry's payload commits to its own"),
    ("checkpoints", "signed heads, each with its own signature"),
    ("sessions", "who is signed in; its beginning and end are acts on the record"),
    ("refresh_tokens", "turns at every renewal; decides nothing but who is signed in"),
    ("sign_in_failures", "counters of the door, forgotten by themselves"),
    ("account_links", "links of letters, good for hours; their use is an act on the record"),
    ("devices", "what somebody signed in from before"),
    ("idempotency_keys", "answers kept for a repeated request; the acts are on the record"),
    ("mails", "letters on their way; what they tell stands in sealed rows"),
    ("mail_languages", "in which language somebody wants letters"),
    ("uploads", "pieces of files on their way; the document they become is sealed"),
    ("reads", "who looked at what: decides nothing, and goes by age; see docs/privacy.md"),
    ("reminders", "which reminders went out, so that none does twice"),
    ("submitted_titles", "repeats the titles of sealed versions, to be searched"),
    ("file_removals", "files that wait to be removed from the disk after an erasure"),
];

/// Drafts that no entry of the record covers until they are concluded: the table, and the column that is null
/// until then. Until then they are not sealed.
const DRAFTS: [(&str, &str); 1] = [("verifications", "concluded_at")];

/// A table under seal.
#[derive(Debug, Clone)]
pub struct Table {
    pub name: String,
    /// Its primary key, in order.
    pub key: Vec<String>,
    pub columns: Vec<Column>,
}

#[derive(Debug, Clone)]
pub struct Column {
    pub name: String,
    /// SQLite keeps these as 0 and 1.
    pub is_boolean: bool,
}

/// A row before and after an act; `None` means that it did not exist.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub table: String,
    /// The primary key as a JSON array.
    pub key: String,
    pub was: Option<Value>,
    pub now: Option<Value>,
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Described {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    boolean: bool,
}

#[derive(QueryableByName)]
struct Noted {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    row_key: String,
    #[diesel(sql_type = Nullable<Text>)]
    was_row: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    now_row: Option<String>,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    row_key: String,
    #[diesel(sql_type = Text)]
    now_row: String,
}

/// Runs a query that is given as text, on either engine.
macro_rules! rows {
    ($db:expr, $row:ty, $sqlite:expr, $postgres:expr) => {
        match $db {
            Db::Sqlite(connection) => diesel::sql_query($sqlite).load::<$row>(connection),
            Db::Postgres(connection) => diesel::sql_query($postgres).load::<$row>(connection),
        }
    };
}

fn names(found: Vec<Name>) -> Vec<String> {
    found.into_iter().map(|found| found.name).collect()
}

/// Every sealed table, as it is in this database.
///
/// # Errors
/// When the database fails; a table under seal without a primary key.
#[expect(clippy::disallowed_methods, reason = "a look into the catalogue, whatever it holds")]
pub fn tables(db: &mut Db) -> Result<Vec<Table>, Failure> {
    let all = rows!(
        db,
        Name,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = current_schema() \
         ORDER BY tablename::text COLLATE \"C\""
    )?;
    let is_exempt = |name: &String| EXEMPT.iter().any(|(exempt, _)| exempt == name);
    let sealed = names(all).into_iter().filter(|name| !is_exempt(name));
    sealed.map(|name| describe(db, name)).collect()
}

#[expect(clippy::disallowed_methods, reason = "a look into the catalogue, whatever it holds")]
fn describe(db: &mut Db, name: String) -> Result<Table, Failure> {
    let columns = rows!(
        db,
        Described,
        format!(
            "SELECT name, upper(type) = 'BOOLEAN' AS boolean FROM pragma_table_info('{name}') ORDER BY cid"
        ),
        format!(
            "SELECT attname::text AS name, atttypid = 'boolean'::regtype AS boolean FROM pg_attribute \
             WHERE attrelid = '\"{name}\"'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
        )
    )?;
    let key = rows!(
        db,
        Name,
        format!("SELECT name FROM pragma_table_info('{name}') WHERE pk > 0 ORDER BY pk"),
        format!(
            "SELECT a.attname::text AS name FROM pg_index i \
             CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place) \
             JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number \
             WHERE i.indrelid = '\"{name}\"'::regclass AND i.indisprimary ORDER BY k.place"
        )
    )?;
    if key.is_empty() {
        return Err(Failure::Inconsistent(format!(
            "{name} has no primary key to seal its rows by"
        )));
    }
    let columns = columns
        .into_iter()
        .map(|column| Column { name: column.name, is_boolean: column.boolean })
        .collect();
    Ok(Table { name, key: names(key), columns })
}

impl Table {
    /// SQL for the key of the row with this name (`NEW`, `OLD`) in SQLite; PostgreSQL's trigger makes its own.
    fn sqlite_key(&self, row: &str) -> String {
        let parts = self.key.iter().map(|name| format!("{row}.\"{name}\"")).collect::<Vec<_>>();
        format!("json_array({})", parts.join(", "))
    }

    /// SQL for the row as JSON. Somebody may have put bytes into a text column by hand; JSON cannot hold those.
    fn sqlite_row(&self, row: &str) -> String {
        let part = |column: &Column| {
            let place = format!("{row}.\"{}\"", column.name);
            let value = if column.is_boolean {
                format!(
                    "json(CASE {place} WHEN 0 THEN 'false' WHEN 1 THEN 'true' ELSE json_quote({place}) END)"
                )
            } else {
                format!(
                    "CASE typeof({place}) WHEN 'blob' THEN 'blob ' || hex({place}) ELSE {place} END"
                )
            };
            format!("'{}', {value}", column.name)
        };
        let parts = self.columns.iter().map(part).collect::<Vec<_>>();
        format!("json_object({})", parts.join(", "))
    }

    fn sqlite_triggers(&self) -> String {
        let (name, old, new) = (&self.name, self.sqlite_row("OLD"), self.sqlite_row("NEW"));
        let (old_key, new_key) = (self.sqlite_key("OLD"), self.sqlite_key("NEW"));
        let differs = self
            .columns
            .iter()
            .map(|column| format!("OLD.\"{0}\" IS NOT NEW.\"{0}\"", column.name));
        let differs = differs.collect::<Vec<_>>().join(" OR ");
        let note = "INSERT INTO tubel_changes (table_name, row_key, was_row, now_row)";
        format!(
            "CREATE TEMP TRIGGER \"tubel_{name}_inserted\" AFTER INSERT ON main.\"{name}\" BEGIN \
             {note} VALUES ('{name}', {new_key}, NULL, {new}); END; \
             CREATE TEMP TRIGGER \"tubel_{name}_deleted\" AFTER DELETE ON main.\"{name}\" BEGIN \
             {note} VALUES ('{name}', {old_key}, {old}, NULL); END; \
             CREATE TEMP TRIGGER \"tubel_{name}_updated\" AFTER UPDATE ON main.\"{name}\" WHEN {differs} BEGIN \
             {note} SELECT '{name}', {old_key}, {old}, NULL WHERE {old_key} IS NOT {new_key}; \
             {note} VALUES ('{name}', {new_key}, CASE WHEN {old_key} IS {new_key} THEN {old} END, {new}); END; "
        )
    }
}

/// Makes the writer's connection note what it changes.
pub(super) fn watch(db: &mut Db) -> Result<(), Failure> {
    // In PostgreSQL the triggers are on the tables already.
    let tables = if matches!(db, Db::Sqlite(_)) { tables(db)? } else { Vec::new() };
    match db {
        Db::Sqlite(connection) => {
            let mut steps = String::from(
                "PRAGMA temp_store = MEMORY; PRAGMA recursive_triggers = ON; \
                 CREATE TEMP TABLE tubel_changes (id INTEGER PRIMARY KEY, table_name TEXT NOT NULL, \
                 row_key TEXT NOT NULL, was_row TEXT, now_row TEXT); ",
            );
            steps.extend(tables.iter().map(Table::sqlite_triggers));
            connection.batch_execute(&steps)?;
        }
        Db::Postgres(connection) => connection.batch_execute(
            "CREATE TEMP TABLE tubel_changes (id BIGINT GENERATED ALWAYS AS IDENTITY, \
             table_name TEXT NOT NULL, row_key TEXT NOT NULL, was_row TEXT, now_row TEXT) \
             ON COMMIT DELETE ROWS",
        )?,
    }
    Ok(())
}

/// Puts PostgreSQL's triggers on the tables that lack them. They do nothing but in the writer's own
/// transactions, see `engine::begin_write`.
#[expect(clippy::disallowed_methods, reason = "a look into the catalogue, whatever it holds")]
pub(super) fn put_triggers(db: &mut Db) -> Result<(), Failure> {
    let tables = tables(db)?;
    let Db::Postgres(connection) = db else { return Ok(()) };
    let there = names(
        diesel::sql_query(
            "SELECT c.relname::text AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
             WHERE t.tgname = 'tubel_row_changed' AND c.relnamespace = current_schema()::regnamespace",
        )
        .load::<Name>(connection)?,
    );
    for table in tables.iter().filter(|table| !there.contains(&table.name)) {
        let key = table.key.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
        connection.batch_execute(&format!(
            "CREATE TRIGGER tubel_row_changed AFTER INSERT OR UPDATE OR DELETE ON \"{}\" \
             FOR EACH ROW EXECUTE FUNCTION tubel_note_row({key})",
            table.name
        ))?;
    }
    Ok(())
}

const TAKE: &str = "DELETE FROM tubel_changes RETURNING id, table_name, row_key, was_row, now_row";

/// Takes the changes noted since the last call: each row once, with its first and its present state.
#[expect(clippy::disallowed_methods, reason = "a table of this connection alone")]
pub fn take(db: &mut Db) -> Result<Vec<Change>, Failure> {
    let mut noted = rows!(db, Noted, TAKE, TAKE)?;
    noted.sort_by_key(|noted| noted.id);
    let mut changes: BTreeMap<(String, String), Change> = BTreeMap::new();
    for Noted { table_name, row_key, was_row, now_row, .. } in noted {
        let key = canonical_key(&row_key)?;
        let seen = |text: Option<String>| match text {
            Some(text) => row(&table_name, &text),
            None => Ok(None),
        };
        let now = seen(now_row)?;
        match changes.entry((table_name.clone(), key.clone())) {
            Entry::Occupied(mut known) => known.get_mut().now = now,
            Entry::Vacant(place) => {
                let was = seen(was_row)?;
                place.insert(Change { table: table_name.clone(), key, was, now });
            }
        }
    }
    Ok(changes.into_values().filter(|change| change.was != change.now).collect())
}

/// Shows every row of a table, with its key.
///
/// # Errors
/// When the database fails, or what `visit` answers.
#[expect(clippy::disallowed_methods, reason = "every column of a table, whichever it is")]
pub fn each_row(
    db: &mut Db,
    table: &Table,
    mut visit: impl FnMut(String, Value) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let name = &table.name;
    match db {
        Db::Sqlite(connection) => {
            let (key, row_of) = (table.sqlite_key("t"), table.sqlite_row("t"));
            let text = format!("SELECT {key} AS row_key, {row_of} AS now_row FROM \"{name}\" AS t");
            let found =
                diesel::sql_query(text).load_iter::<Found, DefaultLoadingMode>(connection)?;
            for found in found {
                let found = found?;
                if let Some(row) = row(name, &found.now_row)? {
                    visit(canonical_key(&found.row_key)?, row)?;
                }
            }
        }
        Db::Postgres(connection) => {
            let key = table.key.iter().map(|name| format!("t.\"{name}\"")).collect::<Vec<_>>();
            let text = format!(
                "SELECT jsonb_build_array({})::text AS row_key, to_jsonb(t)::text AS now_row \
                 FROM \"{name}\" AS t",
                key.join(", ")
            );
            let found =
                diesel::sql_query(text).load_iter::<Found, PgRowByRowLoadingMode>(connection)?;
            for found in found {
                let found = found?;
                if let Some(row) = row(name, &found.now_row)? {
                    visit(canonical_key(&found.row_key)?, row)?;
                }
            }
        }
    }
    Ok(())
}

fn canonical_key(text: &str) -> Result<String, Failure> {
    Ok(canonical::json(&alike(serde_json::from_str(text)?))?)
}

fn row(table: &str, text: &str) -> Result<Option<Value>, Failure> {
    let row = alike(serde_json::from_str(text)?);
    let is_draft =
        DRAFTS.iter().any(|(of, until)| *of == table && row.get(*until).is_none_or(Value::is_null));
    Ok((!is_draft).then_some(row))
}

/// A number beyond 2^53 is written as text, because not every JSON reader keeps it exact.
const EXACT: i64 = 1 << 53;

/// Rows of both engines in the same form.
fn alike(value: Value) -> Value {
    match value {
        Value::Number(number) if number.as_i64().is_some_and(|number| number.abs() > EXACT) => {
            Value::String(number.to_string())
        }
        Value::Array(values) => values.into_iter().map(alike).collect(),
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(key, value)| (key, alike(value))).collect())
        }
        other => other,
    }
}
