//! The last papers that were set, by everything that they say. Nobody is handed one by asking for it: who may read what
//! is decided before, and what a paper says is read from the database each time.

use crate::kernel::canonical::sha256_hex;
use crate::kernel::errors::Failure;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// How many papers are kept; each has some tens of kilobytes.
const PAPERS: usize = 32;

/// Papers by the SHA-256 of their words; the last one used is last.
#[derive(Default)]
pub(super) struct Kept(Mutex<VecDeque<(String, Vec<u8>)>>);

impl Kept {
    /// The paper with these words; set by `set` if it is not kept.
    ///
    /// # Errors
    /// Those of `set`; nothing is kept then.
    pub(super) fn get(
        &self,
        words: &str,
        set: impl FnOnce() -> Result<Vec<u8>, Failure>,
    ) -> Result<Vec<u8>, Failure> {
        let key = sha256_hex(words);
        if let Some(paper) = self.taken(&key) {
            self.put(key, paper.clone());
            return Ok(paper);
        }
        let paper = set()?;
        self.put(key, paper.clone());
        Ok(paper)
    }

    fn taken(&self, key: &str) -> Option<Vec<u8>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(of, _)| of == key)?;
        kept.remove(at).map(|(_, paper)| paper)
    }

    fn put(&self, key: String, paper: Vec<u8>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= PAPERS {
            kept.pop_front();
        }
        kept.push_back((key, paper));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn the_same_words_are_set_once_and_others_anew_and_the_oldest_goes_first() {
        let (kept, set) = (Kept::default(), Cell::new(0));
        let ask = |words: &str| {
            let paper = kept.get(words, || {
                set.set(set.get() + 1);
                Ok(words.as_bytes().to_vec())
            });
            assert_eq!(paper.unwrap(), words.as_bytes());
            set.get()
        };
        assert_eq!((ask("a"), ask("a"), ask("b"), ask("a")), (1, 1, 2, 2));
        for other in 0..PAPERS - 1 {
            ask(&other.to_string());
        }
        // `b` was used longest ago.
        let before = set.get();
        assert_eq!((ask("a"), ask("b")), (before, before + 1));
    }

    #[test]
    fn what_could_not_be_set_is_not_kept() {
        let kept = Kept::default();
        let refused = || Err(Failure::not_found());
        assert!(kept.get("a", refused).is_err());
        assert_eq!(kept.get("a", || Ok(vec![1])).unwrap(), [1]);
    }
}
