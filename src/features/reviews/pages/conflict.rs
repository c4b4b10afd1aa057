//! Declaring a conflict of interest with the proposal of a task: a box that confirms what will happen, and a click on
//! its kind.
//! Following a link only shows the form, because mail scanners follow links.

use super::forms::{DECLARING, STEPPING_BACK};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::reviews::rules::CONFLICT_KNOWN;
use crate::features::reviews::{ConflictReason, SteppingBack, Tie, actions};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{AssignmentId, ProposalId};
use crate::kernel::input::Valid;
use crate::kernel::language::Language;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::{Shown, respond};
use crate::web::pages::{Field, PageContext, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;

/// The form, wherever it stands.
#[derive(Debug, Template)]
#[template(path = "reviews/pages/conflict_form.html")]
pub(super) struct ConflictForm<'a> {
    s: &'a PageContext,
    /// Where it is sent.
    to: String,
    /// Told apart from other forms on the page by this.
    mark: String,
    words: Field,
    sure: String,
    kinds: [&'static str; 5],
}

impl<'a> ConflictForm<'a> {
    pub(super) fn new(s: &'a PageContext, id: &AssignmentId) -> Self {
        let nothing = Fields::default();
        Self::with(s, &STEPPING_BACK.shown(s, &nothing, None), ("assignments", id.as_str()))
    }

    fn with(
        s: &'a PageContext,
        form: &Shown<'_, SteppingBack>,
        (things, mark): (&str, &str),
    ) -> Self {
        let (words, sure) = (form.field("words"), form.fault("sure"));
        let (to, mark) = (format!("/{things}/{mark}/conflict"), mark.to_owned());
        Self { s, to, mark, words, sure, kinds: Tie::ALL.map(Tie::name) }
    }

    /// The control; its id must differ from those of other forms on the page.
    fn words_id(&self) -> String {
        format!("words-{}", self.mark)
    }
}

#[derive(Template)]
#[template(path = "reviews/pages/conflict.html")]
struct ConflictPage<'a> {
    s: &'a PageContext,
    number: String,
    /// The page before, and its words.
    back: (String, &'static str),
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
    let form = STEPPING_BACK.shown(&s, typed, problem);
    let (summary, back) = (form.summary(), ("/reviews".to_owned(), "pile-back"));
    let form = ConflictForm::with(&s, &form, ("assignments", id.as_str()));
    show_refused(&s, &ConflictPage { number, back, summary, form, s: &s }, problem)
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

pub(super) async fn page_at_proposal(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    ask_at_proposal(&app, &visitor, (id.into_inner(), &Fields::default()), None).await
}

async fn ask_at_proposal(
    app: &App,
    visitor: &Visitor,
    (id, typed): (ProposalId, &Fields),
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let of = id.clone();
    let act = move |cx: &mut Cx<'_>| actions::declaring(cx, &of);
    let (s, number) = visitor.load_signed_in(app, act).await?;
    let form = DECLARING.shown(&s, typed, problem);
    let (summary, back) = (form.summary(), (format!("/desk/proposals/{id}"), "conflict-back"));
    let form = ConflictForm::with(&s, &form, ("proposals", id.as_str()));
    show_refused(&s, &ConflictPage { number, back, summary, form, s: &s }, problem)
}

/// Declares at the proposal, as who judges beside the panel.
pub(super) async fn declare_at_proposal(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of, language) = (id.clone(), id.into_inner(), sent.visitor.language());
    let act = move |cx: &mut Cx<'_>, asked: &Valid<SteppingBack>| {
        actions::declare(cx, &of, &reason(language, asked)?).map(|_| ())
    };
    let outcome = match sent.send(&app, &DECLARING, act).await {
        Err(Failure::Refused(known)) if known.code == CONFLICT_KNOWN => Ok(()),
        other => other,
    };
    respond(
        outcome,
        |()| "/conflicts".to_owned(),
        async |problem| {
            let typed = (id.clone(), &sent.fields);
            ask_at_proposal(&app, &sent.visitor, typed, Some(&problem)).await
        },
    )
    .await
}
