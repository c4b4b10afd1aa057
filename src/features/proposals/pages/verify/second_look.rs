//! The second look before a verifier concludes: what the conclusion is, every line with what was found,
//! the rules with their figures, and each file that was not opened by name. And taking back.

use super::{Desk, again, load, name_of};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::proposals::actions::verification as actions;
use crate::features::proposals::pages::forms::{CONCLUSION, TAKEN_BACK};
use crate::features::proposals::rules::verification::check_conclusion;
use crate::features::proposals::{CheckOutcome, CheckSubject, ChecklistItem, VerificationOutcome};
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::ProposalId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{PageContext, go_to, show_refused};
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
        VerificationOutcome::from_name(&self.outcome)
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
    typed: &'a Fields,
}

impl SecondLook<'_> {
    fn is_ticked(&self, name: &str) -> bool {
        self.typed.get(name) == "yes"
    }

    fn faults(&self) -> usize {
        self.lines.iter().filter(|line| !line.is_ok).count()
    }
}

fn found(s: &PageContext, desk: &Desk) -> Vec<Found> {
    let line = |item: &ChecklistItem| {
        let check = desk.found(item);
        let reason = check.and_then(|check| check.reason);
        let words = reason.map(|reason| s.word("reason-choice", reason.name()));
        let text = check.and_then(|check| check.text.clone());
        let why: Vec<String> =
            words.into_iter().chain(text).filter(|part| !part.is_empty()).collect();
        Found {
            label: name_of(s, &desk.read, item.subject, &item.name),
            is_ok: check.is_some_and(|check| check.outcome == CheckOutcome::Ok),
            why: why.join(": "),
            is_unopened: item.subject == CheckSubject::Document
                && desk.verification.unopened.contains(&item.name),
        }
    };
    desk.verification.items.iter().map(line).collect()
}

pub(crate) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
    asked: web::Query<PageQuery>,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    match asked.outcome() {
        Some(outcome) => look(&app, &visitor, (id, outcome), (&Fields::default(), None)).await,
        None => Ok(go_to(&format!("/desk/proposals/{id}/verification"))),
    }
}

/// All that the desk tells, for somebody whose saved list bears this conclusion out now.
fn load_open(
    cx: &mut Cx<'_>,
    (id, outcome): (&ProposalId, VerificationOutcome),
) -> Result<Option<Desk>, Failure> {
    let desk = load(cx, id)?;
    let holds = check_conclusion(&desk.verification.items, desk.own_checks(), outcome).is_ok();
    Ok(Some(desk).filter(|desk| desk.works() && holds))
}

async fn look(
    app: &App,
    visitor: &Visitor,
    (id, outcome): (ProposalId, VerificationOutcome),
    (typed, problem): (&Fields, Option<&Refusal>),
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
        summary: CONCLUSION.shown(&s, typed, problem).summary(),
        typed,
        outcome,
        desk: &desk,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

pub(crate) async fn conclude(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    // The page puts it there; nobody types it.
    let outcome = VerificationOutcome::from_name(sent.fields.get("outcome"));
    let outcome = outcome.ok_or_else(|| Failure::refused(common::BAD_REQUEST))?;
    let of = id.clone();
    let act = move |cx: &mut Cx<'_>, conclusion: &Valid<_>| actions::conclude(cx, &of, conclusion);
    let concluded = sent.send(&app, &CONCLUSION, act).await;
    let to = |_| format!("/desk/proposals/{id}/verification?concluded=1");
    respond(concluded, to, async |problem| {
        let typed = (&sent.fields, Some(&problem));
        look(&app, &sent.visitor, (id.clone(), outcome), typed).await
    })
    .await
}

pub(crate) async fn take_back(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let of = id.clone();
    let act = move |cx: &mut Cx<'_>, taken_back: &Valid<_>| actions::take_back(cx, &of, taken_back);
    let taken_back = sent.send(&app, &TAKEN_BACK, act).await;
    let to = |_| format!("/desk/proposals/{id}/verification?taken-back=1");
    respond(taken_back, to, async |problem| again(&app, &sent, &id, problem).await).await
}
