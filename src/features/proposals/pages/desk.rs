//! The calls whose documents are verified, and the verifiers' queue.

use crate::features::accounts::{Unit, Visitor, load_units};
use crate::features::calls::actions::{CallSummary, list_calls};
use crate::features::calls::{self, Call};
use crate::features::proposals::actions::verification::{Queue, verification_queue};
use crate::features::proposals::{QueueLeft, VerificationTask};
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

#[derive(Debug, Clone, serde::Deserialize)]
pub(super) struct PageQuery {
    after: Option<String>,
}

impl PageQuery {
    fn paging(&self) -> Paging {
        Paging { limit: 50, after: self.after.clone() }
    }
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
