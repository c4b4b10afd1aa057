//! The page on one's own data: why it is held, what the package contains and does not contain, the
//! package itself; and asking for erasure. The secretariat's page is `desk`.

mod desk;

use super::flows::take;
use super::{Answer, ErasureRequest, Periods, actions};
use crate::features::accounts::{SignedInForm, Visitor, as_form_error};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::platform::app::App;
use crate::platform::files::Storage;
use crate::platform::read_log::ReadLog;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext, PageRoutes, go_to, show, show_with, summary};
use actix_web::http::StatusCode;
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
        self.request.is_none_or(|request| request.answer.is_some())
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
    let field = Field::new("reason", s.t("mydata-reason"), Input::Text { rows: 3, words: 0 });
    let page = DataPage {
        request: request.as_ref(),
        reason: field
            .value(typed.get("reason"))
            .hint(s.t("mydata-reason-hint"))
            .errors_of(&s, problem),
        summary: summary(&s, problem, |name| s.word("mydata", name)),
        s: &s,
    };
    match problem {
        None => show(&s, &page),
        Some(problem) => {
            let status = StatusCode::from_u16(problem.code.status).unwrap_or(StatusCode::CONFLICT);
            show_with(status, &s, &page)
        }
    }
}

async fn download(
    app: web::Data<App>,
    (storage, periods): (web::Data<Storage>, web::Data<Periods>),
    log: web::Data<ReadLog>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    take(&app, (&storage, &periods, &log), form.caller).await
}

async fn ask(app: web::Data<App>, form: SignedInForm) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let (reason, hours) = (fields.get("reason").to_owned(), app.settings.privacy.answer_hours);
    let act = move |db: &mut _, viewer: &_, now| actions::ask(db, viewer, (&reason, hours), now);
    match caller.write(&app, act).await {
        Ok(_) => Ok(go_to("/me/data")),
        Err(failure) => page(&app, &visitor, &fields, Some(&as_form_error(failure)?)).await,
    }
}

async fn back() -> HttpResponse {
    go_to("/me/data")
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadOwnData, "/me/data", data)
        .post(Permission::ReadOwnData, "/me/data", download)
        .post(Permission::AskForErasure, "/me/data/erasure", ask)
        // Reloading a refused form leads to the page.
        .get(Permission::ReadOwnData, "/me/data/erasure", back);
    desk::configure(routes);
}
