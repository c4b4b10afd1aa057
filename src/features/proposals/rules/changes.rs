//! A proposal's text as named fields in the order of the form, and the differences between two
//! texts or two sets of files. Pure.

use crate::features::proposals::fields::{self, FIELDS, Leaf};
use crate::features::proposals::{ChangeKind, Document, FieldChange, FileChange, Text};
use serde_json::Value;
use std::collections::BTreeMap;

/// What is chosen beside the text; it stands first.
const CHOSEN: [&str; 2] = ["problem", "level"];

/// Field, row, field in the row.
type Place = (usize, usize, usize);

/// Where a name stands in the order of the form.
fn place(name: &str) -> Place {
    if let Some(chosen) = CHOSEN.iter().position(|one| *one == name) {
        return (chosen, 0, 0);
    }
    let of = |path: &str| {
        let found = FIELDS.iter().position(|field| field.path == path);
        found.map_or(usize::MAX, |place| CHOSEN.len() + place)
    };
    let Some(field) = fields::find(name) else { return (usize::MAX, 0, 0) };
    let row = name.split_once('[').and_then(|(_, rest)| rest.split(']').next()?.parse().ok());
    let list = field.in_list().map_or(field.path, |(list, _)| list);
    (of(list), row.unwrap_or(0), of(field.path))
}

/// All filled fields with their names; empty ones are left out.
pub fn written(text: &Text) -> Result<Vec<(String, Value)>, serde_json::Error> {
    let Text { problem, level, content } = text;
    let mut written = vec![
        ("problem".to_owned(), Value::from(problem.as_str())),
        ("level".to_owned(), Value::from(level.as_str())),
    ];
    for Leaf { name, value, .. } in fields::leaves(&fields::json(content)?) {
        match value {
            Value::Array(codes) => {
                let codes = codes.into_iter().enumerate();
                written.extend(codes.map(|(index, code)| (format!("{name}[{index}]"), code)));
            }
            value => written.push((name, value)),
        }
    }
    written.retain(|(_, value)| !is_empty(value));
    Ok(written)
}

/// Nothing was written or chosen.
pub fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(values) => values.iter().all(is_empty),
        _ => false,
    }
}

/// How each different field changed.
pub fn between(before: &Text, after: &Text) -> Result<Vec<FieldChange>, serde_json::Error> {
    let mut old: BTreeMap<String, Value> = written(before)?.into_iter().collect();
    let mut changes = Vec::new();
    for (field, value) in written(after)? {
        let change = match old.remove(&field) {
            Some(same) if same == value => continue,
            Some(other) => (ChangeKind::Changed, Some(other)),
            None => (ChangeKind::Added, None),
        };
        changes.push(FieldChange { field, change: change.0, before: change.1, after: Some(value) });
    }
    let removed = old.into_iter().map(|(field, value)| FieldChange {
        field,
        change: ChangeKind::Removed,
        before: Some(value),
        after: None,
    });
    changes.extend(removed);
    changes.sort_by_key(|change| place(&change.field));
    Ok(changes)
}

/// The same for files; each side has one of each kind.
pub fn files_between(before: &[Document], after: &[Document]) -> Vec<FileChange> {
    let of = |list: &[Document], kind: &str| list.iter().find(|one| one.kind == kind).cloned();
    let mut kinds: Vec<&str> =
        before.iter().chain(after).map(|document| document.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let change = |kind: &str| {
        let (before, after) = (of(before, kind), of(after, kind));
        let change = match (&before, &after) {
            (Some(old), Some(new)) if old.id == new.id => return None,
            (Some(_), Some(_)) => ChangeKind::Changed,
            (None, _) => ChangeKind::Added,
            (Some(_), None) => ChangeKind::Removed,
        };
        Some(FileChange { kind: kind.to_owned(), change, before, after })
    };
    kinds.into_iter().filter_map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::proposals::Content;
    use crate::kernel::ids::ProblemId;

    /// Nothing is left out.
    fn whole() -> Text {
        let content = serde_json::from_value(fields::example(&|_| "said".to_owned())).unwrap();
        Text { problem: ProblemId::new().unwrap(), level: "S2".to_owned(), content }
    }

    #[test]
    fn what_is_written_stands_in_the_order_of_the_form() {
        let leaves = written(&whole()).unwrap();
        assert!(leaves.iter().map(|(name, _)| place(name)).is_sorted());
        let names: Vec<&str> = leaves.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names[..3], ["problem", "level", "title"]);
        assert_eq!(
            names[9..13],
            ["plan[0].month", "plan[0].activity", "plan[0].responsible", "plan[0].resources"]
        );
        assert!(names.contains(&"candidate.degrees[0]"));
        // Every line of the catalogue but the three lists, and the two that are chosen.
        assert_eq!(names.len(), FIELDS.len() - 3 + CHOSEN.len());
        assert!(place("candidate.ratings[1].year") < place("candidate.ratings[10].year"));
    }

    #[test]
    fn every_field_that_changes_shows_and_nothing_else_does() {
        let empty = Text { content: Content::default(), ..whole() };
        let full = Text { problem: empty.problem.clone(), ..whole() };
        assert_eq!(between(&full, &full).unwrap(), []);
        let added = between(&empty, &full).unwrap();
        let all = written(&full).unwrap().len() - 2;
        assert_eq!(added.len(), all);
        assert!(added.iter().all(|change| change.change == ChangeKind::Added));
        let removed = between(&full, &empty).unwrap();
        assert_eq!(removed.len(), all);
        assert!(removed.iter().all(|change| change.change == ChangeKind::Removed));
        let mut other = full.clone();
        other.content.title = "other".to_owned();
        other.level = "S3".to_owned();
        let changed = between(&full, &other).unwrap();
        let told: Vec<_> = changed.iter().map(|one| (one.field.as_str(), one.change)).collect();
        assert_eq!(told, [("level", ChangeKind::Changed), ("title", ChangeKind::Changed)]);
    }
}
