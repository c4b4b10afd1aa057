//! What people wrote and hand in as a file: tables, JSON, TOML. All of it is read here, so that three
//! things hold at every door without anybody's thinking of them: texts are in one way of writing (NFC,
//! `characters`), a byte order mark is passed over, and nothing that is there twice (a column, a field)
//! is read by its first or its last alone.

mod json;
mod table;

pub use json::{Repeated, checked as json, composed, difference, parse as json_as_written};
pub use table::{Table, TableFault};

use crate::kernel::characters;
use serde::de::DeserializeOwned;
use std::io;
use std::path::Path;

/// The text of a file, as [`plain`].
///
/// # Errors
/// What cannot be read, or is no UTF-8.
pub fn text_of(file: &Path) -> io::Result<String> {
    std::fs::read_to_string(file).map(|text| plain(&text))
}

/// A text without a byte order mark, in one way of writing.
pub fn plain(text: &str) -> String {
    characters::composed(text.trim_start_matches('\u{feff}'))
}

/// What a TOML text says. A key that is there twice is refused by the format itself.
///
/// # Errors
/// What is no TOML or has another shape.
pub fn toml<T: DeserializeOwned>(text: &str) -> Result<T, toml::de::Error> {
    toml::from_str(&plain(text))
}
