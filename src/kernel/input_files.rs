//! Files that people hand in: tables, JSON, TOML. All are read here, so that three things hold everywhere:
//! texts are in NFC (`characters`), a byte order mark is skipped, and a column or field that appears twice is
//! refused.

mod json;
mod table;

pub use json::{Repeated, checked as json, composed, difference, parse as json_as_written};
pub use table::{Table, TableFault};

use crate::kernel::characters;
use serde::de::DeserializeOwned;
use std::io;
use std::path::Path;

/// The text of a file, prepared by [`plain`].
///
/// # Errors
/// A file that cannot be read or is not UTF-8.
pub fn text_of(file: &Path) -> io::Result<String> {
    std::fs::read_to_string(file).map(|text| plain(&text))
}

/// A text without its byte order mark, in NFC.
pub fn plain(text: &str) -> String {
    characters::composed(text.trim_start_matches('\u{feff}'))
}

/// Reads TOML. The format itself refuses a key that appears twice.
///
/// # Errors
/// Text that is not TOML, or has another structure.
pub fn toml<T: DeserializeOwned>(text: &str) -> Result<T, toml::de::Error> {
    toml::from_str(&plain(text))
}
