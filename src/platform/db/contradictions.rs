//! Rows whose columns contradict each other, for `tubel check`. What a row may say is written once, where its store
//! reads it (`TryFrom`).

use crate::kernel::errors::Failure;
use diesel::QueryResult;
use diesel::result::Error;
use std::fmt::Display;

/// The rows that cannot be read as what they stand for: table, key, and what is wrong. With a word in it that no
/// column may have (a state that does not exist) a table cannot be read at all, so only the table is named then.
///
/// # Errors
/// When the database fails.
pub fn contradictions<T: TryFrom<Row, Error = Failure>, Row>(
    table: &str,
    rows: QueryResult<Vec<(impl Display, Row)>>,
) -> Result<Vec<String>, Failure> {
    let rows = match rows {
        Err(Error::DeserializationError(why)) => return Ok(vec![format!("{table}: {why}")]),
        other => other?,
    };
    let fault =
        |(key, row): (_, Row)| T::try_from(row).err().map(|why| format!("{table} {key}: {why}"));
    Ok(rows.into_iter().filter_map(fault).collect())
}
