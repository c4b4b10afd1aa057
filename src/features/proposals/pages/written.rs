//! A text as people read it: long texts as prose, the plan as a table, all else as pairs of words.
//! Names of choices and dates are said in the reader's language.

use super::form::hundredths;
use super::words::field_label;
use crate::features::proposals::fields::{self, FIELDS, Group, Kind, Leaf, TITLE};
use crate::features::proposals::rules::changes::is_empty;
use crate::features::proposals::{Content, RegisteredProblem, Text};
use crate::kernel::format::rupiah;
use crate::web::pages::PageContext;
use askama::Template;
use serde_json::Value;

/// A text with its parts in the order of the form; what is empty is left out. What a reader may not see is to be taken
/// out of the text before (`fields::shown_to`).
#[derive(Debug, Template)]
#[template(path = "proposals/pages/written.html")]
pub(crate) struct Written {
    pub parts: Vec<(String, String)>,
    pub tables: Vec<Table>,
    heading: String,
    pub facts: Vec<(String, String)>,
    /// What the candidate states of themselves.
    pub candidate: Vec<(String, String)>,
    /// Of its headings.
    level: u8,
}

/// The rows of one list.
#[derive(Debug)]
pub(crate) struct Table {
    heading: String,
    /// Label, and whether figures stand below it.
    columns: Vec<(String, bool)>,
    rows: Vec<Vec<(String, bool)>>,
}

impl Written {
    /// Of a page of its own; its title is the page's.
    pub(crate) fn of(s: &PageContext, content: &Content) -> Result<Self, serde_json::Error> {
        let mut written = Self {
            parts: Vec::new(),
            tables: Vec::new(),
            heading: s.t("sheet-facts"),
            facts: Vec::new(),
            candidate: Vec::new(),
            level: 2,
        };
        let leaves = fields::leaves(&fields::json(content)?);
        for leaf in leaves.iter().filter(|leaf| !is_empty(&leaf.value) && leaf.field.path != TITLE)
        {
            let line = (label_of(s, &leaf.name), said(s, leaf.field.kind, &leaf.value));
            match (leaf.field.group, leaf.field.kind) {
                (Group::Candidate, _) => written.candidate.push(line),
                (_, Kind::Text { .. }) if leaf.row.is_none() => written.parts.push(line),
                _ if leaf.row.is_none() => written.facts.push(line),
                _ => {}
            }
        }
        let lists = FIELDS.iter().filter(|field| field.group != Group::Candidate);
        written.tables = lists.filter_map(|list| Table::of(s, list, &leaves)).collect();
        Ok(written)
    }

    /// The same with what was chosen beside the text.
    pub(super) fn whole(
        s: &PageContext,
        text: &Text,
        problem: Option<&RegisteredProblem>,
    ) -> Result<Self, serde_json::Error> {
        let mut written = Self::of(s, &text.content)?;
        let chosen = [("problem", text.problem.as_str()), ("level", &text.level)];
        let line = |(name, value): (&str, &str)| {
            (field_label(s, name), said_of(s, name, &value.into(), problem))
        };
        written.facts.splice(0..0, chosen.map(line));
        Ok(written)
    }

    /// Below a heading of the page, without what the candidate states of themselves.
    #[must_use]
    pub(crate) fn below(self) -> Self {
        Self { level: 3, candidate: Vec::new(), ..self }
    }
}

impl Table {
    /// None for what is no list, and for one without rows.
    fn of(s: &PageContext, list: &fields::Field, leaves: &[Leaf]) -> Option<Self> {
        let parts: Vec<_> = list.parts().collect();
        let cells: Vec<(String, bool)> = leaves
            .iter()
            .filter(|leaf| leaf.field.in_list().is_some_and(|(of, _)| of == list.path))
            .map(|leaf| (said(s, leaf.field.kind, &leaf.value), is_figure(leaf.field.kind)))
            .collect();
        if parts.is_empty() || cells.is_empty() {
            return None;
        }
        let column = |part: &&fields::Field| (field_label(s, part.path), is_figure(part.kind));
        Some(Self {
            heading: field_label(s, list.path),
            columns: parts.iter().map(column).collect(),
            rows: cells.chunks(parts.len()).map(<[_]>::to_vec).collect(),
        })
    }
}

fn is_figure(kind: Kind) -> bool {
    matches!(kind, Kind::Month | Kind::Number { .. } | Kind::Hundredths { .. } | Kind::Money)
}

/// What a text says of the person, line by line: `facts` as the API gives them to this reader.
pub(crate) fn person_lines(
    s: &PageContext,
    facts: &serde_json::Map<String, Value>,
) -> Vec<(String, String)> {
    let text = serde_json::json!({ "candidate": facts });
    let leaves = fields::leaves(&text).into_iter().filter(|leaf| !is_empty(&leaf.value));
    leaves.map(|leaf| (label_of(s, &leaf.name), said(s, leaf.field.kind, &leaf.value))).collect()
}

/// The field's words, with the row where it stands in one.
pub(super) fn label_of(s: &PageContext, name: &str) -> String {
    let label = field_label(s, name);
    let row = name.split_once('[').and_then(|(_, rest)| rest.split(']').next());
    let is_in_row = fields::find(name).is_some_and(|field| field.in_list().is_some());
    match row.and_then(|row| row.parse::<usize>().ok()) {
        Some(row) if is_in_row => format!("{label} ({})", row + 1),
        _ => label,
    }
}

/// A value of a field in words, also of one that is chosen beside the text.
pub(super) fn said_of(
    s: &PageContext,
    name: &str,
    value: &Value,
    problem: Option<&RegisteredProblem>,
) -> String {
    let chosen = problem.filter(|one| name == "problem" && value == one.id.as_str());
    match (chosen, fields::find(name), value) {
        (Some(one), ..) => format!("{} {}", one.code, one.title),
        (None, Some(field), _) => said(s, field.kind, value),
        (None, None, Value::String(text)) => text.clone(),
        (None, None, other) => other.to_string(),
    }
}

fn said(s: &PageContext, kind: Kind, value: &Value) -> String {
    match (kind, value) {
        (Kind::Choice { family, .. }, Value::String(word)) => s.word(family, word),
        (Kind::Day, Value::String(day)) => {
            day.parse::<chrono::NaiveDate>().map_or_else(|_| day.clone(), |day| s.day(&day))
        }
        (Kind::Hundredths { .. }, Value::Number(number)) => {
            hundredths(number.as_u64().unwrap_or(0))
        }
        (Kind::Money, Value::Number(number)) => rupiah(s.language, number.as_u64().unwrap_or(0)),
        (_, Value::Bool(answer)) => s.word("answer", if *answer { "yes" } else { "no" }),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Array(codes)) => {
            codes.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
        }
        (_, Value::Null) => String::new(),
        (_, other) => other.to_string(),
    }
}
