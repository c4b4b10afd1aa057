//! Who stands in for the heads of units, as the secretariat keeps it: one list, one form.

use super::desk_forms::ACTING;
use crate::features::accounts::{ActingHead, SignedInForm, Unit, Visitor, actions};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{RecordId, UnitCode};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::{Choices, respond};
use crate::web::pages::{Field, PageContext, PageRoutes, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;
use std::collections::BTreeMap;

const HERE: &str = "/desk/acting-heads";

#[derive(Template)]
#[template(path = "accounts/pages/acting.html")]
struct ActingPage<'a> {
    s: &'a PageContext,
    named: &'a [ActingHead],
    units: &'a BTreeMap<UnitCode, Unit>,
    today: NaiveDate,
    summary: String,
    fields: Vec<Field>,
}

impl ActingPage<'_> {
    fn unit(&self, code: &UnitCode) -> String {
        self.units.get(code).map_or_else(|| code.to_string(), |unit| unit.name.clone())
    }
}

async fn page_with(
    (app, visitor): (&App, &Visitor),
    typed: &Fields,
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let (s, (named, units)) = visitor.load_signed_in(app, actions::acting_heads_to_keep).await?;
    let used = units.values().filter(|unit| unit.active);
    let mut choices: Choices =
        used.map(|unit| (unit.code.to_string(), unit.name.clone())).collect();
    choices.sort_by(|one, other| one.1.cmp(&other.1));
    let form = ACTING.shown(&s, typed, problem).offer("unit", choices);
    let page = ActingPage {
        summary: form.summary(),
        fields: form.all(),
        today: s.now.date_in_jakarta(),
        named: &named,
        units: &units,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

async fn page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    page_with((&app, &visitor), &Fields::default(), None).await
}

async fn name(app: web::Data<App>, sent: SignedInForm) -> Result<HttpResponse, Failure> {
    let act = |cx: &mut Cx<'_>, new: &Valid<_>| actions::name_acting_head(cx, new);
    respond(
        sent.send(&app, &ACTING, act).await,
        |_| HERE.to_owned(),
        async |problem| page_with((&app, &sent.visitor), &sent.fields, Some(&problem)).await,
    )
    .await
}

async fn end(
    app: web::Data<App>,
    id: web::Path<RecordId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let ended = form.caller.write(&app, move |cx| actions::end_acting_head(cx, &id)).await;
    respond(
        ended,
        |_| HERE.to_owned(),
        async |problem| page_with((&app, &form.visitor), &Fields::default(), Some(&problem)).await,
    )
    .await
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::NameActingHead, HERE, page)
        .form(Permission::NameActingHead, &ACTING, name)
        .post(Permission::NameActingHead, "/desk/acting-heads/{id}/end", end);
}
