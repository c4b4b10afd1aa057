//! Acts that are done to their end and not kept. What goes on the record leaves a row behind that the database finds
//! wanting only at the commit: every check of the act has passed by then, and nothing of it stays. So each button is
//! pressed in the same world, and none takes another's ground away.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use test_support::TestApp;
use tubel::platform::db::schema::ledger;
use tubel::platform::db::{Db, Engine};

/// Its row refers to one that is never there; both engines look at the end of the transaction.
const TABLE: &str = "CREATE TABLE rehearsal (id BIGINT PRIMARY KEY, \
     of_id BIGINT NOT NULL REFERENCES rehearsal (id) DEFERRABLE INITIALLY DEFERRED)";
const NOTED: &str = "INSERT INTO rehearsal (id, of_id) VALUES (NEW.seq, 0)";

pub(super) struct Rehearsal<'a> {
    app: &'a TestApp,
    entries: i64,
}

fn entries(app: &TestApp) -> i64 {
    app.database().read(|db| Ok(ledger::table.count().get_result(db)?)).unwrap()
}

fn execute(app: &TestApp, statements: &str) {
    app.beyond_the_record(|db: &mut Db| Ok(db.batch_execute(statements)?)).unwrap();
}

impl<'a> Rehearsal<'a> {
    /// Once in each world.
    pub(super) fn prepare(app: &TestApp) {
        execute(app, TABLE);
        if matches!(app.database().engine(), Engine::Postgres(_)) {
            execute(
                app,
                &format!(
                    "CREATE FUNCTION rehearse() RETURNS trigger LANGUAGE plpgsql AS \
                     $$ BEGIN {NOTED}; RETURN NULL; END $$"
                ),
            );
        }
    }

    /// From now on until this is dropped.
    pub(super) fn begin(app: &'a TestApp) -> Self {
        let deed = match app.database().engine() {
            Engine::Sqlite(_) => format!("BEGIN {NOTED}; END"),
            Engine::Postgres(_) => "FOR EACH ROW EXECUTE FUNCTION rehearse()".to_owned(),
        };
        let entries = entries(app);
        execute(app, &format!("CREATE TRIGGER rehearsal AFTER INSERT ON ledger {deed}"));
        Self { app, entries }
    }
}

impl Drop for Rehearsal<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let of = match self.app.database().engine() {
            Engine::Sqlite(_) => "",
            Engine::Postgres(_) => " ON ledger",
        };
        execute(self.app, &format!("DROP TRIGGER rehearsal{of}"));
        assert_eq!(entries(self.app), self.entries, "something of a rehearsal was kept");
    }
}
