//! Submitting: the check-list, the eligibility rules in words, the submission, its versions and
//! receipts.

use crate::features::accounts::SignedIn;
use crate::features::proposals::rules::completeness::Check;
use crate::features::proposals::rules::eligibility::Finding;
use crate::features::proposals::{Changes, HandingIn, Receipt, Version, actions};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::kernel::language::Language;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::db;
use crate::platform::ledger::{self, Proof};
use crate::web::language;
use crate::web::{Idempotency, OptionalBody, Routes};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::Serialize;

/// One eligibility rule's result, in the caller's language.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct FindingInWords {
    #[serde(flatten)]
    finding: Finding,
    message: String,
}

/// One line of the check-list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SubmissionCheck {
    #[schema(example = "sections.problem")]
    field: String,
    met: bool,
    /// The fault, while it is not met.
    code: Option<&'static str>,
    message: Option<String>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SubmissionChecklist {
    /// Whether a submission would be accepted now, apart from the deadline.
    ready: bool,
    items: Vec<SubmissionCheck>,
}

fn in_words(finding: Finding, language: Language) -> FindingInWords {
    let (code, arguments) = finding.message();
    FindingInWords { message: language.message(code, &arguments), finding }
}

fn item(check: Check, language: Language) -> SubmissionCheck {
    let Check { met, fault } = check;
    let message = (!met).then(|| language.message(fault.code, &fault.arguments));
    let code = (!met).then_some(fault.code.name);
    SubmissionCheck { field: fault.field, met, code, message }
}

/// The result of each eligibility rule, with the figures that decide it.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = Vec<FindingInWords>)))]
#[get("/proposals/{id}/eligibility")]
async fn eligibility(
    app: web::Data<App>,
    caller: SignedIn,
    request: HttpRequest,
    id: web::Path<ProposalId>,
) -> Result<web::Json<Vec<FindingInWords>>, Failure> {
    let language = language::of(&request);
    let findings = caller.read(&app, move |cx| actions::eligibility(cx, &id)).await?;
    Ok(web::Json(findings.into_iter().map(|finding| in_words(finding, language)).collect()))
}

/// What is still missing for a submission.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = SubmissionChecklist)))]
#[get("/proposals/{id}/checklist")]
async fn checklist(
    app: web::Data<App>,
    caller: SignedIn,
    request: HttpRequest,
    id: web::Path<ProposalId>,
) -> Result<web::Json<SubmissionChecklist>, Failure> {
    let language = language::of(&request);
    let checks = caller.read(&app, move |cx| actions::checklist(cx, &id)).await?;
    let items: Vec<SubmissionCheck> =
        checks.into_iter().map(|check| item(check, language)).collect();
    Ok(web::Json(SubmissionChecklist { ready: items.iter().all(|item| item.met), items }))
}

/// Submit, and get the receipt, with the signature under the integrity pact where the call has one. Send an `Idempotency-Key`, so that a retry after a lost answer does
/// not submit twice.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path), ("Idempotency-Key" = Option<String>, Header, description = "A key of the client's making, at most 128 characters")), request_body = Option<HandingIn>, responses((status = 201, body = Receipt)))]
#[post("/proposals/{id}/submit")]
async fn submit(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    idempotency: Idempotency,
    body: OptionalBody<HandingIn>,
) -> Result<HttpResponse, Failure> {
    let handing_in = body.valid().into_inner();
    // A retry by a client that signs nothing is the same request as ever.
    let key = match &handing_in.pact {
        Some(pact) => idempotency.with(&(&*id, pact))?,
        None => idempotency.with(&*id)?,
    };
    let receipt = caller
        .write(&app, move |cx| {
            let operation = (&cx.viewer.user, "proposal.submit");
            db::once(cx.db, operation, key.as_ref(), cx.now, |db| {
                actions::submit(&mut Cx::new(db, cx.viewer, cx.now), &id, &handing_in)
            })
        })
        .await?;
    Ok(HttpResponse::Created().json(receipt))
}

/// All submissions, oldest first.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = Vec<Version>)))]
#[get("/proposals/{id}/versions")]
async fn versions(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
) -> Result<web::Json<Vec<Version>>, Failure> {
    caller.read(&app, move |cx| actions::versions(cx, &id)).await.map(web::Json)
}

/// One submission: the text, its files, and the problem as it was registered then.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path), ("number" = i32, Path, description = "From 1")), responses((status = 200, body = Version)))]
#[get("/proposals/{id}/versions/{number}")]
async fn version(
    app: web::Data<App>,
    caller: SignedIn,
    path: web::Path<(ProposalId, i32)>,
) -> Result<web::Json<Version>, Failure> {
    let (id, number) = path.into_inner();
    caller.read(&app, move |cx| actions::version(cx, (&id, number))).await.map(web::Json)
}

/// How the candidate's draft differs from the submission in force: fields and files, each added,
/// changed or removed. Nobody else can read the draft until it is submitted.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = Changes)))]
#[get("/proposals/{id}/changes")]
async fn changes(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
) -> Result<web::Json<Changes>, Failure> {
    caller.read(&app, move |cx| actions::changes(cx, &id)).await.map(web::Json)
}

/// The receipt of the submission in force.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = Receipt)))]
#[get("/proposals/{id}/receipt")]
async fn last_receipt(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
) -> Result<web::Json<Receipt>, Failure> {
    caller.read(&app, move |cx| actions::receipt(cx, &id)).await.map(web::Json)
}

/// The proof that the receipt's entry is under a signed head of the record; null until the next
/// head is signed, shortly after the submission.
#[utoipa::path(tag = "proposals", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, body = Option<Proof>)))]
#[get("/proposals/{id}/receipt/proof")]
pub(super) async fn receipt_proof(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
) -> Result<web::Json<Option<Proof>>, Failure> {
    caller
        .read(&app, move |cx| {
            let receipt = actions::receipt(cx, &id)?;
            ledger::prove(cx.db, receipt.ledger.seq)
        })
        .await
        .map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ReadDraftProposal, eligibility)
        .add(Permission::ReadDraftProposal, checklist)
        .add(Permission::SubmitProposal, submit)
        .add(Permission::ReadProposal, versions)
        .add(Permission::ReadProposal, version)
        .add(Permission::ReadDraftProposal, changes)
        .add(Permission::ReadProposal, last_receipt)
        .add(Permission::ReadProposal, receipt_proof);
}
