//! Brings the address of a request, path and query, to NFC before anything reads it, so that a word in a search is
//! the same as the stored word.

use crate::kernel::characters;
use crate::kernel::percent;
use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Uri;
use actix_web::middleware::Next;

/// Composes the address before it is routed.
///
/// # Errors
/// The errors of the handlers after it.
pub async fn compose_address<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    if let Some(uri) = composed_uri(request.uri()) {
        request.match_info_mut().get_mut().update(&uri);
        request.head_mut().uri = uri;
    }
    next.call(request).await
}

fn composed_uri(uri: &Uri) -> Option<Uri> {
    let asked = uri.path_and_query()?.as_str();
    let composed = composed_words(asked)?;
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(composed.parse().ok()?);
    Uri::from_parts(parts).ok()
}

/// `None` where nothing changes. Characters that separate the parts of an address stay as they were sent.
fn composed_words(asked: &str) -> Option<String> {
    // Only characters beyond ASCII can be written in two ways.
    let bytes = asked.as_bytes();
    let is_above = |two: &[u8]| two.first() == Some(&b'%') && two.get(1).is_some_and(|d| *d > b'7');
    if !bytes.windows(2).any(is_above) {
        return None;
    }
    let is_word = |letter: &char| letter.is_ascii_alphanumeric() || "%-._~".contains(*letter);
    let letters: Vec<char> = asked.chars().collect();
    let mut changed = false;
    let mut composed = String::with_capacity(asked.len());
    for word in letters.chunk_by(|one, other| is_word(one) == is_word(other)) {
        let word: String = word.iter().collect();
        match composed_word(&word) {
            Some(other) => {
                changed = true;
                composed.push_str(&other);
            }
            None => composed.push_str(&word),
        }
    }
    changed.then_some(composed)
}

fn composed_word(word: &str) -> Option<String> {
    let text = percent::decoded(word)?;
    let composed = characters::composed(&text);
    if composed == text {
        return None;
    }
    Some(percent::encoded(&composed, percent::IN_ADDRESSES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_composed_and_what_is_between_them_stays() {
        for (asked, expected) in [
            ("/desk/users?q=caf%65%CC%81+x&y=%2F%26", Some("/desk/users?q=caf%C3%A9+x&y=%2F%26")),
            ("/a/e%CC%81?next=%2Fa%3Fq%3De%CC%81", Some("/a/%C3%A9?next=%2Fa%3Fq%3D%C3%A9")),
            ("/a?q=caf%C3%A9", None),
            ("/a?q=%FF%CC%81", None),
            ("/a?q=%25CC%2581&b", None),
            ("/a?q=e%CC%8", None),
            // NFC turns a Greek question mark into a semicolon; it must not become a separator.
            ("/a?q=%CD%BE", Some("/a?q=%3B")),
        ] {
            assert_eq!(composed_words(asked).as_deref(), expected, "{asked}");
        }
    }
}
