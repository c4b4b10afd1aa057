//! The two engines: which one, where it lies, and a connection to either.

use crate::kernel::errors::Failure;
use diesel::prelude::*;
use std::path::{Path, PathBuf};

/// A connection to either engine; queries are written once.
#[derive(diesel::MultiConnection)]
pub enum Db {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Which engine, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Engine {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Engine {
    /// Chooses by the URL's scheme.
    ///
    /// # Errors
    /// When the scheme is neither `sqlite:` nor `postgres://`.
    pub fn from_url(url: &str) -> Result<Self, Failure> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        Err(Failure::Unavailable("database.url must begin with sqlite: or postgres://".to_owned()))
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// SQLite's file and what lies beside it; nothing on PostgreSQL.
    pub fn files(&self) -> Vec<PathBuf> {
        let Self::Sqlite(path) = self else { return Vec::new() };
        ["", "-wal", "-shm", "-mark"].iter().map(|ending| beside(path, ending)).collect()
    }
}

/// A file beside the database file: the same name with a suffix.
pub(super) fn beside(database: &Path, ending: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
