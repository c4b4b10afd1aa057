//! The answer to a form that saves by itself, and what its page says about text that is not stored.

use super::PageContext;
use crate::kernel::errors::{FieldError, Refusal, common};
use crate::web::tagged;
use actix_web::HttpResponse;
use serde::Serialize;

/// A field that was not saved, and what is wrong with it.
#[derive(Debug, Serialize)]
struct Unsaved {
    field: String,
    message: String,
}

#[derive(Debug, Serialize)]
#[expect(clippy::struct_field_names, reason = "the script knows them so")]
struct Saved {
    version: i64,
    saved_at: String,
    unsaved: Vec<Unsaved>,
}

/// The answer to a save by the script: the version that it made, and what it could not take.
pub fn saved_by_itself(
    shell: &PageContext,
    (version, saved_at): (i64, String),
    faults: &[FieldError],
) -> HttpResponse {
    let unsaved = |fault: &FieldError| Unsaved {
        field: fault.field.clone(),
        message: shell.message(fault.code, &fault.arguments),
    };
    let body = Saved { version, saved_at, unsaved: faults.iter().map(unsaved).collect() };
    let mut answer = HttpResponse::Ok();
    for cookie in &shell.cookies {
        answer.cookie(cookie.clone());
    }
    tagged(answer, version, &body)
}

/// How much of a form is not stored, for the script: `all`, `some`, or an empty text.
pub fn unsaved(problem: Option<&Refusal>) -> &'static str {
    match problem.map(|problem| problem.code) {
        None | Some(common::INCOMPLETE) => "",
        Some(common::PARTLY_SAVED) => "some",
        Some(_) => "all",
    }
}
