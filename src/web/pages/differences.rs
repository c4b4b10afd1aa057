//! A save that is based on an old version: the stored and the typed text side by side, field by field.

use super::PageContext;
use crate::web::Fields;
use askama::Template;

/// A field whose stored and typed texts differ.
#[derive(Debug, Clone)]
struct Difference {
    label: String,
    stored: String,
    typed: String,
}

/// Both texts on one page.
#[derive(Debug, Clone, Template)]
#[template(path = "web/pages/differences.html")]
pub struct Differences<'a> {
    s: &'a PageContext,
    lead: String,
    rows: Vec<Difference>,
}

/// What was typed beside what is stored, where they differ; empty text when they do not.
pub fn differences(
    s: &PageContext,
    lead: String,
    (stored, typed): (&Fields, &Fields),
    label: impl Fn(&str) -> String,
) -> String {
    let differs = |name: &&str| stored.get(name).trim() != typed.get(name).trim();
    let mut names: Vec<&str> = typed.names().chain(stored.names()).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| !matches!(*name, "csrf" | "version" | "then") && differs(name));
    let difference = |name: &str| Difference {
        label: label(name),
        stored: stored.get(name).to_owned(),
        typed: typed.get(name).to_owned(),
    };
    let rows = names.into_iter().map(difference).collect();
    Differences { s, lead, rows }.render().unwrap_or_default()
}
