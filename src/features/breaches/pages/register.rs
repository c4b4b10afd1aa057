//! The form of a new breach.

use super::forms::NEW;
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::breaches::{Case, actions};
use crate::kernel::access::Viewer;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::web::Fields;
use crate::web::forms::{put_instant, respond};
use crate::web::pages::{Field, PageContext, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "breaches/pages/register.html")]
struct RegisterPage<'a> {
    s: &'a PageContext,
    title: Field,
    discovered: Vec<Field>,
    happened: Vec<Field>,
    found_through: Field,
    /// Name of the box, label, whether it is ticked.
    data: Vec<(String, String, bool)>,
    data_error: String,
    texts: [Field; 2],
    summary: String,
}

async fn render(
    app: &App,
    visitor: &Visitor,
    typed: Option<&Fields>,
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let act = |cx: &mut Cx<'_>| actions::may_manage(cx.viewer);
    let (s, ()) = visitor.load_signed_in(app, act).await?;
    let mut begun = Fields::default();
    put_instant(s.zone, &mut begun, "discovered_at", s.now);
    let form = NEW.shown(&s, typed.unwrap_or(&begun), problem);
    let page = RegisterPage {
        title: form.field("title"),
        discovered: form.fields("discovered_at"),
        happened: form.fields("happened_at"),
        found_through: form.field("found_through"),
        data: form.boxes("data"),
        data_error: form.fault("data"),
        texts: ["how", "handling"].map(|name| form.field(name)),
        summary: form.summary(),
        s: &s,
    };
    show_refused(&s, &page, problem)
}

pub(super) async fn page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    render(&app, &visitor, None, None).await
}

pub(super) async fn register(
    app: web::Data<App>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let act = |cx: &mut Cx<'_>, new: &Valid<_>| actions::register(cx, new);
    let outcome = sent.send(&app, &NEW, act).await;
    let to = |case: Case| format!("/desk/breaches/{}", case.breach.id);
    respond(outcome, to, async |problem| {
        render(&app, &sent.visitor, Some(&sent.fields), Some(&problem)).await
    })
    .await
}
