//! The page that shows a form again when its texts contain invisible or misleading characters. Each such text is
//! shown corrected, to be checked and sent again with everything else that was typed. One page serves all forms,
//! so no form can forget it.

use super::{Field, Input, PageContext, page_headers};
use crate::kernel::characters;
use crate::web::fields::{ASKED, TYPED};
use crate::web::problem::ProblemDocument;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use std::collections::BTreeMap;

/// The form, on its way back.
#[derive(Debug, Template)]
#[template(path = "web/pages/mend.html")]
pub struct Mend<'a> {
    s: &'a PageContext,
    fields: Vec<Field>,
    hidden: BTreeMap<String, String>,
    /// Fields that are never shown again (passwords) and must be typed again.
    secrets: Vec<Field>,
}

impl<'a> Mend<'a> {
    /// None for a refusal of any other kind.
    pub(in crate::web) fn of(s: &'a PageContext, problem: &ProblemDocument) -> Option<Self> {
        let typed = problem.details.as_ref()?.get(TYPED)?.clone();
        let mut hidden: BTreeMap<String, String> = serde_json::from_value(typed).ok()?;
        let mut fields = Vec::new();
        for fault in &problem.errors {
            let value = characters::mended(&hidden.remove(&fault.field)?);
            let rows = if value.contains('\n') { 8 } else { 2 };
            let label = s.count("mend-text", fields.len() + 1);
            let input = Input::Text { rows, words: 0 };
            let mut field = Field::new(&fault.field, label, input).value(&value);
            field.error.clone_from(&fault.message);
            fields.push(field);
        }
        let details = problem.details.as_ref()?;
        let asked: Vec<String> = serde_json::from_value(details.get(ASKED)?.clone()).ok()?;
        let secret = |name: String| {
            let label = s.word("account-field", &name);
            Field::new(name, label, Input::Password).required()
        };
        Some(Self { s, fields, hidden, secrets: asked.into_iter().map(secret).collect() })
    }
}

/// The page as an answer.
pub fn mend(page: &Mend<'_>) -> HttpResponse {
    let mut answer = HttpResponse::build(StatusCode::UNPROCESSABLE_ENTITY);
    page_headers(&mut answer, page.s);
    answer.body(page.render().unwrap_or_default())
}
