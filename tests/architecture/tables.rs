//! Each table has one owner: the room that writes and reads it. Others ask that room. Who names a table elsewhere
//! is on the list of exceptions, and each line of that list is needed.

use crate::paths::Program;
use crate::sources::sources;
use std::collections::{BTreeMap, BTreeSet};

const OWNERS: [(&str, &[&str]); 17] = [
    ("platform/db", &["idempotency_keys", "instance"]),
    ("platform/ledger", &["checkpoints", "ledger", "ledger_head", "row_seals"]),
    ("platform/mail", &["mail_languages", "mails"]),
    ("platform/read_log", &["reads"]),
    (
        "features/accounts",
        &[
            "account_links",
            "address_changes",
            "devices",
            "positions",
            "proposed_changes",
            "recovery_codes",
            "refresh_tokens",
            "registrations",
            "role_grants",
            "second_factors",
            "sessions",
            "sign_in_failures",
            "staff_list",
            "units",
            "users",
            "vouchers",
        ],
    ),
    ("features/problems", &["problems"]),
    ("features/calls", &["call_extensions", "calls", "panel_members", "revisions"]),
    ("features/conflicts", &["conflicts"]),
    (
        "features/proposals",
        &[
            "document_openings",
            "documents",
            "endorsements",
            "proposal_versions",
            "proposals",
            "repairs",
            "submitted_files",
            "uploads",
            "verifications",
            "withdrawn_conclusions",
        ],
    ),
    (
        "features/reviews",
        &[
            "assignments",
            "reconciliations",
            "reopenings",
            "review_versions",
            "reviews",
            "sheet_exclusions",
            "sheet_orders",
        ],
    ),
    ("features/selection", &["selection_runs"]),
    (
        "features/decisions",
        &[
            "announcements",
            "approvals",
            "decision_outcomes",
            "decisions",
            "decrees",
            "plenary_meetings",
        ],
    ),
    ("features/objections", &["objections"]),
    ("features/awards", &["awards"]),
    ("features/reminders", &["nudges", "reminders"]),
    (
        "features/breaches",
        &["breach_groups", "breach_measures", "breach_notices", "breach_people", "breaches"],
    ),
    ("features/privacy", &["erasure_requests", "file_removals"]),
];

/// Why a file does not ask the owner.
const PERSONS: &str = "gathers what is held on people, or was done with their things, until each feature hands over its own";
const EARLIER: &str =
    "stands before the owner and may not name it, and what it decides hangs on what came later";
const BESIDE: &str = "shows a column beside its own rows, or orders by it, in the same statement";

/// Which file, or folder of files, names which tables of others, and why it does not ask their owners. An empty list
/// is for all. Each line is needed.
const EXCEPTIONS: [(&str, &[&str], &str); 20] = [
    ("features/accounts/store/positions", &["calls"], EARLIER),
    ("features/awards/store", &["proposals"], BESIDE),
    (
        "features/breaches/store/people",
        &["assignments", "ledger", "objections", "proposals", "users"],
        PERSONS,
    ),
    ("features/calls/store/recipients", &["proposals"], EARLIER),
    (
        "features/conflicts/store",
        &[
            "announcements",
            "assignments",
            "awards",
            "decisions",
            "documents",
            "endorsements",
            "objections",
            "proposals",
            "reconciliations",
            "repairs",
            "selection_runs",
            "sheet_orders",
            "uploads",
        ],
        EARLIER,
    ),
    ("features/conflicts/store", &["calls", "positions"], BESIDE),
    ("features/decisions/store", &["proposals"], BESIDE),
    ("features/decisions/store/announcements", &["objections"], EARLIER),
    ("features/objections/store", &["proposals"], BESIDE),
    (
        "features/outbox/store",
        &["mails"],
        "is how people look at the queue that the program sends from",
    ),
    ("features/privacy/store", &[], PERSONS),
    ("features/proposals/store/list", &["calls", "problems", "users"], BESIDE),
    ("features/proposals/store/proposals", &["users"], BESIDE),
    ("features/reviews/store/assignments", &["proposals"], BESIDE),
    ("features/reviews/store/orders", &["proposals"], BESIDE),
    ("features/reviews/store/panel", &["problems", "proposals"], BESIDE),
    ("features/selection/store", &["announcements", "decision_outcomes", "decisions"], EARLIER),
    ("features/selection/store", &["proposals"], BESIDE),
    (
        "platform/mail/store",
        &["units", "users"],
        "knows no feature, and needs an address and a time zone for each letter",
    ),
    (
        "platform/read_log/store",
        &[
            "assignments",
            "decisions",
            "documents",
            "erasure_requests",
            "objections",
            "proposals",
            "selection_runs",
        ],
        "knows no feature, and finds in one statement whose things were read",
    ),
];

/// The owner of each table.
fn owners() -> BTreeMap<&'static str, &'static str> {
    let pairs = OWNERS
        .into_iter()
        .flat_map(|(room, tables)| tables.iter().map(move |table| (*table, room)));
    pairs.collect()
}

/// Each file with each table that it names and does not own; `*` for all of them.
fn foreign(program: &Program) -> BTreeSet<(String, String)> {
    let owners = owners();
    let schema = ["platform", "db", "schema"].map(str::to_owned);
    let mut found = BTreeSet::new();
    for module in program.modules().filter(|module| **module != schema) {
        let place = module.join("/");
        for name in program.names(module).into_iter().filter(|name| name.holder == schema) {
            let table = name.rest.first().map_or("", String::as_str);
            let owner = owners.get(table).copied().unwrap_or("");
            let is_owned = place == owner || place.starts_with(&format!("{owner}/"));
            match table {
                // The schema itself, to be looked into below this name.
                "" => {}
                "*" => drop(found.insert((place.clone(), "*".to_owned()))),
                _ if owner.is_empty() || !is_owned => {
                    found.insert((place.clone(), table.to_owned()));
                }
                _ => {}
            }
        }
    }
    found
}

fn excuses((file, tables, _): &(&str, &[&str], &str), place: &str, table: &str) -> bool {
    let is_there = place == *file || place.starts_with(&format!("{file}/"));
    is_there && (tables.is_empty() || tables.contains(&table))
}

#[test]
fn every_table_of_the_schema_has_one_owner() {
    let listed: Vec<&str> = OWNERS.iter().flat_map(|(_, tables)| tables.iter().copied()).collect();
    let known = crate::tables_of_the_schema();
    let known: BTreeSet<&str> = known.keys().map(String::as_str).collect();
    assert_eq!(listed.iter().copied().collect::<BTreeSet<_>>(), known);
    assert_eq!(listed.len(), known.len(), "a table has two owners");
}

#[test]
fn a_table_is_named_by_its_owner_only() {
    let found = foreign(&Program::read(&sources()));
    let faults: Vec<String> = found
        .iter()
        .filter(|(place, table)| !EXCEPTIONS.iter().any(|one| excuses(one, place, table)))
        .map(|(place, table)| {
            let owner = owners().get(table.as_str()).copied().unwrap_or("nobody");
            format!("{place} names {table}, which is {owner}'s")
        })
        .collect();
    assert!(faults.is_empty(), "ask the owner:\n{}", faults.join("\n"));
    for (file, tables, why) in &EXCEPTIONS {
        assert!(!why.is_empty());
        let needed = |table: &str| {
            found.iter().any(|(place, other)| excuses(&(*file, &[table], *why), place, other))
        };
        let spare: Vec<&&str> = tables.iter().filter(|table| !needed(table)).collect();
        assert!(spare.is_empty(), "{file} no longer needs {spare:?}");
        let is_needed =
            found.iter().any(|(place, table)| excuses(&(*file, *tables, *why), place, table));
        assert!(is_needed, "{file} needs no exception any more");
    }
}

/// The control: a table of another is found by import, by path, through the schema's own name, and when all are
/// taken at once.
#[test]
fn a_table_of_another_is_found_however_it_is_named() {
    let texts = [
        ("src/platform/db/schema.rs", ""),
        (
            "src/features/accounts/store.rs",
            "use crate::platform::db::schema::{users, sessions as s};",
        ),
        (
            "src/features/home/store.rs",
            "use crate::platform::db::schema::{mails, users as people};",
        ),
        ("src/features/home/actions.rs", "fn f() { crate::platform::db::schema::awards::table }"),
        (
            "src/features/home/rules.rs",
            "use crate::platform::db::schema;\nfn f() { schema::calls::table }",
        ),
        ("src/features/home/pages.rs", "use crate::platform::db::schema::*;"),
    ];
    let lines = |text: &str| text.lines().map(str::to_owned).collect();
    let program = Program::of(texts.iter().map(|(path, text)| ((*path).to_owned(), lines(text))));
    let expected = [
        ("features/home/actions", "awards"),
        ("features/home/pages", "*"),
        ("features/home/rules", "calls"),
        ("features/home/store", "mails"),
        ("features/home/store", "users"),
    ];
    let expected = expected.map(|(place, table)| (place.to_owned(), table.to_owned()));
    assert_eq!(foreign(&program), BTreeSet::from(expected));
}
