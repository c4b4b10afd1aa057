//! Declaring a conflict of interest with the proposal of a task, by one click on its kind.
//! Following a link only shows the form, because mail scanners follow links.

use crate::features::accounts::{SignedInForm, Visitor, as_form_error};
use crate::features::reviews::actions;
use crate::features::reviews::rules::CONFLICT_KNOWN;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::ids::AssignmentId;
use crate::kernel::language::Language;
use crate::platform::app::App;
use crate::web::pages::{Field, Input, PageContext, go_to, show, show_with, summary};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

/// Each has its own words.
const KINDS: [&str; 5] = ["family", "hierarchy", "work", "business", "other"];

/// The most characters of explanation beside the kind.
const WORDS_MOST: usize = 1500;

/// The form, which appears on more than one page.
#[derive(Debug, Template)]
#[template(path = "reviews/pages/conflict_form.html")]
pub(super) struct ConflictForm<'a> {
    s: &'a PageContext,
    id: AssignmentId,
    words: Field,
    kinds: [&'static str; 5],
}

impl<'a> ConflictForm<'a> {
    pub(super) fn new(s: &'a PageContext, id: &AssignmentId) -> Self {
        // Several lines, because in a single-line field the key Enter would press the first kind.
        let input = Input::Text { rows: 2, words: 0 };
        let words = Field::new("words", s.t("conflict-words"), input);
        Self { s, id: id.clone(), words, kinds: KINDS }
    }

    /// The control; its id must differ from those of other forms on the page.
    fn words_id(&self) -> String {
        format!("words-{}", self.id)
    }
}

#[derive(Template)]
#[template(path = "reviews/pages/conflict.html")]
struct ConflictPage<'a> {
    s: &'a PageContext,
    number: String,
    summary: String,
    form: ConflictForm<'a>,
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<AssignmentId>,
) -> Result<HttpResponse, Failure> {
    ask(&app, &visitor, (id.into_inner(), String::new()), None).await
}

async fn ask(
    app: &App,
    visitor: &Visitor,
    (id, typed): (AssignmentId, String),
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let task = id.clone();
    let act = move |db: &mut _, viewer: &_, now| actions::stepping_back(db, viewer, &task, now);
    let (s, number) = visitor.load_signed_in(app, act).await?;
    let mut form = ConflictForm::new(&s, &id);
    form.words = form.words.value(typed).errors_of(&s, problem);
    let summary = summary(&s, problem, |name| s.word("conflict-field", name));
    let page = ConflictPage { number, summary, form, s: &s };
    match problem {
        None => show(&s, &page),
        Some(problem) => {
            let status = StatusCode::from_u16(problem.code.status).unwrap_or(StatusCode::CONFLICT);
            show_with(status, &s, &page)
        }
    }
}

/// The recorded reason: the kind in words, and the explanation beside it.
fn reason(language: Language, kind: &str, words: &str) -> Result<String, Refusal> {
    if !KINDS.contains(&kind) {
        return Err(Refusal::invalid(vec![FieldError::new("kind", common::field::REQUIRED)]));
    }
    if words.chars().count() > WORDS_MOST {
        let fault = FieldError::new("words", common::field::TOO_LONG).with("maximum", WORDS_MOST);
        return Err(Refusal::invalid(vec![fault]));
    }
    let kind = language.text(&format!("conflict-kind-{kind}"), &[]);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(if words.is_empty() { kind } else { format!("{kind}: {words}") })
}

pub(super) async fn declare(
    app: web::Data<App>,
    id: web::Path<AssignmentId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let id = id.into_inner();
    let typed = fields.get("words").to_owned();
    let reason = match reason(visitor.language(), fields.get("kind"), &typed) {
        Ok(reason) => reason,
        Err(problem) => return ask(&app, &visitor, (id, typed), Some(&problem)).await,
    };
    let task = id.clone();
    let act =
        move |db: &mut _, viewer: &_, now| actions::step_back(db, viewer, &task, &reason, now);
    match caller.write(&app, act).await.map_err(as_form_error) {
        Ok(_) => Ok(go_to("/reviews?declared=1")),
        // A second click changes nothing.
        Err(Ok(problem)) if problem.code == CONFLICT_KNOWN => Ok(go_to("/reviews?declared=1")),
        Err(Ok(problem)) => ask(&app, &visitor, (id, typed), Some(&problem)).await,
        Err(Err(failure)) => Err(failure),
    }
}
