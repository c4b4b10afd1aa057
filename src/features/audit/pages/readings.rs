//! Who read what, for auditors and for people who handle a breach.

use crate::features::accounts::{Visitor, as_form_error};
use crate::features::audit::{Reading, ReadingFilter, actions};
use crate::kernel::access::Viewer;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::ledger::{Subject, SubjectKind};
use crate::platform::read_log::ReadLog;
use crate::web::pages::{Field, Input, PageContext, show_with, summary};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

const LINES: i64 = 100;

#[derive(Debug, Clone, Deserialize)]
pub(super) struct After {
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "audit/pages/readings.html")]
struct ReadingsPage<'a> {
    s: &'a PageContext,
    page: &'a Page<Reading>,
    asked: &'a ReadingFilter,
    summary: String,
    fields: Vec<Field>,
}

impl ReadingsPage<'_> {
    fn roles(&self, reading: &Reading) -> String {
        let names = reading.roles.iter().map(|role| self.s.word("role", role));
        names.collect::<Vec<_>>().join(", ")
    }

    /// The address of the thing, if it has a page.
    fn place(reading: &Reading) -> Option<String> {
        let subject: Subject = reading.subject.parse().ok()?;
        let folder = match subject.kind() {
            SubjectKind::Proposal => "/desk/proposals",
            SubjectKind::Call => "/desk/calls",
            SubjectKind::User => "/desk/users",
            SubjectKind::Breach => "/desk/breaches",
            _ => return None,
        };
        Some(format!("{folder}/{}", subject.id()))
    }

    /// The query of the next page and of the table.
    fn question(&self) -> String {
        let escaped = |text: &str| {
            let escaped = askama::filters::urlencode_strict(text).map(|text| text.to_string());
            escaped.unwrap_or_default()
        };
        let parts = self.asked.parts().map(|(name, value)| format!("{name}={}", escaped(value)));
        let lists = self.asked.lists.then(|| "lists=true".to_owned());
        parts.into_iter().chain(lists).collect::<Vec<_>>().join("&")
    }
}

fn fields(s: &PageContext, asked: &ReadingFilter, problem: Option<&Refusal>) -> Vec<Field> {
    let field = |(name, value): (&'static str, &str)| {
        let input = match name {
            "from" | "until" => Input::Date,
            _ => Input::Line,
        };
        let field = Field::new(name, s.word("readings-field", name), input);
        field.value(value).errors_of(s, problem)
    };
    asked.parts().map(field).into_iter().collect()
}

pub(super) async fn page(
    app: web::Data<App>,
    log: web::Data<ReadLog>,
    visitor: Visitor,
    (asked, after): (web::Query<ReadingFilter>, web::Query<After>),
) -> Result<HttpResponse, Failure> {
    ReadLog::settle(&log).await?;
    let wish = asked.clone();
    let paging = Paging { limit: LINES, after: after.into_inner().after };
    let act = move |cx: &mut Cx<'_>| {
        match actions::readings(cx, &wish, &paging) {
            Ok(page) => Ok((page, None)),
            // Shown beside the faulty field.
            Err(failure) => as_form_error(failure)
                .map(|problem| (Page { items: Vec::new(), next: None }, Some(problem))),
        }
    };
    let (s, (page, problem)) = visitor.load_signed_in(&app, act).await?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = ReadingsPage {
        page: &page,
        asked: &asked,
        summary: summary(&s, problem.as_ref(), |name| s.word("readings-field", name)),
        fields: fields(&s, &asked, problem.as_ref()),
        s: &s,
    };
    show_with(status, &s, &page)
}
