//! Tables as spreadsheets write them: separated by commas, or by semicolons or tabs where the comma
//! is the decimal sign (Excel in Indonesia), with or without a byte order mark, any line ends.
//!
//! What the columns mean is not here, but in the command that reads the table.

use anyhow::ensure;
use std::io::{BufRead, BufReader, Read};

/// An opened table; the header is not read yet.
pub(super) struct Delimited<R> {
    pub(super) reader: csv::Reader<R>,
    /// Whether a comma inside a cell may be a decimal sign: it is not what separates the cells.
    pub(super) has_decimal_commas: bool,
}

/// Opens a table; the header's most frequent separator is the file's.
///
/// # Errors
/// A file that cannot be read, is empty, or is UTF-16 (which Excel calls "Unicode text").
pub(super) fn open<R: Read>(file: R, trim: csv::Trim) -> anyhow::Result<Delimited<BufReader<R>>> {
    const BUFFER: usize = 1 << 16;
    let mut file = BufReader::with_capacity(BUFFER, file);
    let start = file.fill_buf()?;
    ensure!(!start.is_empty(), "the file is empty");
    ensure!(
        !start.starts_with(b"\xff\xfe") && !start.starts_with(b"\xfe\xff"),
        "the file is UTF-16; save it as \"CSV UTF-8\""
    );
    let separator = separator(start);
    let reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .trim(trim)
        .buffer_capacity(BUFFER)
        .from_reader(file);
    Ok(Delimited { reader, has_decimal_commas: separator != b',' })
}

/// The separator most often found in the header, outside quotes; the comma when in doubt.
fn separator(start: &[u8]) -> u8 {
    let header = start.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    let unquoted = || header.split(|byte| *byte == b'"').step_by(2).flatten();
    let count = |separator: u8| unquoted().filter(|byte| **byte == separator).count();
    // The last of equals wins.
    [b'\t', b';', b','].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

/// What is wrong with a row, without its place: the caller names that.
pub(super) fn in_words(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("it has {len} cells, the header has {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "it is not UTF-8 text; save it as \"CSV UTF-8\"".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_the_one_the_header_uses_most() {
        assert_eq!(separator(b"proposal,reviewer,score\r\na;b;c"), b',');
        assert_eq!(separator(b"\xef\xbb\xbfproposal;reviewer;score\ra,b"), b';');
        assert_eq!(separator(b"proposal\treviewer\tscore, in points"), b'\t');
        assert_eq!(separator(b"\"a;b;c\",d"), b',');
        assert_eq!(separator(b"id"), b',');
    }

    #[test]
    fn utf_16_and_nothing_at_all_are_refused() {
        let refusal =
            |bytes: &[u8]| open(bytes, csv::Trim::None).err().map(|error| error.to_string());
        assert_eq!(refusal(b"").as_deref(), Some("the file is empty"));
        assert!(refusal(b"\xff\xfei\0d\0").is_some_and(|words| words.contains("UTF-16")));
    }
}
