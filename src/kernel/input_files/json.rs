//! Strict JSON. A field that appears twice is refused, because programs differ in which of the two values they
//! use. Also says where two documents differ.

use crate::kernel::characters;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Marks the error for a repeated field, so that it can be told apart from invalid JSON.
const TWICE: &str = "is there twice";

/// Parses without changing any text. For documents that are hashed exactly as they were written.
///
/// # Errors
/// Text that is not JSON, or a field that appears twice.
pub fn parse(text: &[u8]) -> Result<Value, serde_json::Error> {
    let Strict(value) = serde_json::from_slice(text)?;
    Ok(value)
}

/// Parses and brings every text to one form of Unicode (NFC).
///
/// # Errors
/// As [`parse`]; also two field names that are the same after NFC.
pub fn checked(text: &str) -> Result<Value, serde_json::Error> {
    let text = text.trim_start_matches('\u{feff}');
    composed(parse(text.as_bytes())?).map_err(|Repeated { name, .. }| twice(&name))
}

fn twice<E: Error>(name: &str) -> E {
    E::custom(format!("the field {name} {TWICE}"))
}

/// A field that appears twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    /// Path of the object that holds it; empty for the document itself.
    pub path: String,
    pub name: String,
}

impl Repeated {
    /// Where a document repeats a field; `None` when the error is another one.
    pub fn find(text: &[u8]) -> Option<Self> {
        let mut json = serde_json::Deserializer::from_slice(text);
        let fault = serde_path_to_error::deserialize::<_, Strict>(&mut json).err()?;
        let path = fault.path().to_string();
        let words = fault.into_inner().to_string();
        let name = words.strip_prefix("the field ")?.split(&format!(" {TWICE}")).next()?.to_owned();
        Some(Self { path: if path == "." { String::new() } else { path }, name })
    }
}

/// The value with every text and every field name in NFC.
///
/// # Errors
/// Two fields of one object that have the same name after that.
pub fn composed(value: Value) -> Result<Value, Repeated> {
    let within = |at: String, fault: Repeated| {
        let dot = if fault.path.is_empty() || fault.path.starts_with('[') { "" } else { "." };
        let path = format!("{at}{dot}{}", fault.path);
        Repeated { path, ..fault }
    };
    match value {
        Value::String(text) => Ok(Value::String(characters::composed(&text))),
        Value::Array(items) => {
            let items = items.into_iter().enumerate();
            let items = items
                .map(|(at, item)| composed(item).map_err(|fault| within(format!("[{at}]"), fault)));
            items.collect::<Result<_, _>>().map(Value::Array)
        }
        Value::Object(fields) => {
            let mut kept = Map::new();
            for (name, item) in fields {
                let name = characters::composed(&name);
                let item = composed(item).map_err(|fault| within(name.clone(), fault))?;
                if kept.contains_key(&name) {
                    return Err(Repeated { path: String::new(), name });
                }
                kept.insert(name, item);
            }
            Ok(Value::Object(kept))
        }
        other => Ok(other),
    }
}

struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader).map(Self)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Strict(item)) = from.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some((name, Strict(value))) = from.next_entry::<String, Strict>()? {
            if fields.contains_key(&name) {
                return Err(twice(&name));
            }
            fields.insert(name, value);
        }
        Ok(Value::Object(fields))
    }
}

/// Where two documents first differ, as a path; none when they are the same.
pub fn difference(one: &Value, other: &Value) -> Option<String> {
    let inner = |name: String, one: Option<&Value>, other: Option<&Value>| match (one, other) {
        (Some(one), Some(other)) => difference(one, other).map(|rest| format!("{name}{rest}")),
        (None, None) => None,
        _ => Some(name),
    };
    match (one, other) {
        (Value::Object(ours), Value::Object(theirs)) => {
            let mut names = ours.keys().chain(theirs.keys());
            names.find_map(|name| inner(format!(".{name}"), ours.get(name), theirs.get(name)))
        }
        (Value::Array(ours), Value::Array(theirs)) => (0..ours.len().max(theirs.len()))
            .find_map(|at| inner(format!("[{at}]"), ours.get(at), theirs.get(at))),
        _ => (one != other).then(String::new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_field_that_is_there_twice_is_refused_wherever_it_is() {
        let text = r#"{"a": [{"b": 1, "b": 2}]}"#;
        let fault = checked(text).unwrap_err().to_string();
        assert!(fault.starts_with("the field b is there twice"), "{fault}");
        let found = Repeated::find(text.as_bytes()).unwrap();
        assert_eq!((found.path.as_str(), found.name.as_str()), ("a[0]", "b"));
        assert_eq!(Repeated::find(b"{"), None);
        let text = r#"{"a": [1, -2, "x", null, true, 0.5]}"#;
        assert_eq!(Repeated::find(text.as_bytes()), None);
        assert_eq!(checked(text).unwrap(), serde_json::from_str::<Value>(text).unwrap());
    }

    #[test]
    fn the_first_difference_is_named_by_its_path() {
        let one = json!({"a": [1, {"b": 2}], "c": 3});
        assert_eq!(difference(&one, &one), None);
        let other = json!({"a": [1, {"b": 3}], "c": 3});
        assert_eq!(difference(&one, &other).unwrap(), ".a[1].b");
        let longer = json!({"a": [1, {"b": 2}, 4], "c": 3});
        assert_eq!(difference(&one, &longer).unwrap(), ".a[2]");
        let more = json!({"a": [1, {"b": 2}], "c": 3, "d": 0});
        assert_eq!(difference(&one, &more).unwrap(), ".d");
    }

    #[test]
    fn two_ways_of_writing_are_one_text_and_one_field() {
        let text = "{\"cafe\u{301}\": \"e\\u0301\"}";
        assert_eq!(checked(text).unwrap(), json!({"café": "é"}));
        let twice = "{\"a\": {\"cafe\u{301}\": 1, \"café\": 2}}";
        assert!(checked(twice).unwrap_err().to_string().contains("café is there twice"));
        // As bytes, these are two different names.
        assert_eq!(parse(twice.as_bytes()).unwrap()["a"].as_object().unwrap().len(), 2);
    }
}
