//! The registry over REST: anybody reads approved problems, units propose, approvers decide.

pub(super) mod measurements;

use super::actions::{self, Decision};
use super::rules::Step;
use super::{Problem, ProblemDecision, ProblemFilter, ProblemText};
use crate::features::accounts::{Caller, SignedIn};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::ProblemId;
use crate::kernel::input::Valid;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::kernel::version::IfMatch;
use crate::platform::app::App;
use crate::web::{Body, Routes, tagged};
use actix_web::{HttpResponse, get, post, put, web};

/// The version that a decision was based on, if the caller names one.
type Seen = Result<IfMatch, Failure>;

/// The registry, by code. Pending problems are shown to their unit's head and to those who decide.
#[utoipa::path(tag = "problems", params(ProblemFilter, Paging), responses((status = 200, body = Page<Problem>)))]
#[get("/problems")]
async fn list(
    app: web::Data<App>,
    caller: Caller,
    filter: web::Query<ProblemFilter>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<Problem>>, Failure> {
    caller.read(&app, move |cx| actions::list_problems(cx, &filter, &paging)).await.map(web::Json)
}

/// One problem; its version is the `ETag`.
#[utoipa::path(tag = "problems", params(("id" = ProblemId, Path)), responses((status = 200, body = Problem)))]
#[get("/problems/{id}")]
async fn read(
    app: web::Data<App>,
    caller: Caller,
    id: web::Path<ProblemId>,
) -> Result<HttpResponse, Failure> {
    let problem = caller.read(&app, move |cx| actions::read_problem(cx, &id)).await?;
    Ok(answer(&problem))
}

/// Propose a problem of the unit one heads; the answer has its code.
#[utoipa::path(tag = "problems", security(("access_token" = [])), request_body = ProblemText, responses((status = 201, body = Problem)))]
#[post("/problems")]
async fn propose(
    app: web::Data<App>,
    caller: SignedIn,
    body: Body<ProblemText>,
) -> Result<HttpResponse, Failure> {
    let text = body.valid();
    let problem = caller.write(&app, move |cx| actions::propose_problem(cx, &text)).await?;
    Ok(tagged(HttpResponse::Created(), problem.version, &problem))
}

/// Rewrite a proposed or returned problem; a returned one is thereby proposed again. A stale
/// `If-Match` is refused with both texts.
#[utoipa::path(tag = "problems", security(("access_token" = [])), params(("id" = ProblemId, Path), ("If-Match" = String, Header)), request_body = ProblemText, responses((status = 200, body = Problem)))]
#[put("/problems/{id}")]
async fn revise(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProblemId>,
    from: IfMatch,
    body: Body<ProblemText>,
) -> Result<HttpResponse, Failure> {
    let text = body.valid();
    let problem =
        caller.write(&app, move |cx| actions::revise_problem(cx, &id, (from, &text))).await?;
    Ok(answer(&problem))
}

/// Approve a proposed problem for the registry.
#[utoipa::path(tag = "problems", security(("access_token" = [])), params(("id" = ProblemId, Path), ("If-Match" = Option<String>, Header)), responses((status = 200, body = Problem)))]
#[post("/problems/{id}/approve")]
async fn approve(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProblemId>,
    seen: Seen,
) -> Result<HttpResponse, Failure> {
    decide(&app, caller, id, (Step::Approve, None), seen).await
}

/// Return a proposed problem to its unit, with the reason.
#[utoipa::path(tag = "problems", security(("access_token" = [])), params(("id" = ProblemId, Path), ("If-Match" = Option<String>, Header)), request_body = ProblemDecision, responses((status = 200, body = Problem)))]
#[post("/problems/{id}/return")]
async fn send_back(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProblemId>,
    seen: Seen,
    body: Body<ProblemDecision>,
) -> Result<HttpResponse, Failure> {
    decide(&app, caller, id, (Step::Return, Some(body.valid())), seen).await
}

/// Take an approved problem out of use, with the reason.
#[utoipa::path(tag = "problems", security(("access_token" = [])), params(("id" = ProblemId, Path), ("If-Match" = Option<String>, Header)), request_body = ProblemDecision, responses((status = 200, body = Problem)))]
#[post("/problems/{id}/retire")]
async fn retire(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProblemId>,
    seen: Seen,
    body: Body<ProblemDecision>,
) -> Result<HttpResponse, Failure> {
    decide(&app, caller, id, (Step::Retire, Some(body.valid())), seen).await
}

async fn decide(
    app: &App,
    caller: SignedIn,
    id: web::Path<ProblemId>,
    (step, reason): (Step, Option<Valid<ProblemDecision>>),
    seen: Seen,
) -> Result<HttpResponse, Failure> {
    let from = match seen {
        Ok(version) => Some(version),
        Err(Failure::Refused(problem)) if problem.code == common::IF_MATCH_REQUIRED => None,
        Err(failure) => return Err(failure),
    };
    let decision = Decision { step, reason, from };
    let problem = caller.write(app, move |cx| actions::decide_problem(cx, &id, &decision)).await?;
    Ok(answer(&problem))
}

fn answer(problem: &Problem) -> HttpResponse {
    tagged(HttpResponse::Ok(), problem.version, problem)
}

pub fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ReadRegistry, list)
        .add(Permission::ReadRegistry, read)
        .add(Permission::ProposeProblem, propose)
        .add(Permission::ReviseProblem, revise)
        .add(Permission::DecideProblem, approve)
        .add(Permission::DecideProblem, send_back)
        .add(Permission::RetireProblem, retire);
    measurements::configure(routes);
}
