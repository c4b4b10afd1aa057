//! Every export is served, named and documented.

use super::*;
use crate::kernel::access::Operation;
use crate::kernel::language::Language;
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn every_export_is_served_to_programs_and_people_by_the_permission_it_names() {
    let (operations, _) = crate::server::contract();
    let downloads = crate::server::download_inventory();
    for export in CATALOGUE {
        let path = export.path.split('?').next().unwrap();
        let count = |served: &[Operation], path: &str| {
            served.iter().filter(|one| one.path == path && one.act == export.permission).count()
        };
        assert_eq!(count(&operations, &format!("/api/v1{path}")), 1, "{path}");
        assert_eq!(count(&downloads, path), 1, "{path}");
    }
}

#[test]
fn every_export_and_format_has_words_in_both_languages() {
    for export in CATALOGUE {
        let formats = export.formats.iter().map(|one| format!("export-format-{}", one.name));
        let name = format!("export-{}", export.name);
        let line = export.is_among_calls_exports().then(|| format!("{name}-line"));
        for key in formats.chain([name]).chain(line) {
            for language in Language::ALL {
                assert_ne!(language.text(&key, &[]), key, "{}", language.tag());
            }
        }
    }
}

/// The properties of a row in the OpenAPI document.
fn documented(document: &Value, path: &str) -> Vec<String> {
    let answer = &document["paths"][format!("/api/v1{path}")]["get"]["responses"]["200"];
    let row = &answer["content"]["application/json"]["schema"]["items"]["properties"];
    row.as_object().map(|row| row.keys().cloned().collect()).unwrap_or_default()
}

#[test]
fn every_column_is_told_of_in_the_docs() {
    let docs = std::fs::read_to_string("docs/exports.md").unwrap();
    for export in CATALOGUE.iter().filter(|export| !export.columns().is_empty()) {
        let columns = export.columns();
        let names: Vec<String> = columns.iter().map(|one| format!("`{}`", one.name)).collect();
        let line = format!("- `{}`: {}", export.name, names.join(", "));
        assert!(docs.lines().any(|one| one == line), "docs/exports.md needs this line:\n{line}");
    }
}

#[test]
fn every_column_has_a_name_of_its_own_and_is_in_the_document_of_the_api() {
    let document = serde_json::to_value(crate::server::contract().1).unwrap();
    let mut tables = 0;
    for export in CATALOGUE.iter().filter(|export| !export.columns().is_empty()) {
        let columns = export.columns();
        let names: BTreeSet<String> = columns.iter().map(|one| one.name.to_owned()).collect();
        assert_eq!(names.len(), columns.len(), "{}: two columns of one name", export.name);
        assert!(names.iter().all(|name| !name.is_empty()), "{}", export.name);
        let told: BTreeSet<String> = documented(&document, export.path).into_iter().collect();
        assert_eq!(told, names, "{}", export.name);
        tables += 1;
    }
    assert_eq!(tables, 13);
}
