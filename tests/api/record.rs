//! The record covers the tables: whoever changes the database by hand is found out, row by row.

mod breaks;
mod by_hand;
mod covers;
mod invariants;
mod signed;

use diesel::Connection;
use diesel::connection::SimpleConnection;
use std::path::Path;
use std::sync::LazyLock;
use test_support::{TestDatabase, administrator, database};
use tubel::features::check::{self, Report, Wanted};
use tubel::kernel::clock::Timestamp;
use tubel::kernel::settings::Settings;
use tubel::platform::db::{Database, Db};
use tubel::platform::ledger::Signer;

/// The demo's database, sealed by its own acts, with its files.
pub(crate) struct Scene {
    pub(crate) test: TestDatabase,
    pub(crate) database: Database,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) now: Timestamp,
}

pub(crate) const ORIGIN: &str = "tubel.example/record";

/// The demo takes seconds to be told, so it is told once; each test has a copy of its own.
static TOLD: LazyLock<Told> = LazyLock::new(Told::once);

struct Told {
    test: TestDatabase,
    folder: tempfile::TempDir,
    now: Timestamp,
}

impl Told {
    fn once() -> Self {
        // As the program does at its start; the programs that tests run refuse wider modes.
        tubel::features::backup::close_to_others();
        let (test, folder) = (TestDatabase::new(), tempfile::tempdir().unwrap());
        let database = test.open();
        database.sign_with(Signer::new(&[7; 32], ORIGIN).unwrap());
        database.write(tubel::features::accounts::seed_units).unwrap();
        let mut settings = Settings::load(None).unwrap();
        folder.path().clone_into(&mut settings.data.folder);
        settings.accounts.hash_memory_kib = 8;
        settings.accounts.hash_iterations = 1;
        let now: Timestamp = "2026-11-24T01:00:00Z".parse().unwrap();
        tubel::cli::demo::prepare(&database, &settings, now).unwrap();
        Self { test, folder, now }
    }
}

impl Scene {
    pub(crate) fn new() -> Self {
        let (test, folder) = (copy_of(&TOLD.test), tempfile::tempdir().unwrap());
        copy(&TOLD.folder.path().join("files"), &folder.path().join("files"));
        let database = test.open();
        database.sign_with(Signer::new(&[7; 32], ORIGIN).unwrap());
        Self { test, database, folder, now: TOLD.now }
    }

    pub(crate) fn check(&self) -> Report {
        self.check_against(&[])
    }

    pub(crate) fn check_against(&self, holds: &[(i64, String)]) -> Report {
        let key = Signer::new(&[7; 32], ORIGIN).unwrap().verifier();
        let wanted = Wanted { data: Some(self.folder.path()), key: Some(&key), holds };
        check::check(&self.database, &wanted, &|_| {}).unwrap()
    }

    /// A connection of somebody else's making, as the database's administrator has one.
    pub(crate) fn administrator(&self) -> Db {
        administrator::administrator(&self.test.url)
    }

    /// Does this as the administrator.
    pub(crate) fn by_hand(&self, statements: &str) {
        execute(&mut self.administrator(), statements);
    }
}

pub(crate) fn execute(db: &mut Db, statements: &str) {
    match db {
        Db::Sqlite(connection) => connection.batch_execute(statements),
        Db::Postgres(connection) => connection.batch_execute(statements),
    }
    .unwrap_or_else(|error| panic!("{statements}: {error}"));
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).unwrap();
        }
    }
}

/// The same content in a database of its own; nobody may write on the first meanwhile.
fn copy_of(other: &TestDatabase) -> TestDatabase {
    let mut copy = TestDatabase::new_folder();
    if let Some((server, template)) = &other.admin {
        let name = format!("test_{}", tubel::kernel::ids::random_text().unwrap());
        // Connections of a database that was dropped end a moment later.
        let end = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{template}'"
        );
        database::execute(server, &end);
        database::execute(server, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
        let (base, _) = server.rsplit_once('/').unwrap();
        copy.url = format!("{base}/{name}");
        copy.admin = Some((server.clone(), name));
    } else {
        let path = other.url.strip_prefix("sqlite:").unwrap();
        let into = copy.url.strip_prefix("sqlite:").unwrap();
        let statement = format!("PRAGMA busy_timeout = 10000; VACUUM INTO '{into}'");
        let mut connection = diesel::SqliteConnection::establish(path).unwrap();
        connection.batch_execute(&statement).unwrap();
    }
    copy
}
