//! Each table has one owner: the room that writes and reads it. Others ask that room. Who names a table elsewhere
//! is on the list of exceptions, and each line of that list is needed.

use crate::paths::Program;
use crate::sources::sources;
use std::collections::{BTreeMap, BTreeSet};
use tubel::features::privacy::HOLDERS;

const OWNERS: [(&str, &[&str]); 21] = [
    ("platform/db", &["idempotency_keys", "instance"]),
    ("platform/ledger", &["checkpoints", "ledger", "ledger_head", "row_seals"]),
    ("platform/mail", &["mail_languages", "mails"]),
    ("platform/read_log", &["reads"]),
    (
        "features/accounts",
        &[
            "account_links",
            "acting_heads",
            "substitutes",
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
    (
        "features/problems",
        &[
            "measurement_checks",
            "measurement_days",
            "measurement_files",
            "measurements",
            "problems",
        ],
    ),
    (
        "features/calls",
        &["call_extensions", "calls", "pact_signatures", "pacts", "panel_members", "revisions"],
    ),
    ("features/needs", &["need_plans", "need_years", "needs"]),
    ("features/conflicts", &["conflict_withdrawals", "conflicts"]),
    (
        "features/proposals",
        &[
            "document_openings",
            "documents",
            "endorsed_texts",
            "endorsement_requests",
            "endorsements",
            "late_submissions",
            "exceptions",
            "proposal_versions",
            "proposals",
            "repairs",
            "submitted_files",
            "submitted_titles",
            "uploads",
            "verifications",
            "withdrawn_conclusions",
        ],
    ),
    (
        "features/interviews",
        &["interview_panelists", "interview_requests", "interview_sheets", "interview_slots"],
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
    ("features/selection", &["selection_runs", "tie_voters", "tie_votes"]),
    (
        "features/decisions",
        &[
            "announcements",
            "approvals",
            "decision_outcomes",
            "decisions",
            "decrees",
            "dissents",
            "minutes_drafts",
            "minutes_remarks",
            "minutes_signatures",
            "plenary_attendance",
            "plenary_meetings",
        ],
    ),
    ("features/objections", &["late_rulings", "objections"]),
    ("features/awards", &["awards"]),
    (
        "features/studies",
        &[
            "studies",
            "study_commitments",
            "study_papers",
            "study_report_answers",
            "study_report_files",
            "study_report_sendings",
            "study_reports",
            "study_requests",
            "study_rulings",
            "study_steps",
            "study_uses",
        ],
    ),
    ("features/impact", &["proposal_sharings"]),
    (
        "features/reminders",
        &[
            "admission_reminders",
            "interview_reminders",
            "measurement_reminders",
            "nudges",
            "pact_reminders",
            "reminders",
            "study_reminders",
        ],
    ),
    (
        "features/breaches",
        &["breach_groups", "breach_measures", "breach_notices", "breach_people", "breaches"],
    ),
    ("features/privacy", &["erasure_requests", "file_removals"]),
];

/// Why a file does not ask the owner.
const EARLIER: &str =
    "stands before the owner and may not name it, and what it decides hangs on what came later";
const BESIDE: &str = "shows a column beside its own rows, or orders by it, in the same statement";

/// Which file, or folder of files, names which tables of others, and why it does not ask their owners. An empty list
/// is for all. Each line is needed.
const EXCEPTIONS: [(&str, &[&str], &str); 27] = [
    ("features/accounts/store/panels", &["calls", "panel_members"], EARLIER),
    ("features/accounts/store/positions", &["calls"], EARLIER),
    ("features/awards/store", &["proposals"], BESIDE),
    ("features/breaches/store/people", &["users"], BESIDE),
    ("features/calls/store/decided", &["decisions"], EARLIER),
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
    ("features/impact/store", &["problems", "proposals"], BESIDE),
    ("features/interviews/store", &["proposals"], BESIDE),
    ("features/objections/store", &["proposals"], BESIDE),
    (
        "features/outbox/store",
        &["mails"],
        "is how people look at the queue that the program sends from",
    ),
    ("features/proposals/store/list", &["calls", "problems", "users"], BESIDE),
    ("features/proposals/store/proposals", &["users"], BESIDE),
    ("features/proposals/store/seeking", &["users"], BESIDE),
    ("features/reviews/store/assignments", &["proposals"], BESIDE),
    ("features/reviews/store/orders", &["proposals"], BESIDE),
    ("features/studies/store", &["awards", "problems", "proposals"], BESIDE),
    ("features/reviews/store/panel", &["problems", "proposals"], BESIDE),
    ("features/selection/store", &["announcements", "decision_outcomes", "decisions"], EARLIER),
    ("features/selection/store", &["proposals"], BESIDE),
    (
        "features/sittings/store",
        &["interview_panelists", "interview_sheets", "interview_slots", "proposals"],
        EARLIER,
    ),
    (
        "platform/mail/store",
        &["units", "users"],
        "knows no feature, and needs an address and a time zone for each letter",
    ),
    (
        "platform/pact",
        &[
            "assignments",
            "calls",
            "decisions",
            "documents",
            "exceptions",
            "interview_slots",
            "objections",
            "pact_signatures",
            "pacts",
            "panel_members",
            "proposals",
            "selection_runs",
        ],
        "knows no feature, and finds where every answer is authorised whether its reader has signed",
    ),
    (
        "platform/read_log/store",
        &[
            "assignments",
            "decisions",
            "documents",
            "erasure_requests",
            "exceptions",
            "interview_slots",
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

/// Columns that lead to a person: an account, an address, a number of theirs, or a thing that is somebody's own.
fn leads_to_a_person(column: &str) -> bool {
    let people = [
        "account",
        "actor",
        "address",
        "candidate",
        "email",
        "head",
        "nip",
        "person",
        "reader",
        "recipient",
        "reviewer",
        "superior",
        "in_place_of",
        "user_id",
        "verifier",
        "voucher",
    ];
    let things = ["assignment_id", "award_id", "document_id", "proposal_id", "session_id"];
    people.contains(&column) || things.contains(&column) || column.ends_with("_by")
}

/// Tables that hold something of a person's though no column says so.
const OF_PEOPLE_ALL_THE_SAME: [&str; 1] = ["sign_in_failures"];

/// What is missing in the answers of these rooms for these tables.
fn unanswered(
    holders: &[(&str, Vec<&str>)],
    tables: &BTreeMap<String, Vec<String>>,
    owners: &BTreeMap<&str, &str>,
) -> Vec<String> {
    let of_people = tables.iter().filter(|(table, columns)| {
        columns.iter().any(|column| leads_to_a_person(column))
            || OF_PEOPLE_ALL_THE_SAME.contains(&table.as_str())
    });
    let mut expected: BTreeSet<(&str, &str)> =
        of_people.map(|(table, _)| (owners[table.as_str()], table.as_str())).collect();
    let mut faults = Vec::new();
    for (room, answered) in holders {
        for table in answered {
            if !expected.remove(&(*room, *table)) {
                faults.push(format!("{room} answers for {table}, which is not its or nobody's"));
            }
        }
    }
    let missing =
        expected.iter().map(|(room, table)| format!("{room} does not answer for {table}"));
    faults.extend(missing);
    faults
}

#[test]
fn every_table_with_a_person_has_a_holder_who_tells_of_it_and_erases_it() {
    let answers: Vec<(&str, Vec<&str>)> = HOLDERS
        .iter()
        .map(|holder| (holder.room, holder.tables.iter().chain(holder.left).copied().collect()))
        .collect();
    let tables = crate::tables_of_the_schema();
    let faults = unanswered(&answers, &tables, &owners());
    assert!(faults.is_empty(), "in `HOLDER` of the room:\n{}", faults.join("\n"));
    // The control: a holder that is forgotten leaves its tables without an answer.
    for index in 0..answers.len() {
        let mut but_one = answers.clone();
        let (room, tables_of_it) = but_one.remove(index);
        let faults = unanswered(&but_one, &tables, &owners());
        assert_eq!(faults.len(), tables_of_it.len(), "{room}");
    }
}

/// What a holder says it tells of or erases, its files on people name.
#[test]
fn a_holder_names_the_tables_that_it_answers_for() {
    let program = Program::read(&sources());
    let schema = ["platform", "db", "schema"].map(str::to_owned);
    let mut faults = Vec::new();
    for holder in HOLDERS {
        let mut named = BTreeSet::new();
        for module in program.modules() {
            let is_its = module.join("/").starts_with(&format!("{}/", holder.room));
            let is_on_people = module.last().is_some_and(|name| {
                ["personal", "closing", "erasing", "given"].contains(&name.as_str())
            });
            if is_its && is_on_people {
                let of_schema =
                    program.names(module).into_iter().filter(|name| name.holder == schema);
                named.extend(of_schema.filter_map(|name| name.rest.first().cloned()));
            }
        }
        // The log of reads is asked through its own function.
        let spare = holder.tables.iter().filter(|table| !named.contains(**table));
        let spare = spare.filter(|table| **table != "reads");
        faults.extend(spare.map(|table| format!("{} does nothing with {table}", holder.room)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
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
