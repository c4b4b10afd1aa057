//! The mail queue for the secretariat and auditors: letters that wait or have failed, the reasons,
//! and sending them again. The letters' content is not shown.

use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::outbox::{MailFilter, QueueFigures, QueuedMail, actions};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::MailId;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::mail::State;
use crate::web::forms::respond;
use crate::web::pages::{PageContext, show_refused, summary};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct PageQuery {
    #[serde(default)]
    state: String,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "outbox/pages/queue.html")]
struct QueuePage<'a> {
    s: &'a PageContext,
    figures: &'a QueueFigures,
    page: &'a Page<QueuedMail>,
    state: &'a str,
    summary: String,
}

impl QueuePage<'_> {
    /// Name of each state, and the number of its letters.
    fn states(&self) -> [(&'static str, i64); 4] {
        let QueueFigures { queued, sending, sent, failed, .. } = self.figures;
        [
            (State::Failed.name(), *failed),
            (State::Queued.name(), *queued),
            (State::Sending.name(), *sending),
            (State::Sent.name(), *sent),
        ]
    }

    fn can_retry(&self, mail: &QueuedMail) -> bool {
        self.s.may(Permission::RetryMail) && mail.can_be_retried()
    }
}

pub(super) async fn queue(
    app: web::Data<App>,
    visitor: Visitor,
    asked: web::Query<PageQuery>,
) -> Result<HttpResponse, Failure> {
    queue_with(&app, &visitor, asked.into_inner(), None).await
}

async fn queue_with(
    app: &App,
    visitor: &Visitor,
    asked: PageQuery,
    refused: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let state = asked.state.clone();
    let act = move |cx: &mut Cx<'_>| {
        let filter = MailFilter { state: State::from_name(&asked.state), ..MailFilter::default() };
        let paging = Paging { limit: 50, after: asked.after.clone() };
        let page = actions::list_mails(cx, &filter, &paging)?;
        Ok((page, actions::figures(cx)?))
    };
    let (s, (page, figures)) = visitor.load_signed_in(app, act).await?;
    let page = QueuePage {
        figures: &figures,
        page: &page,
        state: &state,
        summary: summary(&s, refused, |name| s.word("field", name)),
        s: &s,
    };
    show_refused(&s, &page, refused)
}

pub(super) async fn retry(
    app: web::Data<App>,
    id: web::Path<MailId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::retry_mail(cx, &id);
    let retried = form.caller.write(&app, act).await;
    let to = |_| "/desk/mail?state=failed".to_owned();
    respond(retried, to, async |problem| {
        let asked = PageQuery { state: State::Failed.name().to_owned(), after: None };
        queue_with(&app, &form.visitor, asked, Some(&problem)).await
    })
    .await
}
