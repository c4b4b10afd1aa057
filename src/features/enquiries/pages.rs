//! The search of the desk, and the page of one person.

use super::involvement::read_involvement;
use super::{Enquiry, Found, Involvement, PersonFile, actions};
use crate::features::accounts::{Unit, Visitor, load_units};
use crate::features::outbox::QueuedMail;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UnitCode, UserId};
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{Field, Input, PageContext, PageRoutes, show};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use std::collections::BTreeMap;

/// More of what is typed is not looked for.
const LONGEST: usize = 100;

#[derive(Debug, Clone, Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "enquiries/pages/find.html")]
struct FindPage<'a> {
    s: &'a PageContext,
    found: &'a Found,
    field: Field,
    is_asked: bool,
}

impl FindPage<'_> {
    /// Whether people are found at all, not proposals by their number alone.
    fn by_name(&self) -> bool {
        self.s.may(Permission::ReadPersonFile)
    }
}

async fn find(
    app: web::Data<App>,
    visitor: Visitor,
    search: web::Query<Search>,
) -> Result<HttpResponse, Failure> {
    let is_control = |letter: &char| letter.is_control();
    let typed: String = search.q.trim().chars().filter(|one| !is_control(one)).collect();
    let asked = Enquiry { q: Some(typed.chars().take(LONGEST).collect()) };
    let act = move |cx: &mut Cx<'_>| actions::find(cx, &asked);
    let (s, found) = visitor.load_signed_in(&app, act).await?;
    let is_named = s.may(Permission::ReadPersonFile);
    let hint = if is_named { "find-hint" } else { "find-hint-number" };
    let field = Field::new("q", s.t("find-field"), Input::Line).hint(s.t(hint)).value(&search.q);
    let is_asked = !search.q.trim().is_empty();
    show(&s, &FindPage { s: &s, found: &found, field, is_asked })
}

#[derive(Debug, Deserialize)]
struct After {
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "enquiries/pages/person.html")]
struct PersonPage<'a> {
    s: &'a PageContext,
    file: &'a PersonFile,
    units: &'a BTreeMap<UnitCode, Unit>,
}

impl PersonPage<'_> {
    fn unit(&self) -> String {
        let unit = self.file.person.unit.as_ref().and_then(|code| self.units.get(code));
        unit.map_or_else(String::new, |unit| unit.name.clone())
    }

    fn can_retry(&self, mail: &QueuedMail) -> bool {
        self.s.may(Permission::RetryMail) && mail.can_be_retried()
    }
}

async fn person(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<UserId>,
    query: web::Query<After>,
) -> Result<HttpResponse, Failure> {
    let paging = Paging { limit: 50, after: query.into_inner().after };
    let act =
        move |cx: &mut Cx<'_>| Ok((actions::read_person(cx, &id, &paging)?, load_units(cx.db)?));
    let (s, (file, units)) = visitor.load_signed_in(&app, act).await?;
    show(&s, &PersonPage { s: &s, file: &file, units: &units })
}

#[derive(Template)]
#[template(path = "enquiries/pages/involvement.html")]
struct InvolvementPage<'a> {
    s: &'a PageContext,
    of: &'a Involvement,
}

async fn involvement(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<(ProposalId, UserId)>,
) -> Result<HttpResponse, Failure> {
    let (id, user) = path.into_inner();
    let act = move |cx: &mut Cx<'_>| read_involvement(cx, (&id, &user));
    let (s, of) = visitor.load_signed_in(&app, act).await?;
    show(&s, &InvolvementPage { s: &s, of: &of })
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::Find, "/desk/find", find)
        .get(Permission::ReadPersonFile, "/desk/people/{id}", person)
        .get(Permission::ReadInvolvement, "/desk/proposals/{id}/conflicts/{user}", involvement);
}
