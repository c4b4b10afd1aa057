//! The conflicts of interest that somebody has on record or reported, each with a form that asks for its withdrawal.

use super::forms::WITHDRAWAL;
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::reviews::actions::{self, KnownConflict};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{ProposalId, UserId};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, show_refused, summary};
use actix_web::{HttpResponse, web};
use askama::Template;

/// A conflict, and the form if one may ask.
struct Known<'a> {
    one: &'a KnownConflict,
    about: String,
    form: Vec<Field>,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "reviews/pages/own_conflicts.html")]
struct OwnConflictsPage<'a> {
    s: &'a PageContext,
    known: Vec<Known<'a>>,
    summary: String,
}

/// What a form is about, in one word.
fn about(one: &KnownConflict) -> String {
    format!("{}-{}", one.proposal, one.user)
}

pub(super) async fn page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    render(&app, &visitor, None).await
}

async fn render(
    app: &App,
    visitor: &Visitor,
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let (s, known) = visitor.load_signed_in(app, actions::own_conflicts).await?;
    let nothing = Fields::default();
    let (typed, problem) =
        refused.map_or((&nothing, None), |(typed, problem)| (typed, Some(problem)));
    let shown = |one| {
        let about = about(one);
        let form = WITHDRAWAL.shown(&s, typed, problem).of(&about);
        let form = if one.may_ask { form.all() } else { Vec::new() };
        Known { one, form, is_open: typed.get("conflict") == about, about }
    };
    let page = OwnConflictsPage {
        known: known.iter().map(shown).collect(),
        summary: summary(&s, problem, |_| s.t("withdrawal-field-reason")),
        s: &s,
    };
    show_refused(&s, &page, problem)
}

pub(super) async fn ask(app: web::Data<App>, sent: SignedInForm) -> Result<HttpResponse, Failure> {
    let about = sent.fields.get("conflict");
    let named = about.split_once('-').ok_or_else(Failure::not_found)?;
    let proposal: ProposalId = named.0.parse().map_err(|_| Failure::not_found())?;
    let person: UserId = named.1.parse().map_err(|_| Failure::not_found())?;
    let act = move |cx: &mut Cx<'_>, reason: &Valid<_>| {
        actions::ask_withdrawal(cx, (&proposal, &person), reason).map(|_| ())
    };
    let outcome = sent.send_of(&app, (&WITHDRAWAL, about), act).await;
    respond(
        outcome,
        |()| "/conflicts".to_owned(),
        async |problem| render(&app, &sent.visitor, Some((&sent.fields, &problem))).await,
    )
    .await
}
