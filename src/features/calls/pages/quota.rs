//! Taking a call's seats from the plan of needs: what each approved plan has, and a form.

use super::forms::QUOTA;
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::calls::Call;
use crate::features::calls::actions::{self, CallView};
use crate::features::needs::PlanWithNeeds;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "calls/pages/quota.html")]
struct QuotaPage<'a> {
    s: &'a PageContext,
    call: &'a Call,
    plans: &'a [PlanWithNeeds],
    fields: Vec<Field>,
    summary: String,
}

async fn page_with(
    (app, visitor): (&App, &Visitor),
    id: CallId,
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::plans_for_call(cx, &id);
    let (s, (call, plans)) = visitor.load_signed_in(app, act).await?;
    let mut begun = Fields::default();
    if let Some(taken) = &call.definition.need_plan {
        begun.set("plan", taken.plan.to_string());
        begun.set("year", taken.year.to_string());
    }
    let (typed, problem) =
        refused.map_or((&begun, None), |(typed, problem)| (typed, Some(problem)));
    let choices = plans.iter().map(|of| (of.plan.id.to_string(), of.plan.title.clone()));
    let form = QUOTA.shown(&s, typed, problem).offer("plan", choices.collect());
    let page = QuotaPage {
        fields: if plans.is_empty() { Vec::new() } else { form.all() },
        summary: form.summary(),
        call: &call,
        plans: &plans,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    page_with((&app, &visitor), id.into_inner(), None).await
}

pub(super) async fn take(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (of, id) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, from: &Valid<_>| actions::take_quota(cx, &of, from);
    respond(
        sent.send(&app, &QUOTA, act).await,
        |view: CallView| format!("/desk/calls/{}/setup/limits", view.call.id),
        async |problem| {
            let refused = Some((&sent.fields, &problem));
            page_with((&app, &sent.visitor), id.clone(), refused).await
        },
    )
    .await
}
