//! A connection of somebody else's making, as the database's administrator has one.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use tubel::platform::db::{Db, Engine};

/// Constraints and triggers switched off, as an administrator can.
pub fn administrator(url: &str) -> Db {
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
