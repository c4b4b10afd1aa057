//! A look at a PDF's bytes for what a proposal never needs: encryption, scripts, programs to
//! launch, files within the file. It is a scan for names, not a parser: it follows no references
//! and builds no objects, so nothing in the file can make it recurse or grow. Pure.
//!
//! Names are read with their `#xx` escapes, wherever they stand, and inside compressed object
//! streams. What it cannot see: the inside of streams that no object comes from (page content,
//! fonts, pictures), which no viewer takes actions from.

mod object_streams;

use super::{FILE_INCOMPLETE, PDF_ACTIVE_CONTENT, PDF_ENCRYPTED, PDF_NOT_READABLE};
use crate::errors::Code;
use object_streams::{Unreadable, unpacked};

/// The end marker must stand so near to the end (ISO 32000-1, annex H.3.4.4).
const END_WITHIN: usize = 1024;

/// The longest name that is looked at; ISO 32000-1 annex C allows 127 bytes.
const LONGEST_NAME: usize = 127;

/// What a name in the file gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Finding {
    Encryption,
    ActiveContent,
}

/// # Errors
/// `file_incomplete` without an end marker, `pdf_encrypted`, `pdf_active_content`, and
/// `pdf_not_readable` when an object stream hides what is in it.
pub(super) fn check(bytes: &[u8]) -> Result<(), Code> {
    let tail = bytes.get(bytes.len().saturating_sub(END_WITHIN)..).unwrap_or(bytes);
    if !contains(tail, b"%%EOF") {
        return Err(FILE_INCOMPLETE);
    }
    let streams = streams(bytes);
    match finding(bytes, |place| is_inside(&streams, place)) {
        Some(Finding::Encryption) => return Err(PDF_ENCRYPTED),
        Some(Finding::ActiveContent) => return Err(PDF_ACTIVE_CONTENT),
        None => {}
    }
    let mut allowance = object_streams::MOST_BYTES;
    for stream in &streams {
        match unpacked(bytes, stream, &mut allowance) {
            Ok(Some(objects)) if finding(&objects, |_| false).is_some() => {
                return Err(PDF_ACTIVE_CONTENT);
            }
            Ok(_) => {}
            Err(Unreadable) => return Err(PDF_NOT_READABLE),
        }
    }
    Ok(())
}

/// The first finding, encryption before all else: in an encrypted file nothing else is certain.
fn finding(bytes: &[u8], in_stream: impl Fn(usize) -> bool) -> Option<Finding> {
    let mut found = None;
    for (place, name) in names(bytes) {
        match name.as_slice() {
            b"Encrypt" => return Some(Finding::Encryption),
            b"JavaScript" | b"Launch" | b"EmbeddedFile" | b"EmbeddedFiles" | b"RichMedia" => {
                found = Some(Finding::ActiveContent);
            }
            // So short that compressed bytes spell it by chance; there it means nothing.
            b"JS" if !in_stream(place) => found = Some(Finding::ActiveContent),
            _ => {}
        }
    }
    found
}

/// Every name, unescaped, with its place.
fn names(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> {
    let slashes = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/');
    slashes.map(|(place, _)| (place, name_at(bytes.get(place + 1..).unwrap_or(&[]))))
}

fn name_at(bytes: &[u8]) -> Vec<u8> {
    let mut name = Vec::new();
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        if ends_a_name(*byte) || name.len() > LONGEST_NAME {
            break;
        }
        let (unescaped, after) = escaped(rest).unwrap_or((*byte, after));
        name.push(unescaped);
        rest = after;
    }
    name
}

/// `#4A` and the like.
fn escaped(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let [b'#', high, low, rest @ ..] = bytes else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let value = u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()?;
    Some((value, rest))
}

/// White space and delimiters (ISO 32000-1, 7.2.2).
fn ends_a_name(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32) || b"()<>[]{}/%".contains(&byte)
}

/// A stream's place in the file.
#[derive(Debug, Clone, Copy)]
struct Stream {
    /// Where the stream before it ended; its dictionary stands between there and its beginning.
    before: usize,
    begins: usize,
    ends: usize,
}

/// Where streams begin and end: after `>> stream`, up to `endstream`. In order, without overlap.
fn streams(bytes: &[u8]) -> Vec<Stream> {
    let mut found = Vec::new();
    let (mut before, mut from) = (0, 0);
    while let Some(at) = position(bytes, b"stream", from) {
        let begins = at + b"stream".len();
        let ahead = bytes.get(before..at).unwrap_or(&[]).trim_ascii_end();
        let line_ends = matches!(bytes.get(begins), Some(b'\r' | b'\n'));
        from = begins;
        if ahead.ends_with(b">>") && line_ends {
            let ends = position(bytes, b"endstream", begins).unwrap_or(bytes.len());
            found.push(Stream { before, begins, ends });
            from = ends + b"endstream".len();
            before = from;
        }
    }
    found
}

fn is_inside(streams: &[Stream], place: usize) -> bool {
    let begun = streams.partition_point(|stream| stream.begins <= place);
    begun.checked_sub(1).and_then(|last| streams.get(last)).is_some_and(|last| place < last.ends)
}

fn position(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(wanted.len()).position(|window| window == wanted).map(|at| at + from)
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    position(bytes, wanted, 0).is_some()
}

#[cfg(test)]
mod tests;
