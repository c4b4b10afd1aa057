//! Every rule between rows has its breaks, and each break is named by its rule and its row, also when the
//! seals were made anew to fit: whoever could do that changes rows without a fault but the rule's.

use super::breaks::{BREAKS, Break, PLACES, SPARED};
use super::by_hand::{ask, findings, loosen};
use super::{Scene, execute};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use tubel::platform::db::{self, Db, Engine, INVARIANTS, Invariant};
use tubel::platform::ledger;

/// What the database itself has against a deed; an administrator takes it away first.
#[derive(Debug, Clone, Copy)]
pub(super) enum Guard {
    /// Nothing: the rule alone finds it.
    Nothing,
    /// A CHECK of this table.
    Check(&'static str),
    /// A unique index of this name.
    Index(&'static str),
    /// A UNIQUE of this table, as its definition has it.
    Unique(&'static str, &'static str),
    /// A reference from elsewhere.
    Foreign,
}

impl Guard {
    /// How both engines call it when they refuse.
    fn words(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::Check(_) => Some("check constraint"),
            Self::Index(_) | Self::Unique(..) => Some("unique constraint"),
            Self::Foreign => Some("foreign key constraint"),
        }
    }

    fn take_away(self, db: &mut Db) {
        match (self, db) {
            // Both are off for an administrator's connection.
            (Self::Nothing | Self::Foreign, _) | (Self::Check(_), Db::Sqlite(_)) => {}
            (Self::Check(table), db) => loosen(db, table),
            (Self::Index(name), db) => execute(db, &format!("DROP INDEX {name}")),
            (Self::Unique(table, words), db @ Db::Sqlite(_)) => {
                let definition =
                    format!("SELECT sql AS line FROM sqlite_schema WHERE name = '{table}'");
                let definition = ask(db, &definition).unwrap();
                assert!(definition.contains(words), "{definition}");
                let bare = definition.replace(words, "").replacen(table, "bare", 1);
                execute(
                    db,
                    &format!(
                        "{bare}; INSERT INTO bare SELECT * FROM {table}; DROP TABLE {table}; \
                         ALTER TABLE bare RENAME TO {table}"
                    ),
                );
            }
            (Self::Unique(table, _), db) => {
                let constraints = format!(
                    "SELECT string_agg(format('ALTER TABLE {table} DROP CONSTRAINT %I', conname), '; ') AS line \
                     FROM pg_constraint WHERE conrelid = '{table}'::regclass AND contype = 'u'"
                );
                let constraints = ask(db, &constraints).unwrap();
                execute(db, &constraints);
            }
        }
    }
}

fn placed(text: &str) -> String {
    // Some stand for others.
    (0..4).fold(text.to_owned(), |text, _| {
        PLACES.iter().fold(text, |text, (name, meant)| text.replace(name, meant))
    })
}

fn rule(name: &str) -> &'static Invariant {
    INVARIANTS.iter().find(|rule| rule.name == name).unwrap_or_else(|| panic!("no rule {name}"))
}

/// As anybody has a connection who may write, with all that the database itself demands.
fn refusal(url: &str, deed: &str) -> Option<String> {
    let attempt = format!("BEGIN; {deed}");
    let done = match Engine::from_url(url).unwrap() {
        Engine::Sqlite(path) => {
            let mut db = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
            db.batch_execute("PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON").unwrap();
            db.batch_execute(&attempt)
        }
        Engine::Postgres(url) => PgConnection::establish(&url).unwrap().batch_execute(&attempt),
    };
    // The connection ends with its transaction open: nothing is left of it.
    done.err().map(|error| error.to_string().to_lowercase())
}

#[test]
fn every_rule_has_its_breaks_and_names_the_row() {
    let scene = Scene::new();
    let (mut broken, mut rules): (Vec<&str>, Vec<&str>) = (
        BREAKS.iter().map(|(name, ..)| *name).collect(),
        INVARIANTS.iter().map(|rule| rule.name).collect(),
    );
    broken.sort_unstable();
    broken.dedup();
    rules.sort_unstable();
    assert_eq!(broken, rules, "rules and those that have a break");
    // Nobody else writes meanwhile.
    let mut db = scene.administrator();
    assert_eq!(findings(&mut db).findings, []);
    let (mut forbidden, mut last) = (0, "");
    for one in BREAKS {
        forbidden += usize::from(one.1.words().is_some());
        // The whole check takes its time; it asks a rule as this test does.
        tried(&scene, &mut db, one, last != one.0);
        last = one.0;
    }
    assert_eq!(findings(&mut db).findings, [], "all was taken back");
    println!(
        "rules {}, breaks tried {}, found {}; {forbidden} of them the database itself refuses",
        rules.len(),
        BREAKS.len(),
        BREAKS.len()
    );
}

fn tried(scene: &Scene, db: &mut Db, (name, guard, row, deed): &Break, whole: bool) {
    let (deed, now) = (placed(deed), scene.now);
    let refused = refusal(&scene.test.url, &deed);
    match (guard.words(), &refused) {
        (None, None) => {}
        (Some(words), Some(told)) => assert!(told.contains(words), "{name}: {told}"),
        _ => panic!("{name}: {guard:?}, and the database says {refused:?} to {deed}"),
    }
    let row = ask(db, &placed(&format!("SELECT {row} AS line"))).unwrap();
    execute(db, "BEGIN");
    guard.take_away(db);
    execute(db, &deed);
    assert_eq!(db::broken(db, rule(name)).unwrap(), [row.as_str()], "{name}: {deed}");
    if !whole {
        execute(db, "ROLLBACK");
        return;
    }
    // With seals that fit what was done there is nothing but rules to find.
    ledger::reseal(db, &[], now).unwrap();
    let report = findings(db);
    execute(db, "ROLLBACK");
    let others: Vec<_> = report
        .findings
        .iter()
        .filter(|finding| !INVARIANTS.iter().any(|rule| rule.name == finding.check))
        // Some deeds leave a state without its data; that is named too.
        .filter(|finding| finding.check != "standing")
        .collect();
    assert!(others.is_empty(), "{name}: {others:?}");
    let told = report.findings.iter().find(|finding| finding.check == *name);
    assert!(told.is_some_and(|told| told.what.ends_with(&row)), "{name}: {:?}", report.findings);
}

#[test]
fn what_is_just_inside_breaks_no_rule() {
    let scene = Scene::new();
    let mut db = scene.administrator();
    for (name, deed) in SPARED {
        execute(&mut db, "BEGIN");
        execute(&mut db, &placed(deed));
        let found = db::broken(&mut db, rule(name)).unwrap();
        execute(&mut db, "ROLLBACK");
        assert_eq!(found, Vec::<String>::new(), "{name}: {deed}");
    }
}
