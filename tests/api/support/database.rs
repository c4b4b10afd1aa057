//! A new, empty database for each test, on the engine that `TUBEL_TEST_DATABASE` names.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use tubel::platform::db::{Database, Engine, Options};

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
                let name = format!("test_{}", tubel::kernel::ids::random_text().unwrap());
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
