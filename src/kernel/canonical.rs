//! Canonical JSON and its hash: keys sorted, no spaces, so that the same content always has the
//! same bytes. Everything whose hash is published goes through here. For integers up to 2^53 and all texts
//! these are the bytes of RFC 8785 (`docs/ledger.md`).

use data_encoding::HEXLOWER;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The canonical bytes of a value. Converting to `Value` first sorts the keys by code point, because
/// `serde_json`'s map is a B-tree. RFC 8785 sorts by UTF-16; this differs only for keys with a character from
/// U+E000 on.
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

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

/// The bytes of [`hex`]. `None` for anything else, also for capital letters and half bytes, so that one value
/// has only one text.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    HEXLOWER.decode(text.as_bytes()).ok()
}

/// The hash of a value's canonical JSON.
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

    /// RFC 8785, 3.2.2 and 3.2.3: its own examples of texts and of the order of keys.
    #[test]
    fn the_examples_of_rfc_8785_have_its_bytes() {
        let texts = serde_json::json!("\u{20ac}$\u{f}\nA'B\"\\\\\"/");
        assert_eq!(json(&texts).unwrap(), "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
        let keys = serde_json::json!({
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control",
            "\u{f6}": "Latin Small Letter O With Diaeresis",
        });
        let names = json(&keys).unwrap();
        let order = ["Carriage", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew"];
        let places: Vec<_> = order.iter().map(|name| names.find(name).unwrap()).collect();
        assert!(places.is_sorted(), "{names}");
    }

    proptest! {
        #[test]
        fn what_is_read_back_has_the_same_bytes_and_keys_stand_in_the_order_of_utf_16(
            keys in prop::collection::btree_set("[\u{d000}-\u{d7ff}\u{e000}-\u{ffff}\u{10000}-\u{10ffff}a-c]{0,3}", 0..8)
        ) {
            let document: Value = keys.iter().map(|key| (key.clone(), Value::from(1))).collect::<serde_json::Map<_, _>>().into();
            let text = json(&document).unwrap();
            let again: Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&again, &document);
            let mut wanted: Vec<&String> = keys.iter().collect();
            wanted.sort_by_cached_key(|key| key.encode_utf16().collect::<Vec<_>>());
            let fields: Vec<String> = wanted.iter().map(|key| format!("{}:1", serde_json::to_string(key).unwrap())).collect();
            prop_assert_eq!(text, format!("{{{}}}", fields.join(",")));
        }
    }

    #[test]
    fn keys_are_in_the_order_of_utf_16() {
        let document = serde_json::json!({"\u{fb33}": 1, "\u{1f600}": 2, "\u{20ac}": 3, "1": []});
        let wanted = "{\"1\":[],\"\u{20ac}\":3,\"\u{1f600}\":2,\"\u{fb33}\":1}";
        assert_eq!(json(&document).unwrap(), wanted);
        // To show that the test can fail: a B-tree of Rust texts has another order.
        assert_ne!(serde_json::to_string(&document).unwrap(), wanted);
    }

    #[test]
    fn bytes_have_one_text_in_hexadecimal() {
        assert_eq!(hex(&[0, 0x0f, 0xff]), "000fff");
        assert_eq!(unhex("000fff"), Some(vec![0, 0x0f, 0xff]));
        for text in ["0", "0F", "+f", "0x", " 0", "\u{e9}", "00 "] {
            assert_eq!(unhex(text), None, "{text}");
        }
    }

    #[test]
    fn the_hash_is_sha256() {
        assert_eq!(
            sha256_hex("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
