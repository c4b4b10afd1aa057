//! A candidate's own page: what others may read of the proposal.

use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::impact::actions;
use crate::features::impact::tried::{Consent, Sharing, SharingChoice};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::ProposalId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::{Control, Form, FormField, respond};
use crate::web::pages::{Field, PageContext, PageRoutes, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;

static SHARING: Form<SharingChoice> = Form::new(
    "/proposals/{id}/sharing",
    "PUT /proposals/{id}/sharing",
    &[FormField::new("consent", Control::Choice("sharing-consent"))],
)
.words("sharing");

#[derive(Template)]
#[template(path = "impact/pages/sharing.html")]
struct SharingPage<'a> {
    s: &'a PageContext,
    sharing: &'a Sharing,
    consent: Field,
    summary: String,
}

async fn page_with(
    app: &App,
    visitor: &Visitor,
    id: ProposalId,
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_sharing(cx, &id);
    let (s, sharing) = visitor.load_signed_in(app, act).await?;
    let problem = refused.map(|(_, problem)| problem);
    let mut stands = Fields::default();
    stands.set("consent", sharing.consent.name());
    let typed = refused.map_or(&stands, |(typed, _)| typed);
    let form = SHARING.shown(&s, typed, problem);
    let (consent, summary) = (form.field("consent"), form.summary());
    show_refused(&s, &SharingPage { s: &s, sharing: &sharing, consent, summary }, problem)
}

async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    page_with(&app, &visitor, id.into_inner(), None).await
}

async fn choose(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, choice: &Valid<_>| actions::choose_sharing(cx, &of, choice);
    let chosen = sent.send(&app, &SHARING, act).await;
    let to = |_| format!("/proposals/{id}/sharing");
    respond(chosen, to, async |problem| {
        page_with(&app, &sent.visitor, id.clone(), Some((&sent.fields, &problem))).await
    })
    .await
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes.get(Permission::ShareProposal, "/proposals/{id}/sharing", page).form(
        Permission::ShareProposal,
        &SHARING,
        choose,
    );
}
