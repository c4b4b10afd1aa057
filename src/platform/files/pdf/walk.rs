//! The second look, in a process of its own: the file is read by a parser, and every object of it is
//! walked, as the cross-reference table tells them, and once more as somebody finds them who does not
//! trust that table. Pure, but a parser on a stranger's bytes: it never runs in the server.

use super::contains;
use super::names::{self, FILE_KEYS, Token, any_name, is_web_address, leads_outside, tokens};
use super::verdict::{Active, Finding};
use hayro::hayro_syntax::object::{Dict, MaybeRef, Object, Stream};
use hayro::hayro_syntax::{LoadPdfError, Pdf};

/// Objects within objects, at most; real ones have some ten.
const DEEPEST: usize = 80;

/// Actions that move within the file; whatever else a file can do by itself is refused.
const HARMLESS_ACTIONS: [&str; 4] = ["GoTo", "URI", "Named", "Thread"];

/// Types that are there for nothing but active content.
const MEDIA: [&str; 2] = ["3D", "Screen"];

/// What is wrong with the file; `None` when it is harmless as far as can be seen.
///
/// A file at which the parser panics is one that cannot be read: the panic is a verdict, here as in the
/// process that this runs in.
pub fn examine(bytes: Vec<u8>) -> Option<Finding> {
    std::panic::catch_unwind(|| verdict(bytes)).unwrap_or(Some(Finding::NotReadable))
}

fn verdict(bytes: Vec<u8>) -> Option<Finding> {
    let rebuilt = without_table(&bytes);
    let pdf = match Pdf::new(bytes) {
        Ok(pdf) => pdf,
        Err(LoadPdfError::Decryption(_)) => return Some(Finding::Password),
        Err(LoadPdfError::Invalid) => return Some(Finding::NotReadable),
    };
    if pdf.pages().is_empty() {
        return Some(Finding::NoPages);
    }
    // Another program may find other objects than the table names. Whether a table can be made anew is no
    // fault of the file's.
    let again = Pdf::new(rebuilt).ok();
    walk(&pdf).or_else(|| again.and_then(|pdf| walk(&pdf)))
}

/// The same bytes with every `startxref` made unreadable, so that a parser must look for the objects.
fn without_table(bytes: &[u8]) -> Vec<u8> {
    const WORD: &[u8] = b"startxref";
    let mut changed = bytes.to_vec();
    let places = bytes.windows(WORD.len()).enumerate().filter(|(_, window)| *window == WORD);
    for (place, _) in places {
        changed.splice(place..place + WORD.len(), *b"startxxxx");
    }
    changed
}

/// Texts in an encrypted file are read as the parser decrypts them; as they stand they are noise.
#[derive(Clone, Copy)]
struct Walk {
    is_encrypted: bool,
}

fn walk(pdf: &Pdf) -> Option<Finding> {
    let walk = Walk { is_encrypted: contains(pdf.data().as_ref(), b"/Encrypt") };
    pdf.objects().into_iter().find_map(|object| walk.in_object(&object, 0))
}

impl Walk {
    /// At depth 0 the bytes are read as they stand; those of an object within another are among them.
    fn in_object(self, object: &Object<'_>, depth: usize) -> Option<Finding> {
        if depth > DEEPEST {
            return Some(Finding::NotReadable);
        }
        match object {
            Object::Dict(dict) => self.in_dict(dict, depth),
            Object::Array(array) => {
                let bytes = (depth == 0).then(|| self.in_bytes(array.data())).flatten();
                bytes.or_else(|| array.raw_iter().find_map(|item| self.in_value(&item, depth)))
            }
            Object::Stream(stream) => self.in_stream(stream, depth),
            Object::String(text) => {
                leads_outside(text.as_bytes()).then_some(Finding::Active(Active::OutsideFile))
            }
            _ => None,
        }
    }

    /// What is referred to is visited on its own.
    fn in_value(self, value: &MaybeRef<Object<'_>>, depth: usize) -> Option<Finding> {
        match value {
            MaybeRef::NotRef(object) => self.in_object(object, depth + 1),
            MaybeRef::Ref(_) => None,
        }
    }

    fn in_dict(self, dict: &Dict<'_>, depth: usize) -> Option<Finding> {
        let bytes = || self.in_bytes(dict.data()).or_else(|| said_twice(dict.data()));
        let bytes = (depth == 0).then(bytes).flatten();
        bytes
            .or_else(|| meaning(dict).map(Finding::Active))
            .or_else(|| dict.entries().find_map(|(_, value)| self.in_value(&value, depth)))
    }

    fn in_stream(self, stream: &Stream<'_>, depth: usize) -> Option<Finding> {
        let dict = stream.dict();
        let in_dict = self.in_dict(dict, depth);
        if in_dict.is_some() {
            return in_dict;
        }
        // Everything in an object stream, also what no table names.
        let is_packed = dict.contains_key("First") || name_of(dict, "Type") == "ObjStm";
        if !is_packed {
            return None;
        }
        match stream.decoded() {
            // Only the file's own bytes are encrypted, not the texts within an object stream.
            Ok(objects) => Walk { is_encrypted: false }.in_bytes(&objects),
            Err(_) => Some(Finding::NotReadable),
        }
    }

    /// Names and texts as they stand, also those that a dictionary says twice, where a parser keeps one
    /// and a viewer perhaps the other.
    fn in_bytes(self, bytes: &[u8]) -> Option<Finding> {
        let tokens = tokens(bytes);
        let single = |token: &Token| match token {
            Token::Name(name) => any_name(name),
            Token::Text(text) => {
                (!self.is_encrypted && leads_outside(text)).then_some(Active::OutsideFile)
            }
            _ => None,
        };
        let double = |pair: &[Token]| match pair {
            [Token::Name(key), Token::Text(text)] => {
                names::pair(key, (!self.is_encrypted).then_some(text))
            }
            _ => None,
        };
        let found = tokens.iter().find_map(single);
        found.or_else(|| tokens.windows(2).find_map(double)).map(Finding::Active)
    }
}

/// What the dictionary as a whole is: the values are followed where they stand for something.
fn meaning(dict: &Dict<'_>) -> Option<Active> {
    let action = name_of(dict, "S");
    let refused = |name: &str| any_name(name.as_bytes());
    let found = [action.as_str(), &name_of(dict, "Subtype"), &name_of(dict, "Type")]
        .into_iter()
        .find_map(|name| refused(name).or(MEDIA.contains(&name).then_some(Active::Media)));
    if found.is_some() {
        return found;
    }
    if name_of(dict, "Type") == "Action" && !HARMLESS_ACTIONS.contains(&action.as_str()) {
        return Some(Active::Automatic);
    }
    // A file's specification; a number there is an annotation's flags.
    let names_a_file = FILE_KEYS.into_iter().any(|key| {
        matches!(dict.get::<Object<'_>>(key), Some(Object::String(_) | Object::Dict(_)))
    });
    if names_a_file {
        return Some(Active::OutsideFile);
    }
    let addresses = ["URI", "Base"].map(|key| dict.get::<Object<'_>>(key));
    if addresses.iter().flatten().any(|value| match value {
        Object::String(text) => !is_web_address(text.as_bytes()),
        _ => false,
    }) {
        return Some(Active::OutsideFile);
    }
    opens_by_itself(dict).then_some(Active::Automatic)
}

/// What happens without a click may only turn to a page of this file.
fn opens_by_itself(dict: &Dict<'_>) -> bool {
    let additional = dict.get::<Dict<'_>>("AA").is_some_and(|actions| !actions.is_empty());
    let opening = dict
        .get::<Dict<'_>>("OpenAction")
        .is_some_and(|action| name_of(&action, "S") != "GoTo" || action.contains_key("Next"));
    additional || opening
}

fn name_of(dict: &Dict<'_>, key: &str) -> String {
    match dict.get::<Object<'_>>(key) {
        Some(Object::Name(name)) => name.as_str().to_owned(),
        _ => String::new(),
    }
}

/// Keys by which a viewer decides what to do; a dictionary that has one of them twice says one thing to one
/// program and another to the next.
const DECIDING: [&[u8]; 9] =
    [b"S", b"F", b"UF", b"URI", b"Base", b"OpenAction", b"AA", b"Subtype", b"Names"];

/// One dictionary or array on the way down.
#[derive(Default)]
struct Level {
    is_dictionary: bool,
    /// A key was read and its value was not.
    awaits_value: bool,
    keys: Vec<Vec<u8>>,
}

impl Level {
    /// True when a deciding key stands here a second time.
    fn repeats(&mut self, token: &Token) -> bool {
        let was_awaited = std::mem::take(&mut self.awaits_value);
        let Token::Name(name) = token else { return false };
        if !self.is_dictionary || was_awaited {
            return false;
        }
        self.awaits_value = true;
        if !DECIDING.contains(&name.as_slice()) {
            return false;
        }
        let repeats = self.keys.contains(name);
        self.keys.push(name.clone());
        repeats
    }
}

fn said_twice(bytes: &[u8]) -> Option<Finding> {
    let mut levels = vec![Level::default()];
    for token in tokens(bytes) {
        if levels.last_mut().is_some_and(|level| level.repeats(&token)) {
            return Some(Finding::NotReadable);
        }
        match token {
            Token::OpensDictionary => {
                levels.push(Level { is_dictionary: true, ..Level::default() });
            }
            Token::OpensArray => levels.push(Level::default()),
            Token::Closes => {
                levels.pop();
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests;
