//! The secretariat's page: requests with their deadlines, people who are due, what holds the
//! others, and erasing after the password was typed again. Auditors can read it.

use crate::features::accounts::{Accounts, Proof, SignedInForm, Visitor, as_form_error};
use crate::features::privacy::actions::{self, People};
use crate::features::privacy::flows::{Office, erase_confirmed};
use crate::features::privacy::rules::{MOST_AT_ONCE, keeping::Hold};
use crate::features::privacy::{Answer, ErasureRequest, Kept, Periods};
use crate::kernel::access::{Permission, Viewer};
use crate::kernel::errors::{Failure, Refusal, common::field};
use crate::kernel::ids::{RecordId, UserId};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::db::Db;
use crate::platform::files::Storage;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext, PageRoutes, go_to, show, show_with, summary};
use actix_web::http::StatusCode;
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

    fn answer_fields(&self, request: &ErasureRequest) -> [Field; 2] {
        let choice = |name: &str| (name.to_owned(), self.s.word("retention-answer", name));
        let choices = vec![
            (String::new(), self.s.t("objection-choose")),
            choice(Answer::Granted.name()),
            choice(Answer::Refused.name()),
        ];
        let put = |name: &str, input| {
            // The page has several requests.
            let own = format!("{name}.{}", request.id);
            let value = self.typed.get(&own).to_owned();
            Field::new(own, self.s.word("retention-field", name), input)
                .value(value)
                .required()
                .errors_of(self.s, self.problem)
        };
        [
            put("answer", Input::Choice(choices)),
            put("reason", Input::Text { rows: 3, words: 0 })
                .hint(self.s.t("retention-reason-hint")),
        ]
    }
}

fn load(
    db: &mut Db,
    viewer: &Viewer,
    (periods, after): (&Periods, Option<String>),
    now: crate::kernel::clock::Timestamp,
) -> Result<Desk, Failure> {
    let (open, names) = actions::open_requests(db, viewer, now)?;
    let first = Paging { limit: i64::try_from(MOST_AT_ONCE).unwrap_or(100), after: None };
    let due = (People { due: Some(true) }, &first);
    let others = Paging { limit: 50, after };
    let held = (People { due: Some(false) }, &others);
    Ok(Desk {
        periods: periods.clone(),
        open,
        names,
        due: actions::people(db, viewer, periods, due, now)?,
        held: actions::people(db, viewer, periods, held, now)?,
    })
}

/// A field of one request has the same label as those of all.
fn label(s: &PageContext, name: &str) -> String {
    s.word("retention-field", name.split('.').next().unwrap_or(name))
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
    let act = move |db: &mut Db, viewer: &_, now| load(db, viewer, (&periods, after.clone()), now);
    let (s, found) = visitor.load_signed_in(app, act).await?;
    let page = DeskPage {
        desk: &found,
        may_erase: s.may(Permission::ErasePerson),
        done: &asked.done,
        // A password is never sent back.
        password: Field::new("password", s.t("retention-field-password"), Input::Password)
            .hint(s.t("retention-password-hint"))
            .required()
            .autocomplete("current-password")
            .errors_of(&s, problem),
        summary: summary(&s, problem, |name| label(&s, name)),
        typed,
        problem,
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

async fn erase(
    app: web::Data<App>,
    (accounts, storage, periods): (web::Data<Accounts>, web::Data<Storage>, web::Data<Periods>),
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let chosen = fields.names().filter_map(|name| name.strip_prefix(CHOSEN)?.parse().ok());
    let people: Vec<UserId> = chosen.collect();
    let password = fields.get("password").to_owned();
    let office = Office { app: &app, accounts: &accounts, storage: &storage, periods: &periods };
    let done = if password.is_empty() {
        Err(Failure::field("password", field::REQUIRED))
    } else {
        erase_confirmed(office, caller, people, Proof { password }).await
    };
    match done {
        Ok(_) => Ok(go_to("/desk/privacy?done=erased")),
        Err(failure) => {
            let problem = as_form_error(failure)?;
            let typed = (&fields, Some(&problem));
            page((&app, &periods), &visitor, PageQuery::default(), typed).await
        }
    }
}

async fn answer(
    app: web::Data<App>,
    periods: web::Data<Periods>,
    id: web::Path<RecordId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let id = id.into_inner();
    let of_it = |name: &str| fields.get(&format!("{name}.{id}")).to_owned();
    let (choice, reason) = (of_it("answer"), of_it("reason"));
    let done = match [Answer::Granted, Answer::Refused].into_iter().find(|one| one.name() == choice)
    {
        None => Err(Failure::field("answer", field::REQUIRED)),
        Some(answer) => {
            let (id, kept) = (id.clone(), periods.clone().into_inner());
            let act = move |db: &mut _, viewer: &_, now| {
                actions::answer(db, viewer, &id, (answer, &reason, &kept), now)
            };
            caller.write(&app, act).await
        }
    };
    match done {
        Ok(_) => Ok(go_to("/desk/privacy?done=answered")),
        Err(failure) => {
            let mut problem = as_form_error(failure)?;
            for error in &mut problem.errors {
                error.field = format!("{}.{id}", error.field);
            }
            let typed = (&fields, Some(&problem));
            page((&app, &periods), &visitor, PageQuery::default(), typed).await
        }
    }
}

async fn back() -> HttpResponse {
    go_to("/desk/privacy")
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadRetention, "/desk/privacy", desk)
        .post(Permission::ErasePerson, "/desk/privacy/erase", erase)
        .post(Permission::AnswerErasure, "/desk/privacy/requests/{id}", answer)
        // Reloading a refused form leads to the page.
        .get(Permission::ReadRetention, "/desk/privacy/erase", back)
        .get(Permission::ReadRetention, "/desk/privacy/requests/{id}", back);
}
