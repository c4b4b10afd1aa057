//! The appeal team's desk: waiting objections with their deadlines, then answered ones. The
//! secretariat also finds the seats of its calls here.

use super::{state_word, tag};
use crate::features::accounts::Visitor;
use crate::features::calls::actions::{CallSummary, list_calls};
use crate::features::objections::Objection;
use crate::features::objections::actions::{self, ObjectionFilter};
use crate::kernel::access::{Facts, Permission};
use crate::kernel::errors::Failure;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{PageContext, show};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "objections/pages/desk.html")]
struct DeskPage<'a> {
    s: &'a PageContext,
    page: &'a Page<Objection>,
    /// Calls whose seats the reader may read now.
    calls: Vec<&'a CallSummary>,
}

impl DeskPage<'_> {
    fn state(&self, objection: &Objection) -> String {
        state_word(self.s, objection)
    }

    fn tag(objection: &Objection) -> &'static str {
        tag(objection)
    }

    fn pending(&self) -> Vec<&Objection> {
        self.page.items.iter().filter(|one| one.state().is_pending()).collect()
    }

    fn answered(&self) -> Vec<&Objection> {
        self.page.items.iter().filter(|one| !one.state().is_pending()).collect()
    }
}

const ROWS: i64 = 100;

/// The beginning of the page.
#[derive(Debug, serde::Deserialize)]
pub(super) struct From {
    after: Option<String>,
}

pub(super) async fn list(
    app: web::Data<App>,
    visitor: Visitor,
    from: web::Query<From>,
) -> Result<HttpResponse, Failure> {
    let paging = Paging { limit: ROWS, after: from.into_inner().after };
    let act = move |cx: &mut Cx<'_>| {
        let page = actions::list(cx, &ObjectionFilter::default(), &paging)?;
        let all = Paging { limit: 50, after: None };
        Ok((page, list_calls(&mut cx.anyone(), &all)?.items))
    };
    let (s, (page, calls)) = visitor.load_signed_in(&app, act).await?;
    let has_seats = |call: &&CallSummary| {
        s.permitted(Facts::in_phase(call.phase)).allows(Permission::ReadAwards)
    };
    let calls = calls.iter().filter(has_seats).collect();
    show(&s, &DeskPage { s: &s, page: &page, calls })
}
