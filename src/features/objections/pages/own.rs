//! A candidate's objections: what was filed and its state, and the form while the window is open.

use super::forms::OBJECTION;
use super::{state_word, tag};
use crate::features::accounts::{FileForm, SignedInForm, Visitor};
use crate::features::calls::Call;
use crate::features::objections::actions::{self, OwnObjections};
use crate::features::objections::rules::{Step, transition};
use crate::features::objections::{Attachment, Objection, Subject};
use crate::features::proposals::Proposal;
use crate::kernel::access::{Permission, Permitted};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{ObjectionId, ProposalId};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::{NewFile, Storage};
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, go_to, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "objections/pages/own.html")]
struct OwnPage<'a> {
    s: &'a PageContext,
    proposal: &'a Proposal,
    /// Other things for its candidate than for the appeal team and auditors.
    permitted: Permitted,
    call: &'a Call,
    /// The end of the window of the moment.
    until: Timestamp,
    objections: &'a [Objection],
    /// `None` if nothing more can be filed.
    form: Option<OwnForm>,
    /// What was typed, if there is no form to show it in.
    typed: &'a str,
    summary: String,
}

struct OwnForm {
    subject: Field,
    reason: Field,
    file: Field,
}

impl OwnPage<'_> {
    fn state(&self, objection: &Objection) -> String {
        state_word(self.s, objection)
    }

    fn tag(objection: &Objection) -> &'static str {
        tag(objection)
    }

    fn may_withdraw(&self, objection: &Objection) -> bool {
        let lets = transition(objection.state(), Step::Withdraw).is_ok();
        self.permitted.allows(Permission::WithdrawObjection) && lets
    }

    /// Before the announcement only the administrative finding can be objected to.
    fn is_administrative(&self) -> bool {
        self.call.announced_at.is_none()
    }

    fn is_window_open(&self) -> bool {
        self.s.now < self.until
    }
}

fn form(
    s: &PageContext,
    subjects: &[Subject],
    typed: &Fields,
    problem: Option<&Refusal>,
) -> OwnForm {
    let named = |subject: &Subject| {
        (subject.name().to_owned(), s.word("objection-subject", subject.name()))
    };
    let form = OBJECTION.shown(s, typed, problem);
    let form = form.offer("subject", subjects.iter().map(named).collect());
    let [subject, reason, file] = ["subject", "reason", "file"].map(|name| form.field(name));
    OwnForm { subject, reason, file }
}

async fn page(
    app: &App,
    visitor: &Visitor,
    (id, typed): (ProposalId, &Fields),
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_own(cx, &id);
    let (s, read) = visitor.load_signed_in(app, act).await?;
    let OwnObjections { proposal, call, objections, subjects, permitted } = read;
    let page = OwnPage {
        permitted,
        until: match call.calendar.administrative {
            Some(window) if call.announced_at.is_none() => window.objections_end_at,
            _ => call.calendar.objections_end_at,
        },
        typed: if subjects.is_empty() { typed.get("reason") } else { "" },
        form: (!subjects.is_empty()).then(|| form(&s, &subjects, typed, problem)),
        summary: OBJECTION.shown(&s, typed, problem).summary(),
        objections: &objections,
        proposal: &proposal,
        call: &call,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

pub(super) async fn show_own(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    page(&app, &visitor, (id.into_inner(), &Fields::default()), None).await
}

pub(super) async fn file(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    id: web::Path<ProposalId>,
    mut sent: FileForm,
) -> Result<HttpResponse, Failure> {
    let (id, asked, of) = (id.clone(), id.clone(), id.into_inner());
    let may = move |cx: &mut Cx<'_>| actions::may_file(cx, &asked);
    let days = app.settings.objections.answer_days;
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>, file: Option<&NewFile>| {
        let attachment = file.map(Attachment::from);
        actions::file(cx, (&of, new, attachment.as_ref()), days)
    };
    let filed = sent.send((&app, &storage), (&OBJECTION, may), act).await;
    let to = |_| format!("/proposals/{id}/objections");
    respond(filed, to, async |problem| {
        page(&app, &sent.visitor, (id.clone(), sent.fields()), Some(&problem)).await
    })
    .await
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
