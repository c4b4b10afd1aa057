//! Two looks at a PDF for what a proposal never needs: scripts, forms that send themselves, files within
//! the file and outside of it, film, and what happens by itself.
//!
//! The first, here, is a sieve for names over the bytes as they are; it follows no references and builds no
//! objects, so nothing in the file can make it recurse or grow. It also sees what no cross-reference table
//! names. The second ([`examine`]) reads the file with a parser, in a process that can do nothing else, and
//! walks all objects. Both must find nothing. `docs/security.md` says what remains.

mod names;
mod object_streams;
mod verdict;
mod walk;

pub use verdict::Finding;
pub use walk::examine;

use super::FILE_INCOMPLETE;
use crate::kernel::errors::Failure;
use names::{any_name, has_file, has_text, long_name};
use object_streams::{Unreadable, dictionary_of, unpacked};
use verdict::Active;

/// The end marker must stand so near to the end (ISO 32000-1, annex H.3.4.4).
const END_WITHIN: usize = 1024;

/// The first look.
///
/// # Errors
/// `file_incomplete` without an end marker, `pdf_active_content`, and `pdf_not_readable` when an object
/// stream hides what is in it.
pub(super) fn check(bytes: &[u8]) -> Result<(), Failure> {
    let tail = bytes.get(bytes.len().saturating_sub(END_WITHIN)..).unwrap_or(bytes);
    if !contains(tail, b"%%EOF") {
        return Err(Failure::refused(FILE_INCOMPLETE));
    }
    sift(bytes).map_or(Ok(()), |finding| Err(finding.into()))
}

fn sift(bytes: &[u8]) -> Option<Finding> {
    let streams = streams(bytes);
    let found = names::all(bytes).find_map(|(place, name)| {
        // Short names are spelt by chance in compressed bytes; there they mean nothing.
        if is_inside(&streams, place) {
            return long_name(&name);
        }
        any_name(&name).or_else(|| {
            // Also in objects that the second look's parser cannot read and another may.
            has_text(bytes, place).then(|| names::pair(&name, None)).flatten()
        })
    });
    let found = found.or_else(|| {
        let dictionaries = streams.iter().map(|stream| dictionary_of(bytes, stream));
        dictionaries
            .filter(|dictionary| is_elsewhere(dictionary))
            .map(|_| Active::OutsideFile)
            .next()
    });
    if let Some(active) = found {
        return Some(Finding::Active(active));
    }
    if names::all(bytes).any(|(_, name)| name == b"Encrypt") {
        // Names stand in clear in an encrypted file; its streams can only be read by the second look.
        return None;
    }
    let mut allowance = object_streams::MOST_BYTES;
    streams.iter().find_map(|stream| match unpacked(bytes, stream, &mut allowance) {
        Ok(Some(objects)) => {
            names::all(&objects).find_map(|(_, name)| any_name(&name)).map(Finding::Active)
        }
        Ok(None) => None,
        Err(Unreadable) => Some(Finding::NotReadable),
    })
}

/// A stream whose bytes are in another file (ISO 32000-1, table 5).
fn is_elsewhere(dictionary: &[u8]) -> bool {
    names::all(dictionary).any(|(place, name)| name == b"F" && has_file(dictionary, place))
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
