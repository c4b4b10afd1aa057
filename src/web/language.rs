//! The language in which a caller is answered.

use crate::kernel::language::Language;
use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT_LANGUAGE;

/// Remembers the choice of a language.
pub const COOKIE: &str = "tubel-language";

/// The caller's choice (`?lang=en`, then the cookie it left), else the first of ours that
/// `Accept-Language` names, in the caller's order of preference.
pub fn of(request: &HttpRequest) -> Language {
    let cookie = || request.cookie(COOKIE).and_then(|cookie| Language::from_tag(cookie.value()));
    asked_for(request).or_else(cookie).unwrap_or_else(|| preferred(request))
}

/// What the address itself asks for.
pub fn asked_for(request: &HttpRequest) -> Option<Language> {
    let parts = request.query_string().split('&');
    parts.filter_map(|part| part.strip_prefix("lang=")).find_map(Language::from_tag)
}

fn preferred(request: &HttpRequest) -> Language {
    request
        .headers()
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .map_or(Language::default(), Language::from_preferences)
}
