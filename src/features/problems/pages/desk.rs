//! The registry's desk: a unit's proposed problems, and problems that wait for an approver.

use super::unit_name;
use crate::features::accounts::{Unit, Visitor, load_units};
use crate::features::problems::{Problem, ProblemFilter, State, actions};
use crate::kernel::access::{Facts, Permission, Permitted, Relation, Viewer};
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::UnitCode;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{PageContext, show};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Deserialize)]
pub(super) struct PageQuery {
    #[serde(default)]
    state: String,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "problems/pages/desk.html")]
struct DeskPage<'a> {
    s: &'a PageContext,
    page: &'a Page<Problem>,
    units: &'a BTreeMap<UnitCode, Unit>,
    state: &'a str,
    /// Whether the reader heads a unit and so may propose.
    proposes: bool,
}

impl DeskPage<'_> {
    fn unit(&self, code: &UnitCode) -> String {
        unit_name(self.units, code)
    }

    /// The filters: the name of the state, `None` for all.
    fn filters(&self) -> Vec<(&'static str, String)> {
        let all = [("all", self.s.t("problems-any"))];
        let state = |state: State| (state.name(), self.s.word("problem-state", state.name()));
        all.into_iter().chain(State::ALL.map(state)).collect()
    }
}

/// Approvers begin with waiting problems, proposers with all problems of their unit.
fn first_filter(viewer: &Viewer) -> &'static str {
    if proposes(viewer) { "all" } else { "proposed" }
}

/// With the problems of the unit that they head.
fn permitted(viewer: &Viewer) -> Permitted {
    let heads = viewer.unit.as_ref().is_some_and(|unit| viewer.heads(unit));
    Permitted::of(viewer, Facts::NONE.with(Relation::OwnUnit, heads))
}

fn proposes(viewer: &Viewer) -> bool {
    permitted(viewer).allows(Permission::ProposeProblem)
}

fn may_see(viewer: &Viewer) -> Result<(), Failure> {
    let may = permitted(viewer).allows(Permission::ReadPendingProblem);
    if may { Ok(()) } else { Err(Failure::refused(common::FORBIDDEN)) }
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    asked: web::Query<PageQuery>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| {
        may_see(cx.viewer)?;
        let state = Some(asked.state.clone()).filter(|state| !state.is_empty());
        let state = state.unwrap_or_else(|| first_filter(cx.viewer).to_owned());
        let filter = ProblemFilter {
            state: State::ALL.into_iter().find(|one| one.name() == state),
            owner_unit: cx.viewer.unit.clone().filter(|unit| cx.viewer.heads(unit)),
            q: None,
        };
        let paging = Paging { limit: 20, after: asked.after.clone() };
        let page = actions::list_problems(&mut cx.anyone(), &filter, &paging)?;
        Ok((page, load_units(cx.db)?, state, proposes(cx.viewer)))
    };
    let (s, (page, units, state, proposes)) = visitor.load_signed_in(&app, act).await?;
    show(&s, &DeskPage { s: &s, page: &page, units: &units, state: &state, proposes })
}
