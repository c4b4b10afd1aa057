//! The page of the invitation to the plenary: time and place, for the committee; and the form with
//! which the secretariat and the chair invite or change it.

use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::calls::Call;
use crate::features::decisions::actions;
use crate::features::decisions::{Meeting, NewMeeting};
use crate::kernel::access::{Facts, Permission};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::{Control, Form, FormField, respond};
use crate::web::pages::{Field, PageContext, show_refused};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::json;

/// A meeting begins and ends on one day.
pub(super) static MEETING: Form<NewMeeting> = Form::new(
    "/desk/calls/{id}/meeting",
    "POST /calls/{id}/meetings",
    &[
        FormField::new("starts_at", Control::Instant),
        FormField::new("ends_at", Control::Hour("starts_at")),
        FormField::new("place", Control::Line),
        FormField::new("link", Control::Line).hint("meeting-link-hint"),
        FormField::new("note", Control::Lines(3)),
    ],
)
.words("meeting");

#[derive(Template)]
#[template(path = "decisions/pages/meeting.html")]
struct MeetingPage<'a> {
    s: &'a PageContext,
    call: &'a Call,
    phase: &'static str,
    meeting: Option<&'a Meeting>,
    /// Whether it was just sent.
    sent: bool,
    summary: String,
    /// Empty for readers who cannot change it.
    fields: Vec<Field>,
}

/// What is shown beside the invitation in force.
#[derive(Default)]
struct Told<'a> {
    sent: bool,
    /// `None`: the form shows the invitation in force.
    typed: Option<&'a Fields>,
    problem: Option<&'a Refusal>,
}

async fn render(
    app: &App,
    visitor: &Visitor,
    id: CallId,
    told: Told<'_>,
) -> Result<HttpResponse, Failure> {
    let load = move |cx: &mut Cx<'_>| {
        let (call, meetings) = actions::read_meetings(cx, &id)?;
        let phase = call.phase(cx.now);
        Ok((call, meetings, phase))
    };
    let (s, (call, meetings, phase)) = visitor.load_signed_in(app, load).await?;
    let may_invite = s.permitted(Facts::in_phase(phase)).allows(Permission::InvitePlenary);
    let meeting = meetings.first();
    let in_force = || MEETING.fill(&json!(meeting), s.zone, s.language);
    let typed = told.typed.cloned().unwrap_or_else(in_force);
    let form = MEETING.shown(&s, &typed, told.problem);
    let page = MeetingPage {
        s: &s,
        call: &call,
        phase: phase.name(),
        meeting,
        sent: told.sent,
        summary: form.summary(),
        fields: if may_invite { form.all() } else { Vec::new() },
    };
    show_refused(&s, &page, told.problem)
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let sent = request.query_string().split('&').any(|part| part == "sent=1");
    render(&app, &visitor, id.into_inner(), Told { sent, ..Told::default() }).await
}

pub(super) async fn invite(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| actions::invite(cx, (&of, new));
    let invited = sent.send(&app, &MEETING, act).await;
    let to = |_| format!("/desk/calls/{id}/meeting?sent=1");
    respond(invited, to, async |problem| {
        let again = Told { sent: false, typed: Some(&sent.fields), problem: Some(&problem) };
        render(&app, &sent.visitor, id.clone(), again).await
    })
    .await
}
