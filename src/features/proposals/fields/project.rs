//! A text with each field as the catalogue answers: left out, changed or kept. What the catalogue does not know is left out.

use super::answers::{Audience, Endorsed, Erasure, Group, Kind, View};
use super::{Field, find, outside_rows};
use crate::features::proposals::{Content, Text};
use serde_json::{Map, Value, json};

/// A field of a text with its value; in a list one for each row.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// With the number of its row: `plan[3].month`.
    pub name: String,
    pub row: Option<usize>,
    pub field: &'static Field,
    pub value: Value,
}

/// The text as JSON.
///
/// # Errors
/// Never for what [`Content`] can hold; `serde_json` leaves it open.
pub fn json(content: &Content) -> Result<Value, serde_json::Error> {
    serde_json::to_value(content)
}

/// Every field that is not a list, in the order of the form, with those of the rows that there are.
pub fn leaves(text: &Value) -> Vec<Leaf> {
    let mut found = Vec::new();
    for field in outside_rows() {
        let value = field.of(text);
        let Kind::Rows { .. } = field.kind else {
            let (name, value) = (field.path.to_owned(), value.clone());
            found.push(Leaf { name, row: None, field, value });
            continue;
        };
        for (row, value) in value.as_array().into_iter().flatten().enumerate() {
            found.extend(field.parts().map(|part| {
                let own = part.in_list().and_then(|(_, own)| value.get(own));
                let value = own.cloned().unwrap_or_default();
                Leaf { name: part.name_in(row), row: Some(row), field: part, value }
            }));
        }
    }
    found
}

/// What is left of a text when each field is asked: `None` leaves it out.
fn project(text: &Value, keep: &dyn Fn(&Field, &Value) -> Option<Value>) -> Value {
    walk(text, "", keep).unwrap_or_else(|| json!({}))
}

fn walk(
    value: &Value,
    path: &str,
    keep: &dyn Fn(&Field, &Value) -> Option<Value>,
) -> Option<Value> {
    match (find(path), value) {
        (Some(field), Value::Array(rows)) if matches!(field.kind, Kind::Rows { .. }) => {
            keep(field, value)?;
            let row = |row: &Value| walk(row, &format!("{path}[]"), keep);
            Some(rows.iter().map(|one| row(one).unwrap_or_else(|| json!({}))).collect())
        }
        (Some(field), _) if field.path == path => keep(field, value),
        (_, Value::Object(fields)) => {
            let inside = |name: &str| {
                if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
            };
            let kept: Map<String, Value> = fields
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), walk(value, &inside(name), keep)?)))
                .collect();
            (!kept.is_empty()).then_some(kept.into())
        }
        _ => None,
    }
}

/// The text as these people read it. `mask` takes out of words what would tell who wrote them.
///
/// # Errors
/// As [`json`].
pub fn shown_to(
    content: &Content,
    audience: Audience,
    mask: &dyn Fn(&str) -> String,
) -> Result<Content, serde_json::Error> {
    let shown = project(&json(content)?, &|field, value| match field.view(audience) {
        View::Shown => Some(value.clone()),
        View::Masked => Some(strings_masked(value, mask)),
        View::Hidden => None,
    });
    serde_json::from_value(shown)
}

/// The same value with each of its texts masked.
pub fn strings_masked(value: &Value, mask: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) => mask(text).into(),
        Value::Array(values) => values.iter().map(|one| strings_masked(one, mask)).collect(),
        other => other.clone(),
    }
}

/// The text without what it says of the person.
///
/// # Errors
/// As [`json`].
pub fn text_of(content: &Content) -> Result<Value, serde_json::Error> {
    let is_text = |field: &Field| field.group != Group::Candidate;
    Ok(project(&json(content)?, &|field, value| is_text(field).then(|| value.clone())))
}

/// What the text says of the person, as far as these people may read it, by the names in `candidate`.
///
/// # Errors
/// As [`json`].
pub fn person_of(
    content: &Content,
    audience: Audience,
) -> Result<Map<String, Value>, serde_json::Error> {
    let of_person =
        |field: &Field| field.group == Group::Candidate && field.view(audience) == View::Shown;
    let kept = project(&json(content)?, &|field, value| of_person(field).then(|| value.clone()));
    Ok(kept.get("candidate").and_then(Value::as_object).cloned().unwrap_or_default())
}

/// What the endorsers sign.
///
/// # Errors
/// As [`json`].
pub fn endorsed(text: &Text) -> Result<Value, serde_json::Error> {
    let Text { problem, level, content } = text;
    let is_signed = |field: &Field| field.endorsed == Endorsed::Signed;
    let mut signed =
        project(&json(content)?, &|field, value| is_signed(field).then(|| value.clone()));
    if let Value::Object(fields) = &mut signed {
        fields.insert("problem".to_owned(), problem.as_str().into());
        fields.insert("level".to_owned(), level.as_str().into());
    }
    Ok(signed)
}

/// A stored text once the candidate's data are erased. What cannot be read is not kept.
pub fn erased(text: &str) -> String {
    let old: Value = serde_json::from_str(text).unwrap_or_default();
    // Only figures are kept, whatever a text from another time may hold there.
    let is_kept = |field: &Field, value: &Value| field.erasure == Erasure::Kept && value.is_u64();
    project(&old, &|field, value| is_kept(field, value).then(|| value.clone())).to_string()
}
