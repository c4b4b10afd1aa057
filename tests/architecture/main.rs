//! The shape of the house, read from its `use` paths: stages depend on earlier stages only, rooms
//! keep their files' roles, and the schema that diesel sees is the one the migrations make.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod circles;
mod context;
mod paths;
mod sources;
mod states;
mod tables;

use paths::{Module, Program};
use sources::{named, sources};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use tubel::platform::db::{Dialect, STEPS};
use tubel::platform::ledger::{EventType, SubjectKind};

/// The layers of `src`; a file names its own and those before it.
const LAYERS: [&str; 5] = ["kernel", "platform", "web", "features", "cli"];

/// The process, in order; a feature may name those before it.
const FEATURES: [&str; 24] = [
    "accounts",
    "problems",
    "needs",
    "calls",
    "conflicts",
    "sittings",
    "proposals",
    "reviews",
    "interviews",
    "selection",
    "decisions",
    "objections",
    "awards",
    "studies",
    "impact",
    "reminders",
    "outbox",
    "enquiries",
    "breaches",
    "audit",
    "privacy",
    "check",
    "backup",
    "home",
];

/// Files beside the layers: they put everything together.
const ASSEMBLY: [&str; 4] = ["cli", "lib", "main", "server"];

#[test]
fn the_top_of_the_source_has_eight_entries() {
    let mut entries: Vec<_> = fs::read_dir("src")
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    entries.sort();
    let expected =
        ["cli", "features", "kernel", "lib.rs", "main.rs", "platform", "server.rs", "web"];
    assert_eq!(entries, expected);
}

#[test]
fn layers_name_only_those_below_and_features_only_earlier_ones() {
    let layer = |name: &str| LAYERS.iter().position(|layer| *layer == name);
    let feature = |name: &str| FEATURES.iter().position(|feature| *feature == name);
    let mut faults = Vec::new();
    let mut names = 0;
    for source in sources() {
        if ASSEMBLY.contains(&source.layer.as_str()) {
            continue;
        }
        let own = layer(&source.layer).unwrap_or_else(|| panic!("{}", source.path.display()));
        let own_feature = source.feature.as_deref().map(|name| feature(name).expect(name));
        for (number, line) in source.product_lines() {
            for path in named(line) {
                names += 1;
                let is_fault = match (path.first().copied(), path.get(1).copied()) {
                    (Some("features"), Some(other)) if own_feature.is_some() => {
                        feature(other) > own_feature
                    }
                    (Some("server"), _) => true,
                    (Some(other), _) => layer(other).is_some_and(|other| other > own),
                    (None, _) => false,
                };
                if is_fault {
                    faults.push(source.place(number, line));
                }
            }
        }
    }
    assert!(names > 2000, "{names}");
    assert!(faults.is_empty(), "names what comes later:\n{}", faults.join("\n"));
}

/// What a role may not name. `flows` holds what the API and the pages do alike, so neither names the other.
fn forbidden(role: Option<&str>) -> Vec<&'static str> {
    let http = ["actix_web", "crate::web"];
    let queries = ["diesel", "crate::platform::db::schema"];
    let store = ["store::", ", store,", ", store}"];
    match role {
        Some("rules") => {
            let others = ["diesel", "crate::platform::db", "Clock", "getrandom"];
            http.into_iter().chain(others).collect()
        }
        Some("store") => http.into_iter().chain(["::actions"]).collect(),
        Some("actions") => http.into_iter().chain(queries).collect(),
        Some("flows") => queries.into_iter().chain(store).collect(),
        Some("api" | "pages") => {
            // Slow work and the order of steps belong in `flows`, where both find them.
            let slow =
                ["blocking(", ".passwords.", "confirm_password(", "confirm_identity(", "spawn("];
            queries.into_iter().chain(store).chain(slow).collect()
        }
        _ => vec!["diesel::prelude", "crate::platform::db::schema"],
    }
}

#[test]
fn files_keep_to_their_roles() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.feature.is_some()) {
        let forbidden = forbidden(source.role());
        for (number, line) in source.product_lines() {
            let code = line.split("//").next().unwrap_or("");
            if forbidden.iter().any(|word| code.contains(word)) {
                faults.push(source.place(number, line));
            }
        }
    }
    assert!(faults.is_empty(), "out of role:\n{}", faults.join("\n"));
}

/// Which role of a feature may not name which, whatever path or re-export leads there. Queries that the feature shows to all
/// others (`pub use store::…`) its own pages may ask too.
const APART: [(&str, &[&str]); 6] = [
    ("rules", &["actions", "flows", "api", "pages"]),
    ("store", &["actions", "flows", "api", "pages"]),
    ("actions", &["flows", "api", "pages"]),
    ("flows", &["api", "pages"]),
    ("api", &["pages"]),
    ("pages", &["api"]),
];

/// The names of one file that its role forbids.
fn out_of_role(program: &Program, module: &Module) -> Vec<String> {
    let [features, feature, role, ..] = module.as_slice() else { return Vec::new() };
    let Some((_, apart)) =
        APART.iter().find(|(own, _)| own == role).filter(|_| features == "features")
    else {
        return Vec::new();
    };
    let names = program.names(module).into_iter().filter(|name| {
        let [in_features, other, role, ..] = name.holder.as_slice() else { return false };
        in_features == "features" && other == feature && apart.contains(&role.as_str())
    });
    names
        .map(|name| {
            format!(
                "{} names {}::{}",
                module.join("/"),
                name.holder.join("::"),
                name.rest.join("::")
            )
        })
        .collect()
}

#[test]
fn roles_stay_apart_whatever_path_leads_there() {
    let program = Program::read(&sources());
    let faults: Vec<String> =
        program.modules().flat_map(|module| out_of_role(&program, module)).collect();
    assert!(faults.is_empty(), "out of role:\n{}", faults.join("\n"));
}

/// The control: a page reaches the API through the feature's own front.
#[test]
fn a_page_that_reaches_the_api_by_a_re_export_is_found() {
    let texts = [
        ("src/features/x/mod.rs", "mod api;\nmod pages;\npub use api::act;"),
        ("src/features/x/api.rs", "pub fn act() {}"),
        ("src/features/x/pages.rs", "use super::act;"),
    ];
    let lines = |text: &str| text.lines().map(str::to_owned).collect();
    let program = Program::of(texts.iter().map(|(path, text)| ((*path).to_owned(), lines(text))));
    let faults: Vec<String> =
        program.modules().flat_map(|module| out_of_role(&program, module)).collect();
    assert_eq!(faults, ["features/x/pages names features::x::api::act"]);
}

#[test]
fn every_file_says_what_it_is_and_none_outgrows_its_name() {
    for source in sources() {
        let path = source.path.display();
        assert!(
            source.lines.first().is_some_and(|line| line.starts_with("//!")),
            "{path} lacks //!"
        );
        let most = 400;
        assert!(source.lines.len() <= most, "{path} has {} lines", source.lines.len());
    }
}

/// `CREATE TABLE name ( column TYPE …` of all steps, in the SQL that the program runs on one engine.
fn migrated_tables(dialect: Dialect) -> BTreeMap<String, Vec<String>> {
    let mut tables = BTreeMap::new();
    let mut current: Option<(String, Vec<String>)> = None;
    for step in STEPS {
        for line in step.up(dialect).lines() {
            if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
                current = Some((rest.split_whitespace().next().unwrap().to_owned(), Vec::new()));
            } else if let Some((old, new)) = renamed(line) {
                // SQLite changes a table by making it anew.
                let columns = tables.remove(&old).unwrap();
                tables.insert(new, columns);
            } else if let Some((table, column)) = added_column(line) {
                tables.entry(table).or_insert_with(Vec::new).push(column);
            } else if line.starts_with(");") {
                tables.extend(current.take());
            } else if let Some((_, columns)) = &mut current
                && let Some(name) = line.split_whitespace().next()
                && name
                    .chars()
                    .all(|letter| letter.is_ascii_lowercase() || "_0123456789".contains(letter))
            {
                columns.push(name.to_owned());
            }
        }
    }
    tables
}

/// The old and the new name of `ALTER TABLE … RENAME TO …;`, on one line.
fn renamed(line: &str) -> Option<(String, String)> {
    let (old, new) = line.strip_prefix("ALTER TABLE ")?.split_once(" RENAME TO ")?;
    Some((old.to_owned(), new.trim_end_matches(';').to_owned()))
}

/// The table and the column of `ALTER TABLE … ADD COLUMN …`, on one line.
fn added_column(line: &str) -> Option<(String, String)> {
    let (table, rest) = line.strip_prefix("ALTER TABLE ")?.split_once(" ADD COLUMN ")?;
    Some((table.to_owned(), rest.split_whitespace().next()?.to_owned()))
}

fn tables_of_the_schema() -> BTreeMap<String, Vec<String>> {
    let mut tables = BTreeMap::new();
    let mut current: Option<(String, Vec<String>)> = None;
    for line in fs::read_to_string("crates/tables/src/lib.rs").unwrap().lines() {
        if let Some(column) = line.strip_prefix("        ").filter(|line| line.contains(" -> ")) {
            let name = column.split_whitespace().next().unwrap();
            current.as_mut().unwrap().1.push(name.to_owned());
        } else if let Some(table) = line.strip_prefix("    ").filter(|line| line.ends_with(") {")) {
            current = Some((table.split_whitespace().next().unwrap().to_owned(), Vec::new()));
        } else if line == "    }" {
            tables.extend(current.take());
        }
    }
    tables
}

#[test]
fn both_engines_and_diesel_see_the_same_tables() {
    let (sqlite, postgres) = (migrated_tables(Dialect::Sqlite), migrated_tables(Dialect::Postgres));
    assert_eq!(sqlite, postgres);
    assert!(sqlite.len() > 20);
    assert_eq!(sqlite, tables_of_the_schema());
}

/// A table that one engine alone makes is told apart from one that both make: the test above reads what runs.
#[test]
fn what_one_engine_alone_runs_counts_for_that_engine_only() {
    let both = STEPS.iter().filter(|step| step.up(Dialect::Sqlite) == step.up(Dialect::Postgres));
    let both = both.count();
    assert!(both > 15 && both < STEPS.len(), "{both} of {}", STEPS.len());
    let mails = |dialect| {
        let step = STEPS.iter().find(|step| step.name.ends_with("_mail")).unwrap();
        step.up(dialect).lines().filter(|line| line.starts_with("CREATE TABLE mails ")).count()
    };
    assert_eq!((mails(Dialect::Sqlite), mails(Dialect::Postgres)), (1, 1));
}

/// A backup holds the files that rows name; it finds them by this list of columns.
#[test]
fn every_column_that_names_a_file_is_known_to_backups() {
    // Files that are to be removed, if nothing names them any more.
    let not_files = [("file_removals", "sha256")];
    let known: Vec<(&str, &str)> =
        tubel::platform::db::rows::FILE_COLUMNS.into_iter().chain(not_files).collect();
    let mut faults = Vec::new();
    for (table, columns) in tables_of_the_schema() {
        for column in columns.iter().filter(|column| column.ends_with("sha256")) {
            if !known.contains(&(table.as_str(), column.as_str())) {
                faults.push(format!("{table}.{column}"));
            }
        }
    }
    assert!(faults.is_empty(), "not in db::rows::FILE_COLUMNS: {}", faults.join(", "));
}

/// What the record calls things is written in `platform/ledger/events.rs` and `subject.rs` alone: a name written out
/// elsewhere would have no class, and be told to whoever asks. (The rules between rows are constant texts; they have
/// a test of their own.)
#[test]
fn events_and_subjects_of_the_record_are_named_by_their_types() {
    let names: BTreeSet<&str> = EventType::ALL.iter().map(|act| act.name()).collect();
    let kinds = SubjectKind::ALL.iter().filter(|kind| kind.has_id());
    let prefixes: Vec<&str> = kinds.map(|kind| kind.prefix()).collect();
    let home = ["platform/ledger/events.rs", "platform/ledger/subject.rs", "db/invariants.rs"];
    let mut faults = Vec::new();
    for source in sources() {
        let path = source.path.to_string_lossy().into_owned();
        // The kernel lies below the record and cannot write on it; `record.key` is a file there.
        let is_home = home.iter().any(|file| path.ends_with(file)) || source.layer == "kernel";
        if is_home || path.ends_with("tests.rs") {
            continue;
        }
        for (number, line) in source.product_lines() {
            let code = line.trim_start();
            if code.starts_with("//") || code.starts_with("#[") {
                continue;
            }
            let written = code.split('"').skip(1).step_by(2);
            let is_name = |text: &str| names.contains(text);
            let is_subject = |text: &str| prefixes.iter().any(|prefix| text.starts_with(prefix));
            if written.into_iter().any(|text| is_name(text) || is_subject(text)) {
                faults.push(source.place(number, line));
            }
        }
    }
    assert!(names.len() > 100 && prefixes.len() > 10);
    assert!(faults.is_empty(), "use EventType and Subject:\n{}", faults.join("\n"));
}

#[test]
fn pages_ask_the_access_table_and_work_out_no_permission_from_roles() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.role() == Some("pages")) {
        let by_role = source.product_lines().filter(|(_, line)| line.contains("is(Role::"));
        faults.extend(by_role.map(|(number, line)| source.place(number, line)));
    }
    assert!(faults.is_empty(), "ask `access::decide` instead:\n{}", faults.join("\n"));
}

/// Words that lead to the draft, and the files that may say them.
const DOORS: [(&str, &[&str]); 7] = [
    (
        "documents::table",
        // The last two read the row of a file that was handed in.
        &[
            "proposals/store/documents.rs",
            "proposals/store/personal.rs",
            "proposals/store/erasing.rs",
            "proposals/store/pins.rs",
            "proposals/store/openings.rs",
            // Whose it is, and nothing of it.
            "read_log/store.rs",
            "platform/pact.rs",
        ],
    ),
    ("documents::dsl", &[]),
    (
        "submitted_files::table",
        &["proposals/store/pins.rs", "proposals/store/personal.rs", "proposals/store/erasing.rs"],
    ),
    (
        "proposals::content",
        &[
            "proposals/store/proposals.rs",
            "proposals/store/list.rs",
            "proposals/store/personal.rs",
            "proposals/store/erasing.rs",
        ],
    ),
    (
        "store::find(db, id)",
        &[
            "proposals/actions/",
            "problems/",
            "reviews/",
            "decisions/",
            "objections/",
            "awards/",
            "studies/",
            "breaches/",
            "calls/",
            "outbox/",
        ],
    ),
    ("documents_of(db", &["proposals/actions/context.rs", "proposals/store/personal.rs"]),
    // The draft beside what was handed in: whoever reads it says which of the two.
    ("find_with_submission(", &["proposals/actions/context.rs", "proposals/store/versions.rs"]),
];

/// The draft's text and files have one room and there one door: whoever else read them would judge what
/// was never handed in. `personal`, `given` and `erasing` hand people their own and erase it.
#[test]
fn the_draft_is_read_in_one_room_only() {
    let mut faults = Vec::new();
    for source in sources() {
        let path = source.path.display().to_string();
        for (number, line) in source.product_lines() {
            for (word, allowed) in DOORS {
                // `submitted_documents::table` and the like are other words.
                let named = line.split(word).next().filter(|before| {
                    line.contains(word)
                        && !before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
                });
                if named.is_some() && !allowed.iter().any(|place| path.contains(place)) {
                    faults.push(source.place(number, line));
                }
            }
        }
    }
    assert!(faults.is_empty(), "reads a draft:\n{}", faults.join("\n"));
}

/// Files that people write are read in one room, where texts get one way of writing and nothing is read that is
/// there twice. Others read what the program wrote itself, or files with no text in them.
#[test]
fn what_people_hand_in_as_a_file_is_read_in_one_room() {
    let doors: [(&str, &[&str]); 5] = [
        ("csv::Reader", &["src/kernel/input_files/"]),
        ("toml::from_str", &["src/kernel/input_files.rs"]),
        (
            "fs::read_to_string",
            &[
                "src/kernel/input_files.rs",
                "src/platform/db/wal.rs",
                "src/features/backup/belonging.rs",
                "src/cli/mod.rs",
            ],
        ),
        ("File::from(", &[]),
        // A line of the record or of a backup is read to the letter.
        (
            "serde_json::from_slice",
            &["src/kernel/input_files/", "src/web/body.rs", "src/features/backup/archive.rs"],
        ),
    ];
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !source.path.ends_with("tests.rs")) {
        let path = source.path.display().to_string();
        for (number, line) in source.product_lines() {
            for (word, allowed) in doors {
                if line.contains(word) && !allowed.iter().any(|place| path.starts_with(place)) {
                    faults.push(source.place(number, line));
                }
            }
        }
    }
    assert!(faults.is_empty(), "reads a file by itself:\n{}", faults.join("\n"));
}

/// Each of these is done by one crate, in the files that are named; a second hand-written one differs in what it
/// takes. PDF has a syntax of its own for hexadecimal digits.
#[test]
fn what_a_crate_does_is_not_written_again() {
    let doors: [(&str, &[&str]); 7] = [
        // Hexadecimal digits: `canonical::{hex, unhex}`. Percent-encoding: `percent::{encoded, decoded}`.
        (":02x}", &[]),
        (":02X}", &[]),
        ("to_digit(16)", &["src/platform/files/pdf/names.rs"]),
        ("u8::from_str_radix", &[]),
        // Base 32 by the bits; ids are a number's digits, which no encoding of bytes gives (decision 0014).
        ("& 31", &["src/kernel/ids.rs"]),
        // How far something is: `cli::progress`. Else only a fault that ends the program, and the log.
        (
            "stderr()",
            &[
                "src/cli/progress.rs",
                "src/main.rs",
                "src/kernel/telemetry.rs",
                "src/cli/picture.rs",
            ],
        ),
        // What is typed: a password, which must not show.
        ("stdin()", &["src/cli/users.rs", "src/cli/picture.rs"]),
    ];
    let (mut faults, mut needed) = (Vec::new(), BTreeSet::new());
    for source in sources().iter().filter(|source| !source.path.ends_with("tests.rs")) {
        let path = source.path.display().to_string();
        for (number, line) in source.product_lines() {
            for (word, allowed) in doors.iter().filter(|(word, _)| line.contains(word)) {
                match allowed.iter().find(|place| path == **place) {
                    Some(place) => drop(needed.insert((*word, *place))),
                    None => faults.push(source.place(number, line)),
                }
            }
        }
    }
    assert!(faults.is_empty(), "a crate does it already:\n{}", faults.join("\n"));
    let doors: usize = doors.iter().map(|(_, allowed)| allowed.len()).sum();
    assert_eq!(needed.len(), doors, "no longer needed: all but {needed:?}");
}
