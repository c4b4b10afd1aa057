//! The register as a list: open breaches with their deadlines, then closed ones; and the people of
//! one breach.

use super::colour;
use crate::features::accounts::Visitor;
use crate::features::breaches::{AffectedPerson, Breach, Case, NoticeStanding, actions};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::BreachId;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::exports::offered::{Offered, TABLE};
use crate::web::pages::{PageContext, show};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

/// The beginning of a page.
#[derive(Debug, Deserialize)]
pub(super) struct From {
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "breaches/pages/desk.html")]
struct DeskPage<'a> {
    s: &'a PageContext,
    page: &'a Page<Breach>,
    may_manage: bool,
    /// Whether its file is not made for this reader.
    is_withheld: bool,
}

impl DeskPage<'_> {
    fn open(&self) -> Vec<&Breach> {
        self.page.items.iter().filter(|one| one.closure.is_none()).collect()
    }

    fn closed(&self) -> Vec<&Breach> {
        self.page.items.iter().filter(|one| one.closure.is_some()).collect()
    }

    fn colour(clock: &NoticeStanding) -> &'static str {
        colour(clock.state)
    }

    /// Whether somebody still must be informed.
    fn is_running(breach: &Breach) -> bool {
        !breach.subjects.state.is_settled() || !breach.authority.state.is_settled()
    }

    fn formats() -> &'static [Offered] {
        TABLE
    }
}

pub(super) async fn list(
    app: web::Data<App>,
    visitor: Visitor,
    from: web::Query<From>,
) -> Result<HttpResponse, Failure> {
    let paging = Paging { limit: 50, after: from.into_inner().after };
    let act = move |cx: &mut Cx<'_>| actions::list(cx, &paging);
    let (s, (page, is_withheld)) = visitor.load_signed_in(&app, act).await?;
    let may_manage = s.may(Permission::ManageBreaches);
    show(&s, &DeskPage { page: &page, may_manage, is_withheld, s: &s })
}

#[derive(Template)]
#[template(path = "breaches/pages/people.html")]
struct PeoplePage<'a> {
    s: &'a PageContext,
    case: &'a Case,
    page: &'a Page<AffectedPerson>,
}

impl PeoplePage<'_> {
    /// The search that found a person.
    fn way(&self, person: &AffectedPerson) -> String {
        let group = self.case.groups.iter().find(|group| group.id == person.group);
        group.map_or_else(String::new, |group| self.s.word("breach-way", group.way.name()))
    }
}

pub(super) async fn people(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<BreachId>,
    from: web::Query<From>,
) -> Result<HttpResponse, Failure> {
    let paging = Paging { limit: 100, after: from.into_inner().after };
    let act = move |cx: &mut Cx<'_>| {
        let page = actions::list_people(cx, &id, &paging)?;
        Ok((actions::read(cx, &id)?, page))
    };
    let (s, (case, page)) = visitor.load_signed_in(&app, act).await?;
    show(&s, &PeoplePage { s: &s, case: &case, page: &page })
}
