//! The registry's desk: a unit's proposed problems, and problems that wait for an approver.

use super::listing;
use crate::features::accounts::{Visitor, load_units};
use crate::features::problems::{State, actions};
use crate::kernel::access::{Facts, Permission, Permitted, Relation, Viewer};
use crate::kernel::errors::{Failure, common};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::lists::Asked;
use crate::web::pages::{PageContext, show};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "problems/pages/desk.html")]
struct DeskPage<'a> {
    s: &'a PageContext,
    list: String,
    /// Whether the reader heads a unit and so may propose.
    proposes: bool,
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

/// Approvers begin with waiting problems, proposers with all problems of their unit.
fn begins_with(viewer: &Viewer, asked: &Asked) -> Asked {
    if asked.is_bare() && !proposes(viewer) {
        asked.with("state", State::Proposed.name())
    } else {
        asked.clone()
    }
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| {
        may_see(cx.viewer)?;
        let asked = begins_with(cx.viewer, &asked);
        let mut filter = listing::filter_of(&asked);
        if let Some(unit) = cx.viewer.unit.clone().filter(|unit| cx.viewer.heads(unit)) {
            filter.owner_unit = Some(unit);
        }
        let listing = asked.listing(&listing::SORTS);
        let page = actions::search_problems(&mut cx.anyone(), &filter, &listing)?;
        Ok((page, load_units(cx.db)?, (asked, proposes(cx.viewer))))
    };
    let (s, (page, units, (asked, proposes))) = visitor.load_signed_in(&app, act).await?;
    let list = listing::frame((&s, &asked, "/desk/problems"), &units).shown(&page);
    show(&s, &DeskPage { s: &s, list, proposes })
}
