//! A new, empty database for each test, on the engine that `TUBEL_TEST_DATABASE` names.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::OnceLock;
use tubel::platform::db::{Database, Engine, Options, STEPS, migrate};

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

    /// With the present schema, copied from one that was brought up to date once: forty steps and a hundred tables
    /// take PostgreSQL longer than most tests.
    pub fn up_to_date() -> Self {
        if let Some(server) = postgres() {
            return Self::on_server(server, &format!(" TEMPLATE {}", template_on_server()));
        }
        let (database, file) = Self::in_folder();
        std::fs::write(file, template_file()).unwrap();
        database
    }

    /// On the PostgreSQL server that is named, if one is.
    pub fn on_postgres() -> Option<Self> {
        postgres().map(|server| Self::on_server(server, ""))
    }

    fn on_server(server: String, from: &str) -> Self {
        let name = format!("test_{}", tubel::kernel::ids::random_text().unwrap());
        execute(&server, &format!("CREATE DATABASE {name}{from}"));
        let (base, _) = server.rsplit_once('/').unwrap();
        let url = format!("{base}/{name}");
        Self { url, admin: Some((server, name)), _folder: None }
    }

    /// On SQLite, in a folder of its own.
    pub fn new_folder() -> Self {
        Self::in_folder().0
    }

    fn in_folder() -> (Self, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tubel.db");
        let url = format!("sqlite:{}", file.display());
        (Self { url, admin: None, _folder: Some(folder) }, file)
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
    try_to_execute(server, statement).unwrap();
}

fn try_to_execute(server: &str, statement: &str) -> diesel::QueryResult<()> {
    assert!(matches!(Engine::from_url(server), Ok(Engine::Postgres(_))));
    PgConnection::establish(server).unwrap().batch_execute(statement)
}

/// The PostgreSQL server that is named, if one is.
fn postgres() -> Option<String> {
    std::env::var("TUBEL_TEST_DATABASE").ok().filter(|server| server.starts_with("postgres"))
}

/// An SQLite file with the present schema and no rows.
fn template_file() -> &'static [u8] {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    FILE.get_or_init(|| {
        let (database, file) = TestDatabase::in_folder();
        migrate(&Engine::from_url(&database.url).unwrap()).unwrap();
        std::fs::read(file).unwrap()
    })
}

/// The name of a database on the server with the present schema and no rows. It says which schema it has and stays
/// there for the next test program, so a server that many builds were tested on holds one for each schema.
fn template_on_server() -> &'static str {
    static NAME: OnceLock<String> = OnceLock::new();
    NAME.get_or_init(|| {
        let mut schema = DefaultHasher::new();
        include_str!("../../../src/platform/db/changes.rs").hash(&mut schema);
        for step in STEPS {
            (step.name, step.files).hash(&mut schema);
        }
        let name = format!("schema_{:016x}", schema.finish());
        let made = TestDatabase::on_postgres().unwrap();
        let Some((server, made_as)) = &made.admin else { unreachable!("it is on a server") };
        migrate(&Engine::from_url(&made.url).unwrap()).unwrap();
        // Another program may have been faster; then this one goes away again.
        if try_to_execute(server, &format!("ALTER DATABASE {made_as} RENAME TO {name}")).is_ok() {
            std::mem::forget(made);
        }
        name
    })
}
