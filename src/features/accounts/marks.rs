//! Marks for the log. An account or address always gets the same mark on this instance; so an
//! operator sees that somebody guesses at one account or from one place, while the log names
//! neither.

use crate::kernel::canonical;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Letters of the hash; enough to distinguish a few thousand.
const LETTERS: usize = 16;

pub struct Marks(Vec<u8>);

impl Marks {
    pub(super) fn new(key: Vec<u8>) -> Self {
        Self(key)
    }

    /// The mark of a value that is never logged itself.
    pub fn of(&self, what: &str) -> String {
        // HMAC accepts a key of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        mac.update(what.as_bytes());
        canonical::hex(&mac.finalize().into_bytes()).chars().take(LETTERS).collect()
    }
}
