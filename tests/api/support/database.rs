//! A new, empty database for each test, on the engine that `TUBEL_TEST_DATABASE` names.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use tubel::db::{Database, Db, Engine, Options};

/// Dropped with this value.
pub(crate) struct TestDatabase {
    pub(crate) url: String,
    pub(crate) admin: Option<(String, String)>,
    _folder: tempfile::TempDir,
}

impl TestDatabase {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        match std::env::var("TUBEL_TEST_DATABASE") {
            Ok(server) if server.starts_with("postgres") => {
                let name = format!("test_{}", tubel::ids::random_text().unwrap());
                execute(&server, &format!("CREATE DATABASE {name}"));
                let (base, _) = server.rsplit_once('/').unwrap();
                Self {
                    url: format!("{base}/{name}"),
                    admin: Some((server.clone(), name)),
                    _folder: folder,
                }
            }
            _ => Self::new_folder(),
        }
    }

    /// On SQLite, in a folder of its own.
    pub(crate) fn new_folder() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("tubel.db").display());
        Self { url, admin: None, _folder: folder }
    }

    pub(crate) fn open(&self) -> Database {
        Database::open(&Options { url: self.url.clone(), readers: 4 }).unwrap()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.admin {
            execute(server, &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

pub(crate) fn execute(server: &str, statement: &str) {
    assert!(matches!(Engine::from_url(server), Ok(Engine::Postgres(_))));
    let mut connection = PgConnection::establish(server).unwrap();
    connection.batch_execute(statement).unwrap();
}

/// Constraints and triggers switched off, as an administrator can.
#[allow(dead_code, reason = "this file is part of other test programs too")]
pub(crate) fn administrator(url: &str) -> Db {
    match Engine::from_url(url).unwrap() {
        Engine::Sqlite(path) => {
            let mut connection = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
            connection
                .batch_execute(
                    "PRAGMA busy_timeout = 10000; PRAGMA wal_autocheckpoint = 0; \
                     PRAGMA foreign_keys = OFF; \
                     PRAGMA ignore_check_constraints = ON;",
                )
                .unwrap();
            Db::Sqlite(connection)
        }
        Engine::Postgres(url) => {
            let mut connection = PgConnection::establish(&url).unwrap();
            connection.batch_execute("SET session_replication_role = replica").unwrap();
            Db::Postgres(connection)
        }
    }
}
