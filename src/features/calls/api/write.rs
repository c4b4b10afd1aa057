//! The steps of a call: drafted, changed, frozen, extended, cancelled.

use crate::features::accounts::SignedIn;
use crate::features::calls::actions::{self, CallText, CallView, Edit};
use crate::features::calls::{Cancellation, Definition, NewExtension, NewReopening, PlannedYear};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, FieldError};
use crate::kernel::ids::CallId;
use crate::kernel::language::Language;
use crate::kernel::version::IfMatch;
use crate::platform::app::App;
use crate::web::language;
use crate::web::problem::FieldProblem;
use crate::web::{Body, Routes, tagged};
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, post, put, web};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct DefinitionFields {
    definition: Definition,
}

/// Faults and warnings of a definition before it is saved.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Examination {
    /// They prevent saving.
    faults: Vec<FieldProblem>,
    /// They should be looked at before the call is frozen.
    warnings: Vec<FieldProblem>,
}

/// Start a call as a draft.
#[utoipa::path(tag = "calls", security(("access_token" = [])), request_body = CallText, responses((status = 201, body = CallView, headers(("ETag" = String), ("Location" = String)))))]
#[post("/calls")]
async fn create_call(
    app: web::Data<App>,
    caller: SignedIn,
    body: Body<CallText>,
) -> Result<HttpResponse, Failure> {
    let view = caller.write(&app, move |cx| actions::create_call(cx, &body)).await?;
    let mut answer = HttpResponse::Created();
    answer.insert_header((LOCATION, format!("/api/v1/calls/{}", view.call.id)));
    Ok(tagged(answer, view.call.version, &view))
}

/// Check a definition without saving it.
#[utoipa::path(tag = "calls", security(("access_token" = [])), request_body = DefinitionFields, responses((status = 200, body = Examination)))]
#[post("/calls/validate")]
async fn validate_call(
    app: web::Data<App>,
    caller: SignedIn,
    request: HttpRequest,
    body: Body<DefinitionFields>,
) -> Result<web::Json<Examination>, Failure> {
    let language = language::of(&request);
    let definition = body.into_inner().definition;
    let findings = caller.read(&app, move |cx| actions::examine(cx, &definition)).await?;
    let in_words = |found: Vec<FieldError>| {
        found.into_iter().map(|finding| in_words(language, finding)).collect()
    };
    let (faults, warnings) = (in_words(findings.faults), in_words(findings.warnings));
    Ok(web::Json(Examination { faults, warnings }))
}

fn in_words(language: Language, finding: FieldError) -> FieldProblem {
    let message = language.message(finding.code, &finding.arguments);
    FieldProblem { field: finding.field, code: finding.code.name, message }
}

/// Rewrite a draft.
#[utoipa::path(tag = "calls", security(("access_token" = [])), params(("id" = CallId, Path), ("If-Match" = String, Header)), request_body = CallText, responses((status = 200, body = CallView, headers(("ETag" = String)))))]
#[put("/calls/{id}")]
async fn change_call(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    from: IfMatch,
    body: Body<CallText>,
) -> Result<HttpResponse, Failure> {
    let edit = Edit { text: body.into_inner(), from };
    let view = caller.write(&app, move |cx| actions::change_call(cx, &id, &edit)).await?;
    Ok(tagged(HttpResponse::Ok(), view.call.version, &view))
}

/// Freeze a call and publish it; afterwards its rules do not change.
#[utoipa::path(tag = "calls", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 200, body = CallView, headers(("ETag" = String)))))]
#[post("/calls/{id}/freeze")]
async fn freeze_call(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let view = caller.write(&app, move |cx| actions::freeze_call(cx, &id)).await?;
    Ok(tagged(HttpResponse::Ok(), view.call.version, &view))
}

/// Move a milestone later, with a reason.
#[utoipa::path(tag = "calls", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = NewExtension, responses((status = 200, body = CallView, headers(("ETag" = String)))))]
#[post("/calls/{id}/extend")]
async fn extend_call(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<NewExtension>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let view = caller.write(&app, move |cx| actions::extend_call(cx, &id, &new)).await?;
    Ok(tagged(HttpResponse::Ok(), view.call.version, &view))
}

/// Open a phase again whose end has passed, for a stated time, with a reason. All later milestones move by the same
/// time; the rules stay as they were frozen.
#[utoipa::path(tag = "calls", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = NewReopening, responses((status = 200, body = CallView, headers(("ETag" = String)))))]
#[post("/calls/{id}/reopen")]
async fn reopen_phase(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<NewReopening>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let view = caller.write(&app, move |cx| actions::reopen_phase(cx, &id, &new)).await?;
    Ok(tagged(HttpResponse::Ok(), view.call.version, &view))
}

/// Cancel a call, with a reason.
#[utoipa::path(tag = "calls", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = Cancellation, responses((status = 200, body = CallView, headers(("ETag" = String)))))]
#[post("/calls/{id}/cancel")]
async fn cancel_call(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<Cancellation>,
) -> Result<HttpResponse, Failure> {
    let cancellation = body.valid();
    let view = caller.write(&app, move |cx| actions::cancel_call(cx, &id, &cancellation)).await?;
    Ok(tagged(HttpResponse::Ok(), view.call.version, &view))
}

/// Take the seats of a draft from a year of an approved plan of needs.
#[utoipa::path(tag = "calls", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = PlannedYear, responses((status = 200, body = CallView, headers(("ETag" = String)))))]
#[post("/calls/{id}/quota")]
async fn take_quota(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<PlannedYear>,
) -> Result<HttpResponse, Failure> {
    let from = body.valid();
    let view = caller.write(&app, move |cx| actions::take_quota(cx, &id, &from)).await?;
    Ok(tagged(HttpResponse::Ok(), view.call.version, &view))
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::WriteCall, create_call)
        .add(Permission::WriteCall, validate_call)
        .add(Permission::WriteCall, change_call)
        .add(Permission::FreezeCall, freeze_call)
        .add(Permission::ExtendCall, extend_call)
        .add(Permission::WriteCall, take_quota)
        .add(Permission::ReopenPhase, reopen_phase)
        .add(Permission::CancelCall, cancel_call);
}
