//! Interviews over REST.

use super::actions;
use super::{
    InterviewSheet, InterviewSheetView, LackingInterview, NewAnswer, NewAttendance,
    NewCancellation, NewPanelChange, NewSeries, NewSlot, NewTime, NewTimeRequest, SheetOfPanelist,
    Slot,
};
use crate::features::accounts::SignedIn;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, InterviewId};
use crate::kernel::version::IfMatch;
use crate::platform::app::App;
use crate::web::{Body, Routes, tagged};
use actix_web::{HttpResponse, get, post, put, web};

/// A call's interviews, by time.
#[utoipa::path(tag = "interviews", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 200, body = Vec<Slot>)))]
#[get("/calls/{id}/interviews")]
async fn list(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
) -> Result<web::Json<Vec<Slot>>, Failure> {
    caller.read(&app, move |cx| actions::list_slots(cx, &id)).await.map(web::Json)
}

/// The proposals of a call whose interview is not complete, each with what it lacks and who is waited for; empty where
/// the call has no interviews.
#[utoipa::path(tag = "interviews", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 200, body = Vec<LackingInterview>)))]
#[get("/calls/{id}/interviews/lacking")]
async fn list_lacking(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
) -> Result<web::Json<Vec<LackingInterview>>, Failure> {
    caller.read(&app, move |cx| actions::list_lacking(cx, &id)).await.map(web::Json)
}

/// Plan one interview; candidate and panel get a letter with an entry for their calendars.
#[utoipa::path(tag = "interviews", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = NewSlot, responses((status = 201, body = Slot)))]
#[post("/calls/{id}/interviews")]
async fn plan(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<NewSlot>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let slot = caller.write(&app, move |cx| actions::plan(cx, &id, &new)).await?;
    Ok(HttpResponse::Created().json(slot))
}

/// Plan an interview for each proposal that has none, one after the other in order of number; panels are chosen from those
/// in no conflict. Nothing is planned unless all can be.
#[utoipa::path(tag = "interviews", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = NewSeries, responses((status = 201, body = Vec<Slot>)))]
#[post("/calls/{id}/interviews/series")]
async fn plan_series(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<NewSeries>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let slots = caller.write(&app, move |cx| actions::plan_series(cx, &id, &new)).await?;
    Ok(HttpResponse::Created().json(slots))
}

/// The interviews on whose panels I sit, by time.
#[utoipa::path(tag = "interviews", security(("access_token" = [])), responses((status = 200, body = Vec<Slot>)))]
#[get("/interviews")]
async fn list_own(app: web::Data<App>, caller: SignedIn) -> Result<web::Json<Vec<Slot>>, Failure> {
    caller.read(&app, actions::list_own).await.map(web::Json)
}

/// One interview; a candidate learns nothing of its panel.
#[utoipa::path(tag = "interviews", security(("access_token" = [])), params(("id" = InterviewId, Path)), responses((status = 200, body = Slot)))]
#[get("/interviews/{id}")]
async fn read(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<InterviewId>,
) -> Result<web::Json<Slot>, Failure> {
    caller.read(&app, move |cx| actions::read_slot(cx, &id)).await.map(web::Json)
}

/// Move a planned interview to another time or place; everybody is told.
#[utoipa::path(tag = "interviews", security(("access_token" = [])), params(("id" = InterviewId, Path)), request_body = NewTime, responses((status = 200, body = Slot)))]
#[post("/interviews/{id}/move")]
async fn move_slot(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<InterviewId>,
    body: Body<NewTime>,
) -> Result<web::Json<Slot>, Failure> {
    let new = body.valid();
    caller.write(&app, move |cx| actions::move_slot(cx, &id, &new)).await.map(web::Json)
}

/// Cancel an interview; another can be planned.
#[utoipa::path(tag = "interviews", security(("access_token" = [])), params(("id" = InterviewId, Path)), request_body = NewCancellation, responses((status = 200, body = Slot)))]
#[post("/interviews/{id}/cancel")]
async fn cancel(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<InterviewId>,
    body: Body<NewCancellation>,
) -> Result<web::Json<Slot>, Failure> {
    let new = body.valid();
    caller.write(&app, move |cx| actions::cancel(cx, &id, &new)).await.map(web::Json)
}

/// Let somebody leave a panel, or join it, or both at once.
#[utoipa::path(tag = "interviews", security(("access_token" = [])), params(("id" = InterviewId, Path)), request_body = NewPanelChange, responses((status = 200, body = Slot)))]
#[post("/interviews/{id}/panel")]
async fn change_panel(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<InterviewId>,
    body: Body<NewPanelChange>,
) -> Result<web::Json<Slot>, Failure> {
    let new = body.valid();
    caller.write(&app, move |cx| actions::change_panel(cx, &id, &new)).await.map(web::Json)
}

/// Ask for another time for my interview; once.
#[utoipa::path(tag = "interviews", security(("access_token" = [])), params(("id" = InterviewId, Path)), request_body = NewTimeRequest, responses((status = 200, body = Slot)))]
#[post("/interviews/{id}/request")]
async fn ask_time(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<InterviewId>,
    body: Body<NewTimeRequest>,
) -> Result<web::Json<Slot>, Failure> {
    let new = body.valid();
    caller.write(&app, move |cx| actions::ask_time(cx, &id, &new)).await.map(web::Json)
}

/// Answer a candidate's request. Granting it moves nothing: move the interview then.
#[utoipa::path(tag = "interviews", security(("access_token" = [])), params(("id" = InterviewId, Path)), request_body = NewAnswer, responses((status = 200, body = Slot)))]
#[post("/interviews/{id}/answer")]
async fn answer_time(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<InterviewId>,
    body: Body<NewAnswer>,
) -> Result<web::Json<Slot>, Failure> {
    let new = body.valid();
    caller.write(&app, move |cx| actions::answer_time(cx, &id, &new)).await.map(web::Json)
}

/// Record whether the candidate came, or correct it.
#[utoipa::path(tag = "interviews", security(("access_token" = [])), params(("id" = InterviewId, Path)), request_body = NewAttendance, responses((status = 200, body = Slot)))]
#[post("/interviews/{id}/attendance")]
async fn attend(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<InterviewId>,
    body: Body<NewAttendance>,
) -> Result<web::Json<Slot>, Failure> {
    let new = body.valid();
    caller.write(&app, move |cx| actions::record_attendance(cx, &id, &new)).await.map(web::Json)
}

/// My sheet on an interview.
#[utoipa::path(tag = "interviews", security(("access_token" = [])), params(("id" = InterviewId, Path)), responses((status = 200, body = InterviewSheetView)))]
#[get("/interviews/{id}/sheet")]
async fn read_sheet(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<InterviewId>,
) -> Result<HttpResponse, Failure> {
    let sheet = caller.read(&app, move |cx| actions::read_sheet(cx, &id)).await?;
    Ok(tagged(HttpResponse::Ok(), sheet.version, &sheet))
}

/// Save my sheet as a draft, any number of times. `If-Match` is the version I started from (`"v0"` before the first); a
/// stale save is refused with both texts.
#[utoipa::path(tag = "interviews", security(("access_token" = [])), params(("id" = InterviewId, Path), ("If-Match" = String, Header)), request_body = InterviewSheet, responses((status = 200, body = InterviewSheetView)))]
#[put("/interviews/{id}/sheet")]
async fn save_sheet(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<InterviewId>,
    expected: IfMatch,
    body: Body<InterviewSheet>,
) -> Result<HttpResponse, Failure> {
    let typed = body.valid();
    let sheet =
        caller.write(&app, move |cx| actions::save_sheet(cx, (&id, expected), &typed)).await?;
    Ok(tagged(HttpResponse::Ok(), sheet.version, &sheet))
}

/// Hand my sheet in, in the version I have seen (`If-Match`). It is then locked.
#[utoipa::path(tag = "interviews", security(("access_token" = [])), params(("id" = InterviewId, Path), ("If-Match" = String, Header)), responses((status = 200, body = InterviewSheetView)))]
#[post("/interviews/{id}/sheet/submit")]
async fn submit_sheet(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<InterviewId>,
    expected: IfMatch,
) -> Result<HttpResponse, Failure> {
    let sheet = caller.write(&app, move |cx| actions::submit_sheet(cx, (&id, expected))).await?;
    Ok(tagged(HttpResponse::Ok(), sheet.version, &sheet))
}

/// The sheets of an interview that were handed in, when the caller may see them: a panelist once their own is in.
#[utoipa::path(tag = "interviews", security(("access_token" = [])), params(("id" = InterviewId, Path)), responses((status = 200, body = Vec<SheetOfPanelist>)))]
#[get("/interviews/{id}/sheets")]
async fn read_sheets(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<InterviewId>,
) -> Result<web::Json<Vec<SheetOfPanelist>>, Failure> {
    caller.read(&app, move |cx| actions::read_sheets(cx, &id)).await.map(web::Json)
}

pub fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ReadInterviews, list)
        .add(Permission::ReadInterviews, list_lacking)
        .add(Permission::PlanInterviews, plan)
        .add(Permission::PlanInterviews, plan_series)
        .add(Permission::ReadOwnInterviews, list_own)
        .add(Permission::ReadInterview, read)
        .add(Permission::PlanInterviews, move_slot)
        .add(Permission::PlanInterviews, cancel)
        .add(Permission::PlanInterviews, change_panel)
        .add(Permission::AskInterviewTime, ask_time)
        .add(Permission::PlanInterviews, answer_time)
        .add(Permission::RecordInterviewAttendance, attend)
        .add(Permission::ScoreInterview, read_sheet)
        .add(Permission::ScoreInterview, save_sheet)
        .add(Permission::ScoreInterview, submit_sheet)
        .add(Permission::ReadInterviewSheets, read_sheets);
}
