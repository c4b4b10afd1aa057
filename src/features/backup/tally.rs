//! The content of a table as a number of rows and one hash that does not depend on their order,
//! because engines return rows in different orders.

use crate::kernel::canonical;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The sum of the rows' hashes, in four words.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    rows: u64,
    words: [u64; 4],
}

/// In the form of the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tallied {
    pub(super) rows: u64,
    pub(super) digest: String,
}

impl Tally {
    pub(super) fn count(&mut self, row: &str) {
        self.rows += 1;
        let hash = Sha256::digest(row.as_bytes());
        for (word, bytes) in self.words.iter_mut().zip(hash.chunks_exact(8)) {
            let bytes = bytes.iter().fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
            *word = word.wrapping_add(bytes);
        }
    }

    pub(super) fn total(&self) -> Tallied {
        let bytes: Vec<u8> = self.words.iter().flat_map(|word| word.to_be_bytes()).collect();
        Tallied { rows: self.rows, digest: canonical::hex(&bytes) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[&str]) -> Tallied {
        let mut tally = Tally::default();
        for row in rows {
            tally.count(row);
        }
        tally.total()
    }

    #[test]
    fn the_order_of_rows_does_not_count_and_everything_else_does() {
        assert_eq!(of(&["a", "b", "b"]), of(&["b", "a", "b"]));
        for other in [&["a", "b"][..], &["a", "a", "b"], &["a", "b", "c"], &["ab", "b", ""]] {
            assert_ne!(of(other), of(&["a", "b", "b"]));
        }
    }
}
