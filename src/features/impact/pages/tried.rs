//! What was already tried: the search, and one proposal that may be read.

use crate::features::accounts::Visitor;
use crate::features::impact::actions;
use crate::features::impact::tried::{SharedProposal, Tried, TriedQuestion};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::kernel::paging::{Page, Paging};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{Field, Input, PageContext, PageRoutes, show};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

/// The search form; an empty field does not narrow.
#[derive(Debug, Clone, Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
    #[serde(default)]
    problem: String,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "impact/pages/tried.html")]
struct TriedPage<'a> {
    s: &'a PageContext,
    page: &'a Page<Tried>,
    fields: [Field; 2],
    search: &'a Search,
}

async fn search(
    app: web::Data<App>,
    visitor: Visitor,
    search: web::Query<Search>,
) -> Result<HttpResponse, Failure> {
    // Only the beginning of a longer text is searched for.
    let asked = TriedQuestion {
        q: Some(search.q.trim().chars().take(100).collect()),
        problem: Some(search.problem.clone()),
    };
    let paging = Paging { limit: 20, after: search.after.clone() };
    let act = move |cx: &mut Cx<'_>| actions::search_tried(cx, &asked, &paging);
    let (s, page) = visitor.load_signed_in(&app, act).await?;
    let fields = [
        Field::new("q", s.t("tried-words"), Input::Line)
            .hint(s.t("tried-words-hint"))
            .value(&search.q),
        Field::new("problem", s.t("tried-problem"), Input::Line)
            .hint(s.t("tried-problem-hint"))
            .value(&search.problem),
    ];
    show(&s, &TriedPage { s: &s, page: &page, fields, search: &search })
}

#[derive(Template)]
#[template(path = "impact/pages/shared.html")]
struct SharedPage<'a> {
    s: &'a PageContext,
    shared: &'a SharedProposal,
}

async fn shared(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_tried(cx, &id);
    let (s, shared) = visitor.load_signed_in(&app, act).await?;
    show(&s, &SharedPage { s: &s, shared: &shared })
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes.get(Permission::SearchTried, "/tried", search).get(
        Permission::SearchTried,
        "/tried/{id}",
        shared,
    );
}
