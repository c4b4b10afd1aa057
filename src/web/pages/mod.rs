//! What all pages share: the shell around a page's content, the headers a page is served with,
//! form fields, the page that tells of an error, and the registration of page routes.

mod desk_links;
mod differences;
mod elsewhere;
mod error;
mod field;
mod leaves;
mod menu;
mod over_time;
mod routes;
mod saving;
mod shell;

pub use desk_links::DeskLink;
pub use differences::{Differences, differences};
pub use elsewhere::elsewhere;
pub use error::{Sorry, sorry};
pub use field::{Field, Input, Summary, summary};
pub use leaves::{Leaf, Turned, leaves};
pub use menu::Entry;
pub use over_time::{OverTime, over_time};
pub use routes::PageRoutes;
pub use saving::{saved_by_itself, unsaved};
pub use shell::{Missing, PageContext, Person};

use crate::kernel::errors::{Failure, Refusal};
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, LOCATION, REFERRER_POLICY, VARY,
};
use actix_web::{HttpResponse, HttpResponseBuilder};
use askama::Template;

/// Nothing but our own script and stylesheet; no frame, no base, no other host.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'; object-src 'none'";

/// Marks an answer that tells of its refusal itself: a form that comes back.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown;

/// A page as an answer.
///
/// # Errors
/// When the template fails, which the compiler has all but ruled out.
pub fn show(shell: &PageContext, page: &impl Template) -> Result<HttpResponse, Failure> {
    show_with(StatusCode::OK, shell, page)
}

/// The same with another status: a form that comes back is `422`.
///
/// # Errors
/// As [`show`].
pub fn show_with(
    status: StatusCode,
    shell: &PageContext,
    page: &impl Template,
) -> Result<HttpResponse, Failure> {
    let html = page.render().map_err(|error| Failure::Inconsistent(error.to_string()))?;
    let mut answer = HttpResponse::build(status);
    page_headers(&mut answer, shell);
    answer.extensions_mut().insert(Shown);
    Ok(answer.body(html))
}

/// A page, or its form that comes back with what is wrong, under the status of the refusal.
///
/// # Errors
/// As [`show`].
pub fn show_refused(
    shell: &PageContext,
    page: &impl Template,
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let status = problem.map_or(200, |problem| problem.code.status);
    show_with(StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY), shell, page)
}

pub(crate) fn page_headers(answer: &mut HttpResponseBuilder, shell: &PageContext) {
    answer
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        // `no-referrer` would make browsers hide the origin of our own forms from us.
        .insert_header((REFERRER_POLICY, "same-origin"))
        .insert_header((CONTENT_LANGUAGE, shell.language.tag()))
        .insert_header((VARY, "Cookie, Accept-Language"));
    for cookie in &shell.cookies {
        answer.cookie(cookie.clone());
    }
}

/// On to another page, by `GET`.
pub fn go_to(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, path)).finish()
}

/// The sign-in page that leads back to `path`.
pub fn sign_in_path(path: &str) -> String {
    on_the_way("/sign-in", path)
}

/// A page that comes before `path` and leads on to it.
pub fn on_the_way(page: &str, path: &str) -> String {
    let escaped = askama::filters::urlencode_strict(path).map(|text| text.to_string());
    format!("{page}?next={}", escaped.unwrap_or_default())
}

/// A path of ours that a form or query named; anything else becomes `/`, so that no link of ours
/// leads to another host.
pub fn own_path(wanted: &str) -> &str {
    let is_ours = wanted.starts_with('/')
        && !wanted.starts_with("//")
        && !wanted.contains(['\\', '\r', '\n', '\t'])
        && wanted.is_ascii();
    if is_ours { wanted } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_our_own_are_followed() {
        for (wanted, followed) in [
            ("/proposals/1?x=y", "/proposals/1?x=y"),
            ("//evil.example", "/"),
            ("https://evil.example", "/"),
            ("/\\evil.example", "/"),
            ("", "/"),
            ("/a\r\nSet-Cookie: x", "/"),
        ] {
            assert_eq!(own_path(wanted), followed, "{wanted}");
        }
    }
}
