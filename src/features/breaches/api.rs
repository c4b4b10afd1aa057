//! The register of breaches over REST.

use super::{
    AffectedPerson, AuthorityNotice, Breach, Case, Closing, Found, NewBreach, NewMeasure,
    SubjectNotice, actions,
};
use crate::features::accounts::SignedIn;
use crate::features::decisions::rules::UNKNOWN_FORMAT;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::BreachId;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::exports::WantedFormat;
use crate::platform::read_log::ReadLog;
use crate::web::language;
use crate::web::pages::PageRoutes;
use crate::web::{Body, Routes};
use actix_web::{HttpRequest, HttpResponse, get, post, web};

/// The register of breaches of personal data, newest first, each with its two clocks.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(Paging), responses((status = 200, body = Page<Breach>)))]
#[get("/breaches")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<Breach>>, Failure> {
    caller
        .read(&app, move |db, viewer, now| actions::list(db, viewer, &paging, now))
        .await
        .map(web::Json)
}

/// Register a breach; notices are due 72 hours after its discovery (UU 27/2022 art. 46).
#[utoipa::path(tag = "breaches", security(("access_token" = [])), request_body = NewBreach, responses((status = 201, body = Case)))]
#[post("/breaches")]
async fn register(
    app: web::Data<App>,
    caller: SignedIn,
    body: Body<NewBreach>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let case =
        caller.write(&app, move |db, viewer, now| actions::register(db, viewer, &new, now)).await?;
    Ok(HttpResponse::Created().json(case))
}

/// The whole register as one file.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(WantedFormat), responses((status = 200, content_type = "text/csv", body = String)))]
#[get("/breaches/export")]
async fn export(
    app: web::Data<App>,
    caller: SignedIn,
    wanted: web::Query<WantedFormat>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let format = wanted.of_table(language::of(&request), UNKNOWN_FORMAT)?;
    let folder = app.settings.data.folder.clone();
    let make = move |db: &mut _, viewer: &_, now| {
        actions::export_register(db, viewer, (format, &folder), now)
    };
    let file = caller.clone().read(&app, make).await?;
    let (rows, sha256) = (file.rows, file.sha256.clone());
    caller
        .write(&app, move |db, viewer, now| {
            actions::note_export(db, viewer, (rows, &sha256, format), now)
        })
        .await?;
    Ok(file.answer(&format.download("breaches")))
}

/// One breach with its measures, findings and notices.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(("id" = BreachId, Path)), responses((status = 200, body = Case)))]
#[get("/breaches/{id}")]
async fn read(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<BreachId>,
) -> Result<web::Json<Case>, Failure> {
    caller
        .read(&app, move |db, viewer, now| actions::read(db, viewer, &id, now))
        .await
        .map(web::Json)
}

/// The people whose data it is, by name.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(("id" = BreachId, Path), Paging), responses((status = 200, body = Page<AffectedPerson>)))]
#[get("/breaches/{id}/people")]
async fn people(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<BreachId>,
    paging: web::Query<Paging>,
) -> Result<web::Json<Page<AffectedPerson>>, Failure> {
    caller
        .read(&app, move |db, viewer, now| actions::list_people(db, viewer, &id, &paging, now))
        .await
        .map(web::Json)
}

/// Find who is affected: one person, a call, a role, or what one account read or had as its tasks.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(("id" = BreachId, Path)), request_body = Found, responses((status = 200, body = Case)))]
#[post("/breaches/{id}/people")]
async fn add_people(
    app: web::Data<App>,
    log: web::Data<ReadLog>,
    caller: SignedIn,
    id: web::Path<BreachId>,
    body: Body<Found>,
) -> Result<web::Json<Case>, Failure> {
    let found = body.valid();
    ReadLog::settle(&log).await?;
    caller
        .write(&app, move |db, viewer, now| actions::add_people(db, viewer, (&id, &found), now))
        .await
        .map(web::Json)
}

/// Note what more was done; nothing noted before is changed.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(("id" = BreachId, Path)), request_body = NewMeasure, responses((status = 200, body = Case)))]
#[post("/breaches/{id}/measures")]
async fn note_measure(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<BreachId>,
    body: Body<NewMeasure>,
) -> Result<web::Json<Case>, Failure> {
    let measure = body.valid();
    caller
        .write(&app, move |db, viewer, now| actions::note_measure(db, viewer, (&id, &measure), now))
        .await
        .map(web::Json)
}

/// Send a letter to everybody affected who has had none.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(("id" = BreachId, Path)), request_body = SubjectNotice, responses((status = 200, body = Case)))]
#[post("/breaches/{id}/notice-to-subjects")]
async fn inform_subjects(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<BreachId>,
    body: Body<SubjectNotice>,
) -> Result<web::Json<Case>, Failure> {
    let notice = body.valid();
    caller
        .write(&app, move |db, viewer, now| {
            actions::inform_subjects(db, viewer, (&id, &notice), now)
        })
        .await
        .map(web::Json)
}

/// Note that the supervising authority was told.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(("id" = BreachId, Path)), request_body = AuthorityNotice, responses((status = 200, body = Case)))]
#[post("/breaches/{id}/notice-to-authority")]
async fn inform_authority(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<BreachId>,
    body: Body<AuthorityNotice>,
) -> Result<web::Json<Case>, Failure> {
    let notice = body.valid();
    caller
        .write(&app, move |db, viewer, now| {
            actions::inform_authority(db, viewer, (&id, &notice), now)
        })
        .await
        .map(web::Json)
}

/// End a case: handled, with both notices given; or no breach after all.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(("id" = BreachId, Path)), request_body = Closing, responses((status = 200, body = Case)))]
#[post("/breaches/{id}/close")]
async fn close(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<BreachId>,
    body: Body<Closing>,
) -> Result<web::Json<Case>, Failure> {
    let closing = body.valid();
    caller
        .write(&app, move |db, viewer, now| actions::close(db, viewer, (&id, &closing), now))
        .await
        .map(web::Json)
}

pub fn configure(routes: &mut Routes<'_, '_>) {
    routes
        .add(Permission::ReadBreaches, list)
        .add(Permission::ManageBreaches, register)
        // Before `{id}`, which would take it for one.
        .add(Permission::ReadBreaches, export)
        .add(Permission::ReadBreaches, read)
        .add(Permission::ReadBreaches, people)
        .add(Permission::ManageBreaches, add_people)
        .add(Permission::ManageBreaches, note_measure)
        .add(Permission::ManageBreaches, inform_subjects)
        .add(Permission::ManageBreaches, inform_authority)
        .add(Permission::ManageBreaches, close);
}

/// The same files for people: where nobody is signed in, these addresses lead to signing in and back.
pub(in crate::features::breaches) fn downloads(routes: &mut PageRoutes<'_>) {
    routes.download(Permission::ReadBreaches, export);
}
