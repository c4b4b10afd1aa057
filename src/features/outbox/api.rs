//! The mail queue and one's own letters over REST.

use super::{MailFilter, MailLanguage, OwnMail, QueueFigures, QueuedMail, actions};
use crate::features::accounts::SignedIn;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::MailId;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::mail::Letterhead;
use crate::web::{Body, Routes};
use actix_web::{get, post, put, web};

/// The mail queue, newest first, without the letters' content.
#[utoipa::path(tag = "mail", security(("access_token" = [])), params(MailFilter, Paging), responses((status = 200, body = Page<QueuedMail>)))]
#[get("/mail")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    filter: web::Query<MailFilter>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<QueuedMail>>, Failure> {
    caller.read(&app, move |cx| actions::list_mails(cx, &filter, &paging)).await.map(web::Json)
}

/// The state of the mail queue: figures and reasons, no addresses.
#[utoipa::path(tag = "mail", security(("access_token" = [])), responses((status = 200, body = QueueFigures)))]
#[get("/mail/figures")]
async fn figures(
    app: web::Data<App>,
    caller: SignedIn,
) -> Result<web::Json<QueueFigures>, Failure> {
    caller.read(&app, actions::figures).await.map(web::Json)
}

/// Send a failed letter again.
#[utoipa::path(tag = "mail", security(("access_token" = [])), params(("id" = MailId, Path)), responses((status = 200, body = QueuedMail)))]
#[post("/mail/{id}/retry")]
async fn retry(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<MailId>,
) -> Result<web::Json<QueuedMail>, Failure> {
    caller.write(&app, move |cx| actions::retry_mail(cx, &id)).await.map(web::Json)
}

/// One's own letters, newest first, as they were sent.
#[utoipa::path(tag = "mail", security(("access_token" = [])), params(Paging), responses((status = 200, body = Page<OwnMail>)))]
#[get("/me/mails")]
async fn own(
    app: web::Data<App>,
    caller: SignedIn,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<OwnMail>>, Failure> {
    let letterhead = Letterhead::of(&app.settings);
    caller.read(&app, move |cx| actions::own_mails(cx, &letterhead, &paging)).await.map(web::Json)
}

/// The language of one's letters.
#[utoipa::path(tag = "mail", security(("access_token" = [])), responses((status = 200, body = MailLanguage)))]
#[get("/me/mail-language")]
async fn language(
    app: web::Data<App>,
    caller: SignedIn,
) -> Result<web::Json<MailLanguage>, Failure> {
    caller.read(&app, actions::own_language).await.map(web::Json)
}

/// Choose the language of one's letters.
#[utoipa::path(tag = "mail", security(("access_token" = [])), request_body = MailLanguage, responses((status = 200, body = MailLanguage)))]
#[put("/me/mail-language")]
async fn choose(
    app: web::Data<App>,
    caller: SignedIn,
    body: Body<MailLanguage>,
) -> Result<web::Json<MailLanguage>, Failure> {
    let wanted = body.valid();
    caller.write(&app, move |cx| actions::choose_language(cx, &wanted)).await.map(web::Json)
}

pub fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ReadOutbox, list)
        .add(Permission::ReadOutboxCounts, figures)
        .add(Permission::RetryMail, retry)
        .add(Permission::ReadOwnMail, own)
        .add(Permission::ReadOwnMail, language)
        .add(Permission::ManageOwnAccount, choose);
}
