//! Tables as spreadsheets write them: separated by commas, or by semicolons or tabs where the comma
//! is the decimal sign (Excel in Indonesia), with or without a byte order mark, any line ends.
//!
//! What the columns mean is decided by the module that reads the table.

use crate::kernel::characters;
use csv::StringRecord;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use unicode_normalization::is_nfc;

/// An opened table: its header has been read, and no column name appears twice.
pub struct Table<R: Read> {
    reader: csv::Reader<BufReader<R>>,
    header: StringRecord,
    /// Whether a comma inside a cell may be a decimal sign, because cells are separated by something else.
    pub has_decimal_commas: bool,
}

/// Why a table cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TableFault {
    #[error("the file is empty")]
    Empty,
    #[error("the file is UTF-16; save it as \"CSV UTF-8\"")]
    Utf16,
    #[error("the column {column} is there twice")]
    Twice { column: String },
    #[error("{}", in_words(.error))]
    Row { line: u64, error: csv::Error },
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl TableFault {
    /// The line at fault; `None` when the whole file is at fault.
    pub fn line(&self) -> Option<u64> {
        match self {
            Self::Row { line, .. } => Some(*line),
            Self::Twice { .. } => Some(1),
            Self::Empty | Self::Utf16 | Self::Io(_) => None,
        }
    }

    /// In words for a terminal, with the line, which the reader's messages call `place`.
    pub fn at(self, place: &'static str) -> anyhow::Error {
        match self.line() {
            Some(line) => anyhow::anyhow!("{place} {line}: {self}"),
            None => self.into(),
        }
    }
}

impl<R: Read> Table<R> {
    /// Opens a table; the header's most frequent separator is the file's.
    ///
    /// # Errors
    /// A file that cannot be read, is empty, or is UTF-16 (which Excel calls "Unicode text"); a header that
    /// names a column twice.
    pub fn open(file: R, trim: csv::Trim) -> Result<Self, TableFault> {
        const BUFFER: usize = 1 << 16;
        let mut file = BufReader::with_capacity(BUFFER, file);
        let start = file.fill_buf()?;
        if start.is_empty() {
            return Err(TableFault::Empty);
        }
        if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") {
            return Err(TableFault::Utf16);
        }
        let separator = separator(start);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .trim(trim)
            .buffer_capacity(BUFFER)
            .from_reader(file);
        let header = reader.headers().map_err(|error| TableFault::Row { line: 1, error })?;
        let header = header.iter().map(name).collect();
        unrepeated(&header)?;
        Ok(Self { reader, header, has_decimal_commas: separator != b',' })
    }

    /// The names of the columns, as written.
    pub fn header(&self) -> &StringRecord {
        &self.header
    }

    /// The names as they are compared, for rows that are read by name.
    pub fn folded_header(&self) -> StringRecord {
        self.header.iter().map(folded).collect()
    }

    /// Where the column of this name is; capitals make no difference.
    pub fn column(&self, name: &str) -> Option<usize> {
        let wanted = folded(name);
        self.header.iter().position(|column| folded(column) == wanted)
    }

    pub fn columns_in_words(&self) -> String {
        self.header.iter().collect::<Vec<_>>().join(", ")
    }

    /// Reads the next row into `row` and answers its line; none after the last.
    ///
    /// # Errors
    /// A row with more or fewer cells than the header, or that is no UTF-8.
    pub fn next(&mut self, row: &mut StringRecord) -> Result<Option<u64>, TableFault> {
        let before = self.reader.position().line();
        let read = self.reader.read_record(row).map_err(|error| {
            let line = error.position().map_or(before, csv::Position::line);
            TableFault::Row { line, error }
        })?;
        if !read {
            return Ok(None);
        }
        let position = row.position().cloned();
        if !row.as_slice().is_ascii() && !is_nfc(row.as_slice()) {
            let composed: StringRecord = row.iter().map(characters::composed).collect();
            *row = composed;
            row.set_position(position.clone());
        }
        Ok(Some(position.as_ref().map_or(before, csv::Position::line)))
    }
}

/// A column's name as it is kept.
fn name(cell: &str) -> String {
    characters::composed(cell.trim_start_matches('\u{feff}').trim())
}

/// A column's name as it is compared.
fn folded(column: &str) -> String {
    // Lower-casing can split a letter in two, so NFC comes after it.
    characters::composed(&name(column).to_lowercase())
}

/// Columns without a name are ignored; spreadsheets often add some at the end.
fn unrepeated(header: &StringRecord) -> Result<(), TableFault> {
    let mut seen = BTreeSet::new();
    let mut named = header.iter().filter(|column| !column.is_empty());
    match named.find(|column| !seen.insert(folded(column))) {
        Some(column) => Err(TableFault::Twice { column: column.to_owned() }),
        None => Ok(()),
    }
}

/// The separator most often found in the header, outside quotes; the comma when in doubt.
fn separator(start: &[u8]) -> u8 {
    let header = start.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    let unquoted = || header.split(|byte| *byte == b'"').step_by(2).flatten();
    let count = |separator: u8| unquoted().filter(|byte| **byte == separator).count();
    // `max_by_key` takes the last of equals, so the comma comes last.
    [b'\t', b';', b','].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

/// What is wrong with a row, without its place.
fn in_words(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("it has {len} cells, the header has {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "it is not UTF-8 text; save it as \"CSV UTF-8\"".to_owned(),
        csv::ErrorKind::Deserialize { err, .. } => err.to_string(),
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

    fn refusal(bytes: &[u8]) -> Option<String> {
        Table::open(bytes, csv::Trim::None).err().map(|fault| fault.to_string())
    }

    #[test]
    fn utf_16_and_nothing_at_all_are_refused() {
        assert_eq!(refusal(b"").as_deref(), Some("the file is empty"));
        assert!(refusal(b"\xff\xfei\0d\0").is_some_and(|words| words.contains("UTF-16")));
    }

    #[test]
    fn a_column_that_is_there_twice_is_named_however_it_is_written() {
        for (header, named) in [
            ("id,unit,id", "id"),
            ("id, unit ,Unit", "Unit"),
            ("\u{feff}id;ID", "ID"),
            ("wilayah\trégion\tre\u{301}gion", "région"),
            ("\"id\",id", "id"),
        ] {
            let words = format!("the column {named} is there twice");
            assert_eq!(refusal(format!("{header}\n").as_bytes()), Some(words), "{header}");
        }
        assert_eq!(refusal(b"id,unit,,\na,b,,\n"), None);
    }

    #[test]
    fn cells_are_in_one_way_of_writing_and_keep_their_line() {
        let text = "id,café\na,b\ncafe\u{301};\u{37e},y\n";
        let mut table = Table::open(text.as_bytes(), csv::Trim::All).unwrap();
        assert_eq!(table.column("CAFE\u{301}"), Some(1));
        let mut row = StringRecord::new();
        assert_eq!(table.next(&mut row).unwrap(), Some(2));
        assert_eq!(table.next(&mut row).unwrap(), Some(3));
        assert_eq!(row.iter().collect::<Vec<_>>(), ["café;;", "y"]);
        assert_eq!(table.next(&mut row).unwrap(), None);
    }
}
