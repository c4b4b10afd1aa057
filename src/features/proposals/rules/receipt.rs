//! The receipt's number and hashes. The number is the call's code and the order of first
//! submission; it is the same for all versions.

use crate::features::proposals::{DocumentDigest, Receipt, Text};
use crate::kernel::canonical;

/// `TB-2026-0012`.
pub fn number(call_code: &str, order: i32) -> String {
    format!("{call_code}-{order:04}")
}

/// SHA-256 of a text's canonical JSON.
pub fn content_hash(text: &Text) -> Result<String, serde_json::Error> {
    canonical::hash_of(text)
}

/// Whether a submission would be identical to the last one, documents included.
pub fn repeats(last: &Receipt, content_hash: &str, documents: &[DocumentDigest]) -> bool {
    last.content_hash == content_hash && last.documents == documents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_sort_as_they_were_given() {
        assert_eq!(number("TB-2026", 12), "TB-2026-0012");
        assert!(number("TB-2026", 999) < number("TB-2026", 1000));
        assert_eq!(number("TB-2026", 12345), "TB-2026-12345");
    }
}
