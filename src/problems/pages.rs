//! The registry of supervisory problems for everybody: search, filters, one problem.

use super::{Problem, ProblemFilter, State, actions};
use crate::access::Act;
use crate::accounts::{Unit, Visitor, load_units};
use crate::errors::Failure;
use crate::ids::{ProblemId, UnitCode};
use crate::web::pages::{Field, Input, PageRoutes, Shell, show};
use crate::web::{App, Page, Paging};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use std::collections::BTreeMap;

type Units = BTreeMap<UnitCode, Unit>;

/// What the search form sends; an empty field asks for nothing.
#[derive(Debug, Clone, Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    unit: String,
    after: Option<String>,
}

impl Search {
    fn filter(&self) -> ProblemFilter {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        ProblemFilter {
            state: State::ALL.into_iter().find(|state| state.name() == self.state),
            owner_unit: some(&self.unit).map(UnitCode::new),
            // A longer text finds nothing more than its beginning.
            q: some(&self.q).map(|text| text.chars().take(100).collect()),
        }
    }
}

#[derive(Template)]
#[template(path = "problems/pages/list.html")]
struct ListPage<'a> {
    s: &'a Shell,
    page: &'a Page<Problem>,
    units: &'a Units,
    fields: [Field; 3],
    search: &'a Search,
}

impl ListPage<'_> {
    fn unit(&self, code: &UnitCode) -> String {
        unit_name(self.units, code)
    }
}

fn unit_name(units: &Units, code: &UnitCode) -> String {
    units.get(code).map_or_else(|| code.to_string(), |unit| unit.name.clone())
}

fn search_fields(s: &Shell, search: &Search, units: &Units) -> [Field; 3] {
    let any = || vec![(String::new(), s.t("problems-any"))];
    let mut states = any();
    states.extend(
        State::PUBLIC.map(|state| (state.name().to_owned(), s.word("problem-state", state.name()))),
    );
    let mut owners = any();
    owners.extend(units.iter().map(|(code, unit)| (code.to_string(), unit.name.clone())));
    [
        Field::new("q", s.t("problems-search"), Input::Line)
            .hint(s.t("problems-search-hint"))
            .value(&search.q),
        Field::new("state", s.t("problems-state"), Input::Choice(states)).value(&search.state),
        Field::new("unit", s.t("problems-unit"), Input::Choice(owners)).value(&search.unit),
    ]
}

async fn list(
    app: web::Data<App>,
    visitor: Visitor,
    search: web::Query<Search>,
) -> Result<HttpResponse, Failure> {
    let asked = search.clone();
    let act = move |db: &mut _, viewer: Option<&_>, _| {
        let paging = Paging { limit: 20, after: asked.after.clone() };
        let page = actions::list_problems(db, viewer, &asked.filter(), &paging)?;
        Ok((page, load_units(db)?))
    };
    let (shell, (page, units)) = visitor.look(&app, act).await?;
    let fields = search_fields(&shell, &search, &units);
    show(&shell, &ListPage { s: &shell, page: &page, units: &units, fields, search: &search })
}

#[derive(Template)]
#[template(path = "problems/pages/problem.html")]
struct ProblemPage<'a> {
    s: &'a Shell,
    problem: &'a Problem,
    unit: String,
}

async fn read(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProblemId>,
) -> Result<HttpResponse, Failure> {
    let act = move |db: &mut _, viewer: Option<&_>, _| {
        let problem = actions::read_problem(db, viewer, &id)?;
        Ok((problem, load_units(db)?))
    };
    let (shell, (problem, units)) = visitor.look(&app, act).await?;
    let unit = unit_name(&units, &problem.owner_unit);
    show(&shell, &ProblemPage { s: &shell, problem: &problem, unit })
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes.get(Act::ReadRegistry, "/problems", list).get(Act::ReadRegistry, "/problems/{id}", read);
}
