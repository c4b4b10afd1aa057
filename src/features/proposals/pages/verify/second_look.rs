//! The second look before a verifier concludes: what the conclusion is, every line with what was found,
//! the rules with their figures, and each file that was not opened by name. And taking back.

use super::form::{checks_of, stored_fields};
use super::{Desk, load, name_of, page_with};
use crate::features::accounts::{SignedInForm, Visitor, as_form_error};
use crate::features::proposals::actions::verification as actions;
use crate::features::proposals::rules::verification::{NOT_CONCLUDED, check_conclusion};
use crate::features::proposals::{CheckSubject, VerificationOutcome};
use crate::kernel::access::Viewer;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::ids::ProposalId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::web::Fields;
use crate::web::pages::{PageContext, go_to, show, show_with, summary};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct PageQuery {
    #[serde(default)]
    outcome: String,
}

impl PageQuery {
    fn outcome(&self) -> Option<VerificationOutcome> {
        VerificationOutcome::ALL.into_iter().find(|one| one.name() == self.outcome)
    }
}

/// One line of the list as it was marked.
struct Found {
    label: String,
    is_ok: bool,
    /// Why it is not.
    why: String,
    is_unopened: bool,
}

#[derive(Template)]
#[template(path = "proposals/pages/second_look.html")]
struct SecondLook<'a> {
    s: &'a PageContext,
    desk: &'a Desk,
    outcome: VerificationOutcome,
    lines: Vec<Found>,
    unopened: Vec<(String, String)>,
    summary: String,
}

impl SecondLook<'_> {
    fn faults(&self) -> usize {
        self.lines.iter().filter(|line| !line.is_ok).count()
    }
}

fn found(s: &PageContext, desk: &Desk) -> Vec<Found> {
    let stored = stored_fields(desk);
    let line = |(index, item): (usize, &crate::features::proposals::ChecklistItem)| {
        let get = |part: &str| stored.get(&format!("check[{index}].{part}")).to_owned();
        let reason = get("reason");
        let words =
            if reason.is_empty() { String::new() } else { s.word("reason-choice", &reason) };
        let why = [words, get("text")];
        let why: Vec<String> = why.into_iter().filter(|part| !part.is_empty()).collect();
        Found {
            label: name_of(s, &desk.read, item.subject, &item.name),
            is_ok: get("outcome") == "ok",
            why: why.join(": "),
            is_unopened: item.subject == CheckSubject::Document
                && desk.verification.unopened.contains(&item.name),
        }
    };
    desk.verification.items.iter().enumerate().map(line).collect()
}

pub(crate) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
    asked: web::Query<PageQuery>,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    match asked.outcome() {
        Some(outcome) => look(&app, &visitor, (id, outcome), None).await,
        None => Ok(go_to(&format!("/desk/proposals/{id}/verification"))),
    }
}

/// All that the desk tells, for somebody whose saved list bears this conclusion out now.
fn load_open(
    cx: &mut Cx<'_>,
    (id, outcome): (&ProposalId, VerificationOutcome),
) -> Result<Option<Desk>, Failure> {
    let desk = load(cx, id, cx.now)?;
    let checks = checks_of(&desk.verification.items, &stored_fields(&desk));
    let holds = check_conclusion(&desk.verification.items, &checks, outcome).is_ok();
    Ok(Some(desk).filter(|desk| desk.works && holds))
}

async fn look(
    app: &App,
    visitor: &Visitor,
    (id, outcome): (ProposalId, VerificationOutcome),
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let asked = id.clone();
    let act = move |cx: &mut Cx<'_>| load_open(cx, (&asked, outcome));
    let (s, desk) = visitor.load_signed_in(app, act).await?;
    // Nothing to conclude, or the list is not so far: the desk says what there is to do.
    let Some(desk) = desk else {
        return Ok(go_to(&format!("/desk/proposals/{id}/verification")));
    };
    let kinds = desk.verification.unopened.iter();
    let named =
        |kind: &String| (kind.clone(), name_of(&s, &desk.read, CheckSubject::Document, kind));
    let page = SecondLook {
        lines: found(&s, &desk),
        unopened: kinds.map(named).collect(),
        summary: summary(&s, problem, |name| s.word("second-look-field", name)),
        outcome,
        desk: &desk,
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

/// What was ticked: the conclusion as such, and each file by name.
fn confirmed(fields: &Fields) -> Result<Vec<String>, Failure> {
    if fields.get("confirmed") != "yes" {
        return Err(Failure::field("confirmed", common::field::REQUIRED));
    }
    let ticked = |name: &str| name.strip_prefix("unopened.").map(str::to_owned);
    Ok(fields.names().filter(|name| fields.get(name) == "yes").filter_map(ticked).collect())
}

pub(crate) async fn conclude(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let id = id.into_inner();
    let asked = PageQuery { outcome: fields.get("outcome").to_owned() };
    let outcome = asked.outcome().ok_or_else(|| Failure::refused(common::BAD_REQUEST))?;
    let done = match confirmed(&fields) {
        Ok(unopened) => {
            let proposal = id.clone();
            let act = move |cx: &mut Cx<'_>| actions::conclude(cx, &proposal, (outcome, &unopened));
            caller.write(&app, act).await
        }
        Err(failure) => Err(failure),
    };
    match done {
        Ok(_) => Ok(go_to(&format!("/desk/proposals/{id}/verification?concluded=1"))),
        Err(failure) => {
            let problem = as_form_error(failure)?;
            look(&app, &visitor, (id, outcome), Some(&problem)).await
        }
    }
}

pub(crate) async fn take_back(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let id = id.into_inner();
    let (proposal, reason) = (id.clone(), fields.get("taken_back").to_owned());
    let act = move |cx: &mut Cx<'_>| actions::take_back(cx, &proposal, &reason);
    match caller.write(&app, act).await {
        Ok(_) => Ok(go_to(&format!("/desk/proposals/{id}/verification?taken-back=1"))),
        Err(failure) => {
            let problem = as_form_fault(as_form_error(failure)?);
            page_with(&app, &visitor, id, (Some((&fields, problem)), None)).await
        }
    }
}

/// The form has another field called `reason`.
fn as_form_fault(mut problem: Refusal) -> Refusal {
    if problem.code == NOT_CONCLUDED {
        return problem;
    }
    let rename = |fault: &mut FieldError| {
        if fault.field == "reason" {
            "taken_back".clone_into(&mut fault.field);
        }
    };
    problem.errors.iter_mut().for_each(rename);
    problem
}
