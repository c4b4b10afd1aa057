//! One's own letters and their language. The queue is in `queue`.

mod queue;

use super::{MailLanguage, OwnMail, actions};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::language::Language;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::web::pages::{Field, Input, PageContext, PageRoutes, go_to, show};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use std::sync::Arc;

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
    let settings = Arc::clone(&app.settings);
    let (shell, (page, chosen)) = visitor
        .load_signed_in(&app, move |db, viewer, now| {
            let base_url = &settings.server.base_url();
            let page = actions::own_mails(db, viewer, base_url, (&paging, now))?;
            Ok((page, actions::own_language(db, viewer)?))
        })
        .await?;
    let choice = |language: Language| (language.tag().to_owned(), language.own_name().to_owned());
    let input = Input::Choice(Language::ALL.map(choice).to_vec());
    let language =
        Field::new("language", shell.t("mails-language"), input).value(chosen.language.clone());
    show(&shell, &OwnPage { s: &shell, page: &page, language })
}

async fn choose(app: web::Data<App>, form: SignedInForm) -> Result<HttpResponse, Failure> {
    let wanted = MailLanguage { language: form.fields.get("language").to_owned() };
    form.caller
        .write(&app, move |db, viewer, now| actions::choose_language(db, viewer, &wanted, now))
        .await?;
    Ok(go_to("/me/mails"))
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadOwnMail, "/me/mails", own)
        .post(Permission::ManageOwnAccount, "/me/mails/language", choose)
        .get(Permission::ReadOutbox, "/desk/mail", queue::queue)
        .post(Permission::RetryMail, "/desk/mail/{id}/retry", queue::retry);
}
