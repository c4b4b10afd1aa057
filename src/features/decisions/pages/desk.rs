//! The decision page: what was proposed, by name; the decider's forms; the announcement.

use super::form::{ProposalForm, label};
use super::forms::{APPROVAL, RETURN};
use super::outcomes::{Lines, lines};
use crate::features::accounts::{Accounts, SignedInForm, Visitor};
use crate::features::decisions::actions::{self, Desk};
use crate::features::decisions::flows::{Approver, approve_confirmed};
use crate::features::decisions::{Decision, State};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::format::Zone;
use crate::kernel::ids::{CallId, UserId};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::language;
use crate::web::pages::{Field, PageContext, go_to, show_refused, summary};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "decisions/pages/desk.html")]
struct DeskPage<'a> {
    s: &'a PageContext,
    desk: &'a Desk,
    summary: String,
    lines: Lines<'a>,
    /// The chair's form.
    propose: Option<ProposalForm>,
    /// The decider's form.
    approve: Option<[Field; 4]>,
    send_back: Option<Field>,
}

impl DeskPage<'_> {
    fn person(&self, id: &UserId) -> &str {
        self.desk.people.get(id).map_or("–", String::as_str)
    }

    fn state(&self, decision: &Decision) -> String {
        self.s.word("decision-state", decision.state().name())
    }

    fn is_approved(decision: &Decision) -> bool {
        decision.state() == State::Approved
    }

    fn attendance(&self, decision: &Decision) -> String {
        let names = decision.minutes.attendance.iter().map(|id| self.person(id));
        names.collect::<Vec<_>>().join(", ")
    }
}

/// What was typed, and why it was refused.
type Refused<'a> = (&'a Fields, &'a Refusal);

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    desk(&app, &visitor, id.into_inner(), None).await
}

/// Redirects to the desk from an address that only accepts forms.
pub(super) async fn back(id: web::Path<CallId>, request: HttpRequest) -> HttpResponse {
    let language = language::asked_for(&request);
    let query = language.map_or_else(String::new, |language| format!("?lang={}", language.tag()));
    go_to(&format!("/desk/calls/{id}/decision{query}"))
}

/// The desk, with a refused or unfinished form.
pub(super) async fn desk(
    app: &App,
    visitor: &Visitor,
    id: CallId,
    refused: Option<Refused<'_>>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_desk(cx, &id);
    let (s, found) = visitor.load_signed_in(app, act).await?;
    let nothing = Fields::default();
    let (typed, problem) =
        refused.map_or((&nothing, None), |(typed, problem)| (typed, Some(problem)));
    let may = |act| found.permitted.allows(act);
    let form =
        may(Permission::ProposeDecision).then(|| ProposalForm::new((&s, problem), &found, typed));
    let page = DeskPage {
        summary: summary(&s, problem, |name| label(&s, name)),
        lines: found
            .current
            .as_ref()
            .map_or_else(Lines::default, |reading| lines(&found.board, &reading.outcomes)),
        approve: (may(Permission::ApproveDecision) && found.not_heard.is_none())
            .then(|| approval_fields(&s, typed, problem)),
        send_back: may(Permission::ApproveDecision)
            .then(|| RETURN.shown(&s, typed, problem).field("reason")),
        propose: form,
        desk: &found,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

/// The day is today's and the signatory whoever approves, until something else is typed.
fn approval_fields(s: &PageContext, typed: &Fields, problem: Option<&Refusal>) -> [Field; 4] {
    let signatory = s.person.as_ref().map_or_else(String::new, |person| person.name.clone());
    let today = Zone::default().day(s.now).to_string();
    let mut filled = typed.clone();
    for (name, usual) in [("decree_date", today), ("signatory", signatory)] {
        if typed.get(name).is_empty() {
            filled.set(name, usual);
        }
    }
    let form = APPROVAL.shown(s, &filled, problem);
    ["decree_number", "decree_date", "signatory", "password"].map(|name| form.field(name))
}

/// Redirects to the desk after success, or shows the form with its faults.
pub(super) async fn answer<T>(
    app: &App,
    sent: SignedInForm,
    id: CallId,
    done: Result<T, Failure>,
) -> Result<HttpResponse, Failure> {
    let to = |_| format!("/desk/calls/{id}/decision");
    let SignedInForm { visitor, fields, .. } = sent;
    respond(done, to, async |problem| {
        desk(app, &visitor, id.clone(), Some((&fields, &problem))).await
    })
    .await
}

pub(super) async fn approve(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let act = async |approval: Valid<_>| {
        let decision = APPROVAL.about(&sent.fields, "decision")?;
        let sender = Approver { app: &app, accounts: &accounts, caller: sent.caller.clone() };
        approve_confirmed(sender, decision, approval).await
    };
    let approved = sent.hand(&APPROVAL, act).await;
    answer(&app, sent, id.into_inner(), approved).await
}

pub(super) async fn send_back(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let typed = sent.fields.clone();
    let act = move |cx: &mut Cx<'_>, why: &Valid<_>| {
        let decision = RETURN.about(&typed, "decision")?;
        actions::return_decision(cx, &decision, why)
    };
    let returned = sent.send(&app, &RETURN, act).await;
    answer(&app, sent, id.into_inner(), returned).await
}

pub(super) async fn announce(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, call) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>| actions::announce(cx, &call);
    let announced = sent.caller.clone().write(&app, act).await;
    answer(&app, sent, id, announced).await
}
