//! Every column of every table under seal, changed by hand; rows put in and taken out by hand. Made from
//! the schema, so a new table or column is in it from the start.

use super::{Scene, execute};
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use tubel::features::check::{Report, Wanted, check_on};
use tubel::kernel::errors::Failure;
use tubel::kernel::ids::UnitCode;
use tubel::platform::db::{self, Db, Table};
use tubel::platform::ledger::{self, Disagreement, RowFault};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Nullable<Text>)]
    line: Option<String>,
}

#[expect(clippy::disallowed_methods, reason = "statements made from the schema")]
pub(super) fn ask(db: &mut Db, text: &str) -> Option<String> {
    let found = match db {
        Db::Sqlite(db) => diesel::sql_query(text).load::<Line>(db),
        Db::Postgres(db) => diesel::sql_query(text).load::<Line>(db),
    };
    found.unwrap_or_else(|error| panic!("{text}: {error}")).into_iter().next()?.line
}

/// Does something to the database, looks, and takes it back.
fn tried<T>(db: &mut Db, deed: &str, look: impl FnOnce(&mut Db) -> T) -> T {
    execute(db, "BEGIN");
    execute(db, deed);
    let found = look(db);
    execute(db, "ROLLBACK");
    found
}

fn kind(db: &mut Db, table: &Table, column: &str) -> String {
    let text = match db {
        Db::Sqlite(_) => format!(
            "SELECT upper(type) AS line FROM pragma_table_info('{}') WHERE name = '{column}'",
            table.name
        ),
        Db::Postgres(_) => format!(
            "SELECT upper(data_type) AS line FROM information_schema.columns \
             WHERE table_name = '{}' AND column_name = '{column}'",
            table.name
        ),
    };
    ask(db, &text).unwrap()
}

/// Another value than the one that is there, fit for the column.
fn other(kind: &str, column: &str) -> String {
    match kind {
        "BOOLEAN" => format!("CASE WHEN \"{column}\" THEN FALSE ELSE TRUE END"),
        "TEXT" => format!("coalesce(\"{column}\", '') || '~'"),
        // Far from its neighbours', which may have to be unique.
        _ => format!("coalesce(\"{column}\", 0) + 1000003"),
    }
}

/// Which row the deeds are done to; one that is under seal.
fn aim(db: &mut Db, table: &Table) -> Option<(String, String)> {
    let mut first = None;
    db::each_row(db, table, |key, row| {
        first.get_or_insert((key, row));
        Ok(())
    })
    .unwrap();
    let (key, row) = first?;
    let parts = table.key.iter().map(|name| {
        let value = match &row[name] {
            serde_json::Value::String(text) => format!("'{}'", text.replace('\'', "''")),
            other => other.to_string(),
        };
        format!("\"{name}\" = {value}")
    });
    Some((key, parts.collect::<Vec<_>>().join(" AND ")))
}

/// PostgreSQL has no switch for these.
pub(super) fn loosen(db: &mut Db, table: &str) {
    match db {
        Db::Sqlite(_) => execute(
            db,
            "DROP TRIGGER IF EXISTS breach_measures_keep; DROP TRIGGER IF EXISTS breach_measures_lose_nothing;",
        ),
        Db::Postgres(_) => {
            let constraints = format!(
                "SELECT string_agg(format('ALTER TABLE %I DROP CONSTRAINT %I', '{table}', conname), '; ') AS line \
                 FROM pg_constraint WHERE conrelid = '\"{table}\"'::regclass AND contype IN ('c', 'f')"
            );
            if let Some(statements) = ask(db, &constraints) {
                execute(db, &statements);
            }
        }
    }
}

/// Puts a row into a table that the demo leaves empty, and under seal.
fn fill(scene: &Scene, table: &Table) {
    let mut db = scene.administrator();
    let values: Vec<String> = table
        .columns
        .iter()
        .map(|column| match kind(&mut db, table, &column.name).as_str() {
            "BOOLEAN" => "FALSE".to_owned(),
            "TEXT" => "'x'".to_owned(),
            _ => "7".to_owned(),
        })
        .collect();
    let names: Vec<String> =
        table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    loosen(&mut db, &table.name);
    execute(
        &mut db,
        &format!(
            "INSERT INTO \"{}\" ({}) VALUES ({})",
            table.name,
            names.join(", "),
            values.join(", ")
        ),
    );
    let now = scene.now;
    scene.database.write(move |db| ledger::reseal(db, &[], now)).unwrap();
}

fn compared(db: &mut Db, table: &Table) -> Vec<RowFault> {
    ledger::compare(db, table).unwrap().1
}

#[test]
fn every_column_of_every_table_is_under_seal() {
    let scene = Scene::new();
    assert_eq!(scene.check().findings, []);
    let (mut changed, mut found, mut unseen) = (0, 0, Vec::new());
    let tables = scene.database.read(db::tables).unwrap();
    assert!(tables.len() > 30);
    for table in &tables {
        let mut db = scene.administrator();
        if aim(&mut db, table).is_none() {
            fill(&scene, table);
        }
        let (key, place) = aim(&mut db, table).unwrap();
        for column in &table.columns {
            let kind = kind(&mut db, table, &column.name);
            let value = other(&kind, &column.name);
            execute(&mut db, "BEGIN");
            loosen(&mut db, &table.name);
            execute(
                &mut db,
                &format!(
                    "UPDATE \"{}\" SET \"{}\" = {value} WHERE {place}",
                    table.name, column.name
                ),
            );
            let faults = compared(&mut db, table);
            execute(&mut db, "ROLLBACK");
            changed += 1;
            if faults.iter().any(|fault| fault.key == key) {
                found += 1;
            } else {
                unseen.push(format!("{}.{}", table.name, column.name));
            }
        }
        assert_eq!(
            compared(&mut db, table),
            [],
            "{} after the changes were taken back",
            table.name
        );
    }
    println!("columns tried {changed}, found {found} ({} tables)", tables.len());
    assert_eq!(unseen, Vec::<String>::new());
}

#[test]
fn a_row_put_in_or_taken_out_by_hand_is_named() {
    let scene = Scene::new();
    for table in &scene.database.read(db::tables).unwrap() {
        let mut db = scene.administrator();
        let Some((key, place)) = aim(&mut db, table) else { continue };
        let delete = format!("DELETE FROM \"{}\" WHERE {place}", table.name);
        execute(&mut db, "BEGIN");
        loosen(&mut db, &table.name);
        execute(&mut db, &delete);
        let faults = compared(&mut db, table);
        execute(&mut db, "ROLLBACK");
        let named = RowFault { table: table.name.clone(), key, how: Disagreement::Removed };
        assert_eq!(faults, [named], "{}", table.name);
    }
    let copy = "INSERT INTO role_grants (id, user_id, role, granted_by, granted_at) \
         SELECT '00000000000000000000000000', user_id, 'operator', granted_by, granted_at \
         FROM role_grants ORDER BY id LIMIT 1";
    let faults = tried(&mut scene.administrator(), copy, |db| {
        let tables = db::tables(db).unwrap();
        compared(db, tables.iter().find(|table| table.name == "role_grants").unwrap())
    });
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].how, Disagreement::Unsealed);
}

pub(super) fn findings(db: &mut Db) -> Report {
    check_on(db, &Wanted { data: None, key: None, holds: &[] }, &|_| {}).unwrap()
}

/// The whole check, for what its parts do not show: a seal changed with its row, dropped, or doubled.
#[test]
fn who_mends_the_seals_as_well_breaks_what_their_entry_commits_to() {
    let scene = Scene::new();
    let mut db = scene.administrator();
    let deeds = [
        "UPDATE row_seals SET salt = NULL WHERE table_name = 'reviews'",
        "UPDATE row_seals SET hash = replace(hash, 'a', 'b') WHERE table_name = 'reviews'",
        "DELETE FROM row_seals WHERE table_name = 'reviews'",
        "DELETE FROM reviews; DELETE FROM row_seals WHERE table_name = 'reviews'",
        "INSERT INTO row_seals (table_name, row_key, seq, salt, hash, disturbed) \
         SELECT table_name, row_key, 100000000, min(salt), min(hash), FALSE FROM row_seals \
         WHERE table_name = 'reviews' GROUP BY table_name, row_key",
        "UPDATE row_seals SET seq = seq + 100000000 WHERE table_name = 'reviews'",
    ];
    for deed in deeds {
        let report = tried(&mut db, deed, findings);
        assert!(!report.is_clean(), "{deed}");
    }
    assert_eq!(findings(&mut db).findings, []);
}

#[test]
fn a_change_by_hand_is_not_washed_clean_by_the_programs_next_write() {
    let scene = Scene::new();
    scene.by_hand("UPDATE units SET remote = NOT remote WHERE code = 'P'");
    assert_eq!(scene.check().findings.len(), 1);
    let now = scene.now;
    scene
        .database
        .write(move |db| {
            use tubel::platform::db::schema::units;
            diesel::update(units::table.find("P")).set(units::city.eq("Bogor")).execute(db)?;
            let event = ledger::Event {
                actor: None,
                act: ledger::EventType::UnitChanged,
                subject: ledger::Subject::unit(&UnitCode::new("P")),
                payload: serde_json::json!({}),
            };
            ledger::append(db, event, now)
        })
        .unwrap();
    let report = scene.check();
    assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
    assert_eq!(report.findings[0].check, "row_disturbed");
    assert!(report.findings[0].what.contains("units"), "{:?}", report.findings);
}

/// The control of all the above: what the program itself writes is sealed, and a refused act leaves nothing.
#[test]
fn a_refused_act_leaves_no_seals_behind() {
    let scene = Scene::new();
    let now = scene.now;
    let change = move |db: &mut Db, is_refused: bool| {
        use tubel::platform::db::schema::units;
        diesel::update(units::table.find("P")).set(units::city.eq("Bogor")).execute(db)?;
        let event = ledger::Event {
            actor: None,
            act: ledger::EventType::UnitChanged,
            subject: ledger::Subject::unit(&UnitCode::new("P")),
            payload: serde_json::json!({}),
        };
        ledger::append(db, event, now)?;
        diesel::update(units::table.find("P")).set(units::city.eq("Depok")).execute(db)?;
        if is_refused { Err(Failure::not_found()) } else { Ok(()) }
    };
    let before = scene.database.read(ledger::head).unwrap();
    assert!(scene.database.write(move |db| change(db, true)).is_err());
    assert_eq!(scene.database.read(ledger::head).unwrap(), before);
    assert_eq!(scene.check().findings, []);
    scene.database.write(move |db| change(db, false)).unwrap();
    // The entry of the act, and the one that seals what was written after it.
    assert_eq!(scene.database.read(ledger::head).unwrap().seq, before.seq + 2);
    assert_eq!(scene.check().findings, []);
}

/// What a trigger of the administrator's does happens inside the program's own writes.
#[test]
fn a_trigger_that_writes_beside_the_program_is_named() {
    let scene = Scene::new();
    let trigger = match scene.administrator() {
        Db::Sqlite(_) => {
            "CREATE TRIGGER favour AFTER UPDATE ON units BEGIN UPDATE reviews SET total = 500; END"
        }
        Db::Postgres(_) => {
            "CREATE FUNCTION favour() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN UPDATE reviews SET total = 500; RETURN NULL; END $$; \
             CREATE TRIGGER favour AFTER UPDATE ON units FOR EACH ROW EXECUTE FUNCTION favour()"
        }
    };
    let report = tried(&mut scene.administrator(), trigger, findings);
    let named: Vec<&str> = report.findings.iter().map(|finding| finding.check).collect();
    assert_eq!(named, ["foreign_trigger"]);
}
