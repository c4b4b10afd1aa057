//! A candidate's objections: what was filed and its state, and the form while the window is open.

use super::form::{self, Sent};
use super::{state_word, tag};
use crate::features::accounts::{Accounts, SignedInForm, UploadForm, Visitor, as_form_error};
use crate::features::calls::Call;
use crate::features::objections::actions::{self, OwnObjections};
use crate::features::objections::{NewObjection, Objection, Subject, rules};
use crate::features::proposals::Proposal;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::{ObjectionId, ProposalId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::Storage;
use crate::web::pages::{Field, Input, PageContext, go_to, show, show_with, summary};
use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "objections/pages/own.html")]
struct OwnPage<'a> {
    s: &'a PageContext,
    proposal: &'a Proposal,
    call: &'a Call,
    objections: &'a [Objection],
    /// `None` if nothing more can be filed.
    form: Option<OwnForm>,
    /// What was typed, if there is no form to show it in.
    typed: String,
    summary: String,
}

struct OwnForm {
    subject: Field,
    reason: Field,
    file_error: String,
}

impl OwnPage<'_> {
    fn state(&self, objection: &Objection) -> String {
        state_word(self.s, objection)
    }

    fn tag(objection: &Objection) -> &'static str {
        tag(objection)
    }

    fn is_window_open(&self) -> bool {
        self.s.now < self.call.calendar.objections_end_at
    }
}

fn fields(
    s: &PageContext,
    subjects: &[Subject],
    sent: &Sent,
    problem: Option<&Refusal>,
) -> OwnForm {
    let named = |subject: &Subject| {
        (subject.name().to_owned(), s.word("objection-subject", subject.name()))
    };
    let empty = (String::new(), s.t("objection-choose"));
    let choices = std::iter::once(empty).chain(subjects.iter().map(named)).collect();
    let hint = s.language.text(
        "objection-reason-hint",
        &[
            ("minimum", rules::REASON.start().to_string()),
            ("maximum", rules::REASON.end().to_string()),
        ],
    );
    let file = problem.and_then(|one| one.errors.iter().find(|error| error.field == "file"));
    OwnForm {
        subject: Field::new("subject", s.t("objection-subject"), Input::Choice(choices))
            .value(&sent.subject)
            .required()
            .errors_of(s, problem),
        reason: Field::new("reason", s.t("objection-reason"), Input::Text { rows: 9, words: 0 })
            .value(&sent.reason)
            .hint(hint)
            .errors_of(s, problem),
        file_error: file.map_or_else(String::new, |error| s.message(error.code, &error.arguments)),
    }
}

async fn page(
    app: &App,
    visitor: &Visitor,
    (id, sent): (ProposalId, Sent),
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_own(cx, &id);
    let (s, read) = visitor.load_signed_in(app, act).await?;
    let OwnObjections { proposal, call, objections, subjects } = read;
    let typed = if subjects.is_empty() { sent.reason.clone() } else { String::new() };
    let page = OwnPage {
        typed,
        form: (!subjects.is_empty()).then(|| fields(&s, &subjects, &sent, problem)),
        summary: summary(&s, problem, |name| s.word("objection", name)),
        objections: &objections,
        proposal: &proposal,
        call: &call,
        s: &s,
    };
    match problem {
        None => show(&s, &page),
        Some(_) => show_with(StatusCode::UNPROCESSABLE_ENTITY, &s, &page),
    }
}

pub(super) async fn show_own(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    page(&app, &visitor, (id.into_inner(), Sent::default()), None).await
}

pub(super) async fn file(
    app: web::Data<App>,
    (storage, accounts): (web::Data<Storage>, web::Data<Accounts>),
    sender: UploadForm,
    id: web::Path<ProposalId>,
    (request, body): (HttpRequest, web::Payload),
) -> Result<HttpResponse, Failure> {
    let mut form = Multipart::new(request.headers(), body);
    let (caller, sent) = form::texts((&app, &accounts), &sender, &request, &mut form).await?;
    let id = id.into_inner();
    let filing = async {
        let asked = id.clone();
        let may = move |cx: &mut Cx<'_>| actions::may_file(cx, &asked);
        let (_, limit, formats) = caller.clone().read(&app, may).await?;
        let subject = Subject::from_name(&sent.subject)
            .ok_or_else(|| Failure::field("subject", common::field::REQUIRED))?;
        rules::check_reason(&sent.reason)?;
        let file = form::file((&app, &storage), (limit, formats), &mut form).await?;
        let attachment = file.map(|file| file.attachment());
        let new = NewObjection { subject, reason: sent.reason.clone(), attachment };
        let (proposal, days) = (id.clone(), app.settings.objections.answer_days);
        let act = move |cx: &mut Cx<'_>| actions::file(cx, (&proposal, &new), days);
        caller.write(&app, act).await
    };
    match filing.await {
        Ok(_) => Ok(go_to(&format!("/proposals/{id}/objections"))),
        Err(failure) => {
            let problem = as_form_error(failure)?;
            page(&app, &sender.visitor, (id, sent), Some(&problem)).await
        }
    }
}

pub(super) async fn withdraw(
    app: web::Data<App>,
    id: web::Path<ObjectionId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::withdraw(cx, &id);
    let objection = form.caller.write(&app, act).await?;
    Ok(go_to(&format!("/proposals/{}/objections", objection.proposal)))
}
