//! Which names in a PDF give active content away, and a small reader of tokens. Pure.

use super::verdict::Active;

/// The longest name that is looked at; ISO 32000-1 annex C allows 127 bytes.
const LONGEST_NAME: usize = 127;

/// What a name stands for wherever it is a key or a value. So long or so rare that compressed bytes
/// spell none of them by chance: at least six letters.
pub(super) fn long_name(name: &[u8]) -> Option<Active> {
    Some(match name {
        b"JavaScript" => Active::Script,
        b"SubmitForm" | b"ImportData" => Active::Form,
        b"EmbeddedFile" | b"EmbeddedFiles" | b"FileAttachment" | b"Collection" => {
            Active::Attachment
        }
        b"Launch" => Active::OutsideFile,
        b"RichMedia" | b"RichMediaExecute" | b"RichMediaContent" | b"RichMediaSettings"
        | b"Rendition" | b"GoTo3DView" => Active::Media,
        _ => return None,
    })
}

/// As [`long_name`], with those so short that they mean something only where objects stand.
pub(super) fn any_name(name: &[u8]) -> Option<Active> {
    long_name(name).or(match name {
        b"JS" => Some(Active::Script),
        b"XFA" => Some(Active::Form),
        b"EF" => Some(Active::Attachment),
        b"GoToR" | b"GoToE" => Some(Active::OutsideFile),
        b"Movie" | b"Sound" => Some(Active::Media),
        _ => None,
    })
}

/// Keys under which a file outside is named. An annotation's flags have the first one too, as a number.
pub(super) const FILE_KEYS: [&str; 5] = ["F", "UF", "DOS", "Mac", "Unix"];

/// What a key and the text behind it stand for together.
pub(super) fn pair(key: &[u8], text: Option<&[u8]>) -> Option<Active> {
    let names_a_file = FILE_KEYS.iter().any(|file| file.as_bytes() == key);
    let leads_elsewhere =
        matches!(key, b"URI" | b"Base") && text.is_some_and(|text| !is_web_address(text));
    (names_a_file || leads_elsewhere).then_some(Active::OutsideFile)
}

/// Whether a text stands right behind the name at this place.
pub(super) fn has_text(bytes: &[u8], place: usize) -> bool {
    match behind(bytes, place) {
        [b'<', b'<', ..] => false,
        [b'(' | b'<', ..] => true,
        _ => false,
    }
}

/// Whether a text, a dictionary, or a number, as of a reference, stands behind the name: in a stream's
/// dictionary, behind the key F, each of them is another file.
pub(super) fn has_file(bytes: &[u8], place: usize) -> bool {
    matches!(behind(bytes, place), [b'(' | b'<' | b'0'..=b'9', ..])
}

fn behind(bytes: &[u8], place: usize) -> &[u8] {
    let behind = bytes.get(place + 1..).unwrap_or(&[]);
    let ends = behind.iter().position(|byte| ends_a_name(*byte)).unwrap_or(behind.len());
    behind.get(ends..).unwrap_or(&[]).trim_ascii_start()
}

/// Every name behind a slash, unescaped, with its place; also those within texts, and by chance.
pub(super) fn all(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> {
    let slashes = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/');
    slashes.map(|(place, _)| (place, name_at(bytes.get(place + 1..).unwrap_or(&[]))))
}

/// The name that begins here, behind its slash.
pub(super) fn name_at(bytes: &[u8]) -> Vec<u8> {
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

/// What stands in the bytes of an object, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Name(Vec<u8>),
    /// Of parentheses or of hexadecimal digits, without escapes resolved but those that matter:
    /// a backslash before a backslash.
    Text(Vec<u8>),
    /// `<<`
    OpensDictionary,
    /// `[`
    OpensArray,
    /// `>>` or `]`
    Closes,
    /// A number, a part of a reference, a keyword.
    Other,
}

/// The tokens of an object's bytes.
pub(super) fn tokens(bytes: &[u8]) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        rest = match (byte, after) {
            (b'/', _) => {
                found.push(Token::Name(name_at(after)));
                let length = after.iter().position(|byte| ends_a_name(*byte));
                after.get(length.unwrap_or(after.len())..).unwrap_or(&[])
            }
            (b'(', _) => {
                let (text, behind) = text_at(after);
                found.push(Token::Text(text));
                behind
            }
            (b'<', [b'<', behind @ ..]) => {
                found.push(Token::OpensDictionary);
                behind
            }
            (b'<', _) => {
                let end = after.iter().position(|byte| *byte == b'>').unwrap_or(after.len());
                found.push(Token::Text(from_hex(after.get(..end).unwrap_or(&[]))));
                after.get(end + 1..).unwrap_or(&[])
            }
            (b'[', _) => {
                found.push(Token::OpensArray);
                after
            }
            (b'>', [b'>', behind @ ..]) => {
                found.push(Token::Closes);
                behind
            }
            (b']', _) => {
                found.push(Token::Closes);
                after
            }
            (b'%', _) => {
                let line = after.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
                after.get(line.unwrap_or(after.len())..).unwrap_or(&[])
            }
            (byte, _) if ends_a_name(*byte) => after,
            _ => {
                found.push(Token::Other);
                let length = after.iter().position(|byte| ends_a_name(*byte));
                after.get(length.unwrap_or(after.len())..).unwrap_or(&[])
            }
        };
    }
    found
}

/// Up to the parenthesis that closes; parentheses within are counted (ISO 32000-1, 7.3.4.2).
fn text_at(bytes: &[u8]) -> (Vec<u8>, &[u8]) {
    let (mut text, mut depth, mut rest) = (Vec::new(), 1_u32, bytes);
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'\\' => {
                if let Some((escaped, behind)) = octal(after).or_else(|| {
                    let (byte, behind) = after.split_first()?;
                    Some((*byte, behind))
                }) {
                    text.push(escaped);
                    rest = behind;
                }
                continue;
            }
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        text.push(*byte);
    }
    (text, rest)
}

/// `\134`: one to three digits.
fn octal(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let digits = bytes.iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
    let (digits, rest) = (bytes.get(..digits)?, bytes.get(digits..)?);
    let value = digits.iter().fold(0_u32, |value, digit| value * 8 + u32::from(digit - b'0'));
    (!digits.is_empty()).then(|| (u8::try_from(value & 0xFF).unwrap_or(0), rest))
}

fn from_hex(bytes: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = bytes
        .iter()
        .filter_map(|byte| char::from(*byte).to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    digits.chunks(2).map(|pair| pair.iter().fold(0, |value, digit| value << 4 | digit)).collect()
}

/// A text that leads to a file on a computer or network: `\\server\x`, `file:…`, `smb:…`; in any of the
/// encodings that texts have (UTF-16 has a zero in every second byte).
pub(super) fn leads_outside(text: &[u8]) -> bool {
    let plain: Vec<u8> = text
        .iter()
        .filter(|byte| !matches!(byte, 0 | 0xFE | 0xFF | 0xEF | 0xBB | 0xBF))
        .map(u8::to_ascii_lowercase)
        .collect();
    let plain = plain.trim_ascii_start();
    [&b"\\\\"[..], b"file:", b"smb:", b"///", b"\\??\\"]
        .iter()
        .any(|start| plain.starts_with(start))
}

/// An address that a reader may follow by a click of their own: a web page, a letter, a telephone, or a
/// name without a scheme.
pub(super) fn is_web_address(text: &[u8]) -> bool {
    let plain: Vec<u8> =
        text.iter().filter(|byte| byte.is_ascii_graphic()).map(u8::to_ascii_lowercase).collect();
    if plain.starts_with(b"\\") || plain.starts_with(b"/") {
        return false;
    }
    let schemed =
        plain.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"+-.".contains(byte));
    match schemed.map(|end| (plain.get(..end), plain.get(end))) {
        Some((Some(scheme), Some(b':'))) => {
            matches!(scheme, b"http" | b"https" | b"mailto" | b"tel")
                // `www.pom.go.id:8080/x` has a port, not a scheme.
                || scheme.contains(&b'.')
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_as_a_viewer_reads_them() {
        let text = |text: &[u8]| Token::Text(text.to_vec());
        let name = |name: &[u8]| Token::Name(name.to_vec());
        assert_eq!(
            tokens(b"<</J#53(a\\)(b)/JS)/F<5C5c>%/Launch\n/S/x/R 5 0 R[]>>"),
            [
                Token::OpensDictionary,
                name(b"JS"),
                text(b"a)(b)/JS"),
                name(b"F"),
                text(b"\\\\"),
                name(b"S"),
                name(b"x"),
                name(b"R"),
                Token::Other,
                Token::Other,
                Token::Other,
                Token::OpensArray,
                Token::Closes,
                Token::Closes
            ]
        );
        assert_eq!(tokens(b"(\\134\\134host)"), [text(b"\\\\host")]);
    }

    #[test]
    fn addresses_of_the_web_are_told_from_files() {
        for web in
            ["http://x", "HTTPS://x", "mailto:a@b", "tel:1", "www.pom.go.id", "pom.go.id:80/a"]
        {
            assert!(is_web_address(web.as_bytes()), "{web}");
            assert!(!leads_outside(web.as_bytes()), "{web}");
        }
        for other in
            ["file:///etc", "\\\\host\\x", "javascript:x", "data:x", "smb://x", "//host/x", "/x"]
        {
            assert!(!is_web_address(other.as_bytes()), "{other}");
        }
        assert!(leads_outside(b"\xFE\xFF\0\\\0\\\0h"));
        assert!(leads_outside(b" FILE:///c:/x"));
    }
}
