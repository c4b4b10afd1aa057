//! What the database promises to every act, on both engines.

use serde_json::json;
use test_support::TestDatabase;
use tubel::kernel::clock::Timestamp;
use tubel::kernel::errors::{Failure, common};
use tubel::platform::db::{Database, Db};
use tubel::platform::ledger::{self, Event, EventType, Subject, SubjectKind, verify_chain};

fn record(db: &mut Db, figure: i32) -> Result<ledger::Head, Failure> {
    let event = Event {
        actor: None,
        act: EventType::ProblemRevised,
        subject: Subject::of(SubjectKind::Problem, &figure.to_string()),
        payload: json!({"figure": figure}),
    };
    ledger::append(db, event, Timestamp::from_micros(1))
}

fn subjects(database: &Database) -> Vec<String> {
    let entries = database
        .read(|db| ledger::entries_after(db, 0, ledger::Wanted::default(), 10_000))
        .unwrap();
    verify_chain(&entries).unwrap();
    entries.into_iter().map(|entry| entry.subject).collect()
}

#[test]
fn a_refused_act_leaves_nothing_behind() {
    let test = TestDatabase::new();
    let database = test.open();
    database.write(|db| record(db, 1)).unwrap();
    let refused = database.write(|db| {
        record(db, 2)?;
        Err::<(), _>(Failure::refused(common::FORBIDDEN))
    });
    assert!(matches!(refused, Err(Failure::Refused(_))));
    database.write(|db| record(db, 3)).unwrap();
    assert_eq!(subjects(&database), ["problem:1", "problem:3"]);
}

#[test]
fn an_act_that_panics_is_rolled_back_and_the_writer_goes_on() {
    let test = TestDatabase::new();
    let database = test.open();
    let panicked = database.write(|db| {
        record(db, 1)?;
        assert!(ledger::head(db).is_err(), "a defect");
        Ok(())
    });
    assert!(panicked.is_err());
    database.write(|db| record(db, 2)).unwrap();
    assert_eq!(subjects(&database), ["problem:2"]);
}

#[test]
fn sixty_four_writers_at_once_leave_no_gap_and_no_fork() {
    let test = TestDatabase::new();
    let database = test.open();
    std::thread::scope(|scope| {
        for writer in 0..64 {
            let database = database.clone();
            scope.spawn(move || {
                for act in 0..5 {
                    database.write(move |db| record(db, writer * 5 + act)).unwrap();
                }
            });
        }
    });
    let mut found = subjects(&database);
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 320);
}

#[test]
fn two_programs_on_one_database_share_one_chain() {
    let test = TestDatabase::new();
    let (one, two) = (test.open(), test.open());
    std::thread::scope(|scope| {
        for (start, database) in [(0, one.clone()), (100, two)] {
            scope.spawn(move || {
                for act in 0..50 {
                    database.write(move |db| record(db, start + act)).unwrap();
                }
            });
        }
    });
    assert_eq!(subjects(&one).len(), 100);
}

#[test]
fn the_ledger_refuses_to_be_edited() {
    use diesel::prelude::*;
    use tubel::platform::db::schema::ledger;
    let test = TestDatabase::new();
    let database = test.open();
    database.write(|db| record(db, 1)).unwrap();
    let edited = database
        .write(|db| Ok(diesel::update(ledger::table).set(ledger::act.eq("x")).execute(db)?));
    assert!(matches!(edited, Err(Failure::Database(_))), "{edited:?}");
    let removed = database.write(|db| Ok(diesel::delete(ledger::table).execute(db)?));
    assert!(matches!(removed, Err(Failure::Database(_))), "{removed:?}");
}
