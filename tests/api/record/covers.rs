//! What is under seal and from when; databases of before there were seals; steps of the schema.

use super::signed::rewrite;
use super::{Scene, execute};
use test_support::TestDatabase;
use tubel::features::check::{self, Wanted};
use tubel::platform::db::{self, EXEMPT, INVARIANTS};
use tubel::platform::ledger;

#[test]
fn what_is_not_sealed_is_a_table_and_has_a_reason() {
    let schema = std::fs::read_to_string("crates/tables/src/lib.rs").unwrap();
    for (table, reason) in EXEMPT {
        let is_there = schema.contains(&format!("    {table} (")) || table.starts_with("__diesel");
        assert!(is_there, "{table} is no table");
        assert!(reason.len() > 20, "{table} has no reason");
    }
    // A table that is named nowhere is under seal; one without a key could not be.
    let test = TestDatabase::new();
    let tables = test.open().read(db::tables).unwrap();
    for decisive in ["reviews", "decisions", "role_grants", "conflicts", "awards", "calls", "users"]
    {
        assert!(tables.iter().any(|table| table.name == decisive), "{decisive}");
    }
}

/// SQLite has no truth values and PostgreSQL has; under seal both have.
#[test]
fn both_engines_seal_a_row_in_the_same_words() {
    let scene = Scene::new();
    let mut db = scene.administrator();
    let mut truths = 0;
    for table in db::tables(&mut db).unwrap() {
        db::each_row(&mut db, &table, |_, row| {
            for column in &table.columns {
                let value = &row[&column.name];
                assert_eq!(value.is_boolean(), column.is_boolean && !value.is_null(), "{row}");
                truths += usize::from(value.is_boolean());
            }
            assert_eq!(row.as_object().unwrap().len(), table.columns.len());
            Ok(())
        })
        .unwrap();
    }
    assert!(truths > 100);
}

#[test]
fn every_rule_runs_and_has_a_name_of_its_own() {
    let scene = Scene::new();
    let mut names: Vec<&str> = INVARIANTS.iter().map(|rule| rule.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), INVARIANTS.len());
    assert!(names.len() >= 15);
    let report = scene.check();
    assert_eq!((report.findings.as_slice(), report.rules), ([].as_slice(), names.len()));
    assert!(report.files > 0 && report.rows > 100 && report.seals >= report.rows, "{report:?}");
    let documented = std::fs::read_to_string("docs/ledger.md").unwrap();
    let missing: Vec<&str> =
        names.into_iter().filter(|name| !documented.contains(&format!("`{name}`"))).collect();
    assert_eq!(missing, Vec::<&str>::new(), "not in docs/ledger.md");
}

/// Each breaks one rule and no seal's absence can hide it: rows are compared apart.
#[test]
#[expect(clippy::too_many_lines, reason = "a list of deeds, each on its line")]
fn rules_find_what_breaks_them() {
    let scene = Scene::new();
    let deeds = [
        ("own_decision", "UPDATE decisions SET decided_by = proposed_by"),
        (
            "own_endorsement",
            "UPDATE endorsements SET endorsed_by = (SELECT p.candidate FROM proposals p WHERE p.id = proposal_id)",
        ),
        (
            "seats_kept",
            "UPDATE decision_outcomes SET outcome = 'selected', reserve_position = NULL",
        ),
        (
            "reserves_numbered",
            "UPDATE decision_outcomes SET reserve_position = 1 WHERE outcome = 'selected'",
        ),
        (
            "submitted_in_time",
            "UPDATE proposal_versions SET submitted_at = submitted_at + 31536000000000",
        ),
        ("sheet_before_lock", "UPDATE reviews SET submitted_at = submitted_at + 31536000000000"),
        (
            "own_sheet",
            "UPDATE assignments SET reviewer = (SELECT p.candidate FROM proposals p WHERE p.id = proposal_id) WHERE id = (SELECT min(id) FROM assignments)",
        ),
        ("task_without_sheet", "DELETE FROM reviews"),
        ("two_verifiers", "DELETE FROM verifications"),
        ("submitted_version_kept", "DELETE FROM proposal_versions"),
        (
            "receipt_on_record",
            "UPDATE proposal_versions SET receipt = replace(receipt, '\"seq\":', '\"seq\":9')",
        ),
        ("reviewer_of_panel", "DELETE FROM panel_members"),
        (
            "announced_was_approved",
            "UPDATE decisions SET state = 'returned', returned_reason = 'x'",
        ),
        ("erased_is_closed", "UPDATE users SET erased_at = 1"),
        ("calendar_in_order", "UPDATE calls SET objections_end_at = opens_at"),
        (
            "own_check",
            "UPDATE measurement_checks SET checked_by = (SELECT m.recorded_by FROM measurements m WHERE m.id = measurement_id)",
        ),
        (
            "corrects_its_own",
            "UPDATE measurements SET correction_reason = 'x', corrects = (SELECT max(o.id) FROM measurements o) WHERE id = (SELECT min(o.id) FROM measurements o)",
        ),
    ];
    for (rule, deed) in deeds {
        let mut db = scene.administrator();
        execute(&mut db, "BEGIN");
        if matches!(db, tubel::platform::db::Db::Postgres(_)) {
            for table in [
                "decisions",
                "users",
                "calls",
                "decision_outcomes",
                "proposal_versions",
                "assignments",
            ] {
                drop_checks(&mut db, table);
            }
        }
        execute(&mut db, deed);
        let rule = INVARIANTS.iter().find(|known| known.name == rule).unwrap();
        let found = db::broken(&mut db, rule).unwrap();
        execute(&mut db, "ROLLBACK");
        assert!(!found.is_empty(), "{} found nothing", rule.name);
    }
}

/// No rule between rows: the steps are followed as the program follows them.
#[test]
fn a_study_that_stands_elsewhere_than_its_steps_lead_is_named() {
    let deeds = [
        "UPDATE studies SET state = 'stopped' WHERE state = 'studying'",
        "DELETE FROM study_steps WHERE step = 'resume'",
        "UPDATE study_steps SET step = 'return' WHERE step = 'fail'",
        "DELETE FROM study_steps WHERE step = 'begin'",
    ];
    let scene = Scene::new();
    let mut db = scene.administrator();
    for deed in deeds {
        execute(&mut db, "BEGIN");
        execute(&mut db, deed);
        let found = tubel::features::studies::contradictions(&mut db).unwrap();
        let report = super::by_hand::findings(&mut db);
        execute(&mut db, "ROLLBACK");
        assert!(!found.is_empty(), "{deed}");
        assert!(found.iter().all(|one| one.contains("its steps lead to")), "{deed}: {found:?}");
        let told = report.findings.iter().filter(|finding| finding.check == "standing");
        assert_eq!(told.map(|one| &one.what).collect::<Vec<_>>(), found.iter().collect::<Vec<_>>());
    }
    assert_eq!(tubel::features::studies::contradictions(&mut db).unwrap(), Vec::<String>::new());
}

fn drop_checks(db: &mut tubel::platform::db::Db, table: &str) {
    execute(
        db,
        &format!(
            "DO $$ DECLARE name text; BEGIN FOR name IN SELECT conname FROM pg_constraint \
             WHERE conrelid = '{table}'::regclass AND contype IN ('c', 'u') LOOP \
             EXECUTE format('ALTER TABLE {table} DROP CONSTRAINT %I', name); END LOOP; END $$"
        ),
    );
}

#[test]
fn a_missing_and_a_damaged_file_are_named() {
    let scene = Scene::new();
    let mut files = Vec::new();
    for folder in std::fs::read_dir(scene.folder.path().join("files")).unwrap() {
        files.extend(
            std::fs::read_dir(folder.unwrap().path()).unwrap().map(|file| file.unwrap().path()),
        );
    }
    std::fs::write(&files[0], "another").unwrap();
    std::fs::remove_file(&files[1]).unwrap();
    let report = scene.check();
    assert!(report.findings.len() >= 2, "{:?}", report.findings);
    assert!(report.findings.iter().all(|finding| finding.check == "file_damaged"));
}

/// As the database was before this step: entries, and neither seals nor tree.
fn back_to_before_seals(scene: &Scene) {
    rewrite(scene, |entry| entry.rows = None);
    let postgres = scene.test.url.starts_with("postgres");
    let function = if postgres { "DROP FUNCTION tubel_note_row() CASCADE; " } else { "" };
    scene.by_hand(&format!(
        "{function}DROP TABLE checkpoints; DROP TABLE row_seals; \
         ALTER TABLE ledger_head DROP COLUMN tree; ALTER TABLE ledger DROP COLUMN row_digest; \
         DELETE FROM __diesel_schema_migrations WHERE version = '20261128000088'"
    ));
}

#[test]
fn an_older_database_is_sealed_as_it_is_and_says_from_when() {
    let mut scene = Scene::new();
    let before = scene.database.read(ledger::head).unwrap();
    back_to_before_seals(&scene);
    scene.database = scene.test.open();
    let acts: Vec<String> = scene
        .database
        .read(|db| ledger::entries_after(db, before.seq, ledger::Wanted::default(), 100))
        .unwrap()
        .into_iter()
        .map(|entry| entry.act)
        .collect();
    assert!(!acts.is_empty() && acts.iter().all(|act| act == "record.baseline"), "{acts:?}");
    let report = check::check(
        &scene.database,
        &Wanted { data: Some(scene.folder.path()), key: None, holds: &[] },
        &|_| {},
    )
    .unwrap();
    // The receipts are of the record as it was; that it has other hashes is this test's own doing.
    let others = report.findings.iter().filter(|finding| finding.check != "receipt_on_record");
    assert_eq!(others.count(), 0, "{:?}", report.findings);
    assert_eq!(report.sealed_from, Some(before.seq + 1));
    scene.by_hand("UPDATE units SET remote = NOT remote WHERE code = 'P'");
    let now = scene.check();
    assert!(now.findings.iter().any(|finding| finding.check == "row_changed"));
}

/// A step of the schema that adds a column changes every row; one that did not agree before stays found.
#[test]
fn a_step_of_the_schema_seals_anew_and_launders_nothing() {
    let scene = Scene::new();
    scene.by_hand("UPDATE units SET remote = NOT remote WHERE code = 'P'");
    let (now, before) = (scene.now, scene.database.read(ledger::odd_rows).unwrap());
    assert_eq!(before.len(), 1);
    scene.by_hand("ALTER TABLE units ADD COLUMN phone TEXT");
    assert!(scene.check().findings.len() > 10);
    scene.database.write(move |db| ledger::reseal(db, &before, now)).unwrap();
    let findings = scene.check().findings;
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].what.contains("units [\"P\"]"), "{findings:?}");
}

/// Every row of the demo, and every JSON text in one, as the second reading writes it; `scripts/check-canonical`
/// compares that with a library of RFC 8785.
#[test]
fn the_demos_documents_have_the_same_bytes_in_the_second_reading() {
    let scene = Scene::new();
    let mut db = scene.administrator();
    let mut lines = String::new();
    for table in db::tables(&mut db).unwrap() {
        db::each_row(&mut db, &table, |_, row| {
            let texts = row.as_object().unwrap().values().filter_map(|value| value.as_str());
            let documents = texts.filter_map(|text| serde_json::from_str(text).ok());
            let documents: Vec<serde_json::Value> =
                documents.filter(serde_json::Value::is_object).collect();
            for value in std::iter::once(&row).chain(&documents) {
                lines += &tubel::kernel::canonical::json(value).unwrap();
                lines.push('\n');
            }
            Ok(())
        })
        .unwrap();
    }
    assert!(lines.lines().count() > 500);
    let file = scene.folder.path().join("documents.jsonl");
    std::fs::write(&file, lines).unwrap();
    let run = std::process::Command::new("python3")
        .args(["scripts/check-canonical", "--lines", file.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}
