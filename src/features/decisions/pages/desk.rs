//! The decision page: what was proposed, by name; the decider's forms; the announcement.

use super::form::{Form, label};
use super::outcomes::{Lines, lines};
use crate::features::accounts::{Accounts, Proof, SignedInForm, Visitor, as_form_error};
use crate::features::decisions::actions::{self, Desk};
use crate::features::decisions::flows::{Approver, approve_confirmed};
use crate::features::decisions::{Approval, Decision, State};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, FieldError, Refusal, common::field};
use crate::kernel::format::Zone;
use crate::kernel::ids::{CallId, DecisionId, UserId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::language;
use crate::web::pages::{Field, Input, PageContext, go_to, show, show_with, summary};
use crate::web::{Fields, typed as read};
use actix_web::http::StatusCode;
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
    propose: Option<Form>,
    /// The decider's form.
    approve: Option<[Field; 4]>,
    send_back: Field,
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

    fn may_announce(&self) -> bool {
        self.desk.permitted.allows(Permission::Announce)
    }

    fn attendance(&self, decision: &Decision) -> String {
        let names = decision.minutes.attendance.iter().map(|id| self.person(id));
        names.collect::<Vec<_>>().join(", ")
    }
}

/// What was typed, and why it was refused.
pub(super) type Refused = (Fields, Refusal);

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
    refused: Option<Refused>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_desk(cx, &id);
    let (s, found) = visitor.load_signed_in(app, act).await?;
    let (typed, problem) = match &refused {
        Some((typed, problem)) => (typed, Some(problem)),
        None => (&Fields::default(), None),
    };
    let may = |act| found.permitted.allows(act);
    let form = may(Permission::ProposeDecision).then(|| Form::new((&s, problem), &found, typed));
    let page = DeskPage {
        summary: summary(&s, problem, |name| label(&s, name)),
        lines: found
            .current
            .as_ref()
            .map_or_else(Lines::default, |reading| lines(&found.board, &reading.outcomes)),
        approve: may(Permission::ApproveDecision).then(|| approval_fields(&s, typed, problem)),
        send_back: send_back_field(&s, typed, problem),
        propose: form,
        desk: &found,
        s: &s,
    };
    match problem {
        None => show(&s, &page),
        Some(problem) => {
            let status = StatusCode::from_u16(problem.code.status).unwrap_or(StatusCode::CONFLICT);
            show_with(status, &s, &page)
        }
    }
}

fn approval_fields(s: &PageContext, typed: &Fields, problem: Option<&Refusal>) -> [Field; 4] {
    let signatory = s.person.as_ref().map_or_else(String::new, |person| person.name.clone());
    let today = Zone::default().day(s.now).to_string();
    let put = |name: &str, input, preset: &str| {
        let value = match typed.get(name) {
            "" => preset,
            value => value,
        };
        let field = Field::new(name, s.word("decision-field", name), input).required();
        field.value(value).errors_of(s, problem)
    };
    [
        put("decree_number", Input::Line, ""),
        put("decree_date", Input::Date, &today),
        put("signatory", Input::Line, &signatory),
        // A password is never sent back.
        Field::new("password", s.t("decision-field-password"), Input::Password)
            .hint(s.t("decision-password-hint"))
            .required()
            .autocomplete("current-password")
            .errors_of(s, problem),
    ]
}

fn send_back_field(s: &PageContext, typed: &Fields, problem: Option<&Refusal>) -> Field {
    let input = Input::Text { rows: 3, words: 0 };
    Field::new("reason", s.t("decision-return-reason"), input)
        .value(typed.get("reason"))
        .required()
        .errors_of(s, problem)
}

fn approval(typed: &Fields) -> Result<(Approval, Proof), Failure> {
    let mut faults = Vec::new();
    for name in ["decree_number", "decree_date", "signatory", "password"] {
        let text = typed.get(name).trim();
        if text.is_empty() {
            faults.push(FieldError::new(name, field::REQUIRED));
        } else if text.chars().count() > 200 && name != "password" {
            faults.push(FieldError::new(name, field::TOO_LONG).with("maximum", 200));
        }
    }
    let decree_date = read::date(typed, "decree_date").unwrap_or_else(|fault| {
        faults.push(fault);
        None
    });
    Failure::when_any(faults)?;
    let approval = Approval {
        outcomes_hash: typed.get("outcomes_hash").to_owned(),
        shown_hash: Some(typed.get("shown_hash").to_owned()),
        decree_number: typed.get("decree_number").trim().to_owned(),
        decree_date,
        signatory: Some(typed.get("signatory").trim().to_owned()),
    };
    Ok((approval, Proof { password: typed.get("password").to_owned() }))
}

/// Redirects to the desk after success, or shows the form with its faults.
async fn answer(
    (app, visitor): (&App, &Visitor),
    (id, fields): (CallId, Fields),
    done: Result<(), Failure>,
) -> Result<HttpResponse, Failure> {
    match done {
        Ok(()) => Ok(go_to(&format!("/desk/calls/{id}/decision"))),
        Err(failure) => {
            let problem = as_form_error(failure)?;
            desk(app, visitor, id, Some((fields, problem))).await
        }
    }
}

/// The decision that a form is about.
fn decision_of(fields: &Fields) -> Result<DecisionId, Failure> {
    fields.get("decision").parse().map_err(|_| Failure::not_found())
}

pub(super) async fn approve(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    id: web::Path<CallId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let decision = decision_of(&fields)?;
    let done = match approval(&fields) {
        Ok((approval, proof)) => {
            let sender = Approver { app: &app, accounts: &accounts, caller };
            approve_confirmed(sender, decision, approval, proof).await.map(|_| ())
        }
        Err(failure) => Err(failure),
    };
    answer((&app, &visitor), (id.into_inner(), fields), done).await
}

pub(super) async fn send_back(
    app: web::Data<App>,
    id: web::Path<CallId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let decision = decision_of(&fields)?;
    let reason = fields.get("reason").trim().to_owned();
    let done = match reason.chars().count() {
        0 => Err(Failure::field("reason", field::REQUIRED)),
        1..10 => {
            let fault = FieldError::new("reason", field::TOO_SHORT).with("minimum", 10);
            Err(Refusal::invalid(vec![fault]).into())
        }
        2001.. => {
            let fault = FieldError::new("reason", field::TOO_LONG).with("maximum", 2000);
            Err(Refusal::invalid(vec![fault]).into())
        }
        _ => {
            let act = move |cx: &mut Cx<'_>| actions::return_decision(cx, &decision, &reason);
            caller.write(&app, act).await.map(|_| ())
        }
    };
    answer((&app, &visitor), (id.into_inner(), fields), done).await
}

pub(super) async fn announce(
    app: web::Data<App>,
    id: web::Path<CallId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let id = id.into_inner();
    let call = id.clone();
    let act = move |cx: &mut Cx<'_>| actions::announce(cx, &call);
    let done = caller.write(&app, act).await.map(|_| ());
    answer((&app, &visitor), (id, fields), done).await
}
