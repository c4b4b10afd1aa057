//! A new, empty database for each test, on the engine that `TUBEL_TEST_DATABASE` names.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use tubel::platform::db::{Database, Engine, Options};

/// Dropped with this value.
pub struct TestDatabase {
    pub url: String,
    /// On PostgreSQL: the server, and the database's name there.
    pub admin: Option<(String, String)>,
    _folder: Option<tempfile::TempDir>,
}

impl Default for TestDatabase {
    fn default() -> Self {
        Self::new()
    }
}

impl TestDatabase {
    pub fn new() -> Self {
        Self::on_postgres().unwrap_or_else(Self::new_folder)
    }

    /// On the PostgreSQL server that is named, if one is.
    pub fn on_postgres() -> Option<Self> {
        let server = std::env::var("TUBEL_TEST_DATABASE").ok()?;
        if !server.starts_with("postgres") {
            return None;
        }
        let name = format!("test_{}", tubel::kernel::ids::random_text().unwrap());
        execute(&server, &format!("CREATE DATABASE {name}"));
        let (base, _) = server.rsplit_once('/').unwrap();
        let url = format!("{base}/{name}");
        Some(Self { url, admin: Some((server, name)), _folder: None })
    }

    /// On SQLite, in a folder of its own.
    pub fn new_folder() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("tubel.db").display());
        Self { url, admin: None, _folder: Some(folder) }
    }

    pub fn open(&self) -> Database {
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

pub fn execute(server: &str, statement: &str) {
    assert!(matches!(Engine::from_url(server), Ok(Engine::Postgres(_))));
    let mut connection = PgConnection::establish(server).unwrap();
    connection.batch_execute(statement).unwrap();
}
