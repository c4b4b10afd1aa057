//! Percent-encoding (RFC 3986): one encoder and one strict decoder for the whole program. Pure.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;

/// All but the unreserved characters of RFC 3986, section 2.3: safe in every part of an address.
pub const IN_ADDRESSES: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// All but the characters that a header's parameter may have as they are (RFC 8187, section 3.2.1).
pub const IN_HEADERS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

pub fn encoded(text: &str, set: &'static AsciiSet) -> String {
    utf8_percent_encode(text, set).to_string()
}

/// The decoded text. `None` when a `%` is not followed by two digits, or the bytes are not UTF-8. (The crate
/// would leave such a `%` as it is.)
pub fn decoded(text: &str) -> Option<String> {
    let two_digits = |after: &str| {
        after.as_bytes().get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))
    };
    if !text.split('%').skip(1).all(two_digits) {
        return None;
    }
    percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_encoding_is_refused() {
        for text in ["%", "a%4", "%zz", "%+1", "%FF", "%41%", "%%41"] {
            assert_eq!(decoded(text), None, "{text}");
        }
        assert_eq!(decoded("caf%c3%A9+x").as_deref(), Some("caf\u{e9}+x"));
    }

    proptest! {
        #[test]
        fn every_text_comes_back_and_has_plain_letters_only(text in ".{0,40}") {
            for set in [IN_ADDRESSES, IN_HEADERS] {
                let written = encoded(&text, set);
                prop_assert!(written.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"\\/;,=".contains(&byte)));
                prop_assert_eq!(decoded(&written), Some(text.clone()));
            }
        }
    }
}
