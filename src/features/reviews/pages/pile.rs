//! My tasks: what is left, the deadlines, and the next one.

use super::conflict::ConflictForm;
use crate::features::accounts::Visitor;
use crate::features::reviews::Receipt;
use crate::features::reviews::actions::{self, PileItem, Stack, StackItem, Task};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::AssignmentId;
use crate::kernel::paging;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{PageContext, show};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

/// Query parameters.
#[derive(Debug, Deserialize)]
pub(super) struct PageQuery {
    after: Option<String>,
    /// A task that was just handed in; its receipt is shown.
    received: Option<String>,
    /// Whether a conflict of interest was just declared.
    declared: Option<String>,
}

#[derive(Template)]
#[template(path = "reviews/pages/pile.html")]
struct PilePage<'a> {
    s: &'a PageContext,
    stacks: &'a [Stack],
    next: Option<&'a PileItem>,
    received: Option<&'a (Task, Receipt)>,
    declared: bool,
    /// The query of the next page.
    more: Option<String>,
}

impl PilePage<'_> {
    fn title(&self, item: &PileItem) -> String {
        match item.title.as_deref().map(str::trim) {
            None => self.s.t("pile-not-yet"),
            Some("") => self.s.t("proposal-untitled"),
            Some(title) => title.to_owned(),
        }
    }

    fn may_step_back(one: &StackItem) -> bool {
        one.permitted.allows(Permission::DeclareConflict)
    }

    fn conflict(&self, one: &StackItem) -> String {
        ConflictForm::new(self.s, &one.item.assignment).render().unwrap_or_default()
    }
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    asked: web::Query<PageQuery>,
) -> Result<HttpResponse, Failure> {
    let PageQuery { after, received, declared } = asked.into_inner();
    let received: Option<AssignmentId> = received.and_then(|id| id.parse().ok());
    let act = move |cx: &mut Cx<'_>| {
        let paging = Paging { limit: paging::MOST, after: after.clone() };
        actions::read_piles(cx, (&paging, received.as_ref()))
    };
    let (s, piles) = visitor.load_signed_in(&app, act).await?;
    let escaped =
        |cursor: &String| askama::filters::urlencode_strict(cursor).map(|text| text.to_string());
    let page = PilePage {
        next: actions::next_of(&piles.stacks),
        stacks: &piles.stacks,
        received: piles.received.as_ref(),
        declared: declared.is_some(),
        more: piles.next.as_ref().and_then(|cursor| escaped(cursor).ok()),
        s: &s,
    };
    show(&s, &page)
}
