//! One breach: its two deadlines, what is known, the measures, the people affected and informed;
//! and the secretariat's forms.

use super::colour;
use super::fields::{Forms, begun, forms};
use super::forms::{AUTHORITY, CLOSING, FINDERS, MEASURE, SUBJECTS};
use crate::features::accounts::{SignedInForm, Visitor, names_of};
use crate::features::breaches::{Breach, Case, Found, NoticeStanding, Way, actions};
use crate::features::calls::actions::list_calls;
use crate::kernel::access::{Permission, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{BreachId, UserId};
use crate::kernel::input::Valid;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::read_log::ReadLog;
use crate::web::Fields;
use crate::web::forms::{Form, respond};
use crate::web::pages::{PageContext, show_refused, summary};
use actix_web::{HttpResponse, web};
use askama::Template;
use std::collections::BTreeMap;

struct Loaded {
    case: Case,
    names: BTreeMap<UserId, String>,
    /// Id and code.
    calls: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "breaches/pages/case.html")]
struct CasePage<'a> {
    s: &'a PageContext,
    loaded: &'a Loaded,
    case: &'a Case,
    breach: &'a Breach,
    forms: Option<Forms>,
    summary: String,
}

impl CasePage<'_> {
    fn clocks(&self) -> [(&'static str, NoticeStanding); 2] {
        [("subjects", self.breach.subjects), ("authority", self.breach.authority)]
    }

    fn colour(clock: &NoticeStanding) -> &'static str {
        colour(clock.state)
    }

    fn name(&self, user: &UserId) -> String {
        self.loaded.names.get(user).cloned().unwrap_or_else(|| user.to_string())
    }

    /// What a search used besides its kind.
    fn by(&self, way: &Way) -> String {
        let span = |from: &Timestamp, until: &Timestamp| {
            format!("{} – {}", self.s.at(from), self.s.at(until))
        };
        match way {
            Way::Person { account } => self.name(account),
            Way::Call { call } => {
                let id = call.to_string();
                let found = self.loaded.calls.iter().find(|(known, _)| *known == id);
                found.map_or(id, |(_, code)| code.clone())
            }
            Way::Role { role } => self.s.word("role", role.name()),
            Way::Readings { account, from, until } | Way::Tasks { account, from, until } => {
                format!("{}, {}", self.name(account), span(from, until))
            }
        }
    }
}

/// Everybody whom the case names.
fn named(case: &Case) -> Vec<UserId> {
    let mut found = vec![case.breach.registered_by.clone()];
    found.extend(case.measures.iter().map(|measure| measure.noted_by.clone()));
    found.extend(case.notices.iter().map(|notice| notice.noted_by.clone()));
    found.extend(case.breach.closure.iter().map(|closure| closure.closed_by.clone()));
    for group in &case.groups {
        if let Way::Person { account }
        | Way::Readings { account, .. }
        | Way::Tasks { account, .. } = &group.way
        {
            found.push(account.clone());
        }
    }
    found
}

fn load(cx: &mut Cx<'_>, id: &BreachId) -> Result<Loaded, Failure> {
    let case = actions::read(cx, id)?;
    let names = names_of(cx.db, &named(&case))?;
    let calls = list_calls(&mut cx.anyone(), &Paging { limit: 200, after: None })?;
    let calls = calls.items.into_iter().map(|call| (call.id.to_string(), call.code)).collect();
    Ok(Loaded { case, names, calls })
}

/// A refused form: which one, what was typed, and what is wrong.
#[derive(Default)]
struct Refused {
    form: &'static str,
    typed: Fields,
    problem: Option<Refusal>,
}

async fn render(
    app: &App,
    visitor: &Visitor,
    id: BreachId,
    refused: Refused,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| load(cx, &id, cx.now);
    let (s, loaded) = visitor.load_signed_in(app, act).await?;
    let Refused { form, typed, problem } = refused;
    let (case, problem) = (&loaded.case, problem.as_ref());
    let is_open = s.may(Permission::ManageBreaches) && case.breach.closure.is_none();
    let typed = begun(&s, case, &typed, form);
    let page = CasePage {
        forms: is_open.then(|| forms((&s, case), &loaded.calls, (&typed, form), problem)),
        summary: summary(&s, problem, |name| label(&s, name)),
        breach: &case.breach,
        case,
        loaded: &loaded,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

/// The words of a field of any of the forms.
fn label(s: &PageContext, name: &str) -> String {
    let words = s.word("breach-field", name);
    if name.rsplit('.').next() == Some("time") {
        format!("{words} ({})", s.zone.name())
    } else {
        words
    }
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<BreachId>,
) -> Result<HttpResponse, Failure> {
    render(&app, &visitor, id.into_inner(), Refused::default()).await
}

/// Redirects to the page, or shows the form with its faults.
async fn after(
    (app, sent): (&App, SignedInForm),
    id: BreachId,
    form: &'static str,
    outcome: Result<Case, Failure>,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { visitor, fields: typed, .. } = sent;
    let to = |case: Case| format!("/desk/breaches/{}", case.breach.id);
    respond(outcome, to, async |problem| {
        render(app, &visitor, id, Refused { form, typed, problem: Some(problem) }).await
    })
    .await
}

pub(super) async fn note_measure(
    app: web::Data<App>,
    id: web::Path<BreachId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| actions::note_measure(cx, (&of, new));
    let outcome = sent.send(&app, &MEASURE, act).await;
    after((&app, sent), id, MEASURE.name(), outcome).await
}

pub(super) async fn add_people(
    app: web::Data<App>,
    log: web::Data<ReadLog>,
    id: web::Path<BreachId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let by_name = |form: &&Form<Found>| form.name() == sent.fields.get("form");
    let form = FINDERS.iter().find(by_name).ok_or_else(Failure::not_found)?;
    ReadLog::settle(&log).await?;
    let (id, of) = (id.clone(), id.into_inner());
    let account = format!("{}.account", form.name());
    let resolve = move |cx: &mut Cx<'_>, typed: &mut Fields| {
        let login = typed.get(&account);
        if !login.trim().is_empty() {
            let found = actions::find_account(cx, login)?;
            typed.set(account.as_str(), found.to_string());
        }
        Ok(())
    };
    let act = move |cx: &mut Cx<'_>, found: &Valid<_>| actions::add_people(cx, (&of, found));
    let outcome = sent.send_resolved(&app, (form, resolve), act).await;
    after((&app, sent), id, form.name(), outcome).await
}

pub(super) async fn subjects(
    app: web::Data<App>,
    id: web::Path<BreachId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, notice: &Valid<_>| actions::inform_subjects(cx, (&of, notice));
    let outcome = sent.send(&app, &SUBJECTS, act).await;
    after((&app, sent), id, SUBJECTS.name(), outcome).await
}

pub(super) async fn authority(
    app: web::Data<App>,
    id: web::Path<BreachId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let act =
        move |cx: &mut Cx<'_>, notice: &Valid<_>| actions::inform_authority(cx, (&of, notice));
    let outcome = sent.send(&app, &AUTHORITY, act).await;
    after((&app, sent), id, AUTHORITY.name(), outcome).await
}

pub(super) async fn close(
    app: web::Data<App>,
    id: web::Path<BreachId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, closing: &Valid<_>| actions::close(cx, (&of, closing));
    let outcome = sent.send(&app, &CLOSING, act).await;
    after((&app, sent), id, CLOSING.name(), outcome).await
}
