//! The page of the invitation to the plenary: time and place, for the committee; and the form with
//! which the secretariat and the chair invite or change it.

use crate::features::accounts::{SignedInForm, Visitor, as_form_error};
use crate::features::calls::Call;
use crate::features::decisions::actions;
use crate::features::decisions::{Meeting, NewMeeting};
use crate::kernel::access::{Facts, Permission};
use crate::kernel::errors::{Argument, Failure, FieldError, Refusal, common::field};
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{Field, Input, PageContext, go_to, show_with, summary};
use crate::web::{Fields, typed};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

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
    problem: Option<Refusal>,
}

fn fields(s: &PageContext, meeting: Option<&Meeting>, told: &Told<'_>) -> Vec<Field> {
    let time = |key: &str| format!("{} ({})", s.t(key), s.zone.name());
    let lines = Input::Text { rows: 3, words: 0 };
    let fields = vec![
        Field::new("date", s.t("meeting-date"), Input::Date).required(),
        Field::new("from", time("meeting-from"), Input::Line)
            .hint(s.t("meeting-time-hint"))
            .required(),
        Field::new("to", time("meeting-to"), Input::Line).hint(s.t("meeting-time-hint")).required(),
        Field::new("place", s.t("meeting-place"), Input::Line).required(),
        Field::new("link", s.t("meeting-link"), Input::Line).hint(s.t("meeting-link-hint")),
        Field::new("note", s.t("meeting-note"), lines),
    ];
    let stored = |name: &str| {
        let Some(meeting) = meeting else { return String::new() };
        let (start, end) = (s.zone.local(meeting.starts_at), s.zone.local(meeting.ends_at));
        match name {
            "date" => start.date().to_string(),
            "from" => start.format("%H:%M").to_string(),
            "to" => end.format("%H:%M").to_string(),
            "place" => meeting.place.clone(),
            "link" => meeting.link.clone().unwrap_or_default(),
            _ => meeting.note.clone(),
        }
    };
    let filled = |field: Field| {
        let value = match told.typed {
            Some(typed) => typed.get(&field.name).to_owned(),
            None => stored(&field.name),
        };
        field.value(value).errors_of(s, told.problem.as_ref())
    };
    fields.into_iter().map(filled).collect()
}

async fn render(
    app: &App,
    visitor: &Visitor,
    id: CallId,
    mut told: Told<'_>,
) -> Result<HttpResponse, Failure> {
    let load = move |cx: &mut Cx<'_>| {
        let (call, meetings) = actions::read_meetings(cx, &id)?;
        let phase = call.phase(cx.now);
        Ok((call, meetings, phase))
    };
    let (s, (call, meetings, phase)) = visitor.load_signed_in(app, load).await?;
    let may_invite = s.permitted(Facts::in_phase(phase)).allows(Permission::InvitePlenary);
    told.problem = told.problem.map(|problem| localised(&s, problem));
    let meeting = meetings.first();
    let fields = if may_invite { fields(&s, meeting, &told) } else { Vec::new() };
    let named = |name: &str| {
        let field = fields.iter().find(|field| field.name == name);
        field.map_or_else(|| name.to_owned(), |field| field.label.clone())
    };
    let problem = told.problem.as_ref();
    let summary = summary(&s, problem, named);
    let status = problem.map_or(200, |problem| problem.code.status);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    let phase = phase.name();
    let page = MeetingPage { s: &s, call: &call, phase, meeting, sent: told.sent, summary, fields };
    show_with(status, &s, &page)
}

/// Faults at the fields of the form, with instants in the reader's time zone.
fn localised(s: &PageContext, problem: Refusal) -> Refusal {
    let shown = |(name, value): &Argument| {
        let at = value.parse().ok().filter(|_| *name == "instant");
        (*name, at.map_or_else(|| value.clone(), |at| s.at(&at)))
    };
    let moved = |fault: &FieldError| {
        let field = match fault.field.as_str() {
            "starts_at" => "from",
            "ends_at" => "to",
            other => other,
        };
        let arguments = fault.arguments.iter().map(shown).collect();
        FieldError { field: field.to_owned(), arguments, ..fault.clone() }
    };
    Refusal { errors: problem.errors.iter().map(moved).collect(), ..problem }
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

/// The meeting that the form asks for.
fn wish(s: &PageContext, fields: &Fields) -> Result<NewMeeting, Failure> {
    let time = |name: &str| typed::needed(name, typed::time(fields, name));
    let date = typed::needed("date", typed::date(fields, "date"));
    let place = fields.get("place").trim();
    let place_fault = place.is_empty().then(|| FieldError::new("place", field::REQUIRED));
    match (date, time("from"), time("to"), place_fault) {
        (Ok(date), Ok(from), Ok(to), None) => {
            let wish = NewMeeting {
                starts_at: s.zone.instant_of(date.and_time(from)),
                ends_at: s.zone.instant_of(date.and_time(to)),
                place: place.to_owned(),
                link: Some(fields.get("link").trim().to_owned()).filter(|link| !link.is_empty()),
                note: fields.get("note").to_owned(),
            };
            Valid::checked(wish).map(Valid::into_inner)
        }
        (date, from, to, place) => {
            let faults = [date.err(), from.err(), to.err(), place];
            Err(Refusal::invalid(faults.into_iter().flatten().collect()).into())
        }
    }
}

pub(super) async fn invite(
    app: web::Data<App>,
    id: web::Path<CallId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let id = id.into_inner();
    let of = id.clone();
    let load = move |cx: &mut Cx<'_>| actions::read_meetings(cx, &of);
    let (s, _) = visitor.load_signed_in(&app, load).await?;
    let invited = match wish(&s, &fields) {
        Ok(wish) => {
            let of = id.clone();
            let act = move |cx: &mut Cx<'_>| actions::invite(cx, (&of, &wish));
            caller.write(&app, act).await
        }
        Err(failure) => Err(failure),
    };
    match invited {
        Ok(_) => Ok(go_to(&format!("/desk/calls/{id}/meeting?sent=1"))),
        Err(failure) => {
            let problem = Some(as_form_error(failure)?);
            let again = Told { sent: false, typed: Some(&fields), problem };
            render(&app, &visitor, id, again).await
        }
    }
}
