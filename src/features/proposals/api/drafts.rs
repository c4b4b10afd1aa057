//! Beginning, reading, listing, saving and withdrawing proposals.

use crate::features::accounts::SignedIn;
use crate::features::proposals::actions;
use crate::features::proposals::{
    NewProposal, Proposal, ProposalFilter, ProposalText, Submission, Summary, Withdrawal,
};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::kernel::version::IfMatch;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::{Body, Routes, tagged};
use actix_web::{HttpResponse, get, post, put, web};
use serde::Serialize;

/// A proposal, and how it stands to what was handed in.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct ProposalAnswer {
    #[serde(flatten)]
    proposal: Proposal,
    /// Null before the first submission.
    submission: Option<Submission>,
}

/// Begin a proposal in an open call.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = NewProposal, responses((status = 201, body = Proposal)))]
#[post("/calls/{id}/proposals")]
async fn begin(
    app: web::Data<App>,
    caller: SignedIn,
    call: web::Path<CallId>,
    body: Body<NewProposal>,
) -> Result<HttpResponse, Failure> {
    let beginning = body.valid();
    let proposal = caller.write(&app, move |cx| actions::begin(cx, &call, &beginning)).await?;
    Ok(tagged(HttpResponse::Created(), proposal.version, &proposal))
}

/// Proposals that concern the caller, oldest first.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(ProposalFilter, Paging), responses((status = 200, body = Page<Summary>)))]
#[get("/proposals")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    filter: web::Query<ProposalFilter>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<Summary>>, Failure> {
    caller.read(&app, move |cx| actions::list(cx, &filter, &paging)).await.map(web::Json)
}

/// One proposal: the current text for candidate and endorsers, the submitted one for all others.
/// `submission` says which version is in force and whether the candidate's draft differs from it.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = ProposalAnswer)))]
#[get("/proposals/{id}")]
async fn read(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| {
        let proposal = actions::read(cx, &id)?;
        let submission = actions::submission(cx, &id)?;
        Ok(ProposalAnswer { proposal, submission })
    };
    let answer = caller.read(&app, act).await?;
    Ok(tagged(HttpResponse::Ok(), answer.proposal.version, &answer))
}

/// Save the text, any number of times; needs `If-Match`.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path), ("If-Match" = String, Header, description = "ETag of the version the text starts from")), request_body = ProposalText, responses((status = 200, body = Proposal)))]
#[put("/proposals/{id}")]
async fn save(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    expected: IfMatch,
    body: Body<ProposalText>,
) -> Result<HttpResponse, Failure> {
    let change = body.valid();
    let proposal =
        caller.write(&app, move |cx| actions::save(cx, (&id, expected), &change)).await?;
    Ok(tagged(HttpResponse::Ok(), proposal.version, &proposal))
}

/// Withdraw the proposal, at any time before the announcement.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path)), request_body = Withdrawal, responses((status = 200, body = Proposal)))]
#[post("/proposals/{id}/withdraw")]
async fn withdraw(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    body: Body<Withdrawal>,
) -> Result<web::Json<Proposal>, Failure> {
    let withdrawal = body.valid();
    caller.write(&app, move |cx| actions::withdraw(cx, &id, &withdrawal)).await.map(web::Json)
}

/// Return with a withdrawn proposal while the call takes proposals: a draft again, with its text, its files and its
/// endorsements. Submitting it again keeps the number.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = Proposal)))]
#[post("/proposals/{id}/resume")]
async fn resume(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
) -> Result<web::Json<Proposal>, Failure> {
    caller.write(&app, move |cx| actions::resume(cx, &id)).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::WriteProposal, begin)
        .add(Permission::ListProposals, list)
        .add(Permission::ReadProposal, read)
        .add(Permission::WriteProposal, save)
        .add(Permission::WithdrawProposal, withdraw)
        .add(Permission::ResumeProposal, resume);
}
