//! The mail queue for the secretariat and auditors: letters that wait or have failed, the reasons,
//! and sending them again. The letters' content is not shown.

use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::outbox::{MailFilter, QueueFigures, QueuedMail, actions};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::MailId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::mail::State;
use crate::web::forms::respond;
use crate::web::lists::{
    Acted, Acts, ActsPage, Asked, Cell, Column, Filter, Frame, Outcome, Picked, Preview,
};
use crate::web::pages::{PageContext, show, show_refused, summary};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "outbox/pages/queue.html")]
struct QueuePage<'a> {
    s: &'a PageContext,
    figures: &'a QueueFigures,
    list: String,
    summary: String,
}

/// The columns that can be sorted by.
const SORTS: [&str; 5] = ["created_at", "template", "address", "state", "attempts"];

/// What can be done with several letters.
const RETRY: &str = "retry";

/// The page of it.
pub(super) const ACTS: &str = "/desk/mail-acts";

fn filter_of(asked: &Asked) -> MailFilter {
    MailFilter { state: asked.named("state", State::from_name), ..MailFilter::default() }
}

fn colour(state: State) -> &'static str {
    match state {
        State::Failed => "red",
        State::Queued | State::Sending => "amber",
        State::Sent => "grey",
    }
}

fn columns(s: &PageContext) -> Vec<Column<'_, QueuedMail>> {
    let state = |mail: &QueuedMail| {
        let attempts = s.count("mail-attempts", mail.attempts);
        let error = mail.last_error.clone().filter(|_| mail.state != State::Sent);
        let under = error.map_or(attempts.clone(), |error| format!("{attempts} {error}"));
        let words = s.word("mail-state", mail.state.name());
        Cell::tag(words, colour(mail.state)).under(under)
    };
    let then = |mail: &QueuedMail| match (mail.sent_at, mail.next_attempt_at) {
        (Some(sent), _) => format!("{} {}", s.t("mail-sent-at"), s.at(&sent)),
        (None, Some(next)) => format!("{} {}", s.t("mail-next-at"), s.at(&next)),
        (None, None) => String::new(),
    };
    vec![
        Column::new("created_at", "list-begun", move |mail: &QueuedMail| {
            Cell::text(s.at(&mail.created_at)).under(then(mail))
        }),
        Column::new("template", "list-kind", |mail: &QueuedMail| {
            Cell::code(mail.template.clone()).under(mail.language.clone())
        }),
        Column::new("address", "list-address", |mail: &QueuedMail| {
            Cell::text(mail.address.clone())
        }),
        Column::new("state", "list-state", state),
    ]
}

pub(super) async fn queue(
    app: web::Data<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    queue_with(&app, &visitor, asked, None).await
}

async fn queue_with(
    app: &App,
    visitor: &Visitor,
    asked: Asked,
    refused: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let (filter, listing) = (filter_of(&asked), asked.listing(&SORTS));
    let act = move |cx: &mut Cx<'_>| {
        Ok((actions::list_mails(cx, &filter, &listing)?, actions::figures(cx)?))
    };
    let (s, (page, figures)) = visitor.load_signed_in(app, act).await?;
    let again = (ACTS.to_owned(), RETRY, s.t("mail-retry"));
    let may_retry = s.may(Permission::RetryMail) && figures.failed > 0;
    let frame = Frame {
        s: &s,
        asked: &asked,
        path: "/desk/mail",
        name: "mail-queue-title",
        hint: "list-mails-hint",
        columns: columns(&s),
        filters: vec![Filter::new("state", "list-state", |state| s.word("mail-state", state))],
        acts: Some(Acts {
            each: if may_retry { vec![again] } else { Vec::new() },
            row: |mail: &QueuedMail| (mail.id.to_string(), called(mail)),
        }),
    };
    let page = QueuePage {
        figures: &figures,
        list: frame.shown(&page),
        summary: summary(&s, refused, |name| s.word("field", name)),
        s: &s,
    };
    show_refused(&s, &page, refused)
}

fn called(mail: &QueuedMail) -> String {
    mail.address.clone()
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
        let asked = Asked::default().with("state", State::Failed.name());
        queue_with(&app, &form.visitor, asked, Some(&problem)).await
    })
    .await
}

/// The letters that would be sent again, by address and kind.
pub(super) async fn before(
    app: web::Data<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    let (filter, listing, picked) = (filter_of(&asked), asked.whole(&SORTS), Picked::of(&asked));
    let act = move |cx: &mut Cx<'_>| actions::list_mails(cx, &filter, &listing);
    let (s, mut found) = visitor.load_signed_in(&app, act).await?;
    found.items.retain(|mail| picked.holds(mail.id.as_str()));
    let row = |mail: &QueuedMail| {
        let state = s.word("mail-state", mail.state.name());
        (mail.id.to_string(), called(mail), state)
    };
    let preview = Preview {
        s: &s,
        title: s.t("mail-retry-several"),
        lead: s.t("mail-retry-lead"),
        back: asked.back("/desk/mail"),
        action: (ACTS.to_owned(), RETRY),
        rows: found.items.iter().map(row).collect(),
        fields: Vec::new(),
        summary: String::new(),
        button: if s.may(Permission::RetryMail) { s.t("mail-retry") } else { String::new() },
    };
    show(&s, &ActsPage::before(preview))
}

/// Sends each of them again; what is refused is named.
pub(super) async fn send_again(
    app: web::Data<App>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let picked = Picked::sent(sent.fields.get("on"));
    let whole = Asked::default().whole(&SORTS);
    let read = move |cx: &mut Cx<'_>| actions::list_mails(cx, &MailFilter::default(), &whole);
    let (s, mut found) = sent.visitor.load_signed_in(&app, read).await?;
    found.items.retain(|mail| picked.holds(mail.id.as_str()));
    let mut rows = Vec::new();
    for mail in found.items {
        let (name, id) = (called(&mail), mail.id);
        let act = move |cx: &mut Cx<'_>| actions::retry_mail(cx, &id);
        rows.push(Acted::of(&s, name, sent.caller.clone().write(&app, act).await));
    }
    let (title, back) = (s.t("mail-retry-several"), "/desk/mail".to_owned());
    show(&s, &ActsPage::after(Outcome { s: &s, title, back, rows }))
}
