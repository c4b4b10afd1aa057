//! Columns of text, asked for in SQL that is made at run time; the steps that the schema has taken.

use super::connection::Db;
use crate::kernel::errors::Failure;
use diesel::prelude::*;
use diesel::sql_types::Text;

/// The migrations' own table, which they fill themselves.
pub(super) const STEPS: &str = "__diesel_schema_migrations";

#[derive(QueryableByName)]
pub(super) struct Line {
    #[diesel(sql_type = Text)]
    pub(super) line: String,
}

#[expect(clippy::disallowed_methods, reason = "tables known at run time have no query builder")]
pub(super) fn lines(db: &mut Db, query: &str) -> QueryResult<Vec<String>> {
    let query = diesel::sql_query(query);
    let found: Vec<Line> = match db {
        Db::Sqlite(connection) => query.load(connection),
        Db::Postgres(connection) => query.load(connection),
    }?;
    Ok(found.into_iter().map(|line| line.line).collect())
}

/// The steps that the schema has taken, in order.
pub fn steps_of(db: &mut Db) -> Result<Vec<String>, Failure> {
    Ok(lines(db, &format!("SELECT version AS line FROM {STEPS} ORDER BY version"))?)
}
