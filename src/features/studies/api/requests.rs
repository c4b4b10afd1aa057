//! What awardees ask for, over REST: one address for each kind of change, and the rulings.

use crate::features::accounts::SignedIn;
use crate::features::studies::actions::{self, Asked};
use crate::features::studies::{
    Change, NewPlan, NewProgramme, NewTopic, Postponement, Prolongation, Request, RequestRuling,
};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, StudyRequestId};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, get, post, web};

macro_rules! asked {
    ($($input:ident { $($field:ident),+ } is $change:ident;)*) => {$(
        impl TryFrom<&Valid<$input>> for Asked {
            type Error = Failure;
            fn try_from(asked: &Valid<$input>) -> Result<Self, Failure> {
                let $input { $($field,)+ reason } = asked.kept()?;
                Ok(Self { change: Change::$change { $($field),+ }, reason })
            }
        }
    )*};
}

asked! {
    NewPlan { milestones } is Plan;
    NewTopic { problem, topic } is Topic;
    NewProgramme { university, programme, country } is Programme;
    Prolongation { ends_on } is Extension;
    Postponement { admission_by } is Deferral;
}

async fn ask<T: Send + Sync + 'static>(
    app: &App,
    caller: SignedIn,
    id: AwardId,
    new: Valid<T>,
) -> Result<HttpResponse, Failure>
where
    for<'a> Asked: TryFrom<&'a Valid<T>, Error = Failure>,
{
    let made = caller.write(app, move |cx| actions::ask(cx, &id, &new)).await?;
    Ok(HttpResponse::Created().json(made))
}

/// Send the milestones of one's own study: the first plan to the owner unit, a changed one also to the secretariat.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path)), request_body = NewPlan, responses((status = 201, body = Request)))]
#[post("/studies/{id}/requests/plan")]
async fn ask_plan(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AwardId>,
    body: Body<NewPlan>,
) -> Result<HttpResponse, Failure> {
    ask(&app, caller, id.into_inner(), body.valid()).await
}

/// Ask for another topic or problem for one's own study.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path)), request_body = NewTopic, responses((status = 201, body = Request)))]
#[post("/studies/{id}/requests/topic")]
async fn ask_topic(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AwardId>,
    body: Body<NewTopic>,
) -> Result<HttpResponse, Failure> {
    ask(&app, caller, id.into_inner(), body.valid()).await
}

/// Ask for another programme or university.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path)), request_body = NewProgramme, responses((status = 201, body = Request)))]
#[post("/studies/{id}/requests/programme")]
async fn ask_programme(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AwardId>,
    body: Body<NewProgramme>,
) -> Result<HttpResponse, Failure> {
    ask(&app, caller, id.into_inner(), body.valid()).await
}

/// Ask for a later end of one's own study.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path)), request_body = Prolongation, responses((status = 201, body = Request)))]
#[post("/studies/{id}/requests/extension")]
async fn ask_extension(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AwardId>,
    body: Body<Prolongation>,
) -> Result<HttpResponse, Failure> {
    ask(&app, caller, id.into_inner(), body.valid()).await
}

/// Ask for a later intake.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = AwardId, Path)), request_body = Postponement, responses((status = 201, body = Request)))]
#[post("/studies/{id}/requests/deferral")]
async fn ask_deferral(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<AwardId>,
    body: Body<Postponement>,
) -> Result<HttpResponse, Failure> {
    ask(&app, caller, id.into_inner(), body.valid()).await
}

/// The requests on which one may rule, the oldest first.
#[utoipa::path(tag = "studies", security(("access_token" = [])), responses((status = 200, body = Vec<Request>)))]
#[get("/study-requests")]
async fn waiting(
    app: web::Data<App>,
    caller: SignedIn,
) -> Result<web::Json<Vec<Request>>, Failure> {
    let found = caller.read(&app, actions::requests_waiting).await?;
    Ok(web::Json(found.into_iter().map(|(_, request)| request).collect()))
}

/// One request, with what stood before and the rulings.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = StudyRequestId, Path)), responses((status = 200, body = Request)))]
#[get("/study-requests/{id}")]
async fn read(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<StudyRequestId>,
) -> Result<web::Json<Request>, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_request(cx, &id);
    caller.read(&app, act).await.map(|(_, request)| web::Json(request))
}

/// Take one's own request back before it is ruled on.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = StudyRequestId, Path)), responses((status = 200, body = Request)))]
#[post("/study-requests/{id}/withdraw")]
async fn withdraw(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<StudyRequestId>,
) -> Result<web::Json<Request>, Failure> {
    caller.write(&app, move |cx| actions::withdraw_request(cx, &id)).await.map(web::Json)
}

/// Rule on a request for one side; the last approval needed changes the study.
#[utoipa::path(tag = "studies", security(("access_token" = [])), params(("id" = StudyRequestId, Path)), request_body = RequestRuling, responses((status = 200, body = Request)))]
#[post("/study-requests/{id}/ruling")]
async fn rule(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<StudyRequestId>,
    body: Body<RequestRuling>,
) -> Result<web::Json<Request>, Failure> {
    let ruling = body.valid();
    caller.write(&app, move |cx| actions::rule(cx, &id, &ruling)).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::WriteStudy, ask_plan)
        .add(Permission::WriteStudy, ask_topic)
        .add(Permission::WriteStudy, ask_programme)
        .add(Permission::WriteStudy, ask_extension)
        .add(Permission::WriteStudy, ask_deferral)
        .add(Permission::ListStudies, waiting)
        .add(Permission::ReadStudy, read)
        .add(Permission::WriteStudy, withdraw)
        .add(Permission::AgreeStudy, rule);
}
