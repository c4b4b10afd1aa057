//! Withdrawing a conflict of interest that was recorded by mistake.

use crate::features::accounts::SignedIn;
use crate::features::reviews::actions::{self, KnownConflict};
use crate::features::reviews::{ConflictWithdrawal, NewRuling, WithdrawalReason};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, RecordId, UserId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, get, post, web};

/// Ask that a declared or reported conflict be withdrawn: of oneself, or one that one reported. A chair rules on it.
/// What the program finds by itself cannot be withdrawn.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = ProposalId, Path), ("user" = UserId, Path)), request_body = WithdrawalReason, responses((status = 201, body = ConflictWithdrawal)))]
#[post("/proposals/{id}/conflicts/{user}/withdrawal")]
async fn ask(
    app: web::Data<App>,
    caller: SignedIn,
    path: web::Path<(ProposalId, UserId)>,
    body: Body<WithdrawalReason>,
) -> Result<HttpResponse, Failure> {
    let ((id, person), reason) = (path.into_inner(), body.valid());
    let act = move |cx: &mut Cx<'_>| actions::ask_withdrawal(cx, (&id, &person), &reason);
    let asked = caller.write(&app, act).await?;
    Ok(HttpResponse::Created().json(asked))
}

/// Confirm or refuse, as a chair who is in no conflict with the proposal and did not ask. A confirmed withdrawal brings
/// the closed task back as it was, if its place is free.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = RecordId, Path)), request_body = NewRuling, responses((status = 200, body = ConflictWithdrawal)))]
#[post("/conflict-withdrawals/{id}/ruling")]
async fn rule(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<RecordId>,
    body: Body<NewRuling>,
) -> Result<web::Json<ConflictWithdrawal>, Failure> {
    let new = body.valid();
    caller.write(&app, move |cx| actions::rule_withdrawal(cx, &id, &new)).await.map(web::Json)
}

/// The requests of a call to withdraw conflicts, the newest first.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 200, body = Vec<ConflictWithdrawal>)))]
#[get("/calls/{id}/conflict-withdrawals")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
) -> Result<web::Json<Vec<ConflictWithdrawal>>, Failure> {
    caller.read(&app, move |cx| actions::list_withdrawals(cx, &id)).await.map(web::Json)
}

/// The recorded conflicts that one has or reported, with what was asked about them.
#[utoipa::path(tag = "reviews", security(("access_token" = [])), responses((status = 200, body = Vec<KnownConflict>)))]
#[get("/me/conflicts")]
async fn own(
    app: web::Data<App>,
    caller: SignedIn,
) -> Result<web::Json<Vec<KnownConflict>>, Failure> {
    caller.read(&app, actions::own_conflicts).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::WithdrawConflict, ask)
        .add(Permission::RuleWithdrawal, rule)
        .add(Permission::ReadConflicts, list)
        .add(Permission::ReadOwnConflicts, own);
}
