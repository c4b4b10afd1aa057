//! Marks for the log: the same account or address has the same mark on this instance, so that an operator
//! sees that somebody guesses at one account or from one place, and the log names neither.

use crate::kernel::canonical;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// As much of the hash as tells a few thousand apart.
const LETTERS: usize = 16;

pub struct Marks(Vec<u8>);

impl Marks {
    pub(super) fn new(key: Vec<u8>) -> Self {
        Self(key)
    }

    /// The mark of what is never written out.
    pub fn of(&self, what: &str) -> String {
        // HMAC takes a key of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        mac.update(what.as_bytes());
        canonical::hex(&mac.finalize().into_bytes()).chars().take(LETTERS).collect()
    }
}
