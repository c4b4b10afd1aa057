//! The plenary over REST: attendance and quorum, dissent, the draft minutes with remarks and signatures.

use crate::features::accounts::SignedIn;
use crate::features::decisions::actions;
use crate::features::decisions::plenary::{
    MinutesConsent, MinutesCorrection, MinutesRefusal, NewAttendance, NewDissent, NewRemark,
    PlenaryView, RemarkAnswer,
};
use crate::features::decisions::ties::NewTieVote;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, DecisionId, RecordId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::typesetting::Typesetter;
use crate::web::language;
use crate::web::pages::PageRoutes;
use crate::web::{Body, Routes};
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};

type View = Result<web::Json<PlenaryView>, Failure>;

/// The plenary of a call: attendance, quorum, dissents, and the draft minutes with remarks and signatures.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = CallId, Path)), responses((status = 200, body = PlenaryView)))]
#[get("/calls/{id}/plenary")]
async fn plenary(app: web::Data<App>, caller: SignedIn, id: web::Path<CallId>) -> View {
    caller.read(&app, move |cx| actions::read_plenary(cx, &id)).await.map(web::Json)
}

/// Record who of the panel attended, until the decision is approved. Members who are not named keep what was recorded.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = NewAttendance, responses((status = 200, body = PlenaryView)))]
#[put("/calls/{id}/attendance")]
async fn attendance(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<NewAttendance>,
) -> View {
    let new = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::record_attendance(cx, &id, &new);
    caller.write(&app, act).await.map(web::Json)
}

/// Record how the plenary voted on proposals that every other key of the announced chain leaves equal, in a call whose
/// chain ends in a vote. The next run puts them in that order.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = NewTieVote, responses((status = 201, body = PlenaryView)))]
#[post("/calls/{id}/tie-votes")]
async fn tie_vote(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<NewTieVote>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let view = caller.write(&app, move |cx| actions::record_tie_vote(cx, &id, &new)).await?;
    Ok(HttpResponse::Created().json(view))
}

/// Record a dissent, as a member who attended; it stands in the minutes with the name.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = CallId, Path)), request_body = NewDissent, responses((status = 201, body = PlenaryView)))]
#[post("/calls/{id}/dissents")]
async fn dissent(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<CallId>,
    body: Body<NewDissent>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let view = caller.write(&app, move |cx| actions::dissent(cx, &id, &new)).await?;
    Ok(HttpResponse::Created().json(view))
}

/// Take one's own dissent back, until the decision is approved.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = CallId, Path), ("dissent" = RecordId, Path)), responses((status = 200, body = PlenaryView)))]
#[post("/calls/{id}/dissents/{dissent}/withdraw")]
async fn withdraw_dissent(
    app: web::Data<App>,
    caller: SignedIn,
    path: web::Path<(CallId, RecordId)>,
) -> View {
    let (id, own) = path.into_inner();
    let act = move |cx: &mut Cx<'_>| actions::withdraw_dissent(cx, (&id, &own));
    caller.write(&app, act).await.map(web::Json)
}

/// Correct the words of the draft minutes, as the chair. Signatures hold no more, and the time for remarks begins anew.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = DecisionId, Path)), request_body = MinutesCorrection, responses((status = 200, body = PlenaryView)))]
#[put("/decisions/{id}/minutes")]
async fn correct(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<DecisionId>,
    body: Body<MinutesCorrection>,
) -> View {
    let new = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::correct_minutes(cx, &id, &new);
    caller.write(&app, act).await.map(web::Json)
}

/// The draft minutes as PDF, for a member who attended.
#[utoipa::path(tag = "papers", security(("access_token" = [])), params(("id" = DecisionId, Path)), responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
#[get("/decisions/{id}/minutes/pdf")]
async fn minutes_pdf(
    app: web::Data<App>,
    press: web::Data<Typesetter>,
    caller: SignedIn,
    id: web::Path<DecisionId>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let language = language::of(&request);
    let make = move |cx: &mut Cx<'_>| {
        let draft = actions::minutes_to_print(cx, &id, language)?;
        Ok((draft, cx.viewer.user.clone()))
    };
    let (draft, reader) = caller.read(&app, make).await?;
    let wanted = (draft.paper, draft.data);
    let bytes = press.into_inner().print(&reader, wanted, draft.made_at).await?;
    Ok(draft.paper.download(&draft.about).answer(bytes))
}

/// Remark on the draft minutes, as a member who attended, while there is time.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = DecisionId, Path)), request_body = NewRemark, responses((status = 201, body = PlenaryView)))]
#[post("/decisions/{id}/remarks")]
async fn remark(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<DecisionId>,
    body: Body<NewRemark>,
) -> Result<HttpResponse, Failure> {
    let new = body.valid();
    let view = caller.write(&app, move |cx| actions::remark(cx, &id, &new)).await?;
    Ok(HttpResponse::Created().json(view))
}

/// Answer a remark, as the chair, or as the decider where no chair is left.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = DecisionId, Path), ("remark" = RecordId, Path)), request_body = RemarkAnswer, responses((status = 200, body = PlenaryView)))]
#[post("/decisions/{id}/remarks/{remark}/answer")]
async fn answer(
    app: web::Data<App>,
    caller: SignedIn,
    path: web::Path<(DecisionId, RecordId)>,
    body: Body<RemarkAnswer>,
) -> View {
    let ((id, about), new) = (path.into_inner(), body.valid());
    let act = move |cx: &mut Cx<'_>| actions::answer_remark(cx, (&id, &about), &new);
    caller.write(&app, act).await.map(web::Json)
}

/// Sign the draft minutes by typing the phrase, as a member who attended.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = DecisionId, Path)), request_body = MinutesConsent, responses((status = 200, body = PlenaryView)))]
#[post("/decisions/{id}/signature")]
async fn sign(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<DecisionId>,
    body: Body<MinutesConsent>,
) -> View {
    let new = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::sign_minutes(cx, &id, &new);
    caller.write(&app, act).await.map(web::Json)
}

/// Say why one does not sign the draft minutes. Signing later is possible.
#[utoipa::path(tag = "decisions", security(("access_token" = [])), params(("id" = DecisionId, Path)), request_body = MinutesRefusal, responses((status = 200, body = PlenaryView)))]
#[post("/decisions/{id}/signature/refusal")]
async fn refuse(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<DecisionId>,
    body: Body<MinutesRefusal>,
) -> View {
    let new = body.valid();
    let act = move |cx: &mut Cx<'_>| actions::refuse_signature(cx, &id, &new);
    caller.write(&app, act).await.map(web::Json)
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ReadPlenary, plenary)
        .add(Permission::RecordAttendance, attendance)
        .add(Permission::RecordTieVote, tie_vote)
        .add(Permission::SpeakInPlenary, dissent)
        .add(Permission::SpeakInPlenary, withdraw_dissent)
        .add(Permission::ProposeDecision, correct)
        .add(Permission::SpeakInPlenary, minutes_pdf)
        .add(Permission::SpeakInPlenary, remark)
        .add(Permission::AnswerRemark, answer)
        .add(Permission::SpeakInPlenary, sign)
        .add(Permission::SpeakInPlenary, refuse);
}

/// The same file for people: a reader who is not signed in is led to signing in and back.
pub(in crate::features::decisions) fn downloads(routes: &mut PageRoutes<'_>) {
    routes.download(Permission::SpeakInPlenary, minutes_pdf);
}
