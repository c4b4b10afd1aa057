//! Canonical JSON and its hash: keys sorted, no spaces, so that the same content always has the
//! same bytes. Everything whose hash is published goes through here. For integers up to 2^53 and all texts
//! these are the bytes of RFC 8785 (`docs/ledger.md`).

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The canonical bytes of a value. `serde_json`'s map is a B-tree, so a detour over `Value` sorts by code
/// point; RFC 8785 sorts by UTF-16, which differs only where a key has a character from U+E000 on.
///
/// # Errors
/// When the value has no JSON form (a map with keys that are not text).
pub fn json(value: &impl Serialize) -> Result<String, serde_json::Error> {
    let value = serde_json::to_value(value)?;
    if !has_rare_key(&value) {
        return serde_json::to_string(&value);
    }
    let mut text = String::new();
    write(&value, &mut text)?;
    Ok(text)
}

fn has_rare_key(value: &Value) -> bool {
    match value {
        Value::Array(values) => values.iter().any(has_rare_key),
        Value::Object(fields) => fields.iter().any(|(key, value)| {
            key.chars().any(|letter| letter >= '\u{e000}') || has_rare_key(value)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

fn write(value: &Value, text: &mut String) -> Result<(), serde_json::Error> {
    match value {
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                text.push(if index == 0 { '[' } else { ',' });
                write(value, text)?;
            }
            text.push_str(if values.is_empty() { "[]" } else { "]" });
        }
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_cached_key(|(key, _)| key.encode_utf16().collect::<Vec<_>>());
            for (index, (key, value)) in fields.iter().enumerate() {
                text.push(if index == 0 { '{' } else { ',' });
                text.push_str(&serde_json::to_string(key)?);
                text.push(':');
                write(value, text)?;
            }
            text.push_str(if fields.is_empty() { "{}" } else { "}" });
        }
        plain => text.push_str(&serde_json::to_string(plain)?),
    }
    Ok(())
}

/// SHA-256 in lower-case hexadecimal, 64 characters.
pub fn sha256_hex(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes.as_ref()))
}

pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        write!(text, "{byte:02x}").ok();
        text
    })
}

/// The hash of a value's canonical JSON.
///
/// # Errors
/// As [`json`].
pub fn hash_of(value: &impl Serialize) -> Result<String, serde_json::Error> {
    json(value).map(sha256_hex)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_are_sorted_whatever_the_order_of_fields() {
        #[derive(Serialize)]
        struct Pair {
            zebra: u8,
            apple: u8,
        }
        assert_eq!(json(&Pair { zebra: 1, apple: 2 }).unwrap(), r#"{"apple":2,"zebra":1}"#);
    }

    /// Any text a key can be, the rare ones often enough.
    fn a_text() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[\u{d000}-\u{ffff}\u{10000}-\u{10ffff}\\\\\"\u{0}-\u{1f}a-c]{0,4}"
        ]
    }

    /// What our documents are made of.
    fn a_document() -> impl Strategy<Value = Value> {
        let exact = 1_i64 << 53;
        let plain = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-exact..=exact).prop_map(Value::from),
            // Chances and shares: thousandths that are no whole number.
            (0_u32..1_000_000)
                .prop_filter("whole", |number| number % 1000 != 0)
                .prop_map(|number| Value::from(f64::from(number) / 1000.0)),
            a_text().prop_map(Value::from),
        ];
        plain.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::vec((a_text(), inner), 0..6)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_bytes_are_those_of_rfc_8785(document in a_document()) {
            prop_assert_eq!(json(&document).unwrap(), serde_json_canonicalizer::to_string(&document).unwrap());
        }
    }

    #[test]
    fn keys_are_in_the_order_of_utf_16() {
        let document = serde_json::json!({"\u{fb33}": 1, "\u{1f600}": 2, "\u{20ac}": 3, "1": []});
        let wanted = "{\"1\":[],\"\u{20ac}\":3,\"\u{1f600}\":2,\"\u{fb33}\":1}";
        assert_eq!(json(&document).unwrap(), wanted);
        // The control: a B-tree of Rust texts has another order.
        assert_ne!(serde_json::to_string(&document).unwrap(), wanted);
    }

    #[test]
    fn the_hash_is_sha256() {
        assert_eq!(
            sha256_hex("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
