//! The page that tells of an error, for people who came by a browser.

use super::{PageContext, page_headers};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, HttpResponseBuilder};
use askama::Template;

/// What is said.
#[derive(Debug, Template)]
#[template(path = "web/pages/error.html")]
pub struct Sorry<'a> {
    pub s: &'a PageContext,
    pub status: u16,
    pub title: String,
    /// What is wrong with which field, where a whole page was refused for it.
    pub lines: Vec<String>,
    /// The request's id, to tell the secretariat.
    pub instance: String,
}

/// The page as an answer.
pub fn sorry(status: StatusCode, page: &Sorry<'_>) -> HttpResponse {
    let mut answer: HttpResponseBuilder = HttpResponse::build(status);
    page_headers(&mut answer, page.s);
    answer.body(page.render().unwrap_or_else(|_| page.title.clone()))
}
