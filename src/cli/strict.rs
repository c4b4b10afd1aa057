//! JSON that is to be believed: no field twice (readers differ in which of the two they take), and a way
//! to say where two documents differ.

use anyhow::Context;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// # Errors
/// What is not JSON, and a field that is there twice.
pub(super) fn parse(text: &str) -> anyhow::Result<Value> {
    let Strict(value) = serde_json::from_str(text).context("not JSON that can be checked")?;
    Ok(value)
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
                return Err(A::Error::custom(format!("the field {name} is there twice")));
            }
            fields.insert(name, value);
        }
        Ok(Value::Object(fields))
    }
}

/// Where two documents first differ, as a path; none when they are the same.
pub(super) fn difference(one: &Value, other: &Value) -> Option<String> {
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
        let fault = parse(r#"{"a": [{"b": 1, "b": 2}]}"#).unwrap_err();
        assert!(format!("{fault:#}").contains("the field b is there twice"), "{fault:#}");
        let text = r#"{"a": [1, -2, "x", null, true, 0.5]}"#;
        assert_eq!(parse(text).unwrap(), serde_json::from_str::<Value>(text).unwrap());
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
}
