//! Canonical JSON and its hash: keys sorted, no spaces, so that the same content always has the
//! same bytes. Everything whose hash is published goes through here.

use serde::Serialize;
use sha2::{Digest, Sha256};

/// The canonical bytes of a value. `serde_json`'s map is a B-tree, so a detour over `Value` sorts.
///
/// # Errors
/// When the value has no JSON form (a map with keys that are not text).
pub fn json(value: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_string(&serde_json::to_value(value)?)
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

    #[test]
    fn keys_are_sorted_whatever_the_order_of_fields() {
        #[derive(Serialize)]
        struct Pair {
            zebra: u8,
            apple: u8,
        }
        assert_eq!(json(&Pair { zebra: 1, apple: 2 }).unwrap(), r#"{"apple":2,"zebra":1}"#);
    }

    #[test]
    fn the_hash_is_sha256() {
        assert_eq!(
            sha256_hex("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
