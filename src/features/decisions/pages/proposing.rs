//! The chair's preview of exactly what would be decided, and proposing just that.

use super::desk::{answer, desk};
use super::form::ProposalForm;
use super::forms::{PROPOSING, PROPOSITION};
use super::outcomes::{Lines, lines};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::decisions::actions::{self, Desk};
use crate::features::decisions::{Preview, Proposition};
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond_with;
use crate::web::kept::COPY;
use crate::web::pages::{PageContext, show};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::json;

#[derive(Template)]
#[template(path = "decisions/pages/preview.html")]
struct PreviewPage<'a> {
    s: &'a PageContext,
    desk: &'a Desk,
    preview: &'a Preview,
    lines: Lines<'a>,
    /// Everything that was typed, to be sent again.
    typed: Vec<(&'a str, &'a str)>,
}

/// Shows what would be decided; otherwise the form again, with another row or with its faults.
pub(super) async fn preview(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, call) = (id.clone(), id.into_inner());
    if ["more", "change"].into_iter().any(|button| sent.fields.get(button) == "yes") {
        return fill_in(&app, &sent.visitor, id, sent.fields).await;
    }
    let act = async |proposition: Valid<Proposition>| {
        let read = proposition.clone();
        let act = move |cx: &mut Cx<'_>| {
            let preview = actions::preview(cx, &call, &proposition)?;
            Ok((preview, actions::read_desk(cx, &call)?))
        };
        let (s, (preview, found)) = sent.visitor.load_signed_in(&app, act).await?;
        // As it was read, without the rows in which nothing was typed; and which copy of it the browser keeps until it is
        // proposed.
        let mut typed = PROPOSITION.fill(&json!(&*read), s.zone, s.language);
        let mark = sent.fields.get(COPY);
        if !mark.is_empty() {
            typed.set(COPY, mark);
        }
        Ok((s, preview, found, typed))
    };
    let previewed = sent.hand(&PROPOSITION, act).await;
    let done = async |(s, preview, found, typed): (PageContext, Preview, Desk, Fields)| {
        let page = PreviewPage {
            lines: lines(&found.board, &preview.outcomes),
            typed: typed.names().map(|name| (name, typed.get(name))).collect(),
            preview: &preview,
            desk: &found,
            s: &s,
        };
        show(&s, &page)
    };
    respond_with(previewed, done, async |problem| {
        desk(&app, &sent.visitor, id, Some((&sent.fields, &problem))).await
    })
    .await
}

#[derive(Template)]
#[template(path = "decisions/pages/fill_in.html")]
struct FillInPage<'a> {
    s: &'a PageContext,
    desk: &'a Desk,
    form: ProposalForm,
    summary: String,
}

/// Only the form with its content: nothing is wrong, it is just not finished.
async fn fill_in(
    app: &App,
    visitor: &Visitor,
    id: CallId,
    fields: Fields,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_desk(cx, &id);
    let (s, found) = visitor.load_signed_in(app, act).await?;
    let form = ProposalForm::new((&s, None), &found, &fields);
    show(&s, &FillInPage { s: &s, desk: &found, form, summary: String::new() })
}

pub(super) async fn propose(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, call) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, proposed: &Valid<_>| actions::propose(cx, &call, proposed);
    let proposed = sent.send(&app, &PROPOSING, act).await;
    answer(&app, sent, id, proposed).await
}
