//! Object streams (ISO 32000-1, 7.5.7): the one place where a PDF's objects are compressed. They
//! are inflated with a bound on what comes out, so that a small file cannot grow without end. Pure.

use super::names::{all as names, name_at};
use super::{Stream, position};
use flate2::read::ZlibDecoder;
use std::io::Read;

/// Bytes that all object streams of a file may hold together. Real ones hold some hundred
/// kilobytes: they are dictionaries, not pictures.
pub(super) const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// The stream hides what is in it: an unusual or broken encoding, or too much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unreadable;

/// The objects in this stream; `None` when it is another kind of stream.
pub(super) fn unpacked(
    bytes: &[u8],
    stream: &Stream,
    allowance: &mut u64,
) -> Result<Option<Vec<u8>>, Unreadable> {
    let dictionary = dictionary_of(bytes, stream);
    let named: Vec<Vec<u8>> = names(dictionary).map(|(_, name)| name).collect();
    let has = |wanted: &[u8]| named.iter().any(|name| name == wanted);
    // Viewers go by /First, which every object stream needs, whatever /Type says.
    if !has(b"ObjStm") && !has(b"First") {
        return Ok(None);
    }
    let body = bytes.get(stream.begins..stream.ends).ok_or(Unreadable)?;
    if !has(b"Filter") && !has(b"F") {
        return Ok(Some(body.to_vec()));
    }
    if !is_plain_flate(dictionary) || has(b"DecodeParms") || has(b"DP") {
        return Err(Unreadable);
    }
    inflated(bytes, stream.begins, allowance).map(Some)
}

/// From the object's own `obj` to its stream.
pub(super) fn dictionary_of<'a>(bytes: &'a [u8], stream: &Stream) -> &'a [u8] {
    let ahead = bytes.get(stream.before..stream.begins).unwrap_or(&[]);
    let begins = ahead.windows(4).rposition(|window| window == b" obj").unwrap_or(0);
    ahead.get(begins..).unwrap_or(ahead)
}

/// `/Filter /FlateDecode` or `/Filter [/FlateDecode]`, and nothing else.
fn is_plain_flate(dictionary: &[u8]) -> bool {
    let Some((place, _)) = names(dictionary).find(|(_, name)| name == b"Filter") else {
        return false;
    };
    let after = dictionary.get(place + b"/Filter".len()..).unwrap_or(&[]).trim_ascii_start();
    let (list, inside) = match after.strip_prefix(b"[") {
        Some(inside) => (true, inside.trim_ascii_start()),
        None => (false, after),
    };
    let Some(name) = inside.strip_prefix(b"/") else { return false };
    let filter = name_at(name);
    let behind = name.get(filter.len()..).unwrap_or(&[]).trim_ascii_start();
    filter == b"FlateDecode" && (!list || behind.starts_with(b"]"))
}

/// The stream's bytes end where the compressed data say, not where `endstream` stands by chance.
fn inflated(bytes: &[u8], from: usize, allowance: &mut u64) -> Result<Vec<u8>, Unreadable> {
    let body = bytes.get(from..).unwrap_or(&[]);
    let line = if body.starts_with(b"\r\n") { 2 } else { 1 };
    let mut decoder = ZlibDecoder::new(body.get(line..).unwrap_or(&[])).take(*allowance + 1);
    let mut objects = Vec::new();
    decoder.read_to_end(&mut objects).map_err(|_| Unreadable)?;
    let size = u64::try_from(objects.len()).map_err(|_| Unreadable)?;
    *allowance = allowance.checked_sub(size).ok_or(Unreadable)?;
    // An object stream within an object stream is against the standard.
    if position(&objects, b"/ObjStm", 0).is_some() { Err(Unreadable) } else { Ok(objects) }
}
