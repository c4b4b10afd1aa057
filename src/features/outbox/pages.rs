//! One's own letters and their language. The queue is in `queue`.

mod queue;

use super::{MailLanguage, OwnMail, actions};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::input::Valid;
use crate::kernel::language::Language;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::mail::Letterhead;
use crate::web::Fields;
use crate::web::forms::{Control, Form, FormField};
use crate::web::pages::{Field, PageContext, PageRoutes, go_to, show};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

static LANGUAGE: Form<MailLanguage> = Form::new(
    "/me/mails/language",
    "PUT /me/mail-language",
    &[FormField::new("language", Control::Offered).label("mails-language").empty("")],
);

#[derive(Template)]
#[template(path = "outbox/pages/own.html")]
struct OwnPage<'a> {
    s: &'a PageContext,
    page: &'a Page<OwnMail>,
    language: Field,
}

#[derive(Debug, Deserialize)]
struct After {
    after: Option<String>,
}

async fn own(
    app: web::Data<App>,
    visitor: Visitor,
    query: web::Query<After>,
) -> Result<HttpResponse, Failure> {
    let paging = Paging { limit: 20, after: query.into_inner().after };
    let letterhead = Letterhead::of(&app.settings);
    let (shell, (page, chosen)) = visitor
        .load_signed_in(&app, move |cx| {
            let page = actions::own_mails(cx, &letterhead, &paging)?;
            Ok((page, actions::own_language(cx)?))
        })
        .await?;
    let choice = |language: Language| (language.tag().to_owned(), language.own_name().to_owned());
    let mut typed = Fields::default();
    typed.set("language", &chosen.language);
    let choices = Language::ALL.map(choice).to_vec();
    let language =
        LANGUAGE.shown(&shell, &typed, None).offer("language", choices).field("language");
    show(&shell, &OwnPage { s: &shell, page: &page, language })
}

async fn choose(app: web::Data<App>, sent: SignedInForm) -> Result<HttpResponse, Failure> {
    let act = |cx: &mut Cx<'_>, wanted: &Valid<_>| actions::choose_language(cx, wanted);
    sent.send(&app, &LANGUAGE, act).await?;
    Ok(go_to("/me/mails"))
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadOwnMail, "/me/mails", own)
        .form(Permission::ManageOwnAccount, &LANGUAGE, choose)
        .get(Permission::ReadOutbox, "/desk/mail", queue::queue)
        .post(Permission::RetryMail, "/desk/mail/{id}/retry", queue::retry);
}
