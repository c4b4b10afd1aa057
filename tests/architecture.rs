//! The shape of the house, read from its `use` paths: stages depend on earlier stages only, rooms
//! keep their files' roles, and the schema that diesel sees is the one the migrations make.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The process, in order; a stage may name those before it.
const STAGES: [&str; 16] = [
    "accounts",
    "problems",
    "calls",
    "interests",
    "proposals",
    "reviews",
    "selection",
    "decisions",
    "objections",
    "awards",
    "reminders",
    "correspondence",
    "breaches",
    "audit",
    "privacy",
    "home",
];

/// What every stage stands on; none of these names a stage.
const FOUNDATIONS: [&str; 20] = [
    "access",
    "appointments",
    "canonical",
    "clock",
    "confined",
    "db",
    "errors",
    "exports",
    "files",
    "ids",
    "ledger",
    "mail",
    "matching",
    "papers",
    "pictures",
    "quota",
    "ranking",
    "settings",
    "turns",
    "web",
];

/// The two places that put everything together.
const ASSEMBLY: [&str; 5] = ["cli", "demo", "lib", "main", "server"];

struct Source {
    path: PathBuf,
    /// The room: the first folder or file under `src`.
    room: String,
    lines: Vec<String>,
}

impl Source {
    /// Lines outside `#[cfg(test)]`, with their numbers.
    fn product_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = self.lines.iter().position(|line| line.starts_with("#[cfg(test)]"));
        let lines = self.lines.iter().take(end.unwrap_or(self.lines.len()));
        lines.enumerate().map(|(index, line)| (index + 1, line.as_str()))
    }

    /// The role a file plays in its room: `rules`, `store`, `actions`, `api`, `pages`, or none.
    fn role(&self) -> Option<&'static str> {
        ["rules", "store", "actions", "api", "pages"].into_iter().find(|role| {
            self.path.components().any(|part| {
                let part = part.as_os_str().to_string_lossy();
                part == *role || part == format!("{role}.rs")
            })
        })
    }

    fn place(&self, line: usize, text: &str) -> String {
        format!("{}:{line}: {}", self.path.display(), text.trim())
    }
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    collect(Path::new("src"), &mut found);
    assert!(found.len() > 40, "the sources were not found");
    found
}

fn collect(folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let room = path.components().nth(1).unwrap().as_os_str().to_string_lossy();
            let room = room.trim_end_matches(".rs").to_owned();
            let lines = fs::read_to_string(&path).unwrap().lines().map(str::to_owned).collect();
            found.push(Source { path, room, lines });
        }
    }
}

/// The rooms that a line names by `crate::room` or `use crate::{room, …}`.
fn rooms_named(line: &str) -> Vec<&str> {
    let mut rooms = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        let inside = rest.strip_prefix('{').map(|list| list.split('}').next().unwrap_or(""));
        let names = inside.unwrap_or(rest).split(if inside.is_some() { ',' } else { ':' });
        let wanted = if inside.is_some() { usize::MAX } else { 1 };
        rooms.extend(names.take(wanted).map(|name| {
            let name = name.trim();
            let end = name.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
            &name[..end.unwrap_or(name.len())]
        }));
    }
    rooms
}

fn stage_number(room: &str) -> Option<usize> {
    STAGES.iter().position(|stage| *stage == room)
}

#[test]
fn every_room_has_a_place_in_the_order() {
    for source in sources() {
        let known = [&STAGES[..], &FOUNDATIONS[..], &ASSEMBLY[..], &["telemetry"]].concat();
        assert!(known.contains(&source.room.as_str()), "{} is no room", source.path.display());
    }
}

#[test]
fn stages_name_earlier_stages_and_foundations_name_none() {
    let mut faults = Vec::new();
    for source in sources() {
        if ASSEMBLY.contains(&source.room.as_str()) {
            continue;
        }
        // A foundation has no number: everything that is a stage comes after it.
        let own = stage_number(&source.room);
        for (number, line) in source.product_lines() {
            for room in rooms_named(line) {
                let later = stage_number(room).is_some_and(|other| Some(other) > own);
                if later || (own.is_some() && ASSEMBLY.contains(&room)) {
                    faults.push(source.place(number, line));
                }
            }
        }
    }
    assert!(faults.is_empty(), "names a later room:\n{}", faults.join("\n"));
}

#[test]
fn files_keep_to_their_roles() {
    let mut faults = Vec::new();
    let sources = sources();
    for source in sources.iter().filter(|source| stage_number(&source.room).is_some()) {
        let forbidden: &[&str] = match source.role() {
            Some("rules") => &["diesel", "actix_web", "crate::db", "Clock", "getrandom"],
            Some("store") => &["actix_web", "::actions"],
            Some("actions") => &["diesel", "actix_web", "crate::db::schema"],
            Some("api" | "pages") => {
                &["diesel", "crate::db::schema", "store::", ", store,", ", store}"]
            }
            _ => &["diesel::prelude", "crate::db::schema"],
        };
        for (number, line) in source.product_lines() {
            let code = line.split("//").next().unwrap_or("");
            if forbidden.iter().any(|word| code.contains(word)) {
                faults.push(source.place(number, line));
            }
        }
    }
    assert!(faults.is_empty(), "out of role:\n{}", faults.join("\n"));
}

#[test]
fn every_file_says_what_it_is_and_none_outgrows_its_name() {
    for source in sources() {
        let path = source.path.display();
        assert!(
            source.lines.first().is_some_and(|line| line.starts_with("//!")),
            "{path} lacks //!"
        );
        let most = if source.path.ends_with("db/schema.rs") { 900 } else { 400 };
        assert!(source.lines.len() <= most, "{path} has {} lines", source.lines.len());
    }
}

/// `CREATE TABLE name ( column TYPE …` of all steps of one engine.
fn migrated_tables(engine: &str) -> BTreeMap<String, Vec<String>> {
    let mut folders: Vec<PathBuf> = fs::read_dir(format!("migrations/{engine}"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.sort();
    let mut tables = BTreeMap::new();
    let mut current: Option<(String, Vec<String>)> = None;
    for folder in folders {
        for line in fs::read_to_string(folder.join("up.sql")).unwrap().lines() {
            if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
                current = Some((rest.split_whitespace().next().unwrap().to_owned(), Vec::new()));
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

/// The table and the column of `ALTER TABLE … ADD COLUMN …`, on one line.
fn added_column(line: &str) -> Option<(String, String)> {
    let (table, rest) = line.strip_prefix("ALTER TABLE ")?.split_once(" ADD COLUMN ")?;
    Some((table.to_owned(), rest.split_whitespace().next()?.to_owned()))
}

fn tables_of_the_schema() -> BTreeMap<String, Vec<String>> {
    let mut tables = BTreeMap::new();
    let mut current: Option<(String, Vec<String>)> = None;
    for line in fs::read_to_string("src/db/schema.rs").unwrap().lines() {
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
    let (sqlite, postgres) = (migrated_tables("sqlite"), migrated_tables("postgres"));
    assert_eq!(sqlite, postgres);
    assert!(sqlite.len() > 20);
    assert_eq!(sqlite, tables_of_the_schema());
}

#[test]
fn both_engines_have_the_same_steps() {
    let names = |engine: &str| {
        let mut names: Vec<_> = fs::read_dir(format!("migrations/{engine}"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

/// Pages that ask for a role where the table has no answer: whose page it is (a candidate's own, a unit
/// head's list), or where another room is being changed. Each line must be needed.
const ROLES_ON_PAGES: [&str; 7] = [
    "accounts/pages/user.rs",
    "accounts/pages/users.rs",
    "home/pages.rs",
    "problems/pages.rs",
    "problems/pages/desk.rs",
    "proposals/pages/verify.rs",
    "web/pages/shell.rs",
];

#[test]
fn pages_ask_the_access_table_and_work_out_no_permission_from_roles() {
    let (mut faults, mut needed) = (Vec::new(), BTreeSet::new());
    for source in sources().iter().filter(|source| source.role() == Some("pages")) {
        let path = source.path.strip_prefix("src").unwrap().to_string_lossy().into_owned();
        for (number, line) in source.product_lines() {
            if !line.contains("is(Role::") {
                continue;
            }
            match ROLES_ON_PAGES.iter().find(|known| **known == path) {
                Some(known) => drop(needed.insert(*known)),
                None => faults.push(source.place(number, line)),
            }
        }
    }
    assert!(faults.is_empty(), "ask `access::decide` instead:\n{}", faults.join("\n"));
    assert_eq!(needed.len(), ROLES_ON_PAGES.len(), "no longer needed: {needed:?}");
}
