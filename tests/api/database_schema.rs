//! The schema as a database of the running engine has it: what diesel believes, and what each step makes and
//! takes back.

use crate::record::execute;
use crate::support::{TestDatabase, administrator};
use diesel::RunQueryDsl;
use diesel::sql_types::Text;
use std::collections::BTreeMap;
use tubel::platform::db::{Db, Dialect, STEPS};

#[derive(diesel::QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
}

/// The migrations' own.
const NOTES: &str = "__diesel_schema_migrations";

/// Every table with its columns, in their order.
#[expect(clippy::disallowed_methods, reason = "a look into the catalogue")]
fn tables(db: &mut Db) -> BTreeMap<String, Vec<String>> {
    let found: Vec<Found> = match db {
        Db::Sqlite(connection) => diesel::sql_query(
            "SELECT t.name AS table_name, c.name AS column_name FROM sqlite_schema t \
             JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' \
             ORDER BY t.name, c.cid",
        )
        .load(connection),
        Db::Postgres(connection) => diesel::sql_query(
            "SELECT table_name::text, column_name::text FROM information_schema.columns \
             WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position",
        )
        .load(connection),
    }
    .unwrap();
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in found.into_iter().filter(|one| one.table_name != NOTES) {
        tables.entry(one.table_name).or_default().push(one.column_name);
    }
    tables
}

/// As `db/schema.rs` has them.
fn believed() -> BTreeMap<String, Vec<String>> {
    let source = std::fs::read_to_string("src/platform/db/schema.rs").unwrap();
    let mut tables = BTreeMap::new();
    for table in source.split("diesel::table! {").skip(1) {
        let (head, columns) = table.split_once('{').unwrap();
        let columns = columns.split('}').next().unwrap().lines();
        let columns = columns.filter_map(|line| line.split_once(" -> "));
        let columns = columns.map(|(name, _)| name.trim().to_owned()).collect();
        tables.insert(head.split_whitespace().next().unwrap().to_owned(), columns);
    }
    tables
}

#[test]
fn a_new_database_has_the_tables_and_columns_that_diesel_believes_in() {
    let test = TestDatabase::new();
    drop(test.open());
    let mut db = administrator::administrator(&test.url);
    let found = tables(&mut db);
    assert!(found.len() > 20, "{}", found.len());
    assert_eq!(found, believed());
    // A control: a column more in the database, and the two differ.
    execute(&mut db, "ALTER TABLE units ADD COLUMN phone TEXT");
    assert_ne!(tables(&mut db), believed());
}

#[test]
fn every_step_takes_back_what_it_made() {
    let test = TestDatabase::new();
    let mut db = administrator::administrator(&test.url);
    let dialect = match db {
        Db::Sqlite(_) => Dialect::Sqlite,
        Db::Postgres(_) => Dialect::Postgres,
    };
    let mut before = Vec::new();
    for step in STEPS {
        before.push(tables(&mut db));
        execute(&mut db, &step.up(dialect));
    }
    assert_eq!(tables(&mut db), believed());
    for (step, before) in STEPS.iter().zip(before).rev() {
        execute(&mut db, &step.down(dialect));
        assert_eq!(tables(&mut db), before, "{}", step.name);
    }
    for step in STEPS {
        execute(&mut db, &step.up(dialect));
    }
    assert_eq!(tables(&mut db), believed(), "taken a second time");
}
