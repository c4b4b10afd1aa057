//! The secretariat's page: requests with their deadlines, people who are due, what holds the
//! others, and erasing after the password was typed again. Auditors can read it.

use super::forms::{ANSWER, ERASURE};
use crate::features::accounts::{Accounts, SignedInForm, Visitor};
use crate::features::privacy::actions::{self, People};
use crate::features::privacy::flows::{Office, erase_confirmed};
use crate::features::privacy::rules::{MOST_AT_ONCE, keeping::Hold};
use crate::features::privacy::{ErasureRequest, Kept, Periods};
use crate::kernel::access::{Permission, Viewer};
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::kernel::ids::{RecordId, UserId};
use crate::kernel::input::Valid;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::files::Storage;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, PageRoutes, go_to, show_refused, summary};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The form field of a chosen person is this and their id.
const CHOSEN: &str = "person.";

#[derive(Debug, Clone, Default, Deserialize)]
struct PageQuery {
    /// The cursor for the list of those who are not due.
    after: Option<String>,
    /// What was done.
    #[serde(default)]
    done: String,
}

#[derive(Template)]
#[template(path = "privacy/pages/desk.html")]
struct DeskPage<'a> {
    s: &'a PageContext,
    desk: &'a Desk,
    may_erase: bool,
    done: &'a str,
    password: Field,
    typed: &'a Fields,
    problem: Option<&'a Refusal>,
    summary: String,
}

struct Desk {
    periods: Periods,
    open: Vec<ErasureRequest>,
    names: BTreeMap<UserId, String>,
    due: Page<Kept>,
    held: Page<Kept>,
}

impl DeskPage<'_> {
    fn name(&self, request: &ErasureRequest) -> String {
        self.desk.names.get(&request.user).cloned().unwrap_or_default()
    }

    fn is_unconfirmed(&self) -> bool {
        self.desk.periods.classes.iter().any(|period| !period.confirmed)
    }

    /// Why a person is held, in words.
    fn why(&self, hold: &Hold) -> String {
        let what = match hold {
            Hold::Kept { class, .. } => self.s.word("retention-class", class.name()),
            _ => self.s.word("retention-hold", hold.name()),
        };
        match hold.until() {
            Some(until) => {
                format!("{what} · {} {}", self.s.t("retention-until"), self.s.at(&until))
            }
            None => what,
        }
    }

    /// Chosen, unless the refused form did not contain it.
    fn is_chosen(&self, kept: &Kept) -> bool {
        self.typed.get("form") != "erase"
            || !self.typed.get(&format!("{CHOSEN}{}", kept.user)).is_empty()
    }

    /// Several requests stand on one page, so each names its controls.
    fn answer_fields(&self, request: &ErasureRequest) -> [Field; 2] {
        let nothing = Fields::default();
        let is_it = self.typed.get("request") == request.id.as_str();
        let typed = if is_it { self.typed } else { &nothing };
        let form = ANSWER.shown(self.s, typed, self.problem.filter(|_| is_it));
        ["answer", "reason"].map(|name| form.field(name).renamed(own_name(name, &request.id)))
    }
}

fn own_name(name: &str, request: &RecordId) -> String {
    format!("{name}.{request}")
}

/// The faults of a request's answer, at the controls of that request.
fn at_its_request(problem: &Refusal, typed: &Fields) -> Refusal {
    let request = typed.get("request");
    if request.is_empty() {
        return problem.clone();
    }
    let at = |fault: &FieldError| FieldError {
        field: format!("{}.{request}", fault.field),
        ..fault.clone()
    };
    Refusal { errors: problem.errors.iter().map(at).collect(), ..problem.clone() }
}

fn load(
    cx: &mut Cx<'_>,
    (periods, after): (&Periods, Option<String>),
    now: crate::kernel::clock::Timestamp,
) -> Result<Desk, Failure> {
    let (open, names) =
        actions::open_requests(&mut Cx { db: &mut *cx.db, viewer: cx.viewer, now })?;
    let first = Paging { limit: i64::try_from(MOST_AT_ONCE).unwrap_or(100), after: None };
    let due = (People { due: Some(true) }, &first);
    let others = Paging { limit: 50, after };
    let held = (People { due: Some(false) }, &others);
    Ok(Desk {
        periods: periods.clone(),
        open,
        names,
        due: actions::people(&mut Cx { db: &mut *cx.db, viewer: cx.viewer, now }, periods, due)?,
        held: actions::people(&mut Cx { db: &mut *cx.db, viewer: cx.viewer, now }, periods, held)?,
    })
}

/// A field of one request has the same label as those of all.
fn label(s: &PageContext, name: &str) -> String {
    let name = name.split('.').next().unwrap_or(name);
    s.word("retention-field", if name == "person" { "people" } else { name })
}

async fn desk(
    app: web::Data<App>,
    visitor: Visitor,
    periods: web::Data<Periods>,
    asked: web::Query<PageQuery>,
) -> Result<HttpResponse, Failure> {
    page((&app, &periods), &visitor, asked.into_inner(), (&Fields::default(), None)).await
}

async fn page(
    (app, periods): (&App, &web::Data<Periods>),
    visitor: &Visitor,
    asked: PageQuery,
    (typed, problem): (&Fields, Option<&Refusal>),
) -> Result<HttpResponse, Failure> {
    let (periods, after) = (periods.clone().into_inner(), asked.after.clone());
    let act = move |cx: &mut Cx<'_>| load(cx, (&periods, after.clone()), cx.now);
    let (s, found) = visitor.load_signed_in(app, act).await?;
    let placed = problem.map(|problem| at_its_request(problem, typed));
    let page = DeskPage {
        desk: &found,
        may_erase: s.may(Permission::ErasePerson),
        done: &asked.done,
        // A password is never sent back.
        password: ERASURE.shown(&s, &Fields::default(), problem).field("password"),
        summary: summary(&s, placed.as_ref(), |name| label(&s, name)),
        typed,
        problem,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

async fn erase(
    app: web::Data<App>,
    (accounts, storage, periods): (web::Data<Accounts>, web::Data<Storage>, web::Data<Periods>),
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let office = Office { app: &app, accounts: &accounts, storage: &storage, periods: &periods };
    let done = match sent.input(&ERASURE) {
        Ok(wanted) => erase_confirmed(office, sent.caller.clone(), wanted).await,
        Err(failure) => Err(failure),
    };
    let done = done.map_err(|failure| ERASURE.located(failure, &sent.fields));
    respond(
        done,
        |_| "/desk/privacy?done=erased".to_owned(),
        async |problem| {
            let typed = (&sent.fields, Some(&problem));
            page((&app, &periods), &sent.visitor, PageQuery::default(), typed).await
        },
    )
    .await
}

async fn answer(
    app: web::Data<App>,
    periods: web::Data<Periods>,
    id: web::Path<RecordId>,
    mut sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    for name in ["answer", "reason"] {
        let typed = sent.fields.get(&own_name(name, &id)).to_owned();
        sent.fields.set(name, typed);
    }
    sent.fields.set("request", id.to_string());
    let kept = periods.clone().into_inner();
    let act =
        move |cx: &mut Cx<'_>, answered: &Valid<_>| actions::answer(cx, &id, (answered, &kept));
    let done = sent.send(&app, &ANSWER, act).await;
    respond(
        done,
        |_| "/desk/privacy?done=answered".to_owned(),
        async |problem| {
            let typed = (&sent.fields, Some(&problem));
            page((&app, &periods), &sent.visitor, PageQuery::default(), typed).await
        },
    )
    .await
}

async fn back() -> HttpResponse {
    go_to("/desk/privacy")
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadRetention, "/desk/privacy", desk)
        .form(Permission::ErasePerson, &ERASURE, erase)
        .form(Permission::AnswerErasure, &ANSWER, answer)
        // Where a form came back: reloading it leads to the page.
        .get(Permission::ReadRetention, "/desk/privacy/erase", back)
        .get(Permission::ReadRetention, "/desk/privacy/requests/{id}", back);
}
