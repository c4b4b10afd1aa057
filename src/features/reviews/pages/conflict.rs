//! Declaring a conflict of interest with the proposal of a task, by one click on its kind.
//! Following a link only shows the form, because mail scanners follow links.

use super::forms::STEPPING_BACK;
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::reviews::rules::CONFLICT_KNOWN;
use crate::features::reviews::{ConflictReason, SteppingBack, Tie, actions};
use crate::kernel::access::Viewer;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::AssignmentId;
use crate::kernel::input::Valid;
use crate::kernel::language::Language;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;

/// The form, wherever it stands.
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
        Self::with(s, id, (&Fields::default(), None))
    }

    fn with(
        s: &'a PageContext,
        id: &AssignmentId,
        (typed, problem): (&Fields, Option<&Refusal>),
    ) -> Self {
        let words = STEPPING_BACK.shown(s, typed, problem).field("words");
        Self { s, id: id.clone(), words, kinds: Tie::ALL.map(Tie::name) }
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
    ask(&app, &visitor, (id.into_inner(), &Fields::default()), None).await
}

async fn ask(
    app: &App,
    visitor: &Visitor,
    (id, typed): (AssignmentId, &Fields),
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let task = id.clone();
    let act = move |cx: &mut Cx<'_>| actions::stepping_back(cx, &task);
    let (s, number) = visitor.load_signed_in(app, act).await?;
    let form = ConflictForm::with(&s, &id, (typed, problem));
    let summary = STEPPING_BACK.shown(&s, typed, problem).summary();
    show_refused(&s, &ConflictPage { number, summary, form, s: &s }, problem)
}

/// The reason as it goes on record: the kind in words, and what was written beside it.
fn reason(language: Language, asked: &SteppingBack) -> Result<Valid<ConflictReason>, Failure> {
    let kind = language.text(&format!("conflict-kind-{}", asked.kind.name()), &[]);
    let words = asked.words.split_whitespace().collect::<Vec<_>>().join(" ");
    let reason = if words.is_empty() { kind } else { format!("{kind}: {words}") };
    Valid::checked(ConflictReason { reason })
}

pub(super) async fn declare(
    app: web::Data<App>,
    id: web::Path<AssignmentId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, task, language) = (id.clone(), id.into_inner(), sent.visitor.language());
    let act = move |cx: &mut Cx<'_>, asked: &Valid<SteppingBack>| {
        actions::step_back(cx, &task, &reason(language, asked)?)
    };
    let outcome = match sent.send(&app, &STEPPING_BACK, act).await {
        // A second click changes nothing.
        Err(Failure::Refused(known)) if known.code == CONFLICT_KNOWN => Ok(()),
        other => other.map(|_| ()),
    };
    respond(
        outcome,
        |()| "/reviews?declared=1".to_owned(),
        async |problem| ask(&app, &sent.visitor, (id.clone(), &sent.fields), Some(&problem)).await,
    )
    .await
}
