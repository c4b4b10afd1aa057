//! The schema as a database of the running engine has it: what diesel believes, and what each step makes and
//! takes back.

use crate::record::execute;
use diesel::RunQueryDsl;
use diesel::sql_types::Text;
use std::collections::{BTreeMap, BTreeSet};
use test_support::{TestDatabase, administrator};
use tubel::platform::db::{Db, Dialect, STEPS};

type Tables = BTreeMap<String, Vec<String>>;

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
fn tables(db: &mut Db) -> Tables {
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
    let mut tables = Tables::new();
    for one in found.into_iter().filter(|one| one.table_name != NOTES) {
        tables.entry(one.table_name).or_default().push(one.column_name);
    }
    tables
}

/// As `crates/tables` has them.
fn believed() -> Tables {
    let source = std::fs::read_to_string("crates/tables/src/lib.rs").unwrap();
    let mut tables = Tables::new();
    for table in source.split("diesel::table! {").skip(1) {
        let (head, columns) = table.split_once('{').unwrap();
        let columns = columns.split('}').next().unwrap().lines();
        let columns = columns.filter_map(|line| line.split_once(" -> "));
        let columns = columns.map(|(name, _)| name.trim().to_owned()).collect();
        tables.insert(head.split_whitespace().next().unwrap().to_owned(), columns);
    }
    tables
}

/// The tables that the two have in different ways, each as the one and the other has it.
fn differences(one: &Tables, other: &Tables) -> Vec<String> {
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let different = names.into_iter().filter(|name| one.get(*name) != other.get(*name));
    different.map(|name| format!("{name}: {:?}, {:?}", one.get(name), other.get(name))).collect()
}

#[test]
fn a_new_database_has_the_tables_and_columns_that_diesel_believes_in() {
    let test = TestDatabase::new();
    drop(test.open());
    let mut db = administrator::administrator(&test.url);
    let found = tables(&mut db);
    assert!(found.len() > 20, "{}", found.len());
    assert_eq!(differences(&found, &believed()), Vec::<String>::new());
    // A control: a column more in the database, and this one table differs.
    execute(&mut db, "ALTER TABLE units ADD COLUMN phone TEXT");
    let found = differences(&tables(&mut db), &believed());
    assert!(found.len() == 1 && found[0].starts_with("units: "), "{found:?}");
}

#[test]
fn every_step_takes_back_what_it_made() {
    let test = TestDatabase::new();
    let mut db = administrator::administrator(&test.url);
    let dialect = match db {
        Db::Sqlite(_) => Dialect::Sqlite,
        Db::Postgres(_) => Dialect::Postgres,
    };
    let same = |one: &Tables, other: &Tables, when: &str| {
        assert_eq!(differences(one, other), Vec::<String>::new(), "{when}");
    };
    let mut before = Vec::new();
    for step in STEPS {
        before.push(tables(&mut db));
        execute(&mut db, &step.up(dialect));
    }
    same(&tables(&mut db), &believed(), "all taken");
    for (step, before) in STEPS.iter().zip(before).rev() {
        execute(&mut db, &step.down(dialect));
        same(&tables(&mut db), &before, step.name);
    }
    for step in STEPS {
        execute(&mut db, &step.up(dialect));
    }
    same(&tables(&mut db), &believed(), "taken a second time");
}
