//! A text in which nothing is left out, made from the catalogue: for tests, so that a new field is in them by itself.

use super::{Field, Kind, outside_rows};
use serde_json::{Map, Value, json};

/// The JSON of a text with every field filled; `words` are those of a field of free text, by its path.
pub fn example(words: &dyn Fn(&Field) -> String) -> Value {
    let mut text = json!({});
    for field in outside_rows() {
        let value = match field.kind {
            Kind::Rows { .. } => json!([row(field, words)]),
            _ => filled(field, words),
        };
        put(&mut text, field.path, value);
    }
    text
}

fn row(list: &Field, words: &dyn Fn(&Field) -> String) -> Value {
    let part = |part: &'static Field| Some((part.in_list()?.1.to_owned(), filled(part, words)));
    list.parts().filter_map(part).collect::<Map<_, _>>().into()
}

fn filled(field: &Field, words: &dyn Fn(&Field) -> String) -> Value {
    match field.kind {
        Kind::Line { .. } | Kind::Text { .. } => words(field).into(),
        Kind::Codes { .. } => json!([words(field)]),
        Kind::Number { example, .. } => example.into(),
        Kind::Month => 3.into(),
        Kind::Hundredths { .. } => 325.into(),
        Kind::Money => 150_000_000.into(),
        Kind::YesNo => true.into(),
        Kind::Day => "2027-09-01".into(),
        Kind::Choice { words, .. } => words().first().copied().into(),
        Kind::Rows { .. } => json!([]),
    }
}

/// Puts a value where the path leads.
pub fn put(text: &mut Value, path: &str, value: Value) {
    let mut place = text;
    for name in path.split('.') {
        if !place.is_object() {
            *place = json!({});
        }
        let Value::Object(fields) = place else { return };
        place = fields.entry(name).or_insert(Value::Null);
    }
    *place = value;
}
