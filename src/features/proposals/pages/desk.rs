//! Lists for those who work on proposals: a unit head's own, the submitted ones of a call, and the
//! verifiers' queue.

use crate::features::accounts::{Unit, Visitor, load_units};
use crate::features::calls::actions::{CallSummary, list_calls};
use crate::features::calls::{self, Call};
use crate::features::proposals::actions;
use crate::features::proposals::actions::verification::{Queue, verification_queue};
use crate::features::proposals::{
    ProposalFilter, QueueLeft, Submission, Summary, VerificationTask,
};
use crate::kernel::access::{Facts, Permission, Phase, may};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UnitCode};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{PageContext, show};
use actix_web::{HttpResponse, web};
use askama::Template;
use std::collections::BTreeMap;

type Units = BTreeMap<UnitCode, Unit>;

fn unit_name(units: &Units, code: &UnitCode) -> String {
    units.get(code).map_or_else(|| code.to_string(), |unit| unit.name.clone())
}

#[derive(Template)]
#[template(path = "proposals/pages/desk_list.html")]
struct ListPage<'a> {
    s: &'a PageContext,
    /// None for a unit head, whose list runs over all calls.
    call: Option<&'a Call>,
    page: &'a Page<Summary>,
    units: &'a Units,
    /// This page without its place in the list.
    path: String,
}

impl ListPage<'_> {
    fn unit(&self, code: &UnitCode) -> String {
        unit_name(self.units, code)
    }

    fn handed_in(&self, submission: &Submission) -> String {
        let at = self.s.at(&submission.submitted_at);
        let arguments = [("version", submission.version.to_string()), ("at", at)];
        self.s.language.text("state-handed-in", &arguments)
    }

    fn title_of(&self, row: &Summary) -> String {
        match row.title.trim() {
            "" => self.s.t("proposal-untitled"),
            title => title.to_owned(),
        }
    }
}

#[derive(Debug, Clone, serde::Deserialize)]
pub(super) struct PageQuery {
    after: Option<String>,
}

impl PageQuery {
    fn paging(&self) -> Paging {
        Paging { limit: 50, after: self.after.clone() }
    }
}

/// A unit head's: candidates of the unit, and whoever answers one of its problems.
pub(super) async fn own_unit(
    app: web::Data<App>,
    visitor: Visitor,
    asked: web::Query<PageQuery>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| {
        let filter = ProposalFilter { call: None, state: None };
        let mut page = actions::list(cx, &filter, &asked.paging())?;
        // A head may be a candidate as well; their own are on the home page.
        page.items.retain(|row| row.candidate != cx.viewer.user);
        Ok((page, load_units(cx.db)?))
    };
    let (s, (page, units)) = visitor.load_signed_in(&app, act).await?;
    let path = "/desk/proposals".to_owned();
    show(&s, &ListPage { s: &s, call: None, page: &page, units: &units, path })
}

/// The submitted proposals of a call, for those on duty.
pub(super) async fn of_call(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
    asked: web::Query<PageQuery>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| {
        let call = call_for(cx, Permission::ListProposals, &id)?;
        let filter = ProposalFilter { call: Some(call.id.clone()), state: None };
        let mut page = actions::list(cx, &filter, &asked.paging())?;
        // As in `own_unit`; nobody reads their own from the desk.
        page.items.retain(|row| row.candidate != cx.viewer.user);
        Ok((page, load_units(cx.db)?, call))
    };
    let (s, (page, units, call)) = visitor.load_signed_in(&app, act).await?;
    let path = format!("/desk/calls/{}/proposals", call.id);
    show(&s, &ListPage { s: &s, call: Some(&call), page: &page, units: &units, path })
}

fn call_for(cx: &mut Cx<'_>, act: Permission, id: &CallId) -> Result<Call, Failure> {
    let call = calls::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    may(cx.viewer, act, Facts::in_phase(call.phase(cx.now)))?;
    Ok(call)
}

#[derive(Template)]
#[template(path = "proposals/pages/verification_calls.html")]
struct CallsPage<'a> {
    s: &'a PageContext,
    calls: Vec<&'a CallSummary>,
}

impl CallsPage<'_> {
    fn may_verify(&self, call: &CallSummary) -> bool {
        self.s.permitted(Facts::in_phase(call.phase)).allows(Permission::Verify)
    }
}

/// Where a verifier's work begins: the calls whose documents are being verified.
pub(super) async fn calls_to_verify(
    app: web::Data<App>,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| {
        may(cx.viewer, Permission::ListProposals, Facts::NONE)?;
        let paging = Paging { limit: 50, after: None };
        let calls = list_calls(&mut cx.anyone(), &paging)?.items;
        Ok(calls)
    };
    let (s, calls) = visitor.load_signed_in(&app, act).await?;
    let shown = [Phase::Open, Phase::Screening];
    let calls = calls.iter().filter(|call| shown.contains(&call.phase)).collect();
    show(&s, &CallsPage { s: &s, calls })
}

#[derive(Template)]
#[template(path = "proposals/pages/queue.html")]
struct QueuePage<'a> {
    s: &'a PageContext,
    call: &'a Call,
    page: &'a Page<VerificationTask>,
    left: &'a QueueLeft,
    units: &'a Units,
}

impl QueuePage<'_> {
    fn unit(&self, code: &UnitCode) -> String {
        unit_name(self.units, code)
    }
}

pub(super) async fn queue(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
    asked: web::Query<PageQuery>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| {
        let queue = verification_queue(cx, &id, &asked.paging())?;
        let call = calls::find(cx.db, &id)?.ok_or_else(Failure::not_found)?;
        Ok((queue, load_units(cx.db)?, call))
    };
    let (s, (queue, units, call)) = visitor.load_signed_in(&app, act).await?;
    let Queue { page, left } = &queue;
    show(&s, &QueuePage { s: &s, call: &call, page, left, units: &units })
}
