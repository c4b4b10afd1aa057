//! The integrity pact of a call: its text, with the form of whoever has to sign before proposals are shown; for the
//! secretariat the list of signatures.

use super::forms::SIGNING;
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::calls::actions;
use crate::features::calls::{Call, Pact, PactSignatures, PactSigner};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::{AnyoneCx, Cx};
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, own_path, show, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    next: String,
}

#[derive(Template)]
#[template(path = "calls/pages/pact.html")]
struct PactPage<'a> {
    s: &'a PageContext,
    pact: &'a Pact,
    /// Where the reader wanted to go.
    next: &'a str,
    summary: String,
    phrase: Field,
}

impl PactPage<'_> {
    fn lines(&self) -> Vec<&str> {
        let lines = self.pact.text.text(&self.s.language).lines().map(str::trim);
        lines.filter(|line| !line.is_empty()).collect()
    }
}

#[derive(Template)]
#[template(path = "calls/pages/pact_signatures.html")]
struct SignaturesPage<'a> {
    s: &'a PageContext,
    call: &'a Call,
    /// None: the call has no pact.
    signatures: Option<&'a PactSignatures>,
}

impl SignaturesPage<'_> {
    fn roles(&self, one: &PactSigner) -> String {
        let names: Vec<String> = one.roles.iter().map(|role| self.s.word("role", role)).collect();
        names.join(", ")
    }
}

async fn render(
    app: &App,
    visitor: &Visitor,
    (id, next, typed): (CallId, &str, &Fields),
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut AnyoneCx<'_>| actions::read_pact(cx, &id);
    let (s, pact) = visitor.load_page(app, act).await?;
    let form = SIGNING.shown(&s, typed, problem);
    let (summary, phrase) = (form.summary(), form.field("phrase"));
    let page = PactPage { s: &s, pact: &pact, next: own_path(next), summary, phrase };
    show_refused(&s, &page, problem)
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
    query: web::Query<Next>,
) -> Result<HttpResponse, Failure> {
    render(&app, &visitor, (id.into_inner(), &query.next, &Fields::default()), None).await
}

/// Signs, and goes on to where the reader wanted to go.
pub(super) async fn sign(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, consent: &Valid<_>| actions::sign_pact(cx, &of, consent);
    let signed = sent.send(&app, &SIGNING, act).await;
    let next = own_path(sent.fields.get("next")).to_owned();
    let to =
        |pact: Pact| if next == "/" { format!("/calls/{}/pact", pact.call) } else { next.clone() };
    respond(signed, to, async |problem| {
        let again = (id.clone(), next.as_str(), &sent.fields);
        render(&app, &sent.visitor, again, Some(&problem)).await
    })
    .await
}

pub(super) async fn signatures(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::signatures_with_call(cx, &id);
    let (s, (signatures, call)) = visitor.load_signed_in(&app, act).await?;
    show(&s, &SignaturesPage { s: &s, call: &call, signatures: signatures.as_ref() })
}
