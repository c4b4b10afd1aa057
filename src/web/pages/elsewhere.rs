//! The page that is shown when another site links to something whose reading is logged. It says where the link
//! leads, and the person decides whether to go on.

use super::{PageContext, own_path, page_headers};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde_json::Value;

#[derive(Template)]
#[template(path = "web/pages/elsewhere.html")]
struct Elsewhere<'a> {
    s: &'a PageContext,
    /// What would be opened, in words.
    what: String,
    /// Where it is.
    place: &'a str,
}

/// The page as an answer; `details` are those of the refusal.
pub fn elsewhere(s: &PageContext, place: &str, details: Option<&Value>) -> HttpResponse {
    let act = details.and_then(|details| details.get("act")?.as_str()).unwrap_or("other");
    let page = Elsewhere { s, what: what(s, act), place: own_path(place) };
    let mut answer = HttpResponse::build(StatusCode::FORBIDDEN);
    page_headers(&mut answer, s);
    answer.body(page.render().unwrap_or_else(|_| page.what.clone()))
}

/// What an act shows, in words. Acts that show nothing about other people have no words of their own.
fn what(s: &PageContext, act: &str) -> String {
    let words = s.word("opens", act);
    if words.starts_with("opens-") { s.t("opens-other") } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::access::{reveals, rules};
    use crate::kernel::clock::Timestamp;
    use crate::kernel::language::Language;
    use crate::platform::read_log::name_of;

    #[test]
    fn whatever_is_asked_about_or_noted_has_words_in_both_languages() {
        for language in Language::ALL {
            let s = PageContext::bare(language, "/", Timestamp::from_micros(0));
            let acts = rules().map(|rule| rule.act).filter(|act| reveals(*act).is_some());
            for name in acts.map(name_of).chain(["read_own_data".to_owned()]) {
                assert_ne!(what(&s, &name), s.t("opens-other"), "{name}");
            }
        }
    }
}
