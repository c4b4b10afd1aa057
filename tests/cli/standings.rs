//! `tubel check` names a row whose state and data contradict each other.

use crate::support::Machine;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use test_support::administrator::administrator;
use tubel::platform::db::Db;
use tubel::platform::db::schema::{decisions, objections, proposals};

fn write(db: &mut Db, statement: &str) {
    let written = match db {
        Db::Sqlite(connection) => connection.batch_execute(statement),
        Db::Postgres(connection) => connection.batch_execute(statement),
    };
    assert!(written.is_ok(), "{statement}: {written:?}");
}

#[test]
fn a_row_that_contradicts_itself_is_named_once_with_its_table_and_id() {
    let machine = Machine::on_engine();
    machine.fill().0.close();
    let check = || machine.tubel(&["check", "--no-files", "--quiet"]);
    let clean = check();
    assert!(clean.succeeded, "{}{}", clean.output, clean.errors);

    let mut db = administrator(&machine.url());
    let proposal: String = proposals::table
        .filter(proposals::state.eq("eligible"))
        .select(proposals::id)
        .first(&mut db)
        .unwrap();
    let decision: String = decisions::table
        .filter(decisions::state.eq("approved"))
        .select(decisions::id)
        .first(&mut db)
        .unwrap();
    let objection: String = objections::table.select(objections::id).first(&mut db).unwrap();
    let deeds = [
        format!("UPDATE proposals SET submitted_level = NULL WHERE id = '{proposal}'"),
        // It keeps its decree.
        format!(
            "UPDATE decisions SET state = 'returned', returned_reason = 'x' WHERE id = '{decision}'"
        ),
        // Nobody had taken it.
        format!(
            "UPDATE objections SET state = 'rejected', taken_by = NULL, ruled_by = \
             (SELECT min(id) FROM users), ruled_at = filed_at + 1, ruling = 'x', remedy = NULL \
             WHERE id = '{objection}'"
        ),
    ];
    for deed in deeds {
        write(&mut db, &deed);
    }
    drop(db);
    let found = check();
    assert_eq!(found.code, Some(1), "{}{}", found.output, found.errors);
    let named: Vec<&str> =
        found.output.lines().filter_map(|line| line.strip_prefix("standing: ")).collect();
    let expected = [
        format!("decisions {decision}: "),
        format!("objections {objection}: "),
        format!("proposals {proposal}: "),
    ];
    assert_eq!(named.len(), expected.len(), "{named:?}");
    for (named, expected) in named.iter().zip(&expected) {
        assert!(named.starts_with(expected.as_str()), "{named}");
    }
}
