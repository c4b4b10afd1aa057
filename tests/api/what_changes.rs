//! What each exception of a real calendar may change: the tables and columns that it writes, found by comparing every
//! row before and after, beside `tests/golden/what_changes.tsv`. So the rules that were frozen, the other proposals and
//! what was decided are seen to stay as they were, for every pair of exception and column.
//! `UPDATE_GOLDEN=1 cargo test --test api what_changes` writes the page anew.

mod later;

use crate::accidents::OnlySaved;
use crate::exceptions::Scene;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use test_support::writing::World as Writing;
use test_support::{Person, TestApp};
use tubel::kernel::access::Role;
use tubel::platform::db::Db;
use tubel::platform::db::rows::{each_row, tables_of};

const PAGE: &str = "tests/golden/what_changes.tsv";

const HEADING: &str = "\
# What each exception changes: table and column, `+` where rows are added. The record, its seals and signatures, letters and
# sign-ins are written by every act and are left out. See docs/accidents.md; made by tests/api/what_changes.rs.
";

/// Written by every act.
const ALWAYS: [&str; 12] = [
    "checkpoints",
    "devices",
    "idempotency_keys",
    "ledger",
    "ledger_head",
    "mail_languages",
    "mails",
    "reads",
    "refresh_tokens",
    "row_seals",
    "sessions",
    "users",
];

/// What tells rows without an id apart, beside the ids of others.
const KEYS: [&str; 6] = ["kind", "number", "part", "round", "verifier", "version"];

type Rows = BTreeMap<String, BTreeMap<String, Map<String, Value>>>;

/// Every row of every table, by what tells it apart.
fn everything(app: &TestApp) -> Rows {
    let read = |db: &mut Db| {
        let mut all = Rows::new();
        for table in tables_of(db)? {
            if ALWAYS.contains(&table.as_str()) {
                continue;
            }
            let rows = all.entry(table.clone()).or_default();
            each_row::<tubel::kernel::errors::Failure>(db, &table, &mut |line| {
                let row: Map<String, Value> = serde_json::from_str(line)?;
                let names = |column: &str| column.ends_with("_id") || KEYS.contains(&column);
                let key = row.iter().filter(|(column, _)| names(column));
                let key: Vec<String> = key.map(|(_, value)| value.to_string()).collect();
                rows.insert(row.get("id").map_or_else(|| key.join(" "), Value::to_string), row);
                Ok(())
            })?;
        }
        Ok(all)
    };
    app.database().read(read).unwrap()
}

/// The columns that differ.
fn differences(before: &Rows, after: &Rows) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (table, rows) in after {
        let nothing = BTreeMap::new();
        let old = before.get(table).unwrap_or(&nothing);
        if old.keys().any(|key| !rows.contains_key(key)) {
            found.insert(format!("{table} -"));
        }
        for (key, row) in rows {
            let Some(was) = old.get(key) else {
                found.insert(format!("{table} +"));
                continue;
            };
            let changed = row.iter().filter(|(column, value)| was.get(*column) != Some(*value));
            found.extend(changed.map(|(column, _)| format!("{table}.{column}")));
        }
    }
    found
}

/// The act, and what it changed.
async fn of<T>(app: &TestApp, act: impl Future<Output = T>) -> BTreeSet<String> {
    let before = everything(app);
    act.await;
    differences(&before, &everything(app))
}

async fn reopening(phase: &str, at: &str, until: &str) -> BTreeSet<String> {
    let world = Writing::start().await;
    let app = &world.app;
    let path = world.ready().await;
    assert_eq!(world.submit(&path).await.status, 201);
    let chair = world.outsider("ketua", Role::Chair);
    app.at(at);
    let body = json!({"phase": phase, "until": until, "reason": "Peladen mati semalam."});
    let reopen = format!("/api/v1/calls/{}/reopen", world.call);
    of(app, async { app.post(&chair, &reopen, body).await.expect(200).clone() }).await
}

async fn late_submission() -> BTreeSet<String> {
    let world = Writing::start().await;
    let app = &world.app;
    let path = world.ready().await;
    let chair = world.outsider("ketua", Role::Chair);
    app.at("2026-12-24T02:00:00Z");
    let body = json!({"until": "2026-12-25T01:00:00Z", "reason": "Dirawat di rumah sakit."});
    let late = format!("{path}/late-submission");
    of(app, async { app.post(&chair, &late, body).await.expect(201).clone() }).await
}

async fn returning() -> BTreeSet<String> {
    let world = Writing::start().await;
    let app = &world.app;
    let path = world.ready().await;
    assert_eq!(world.submit(&path).await.status, 201);
    let (reason, withdraw) = (json!({"reason": "Salah tombol."}), format!("{path}/withdraw"));
    app.post(&world.candidate, &withdraw, reason).await.expect(200);
    let resume = format!("{path}/resume");
    let act = async { app.post(&world.candidate, &resume, Value::Null).await.expect(200).clone() };
    of(app, act).await
}

async fn awaiting() -> BTreeSet<String> {
    let scene = OnlySaved::new().await;
    let app = &scene.world.app;
    let body = json!({"until": scene.in_hours(24), "reason": "Tombol terakhir terlupa."});
    let path = format!("{}/await", scene.task);
    of(app, async { app.post(&scene.chair, &path, body).await.expect(200).clone() }).await
}

async fn leaving_out() -> BTreeSet<String> {
    let scene = OnlySaved::new().await;
    let body = json!({
        "without": [scene.number], "reason": "Penilai wafat; panel tidak mempunyai pengganti.",
    });
    of(&scene.world.app, async { scene.compute(body).await.expect(201).clone() }).await
}

async fn exception(what: Value) -> BTreeSet<String> {
    let scene = Scene::new().await;
    let id = scene.asked(what).await;
    let grant = async |who: &Person| scene.answer(who, &id, "granted").await.expect(200).clone();
    let both = async {
        grant(&scene.chair).await;
        grant(&scene.decider).await
    };
    of(scene.app(), both).await
}

#[actix_web::test]
async fn each_exception_changes_what_the_page_says_and_nothing_else() {
    let lines = [
        (
            "submission opens again",
            reopening("submission", "2026-12-24T02:00:00Z", "2026-12-25T01:00:00Z").await,
        ),
        (
            "verification opens again",
            reopening("screening", "2027-01-11T02:00:00Z", "2027-01-12T01:00:00Z").await,
        ),
        (
            "review opens again",
            reopening("review", "2027-01-26T02:00:00Z", "2027-01-27T01:00:00Z").await,
        ),
        ("one draft may be handed in late", late_submission().await),
        ("back after a withdrawal", returning().await),
        ("a sheet is awaited", awaiting().await),
        ("a ranking without a proposal that lacks sheets", leaving_out().await),
        (
            "minutes let a document come late",
            exception(json!({"kind": "late_document", "document": "proposal"})).await,
        ),
        (
            "minutes let a field be corrected",
            exception(json!({"kind": "corrected_field", "field": "title"})).await,
        ),
        ("minutes let the level change", exception(json!({"kind": "other_level"})).await),
        ("an interview's attendance is corrected", later::interview_attendance().await),
        (
            "a proposal with an interview is withdrawn",
            later::interview_of_a_withdrawn_proposal().await,
        ),
        ("a plenary's attendance is corrected", later::plenary_attendance().await),
        ("the attendance of who could vote is corrected", later::attendance_of_a_voter().await),
        ("a vote on equal scores is taken again", later::vote_taken_again().await),
        ("a conflict is withdrawn", later::conflict_withdrawn().await),
        ("a reviewer leaves", later::reviewer_leaves().await),
        ("a plan is taken back", later::plan_taken_back().await),
        ("an administrative objection is upheld late", later::late_ruling().await),
    ];
    let mut page = HEADING.to_owned();
    for (name, changed) in &lines {
        for one in changed {
            writeln!(page, "{name}\t{one}").unwrap();
        }
        // What no exception touches, whatever the page says.
        for never in ["calls.definition", "calls.rules_hash", "calls.seats", "decisions"] {
            assert!(!changed.iter().any(|one| one.starts_with(never)), "{name}: {changed:?}");
        }
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(PAGE, &page).unwrap();
    }
    assert_eq!(page, std::fs::read_to_string(PAGE).unwrap_or_default());
}
