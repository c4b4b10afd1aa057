//! The secretariat's page: requests with their deadlines, people who are due, what holds the
//! others, and erasing after the password was typed again. Auditors can read it.

use super::forms::{ANSWER, ERASURE};
use crate::features::accounts::{Accounts, SignedInForm, Visitor};
use crate::features::privacy::actions::{self, People};
use crate::features::privacy::flows::{Office, erase_confirmed};
use crate::features::privacy::rules::{MOST_AT_ONCE, keeping::Hold};
use crate::features::privacy::{ErasureRequest, Kept, Periods};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{RecordId, UserId};
use crate::kernel::input::Valid;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
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

    fn answer_fields(&self, request: &ErasureRequest) -> Vec<Field> {
        ANSWER.shown(self.s, self.typed, self.problem).of(&request.id).all()
    }
}

fn load(cx: &mut Cx<'_>, (periods, after): (&Periods, Option<String>)) -> Result<Desk, Failure> {
    let (open, names) = actions::open_requests(cx)?;
    let first = Paging { limit: i64::try_from(MOST_AT_ONCE).unwrap_or(100), after: None };
    let due = (People { due: Some(true) }, &first);
    let others = Paging { limit: 50, after };
    let held = (People { due: Some(false) }, &others);
    Ok(Desk {
        periods: periods.clone(),
        open,
        names,
        due: actions::people(cx, periods, due)?,
        held: actions::people(cx, periods, held)?,
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
    let act = move |cx: &mut Cx<'_>| load(cx, (&periods, after.clone()));
    let (s, found) = visitor.load_signed_in(app, act).await?;
    let page = DeskPage {
        desk: &found,
        may_erase: s.may(Permission::ErasePerson),
        done: &asked.done,
        // A password is never sent back.
        password: ERASURE.shown(&s, &Fields::default(), problem).field("password"),
        summary: summary(&s, problem, |name| label(&s, name)),
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
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, whose) = (id.clone(), id.into_inner());
    let kept = periods.clone().into_inner();
    let act =
        move |cx: &mut Cx<'_>, answered: &Valid<_>| actions::answer(cx, &whose, (answered, &kept));
    let done = sent.send_of(&app, (&ANSWER, id.as_str()), act).await;
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
