//! The page on one's own data: why it is held, what the package contains and does not contain, the
//! package itself; and asking for erasure. The secretariat's page is `desk`.

mod desk;
mod forms;

use self::forms::WISH;
use super::flows::take;
use super::rules::check_ask;
use super::{Answer, ErasureRequest, Periods, actions};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::kernel::access::{Facts, Permission, Relation};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::Storage;
use crate::platform::read_log::ReadLog;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, PageRoutes, go_to, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "privacy/pages/data.html")]
struct DataPage<'a> {
    s: &'a PageContext,
    request: Option<&'a ErasureRequest>,
    reason: Field,
    summary: String,
}

impl DataPage<'_> {
    fn may_ask(&self) -> bool {
        let permitted = self.s.permitted(Facts::NONE.with(Relation::Own, true));
        let may = permitted.allows(Permission::AskForErasure);
        may && check_ask(self.request).is_ok()
    }

    fn is_granted(request: &ErasureRequest) -> bool {
        request.answer == Some(Answer::Granted)
    }
}

async fn data(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    page(&app, &visitor, &Fields::default(), None).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    typed: &Fields,
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let (s, request) = visitor.load_signed_in(app, actions::own_request).await?;
    let form = WISH.shown(&s, typed, problem);
    let (reason, summary) = (form.field("reason"), form.summary());
    show_refused(&s, &DataPage { s: &s, request: request.as_ref(), reason, summary }, problem)
}

async fn download(
    app: web::Data<App>,
    (storage, periods): (web::Data<Storage>, web::Data<Periods>),
    log: web::Data<ReadLog>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    take(&app, (&storage, &periods, &log), form.caller).await
}

async fn ask(app: web::Data<App>, sent: SignedInForm) -> Result<HttpResponse, Failure> {
    let hours = app.settings.privacy.answer_hours;
    let act = move |cx: &mut Cx<'_>, wish: &Valid<_>| actions::ask(cx, (wish, hours));
    let outcome = sent.send(&app, &WISH, act).await;
    respond(
        outcome,
        |_| "/me/data".to_owned(),
        async |problem| page(&app, &sent.visitor, &sent.fields, Some(&problem)).await,
    )
    .await
}

async fn back() -> HttpResponse {
    go_to("/me/data")
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadOwnData, "/me/data", data)
        .post(Permission::ReadOwnData, "/me/data", download)
        .form(Permission::AskForErasure, &WISH, ask)
        // Where a form came back: reloading it leads to the page.
        .get(Permission::ReadOwnData, "/me/data/erasure", back);
    desk::configure(routes);
}
