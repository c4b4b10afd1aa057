//! Finds triggers and rules that somebody added to the database. What they write would happen inside this
//! program's own transactions and be sealed as its own work. The migrations create only the trigger that notes
//! changes; any other one is foreign.

use super::connection::Db;
use crate::kernel::errors::Failure;
use diesel::prelude::*;
use diesel::sql_types::Text;

/// The migration that creates PostgreSQL's function for noting changes.
const NOTES: &str =
    include_str!("../../../migrations/2026-11-28-000088_record_seals/up.postgres.sql");

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    body: String,
}

const SQLITE: &str = "SELECT 'trigger ' || name || ' on ' || tbl_name AS name, sql AS body FROM sqlite_schema \
     WHERE type = 'trigger'";

const POSTGRES: &str = "SELECT 'trigger ' || t.tgname || ' on ' || c.relname AS name, p.prosrc AS body \
     FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid \
     WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace \
     UNION ALL SELECT 'rule ' || rulename || ' on ' || tablename, 'update ' || definition FROM pg_rules \
     WHERE schemaname = current_schema() ORDER BY 1";

/// The names of triggers and rules that can write.
#[expect(clippy::disallowed_methods, reason = "a look into the catalogue, whatever it holds")]
pub fn intruders(db: &mut Db) -> Result<Vec<String>, Failure> {
    let found = match db {
        Db::Sqlite(connection) => diesel::sql_query(SQLITE).load::<Found>(connection)?,
        Db::Postgres(connection) => diesel::sql_query(POSTGRES).load::<Found>(connection)?,
    };
    let foreign = found.into_iter().filter(|found| is_foreign(&found.body));
    Ok(foreign.map(|found| found.name).collect())
}

/// Whether a trigger can do more than refuse, and is not the one that notes changes.
fn is_foreign(body: &str) -> bool {
    const REFUSES: [&str; 4] = ["raise", "abort", "exception", "append-only"];
    if body.contains("pg_temp.tubel_changes") {
        return !NOTES.contains(body.trim());
    }
    // After the head, which names the event, a trigger that only refuses contains no other verb.
    let lower = body.to_lowercase();
    let deeds = lower.split_once("begin").map_or(lower.as_str(), |(_, deeds)| deeds);
    let words = ["insert", "update", "delete", "replace", "execute", "perform", "new.", ":="];
    words.iter().any(|word| deeds.contains(word))
        || !REFUSES.iter().any(|word| deeds.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_refuses_is_ours_and_what_writes_is_not() {
        let refuses = "CREATE TRIGGER a BEFORE UPDATE ON ledger\nBEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END";
        assert!(!is_foreign(refuses));
        assert!(!is_foreign(" BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END "));
        assert!(is_foreign(
            "CREATE TRIGGER b AFTER UPDATE ON units BEGIN UPDATE reviews SET total = 500; END"
        ));
        assert!(is_foreign(" BEGIN NEW.total := 500; RETURN NEW; END "));
        let (_, notes) = NOTES.split_once("$$").unwrap();
        let (notes, _) = notes.split_once("$$").unwrap();
        assert!(!is_foreign(notes));
        assert!(is_foreign(&notes.replace("now_row", "was_row")));
    }
}
