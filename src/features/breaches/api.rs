//! The register of breaches over REST.

use super::{
    AffectedPerson, AuthorityNotice, Breach, Case, DataClass, Medium, NewBreach, Outcome,
    SubjectNotice, Way, actions,
};
use crate::features::accounts::SignedIn;
use crate::kernel::access::Permission;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::BreachId;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::read_log::ReadLog;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, get, post, web};
use serde::Deserialize;
use validator::Validate;

/// A breach to be registered.
#[derive(Debug, Clone, Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Registered {
    /// 5 to 150 characters; no names.
    #[validate(length(max = 1000))]
    title: String,
    /// When it happened, if known.
    #[serde(default)]
    happened_at: Option<Timestamp>,
    /// When it was discovered; the period for the notices begins then.
    discovered_at: Timestamp,
    /// How it was discovered, 5 to 2000 characters.
    #[validate(length(max = 20000))]
    found_through: String,
    data: Vec<DataClass>,
    /// How it happened, 20 to 5000 characters.
    #[validate(length(max = 20000))]
    how: String,
    /// Measures taken so far, 10 to 5000 characters.
    #[validate(length(max = 20000))]
    handling: String,
}

/// A further measure.
#[derive(Debug, Clone, Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewMeasure {
    /// 10 to 5000 characters.
    #[validate(length(max = 20000))]
    measure: String,
}

/// How to find people.
#[derive(Debug, Clone, Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Found {
    way: Way,
}

/// The content of the letters.
#[derive(Debug, Clone, Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ToSubjects {
    /// How it happened, in words for the people affected; 20 to 5000 characters.
    #[validate(length(max = 20000))]
    how: String,
    /// Measures and recovery, 10 to 5000 characters.
    #[validate(length(max = 20000))]
    handling: String,
    /// Where to ask questions, 5 to 500 characters.
    #[validate(length(max = 5000))]
    contact: String,
    /// Why it is late, 20 to 2000 characters; required after the period, and stored only then.
    #[serde(default)]
    #[validate(length(max = 20000))]
    late_reason: String,
}

/// A notice given outside this program.
#[derive(Debug, Clone, Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ToAuthority {
    given_at: Timestamp,
    medium: Medium,
    /// Its reference number, at most 100 characters.
    #[validate(length(max = 1000))]
    reference: String,
    /// As in the notice to the subjects.
    #[serde(default)]
    #[validate(length(max = 20000))]
    late_reason: String,
}

/// Closes a case.
#[derive(Debug, Clone, Deserialize, Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Closing {
    outcome: Outcome,
    /// 20 to 5000 characters.
    #[validate(length(max = 20000))]
    conclusion: String,
}

/// The register of breaches of personal data, newest first, each with the state of its two notices.
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

/// Register a breach; notices must be given within 72 hours of its discovery (UU 27/2022 art. 46).
#[utoipa::path(tag = "breaches", security(("access_token" = [])), request_body = Registered, responses((status = 201, body = Case)))]
#[post("/breaches")]
async fn register(
    app: web::Data<App>,
    caller: SignedIn,
    body: Body<Registered>,
) -> Result<HttpResponse, Failure> {
    let Registered { title, happened_at, discovered_at, found_through, data, how, handling } =
        body.0;
    let new = NewBreach { title, happened_at, discovered_at, found_through, data, how, handling };
    let case =
        caller.write(&app, move |db, viewer, now| actions::register(db, viewer, &new, now)).await?;
    Ok(HttpResponse::Created().json(case))
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

/// The people affected, by name.
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

/// Find affected people: one person, by call, by role, or by what one account read or had as its
/// tasks.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(("id" = BreachId, Path)), request_body = Found, responses((status = 200, body = Case)))]
#[post("/breaches/{id}/people")]
async fn add_people(
    app: web::Data<App>,
    log: web::Data<ReadLog>,
    caller: SignedIn,
    id: web::Path<BreachId>,
    body: Body<Found>,
) -> Result<web::Json<Case>, Failure> {
    let way = body.0.way;
    ReadLog::settle(&log).await?;
    caller
        .write(&app, move |db, viewer, now| actions::add_people(db, viewer, (&id, &way), now))
        .await
        .map(web::Json)
}

/// Note a further measure; earlier notes are not changed.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(("id" = BreachId, Path)), request_body = NewMeasure, responses((status = 200, body = Case)))]
#[post("/breaches/{id}/measures")]
async fn note_measure(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<BreachId>,
    body: Body<NewMeasure>,
) -> Result<web::Json<Case>, Failure> {
    let measure = body.0.measure;
    caller
        .write(&app, move |db, viewer, now| actions::note_measure(db, viewer, (&id, &measure), now))
        .await
        .map(web::Json)
}

/// Send a letter to all affected people who have not had one.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(("id" = BreachId, Path)), request_body = ToSubjects, responses((status = 200, body = Case)))]
#[post("/breaches/{id}/notice-to-subjects")]
async fn inform_subjects(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<BreachId>,
    body: Body<ToSubjects>,
) -> Result<web::Json<Case>, Failure> {
    let ToSubjects { how, handling, contact, late_reason } = body.0;
    let notice = SubjectNotice { how, handling, contact, late_reason };
    caller
        .write(&app, move |db, viewer, now| {
            actions::inform_subjects(db, viewer, (&id, &notice), now)
        })
        .await
        .map(web::Json)
}

/// Note that the supervising authority was informed.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(("id" = BreachId, Path)), request_body = ToAuthority, responses((status = 200, body = Case)))]
#[post("/breaches/{id}/notice-to-authority")]
async fn inform_authority(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<BreachId>,
    body: Body<ToAuthority>,
) -> Result<web::Json<Case>, Failure> {
    let ToAuthority { given_at, medium, reference, late_reason } = body.0;
    let notice = AuthorityNotice { given_at, medium, reference, late_reason };
    caller
        .write(&app, move |db, viewer, now| {
            actions::inform_authority(db, viewer, (&id, &notice), now)
        })
        .await
        .map(web::Json)
}

/// Close a case: handled, with both notices given; or found to be no breach.
#[utoipa::path(tag = "breaches", security(("access_token" = [])), params(("id" = BreachId, Path)), request_body = Closing, responses((status = 200, body = Case)))]
#[post("/breaches/{id}/close")]
async fn close(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<BreachId>,
    body: Body<Closing>,
) -> Result<web::Json<Case>, Failure> {
    let Closing { outcome, conclusion } = body.0;
    caller
        .write(&app, move |db, viewer, now| {
            actions::close(db, viewer, &id, (outcome, &conclusion), now)
        })
        .await
        .map(web::Json)
}

pub fn configure(routes: &mut Routes<'_, '_>) {
    routes
        .add(Permission::ReadBreaches, list)
        .add(Permission::ManageBreaches, register)
        .add(Permission::ReadBreaches, read)
        .add(Permission::ReadBreaches, people)
        .add(Permission::ManageBreaches, add_people)
        .add(Permission::ManageBreaches, note_measure)
        .add(Permission::ManageBreaches, inform_subjects)
        .add(Permission::ManageBreaches, inform_authority)
        .add(Permission::ManageBreaches, close);
}
