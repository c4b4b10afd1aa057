//! Adding a document to a study, with its file.

use super::forms::PAPER;
use crate::features::accounts::{FileForm, Visitor};
use crate::features::studies::actions;
use crate::features::studies::{NewPaper, Paper, PaperKind, Study};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::AwardId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::{NewFile, Storage};
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, PageRoutes, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "studies/pages/paper.html")]
struct PaperPage<'a> {
    s: &'a PageContext,
    study: &'a Study,
    fields: Vec<Field>,
    summary: String,
}

async fn page(
    app: &App,
    visitor: &Visitor,
    id: AwardId,
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read(cx, &id);
    let (s, (context, _)) = visitor.load_signed_in(app, act).await?;
    let kinds = actions::papers_to_add(&context);
    if refused.is_none() && kinds.is_empty() {
        return Err(Failure::refused(common::FORBIDDEN));
    }
    let mut begun = Fields::default();
    if let [only] = kinds.as_slice() {
        begun.set("kind", only.name());
    }
    let (typed, why) = refused.map_or((&begun, None), |(typed, why)| (typed, Some(why)));
    let named = |kind: &PaperKind| (kind.name().to_owned(), s.word("study-paper", kind.name()));
    let form = PAPER.shown(&s, typed, why).offer("kind", kinds.iter().map(named).collect());
    let page =
        PaperPage { study: &context.study, fields: form.all(), summary: form.summary(), s: &s };
    show_refused(&s, &page, why)
}

async fn show(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<AwardId>,
) -> Result<HttpResponse, Failure> {
    page(&app, &visitor, id.into_inner(), None).await
}

async fn send(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    id: web::Path<AwardId>,
    mut sent: FileForm,
) -> Result<HttpResponse, Failure> {
    let (asked, of, id) = (id.clone(), id.clone(), id.into_inner());
    let may = move |cx: &mut Cx<'_>| actions::may_add(cx, &asked);
    let act = move |cx: &mut Cx<'_>, new: &Valid<NewPaper>, file: Option<&NewFile>| {
        let file = file.ok_or_else(|| Failure::field("file", common::field::REQUIRED))?;
        actions::add_paper(cx, &of, (new, Some(file)))
    };
    let outcome = sent.send((&app, &storage), (&PAPER, may), act).await;
    let to = |paper: Paper| format!("/studies/{}", paper.study);
    respond(outcome, to, async |problem| {
        page(&app, &sent.visitor, id, Some((sent.fields(), &problem))).await
    })
    .await
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes.get(Permission::WriteStudy, "/studies/{id}/papers", show).form(
        Permission::WriteStudy,
        &PAPER,
        send,
    );
}
