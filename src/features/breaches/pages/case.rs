//! One breach: its two deadlines, what is known, the measures, the people affected and informed;
//! and the secretariat's forms.

use super::colour;
use super::fields::{Forms, begun, forms};
use super::form::{label, located, needed};
use crate::features::accounts::{SignedInForm, Visitor, as_form_error, names_of};
use crate::features::breaches::{
    AuthorityNotice, Breach, Case, Medium, NoticeStanding, Outcome, SubjectNotice, Way, actions,
};
use crate::features::calls::actions::list_calls;
use crate::kernel::access::{Permission, Role, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::common::field::REQUIRED;
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::kernel::ids::{BreachId, UserId};
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::db::Db;
use crate::platform::read_log::ReadLog;
use crate::web::Fields;
use crate::web::pages::{PageContext, go_to, show_with, summary};
use actix_web::http::StatusCode;
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

fn load(db: &mut Db, viewer: &Viewer, id: &BreachId, now: Timestamp) -> Result<Loaded, Failure> {
    let case = actions::read(db, viewer, id, now)?;
    let names = names_of(db, &named(&case))?;
    let calls = list_calls(db, Some(viewer), &Paging { limit: 200, after: None }, now)?;
    let calls = calls.items.into_iter().map(|call| (call.id.to_string(), call.code)).collect();
    Ok(Loaded { case, names, calls })
}

/// A refused form: which one, what was typed, and what is wrong.
#[derive(Default)]
struct Refused {
    form: String,
    typed: Fields,
    problem: Option<Refusal>,
}

async fn render(
    app: &App,
    visitor: &Visitor,
    id: BreachId,
    refused: Refused,
) -> Result<HttpResponse, Failure> {
    let act = move |db: &mut Db, viewer: &_, now| load(db, viewer, &id, now);
    let (s, loaded) = visitor.load_signed_in(app, act).await?;
    let Refused { form, typed, problem } = refused;
    let (case, problem) = (&loaded.case, problem.as_ref());
    let is_open = s.may(Permission::ManageBreaches) && case.breach.closure.is_none();
    let typed = begun(&s, case, &typed, &form);
    let page = CasePage {
        forms: is_open.then(|| forms((&s, case), &loaded.calls, (&typed, &form), problem)),
        summary: summary(&s, problem, |name| label(&s, name)),
        breach: &case.breach,
        case,
        loaded: &loaded,
        s: &s,
    };
    let status = problem.map_or(200, |problem| problem.code.status);
    show_with(StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY), &s, &page)
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
    (app, visitor): (&App, &Visitor),
    id: BreachId,
    (form, typed): (&str, Fields),
    outcome: Result<Case, Failure>,
) -> Result<HttpResponse, Failure> {
    match outcome {
        Ok(_) => Ok(go_to(&format!("/desk/breaches/{id}"))),
        Err(failure) => {
            let problem = Some(located(as_form_error(failure)?, form));
            let form = form.to_owned();
            render(app, visitor, id, Refused { form, typed, problem }).await
        }
    }
}

fn required(name: &str) -> FieldError {
    FieldError::new(name, REQUIRED)
}

fn sound<T>(value: Option<T>, faults: Vec<FieldError>) -> Result<T, Failure> {
    value.filter(|_| faults.is_empty()).ok_or_else(|| Refusal::invalid(faults).into())
}

pub(super) async fn note_measure(
    app: web::Data<App>,
    id: web::Path<BreachId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = sent;
    let id = id.into_inner();
    let (of, measure) = (id.clone(), fields.get("measure.measure").to_owned());
    let act =
        move |db: &mut _, viewer: &_, now| actions::note_measure(db, viewer, (&of, &measure), now);
    after((&app, &visitor), id, ("measure", fields), caller.write(&app, act).await).await
}

/// A search as typed; its account is given by e-mail address or NIP.
enum Typed {
    Ready(Way),
    ByAccount { login: String, span: Option<(Timestamp, Timestamp)>, is_readings: bool },
}

impl Typed {
    fn read(s: &PageContext, form: &str, typed: &Fields) -> Result<Self, Failure> {
        let get = |name: &str| typed.get(&format!("{form}.{name}")).trim();
        let mut faults = Vec::new();
        let found = match form {
            "call" => get("call").parse().ok().map(|call| Self::Ready(Way::Call { call })),
            "role" => Role::from_name(get("role")).map(|role| Self::Ready(Way::Role { role })),
            _ => {
                let login = get("account").to_owned();
                if login.is_empty() {
                    faults.push(required("account"));
                }
                let span = if form == "person" {
                    None
                } else {
                    let mut end = |name| needed(s, typed, &format!("{form}.{name}"), &mut faults);
                    let (from, until) = (end("from"), end("until"));
                    from.zip(until)
                };
                Some(Self::ByAccount { login, span, is_readings: form == "readings" })
            }
        };
        if found.is_none() {
            faults.push(required(form));
        }
        sound(found, faults)
    }

    fn way(&self, db: &mut Db, viewer: &Viewer) -> Result<Way, Failure> {
        let (login, span, is_readings) = match self {
            Self::Ready(way) => return Ok(way.clone()),
            Self::ByAccount { login, span, is_readings } => (login, *span, *is_readings),
        };
        let account = actions::find_account(db, viewer, login)?;
        Ok(match span {
            None => Way::Person { account },
            Some((from, until)) if is_readings => Way::Readings { account, from, until },
            Some((from, until)) => Way::Tasks { account, from, until },
        })
    }
}

/// The form's own name, if it is one of the search forms.
fn finder(name: &str) -> Option<&'static str> {
    ["readings", "tasks", "call", "role", "person"].into_iter().find(|known| *known == name)
}

pub(super) async fn add_people(
    app: web::Data<App>,
    log: web::Data<ReadLog>,
    id: web::Path<BreachId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = sent;
    let (s, ()) = visitor.load_signed_in(&app, |_, viewer, _| actions::may_manage(viewer)).await?;
    ReadLog::settle(&log).await?;
    let id = id.into_inner();
    let form = finder(fields.get("form")).ok_or_else(Failure::not_found)?;
    let outcome = match Typed::read(&s, form, &fields) {
        Err(failure) => Err(failure),
        Ok(typed) => {
            let of = id.clone();
            let act = move |db: &mut Db, viewer: &Viewer, now| {
                let way = typed.way(db, viewer)?;
                actions::add_people(db, viewer, (&of, &way), now)
            };
            caller.write(&app, act).await
        }
    };
    after((&app, &visitor), id, (form, fields), outcome).await
}

pub(super) async fn subjects(
    app: web::Data<App>,
    id: web::Path<BreachId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = sent;
    let id = id.into_inner();
    let text = |name: &str| fields.get(&format!("subjects.{name}")).to_owned();
    let notice = SubjectNotice {
        how: text("how"),
        handling: text("handling"),
        contact: text("contact"),
        late_reason: text("late_reason"),
    };
    let of = id.clone();
    let act = move |db: &mut _, viewer: &_, now| {
        actions::inform_subjects(db, viewer, (&of, &notice), now)
    };
    after((&app, &visitor), id, ("subjects", fields), caller.write(&app, act).await).await
}

fn authority_notice(s: &PageContext, typed: &Fields) -> Result<AuthorityNotice, Failure> {
    let mut faults = Vec::new();
    let given_at = needed(s, typed, "authority.given_at", &mut faults);
    let medium = Medium::from_name(typed.get("authority.medium"));
    if medium.is_none() {
        faults.push(required("medium"));
    }
    let reference = typed.get("authority.reference").to_owned();
    if reference.trim().is_empty() && !faults.is_empty() {
        faults.push(required("reference"));
    }
    let late_reason = typed.get("authority.late_reason").to_owned();
    let notice = given_at.zip(medium).map(|(given_at, medium)| AuthorityNotice {
        given_at,
        medium,
        reference,
        late_reason,
    });
    sound(notice, faults)
}

pub(super) async fn authority(
    app: web::Data<App>,
    id: web::Path<BreachId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = sent;
    let (s, ()) = visitor.load_signed_in(&app, |_, viewer, _| actions::may_manage(viewer)).await?;
    let id = id.into_inner();
    let outcome = match authority_notice(&s, &fields) {
        Err(failure) => Err(failure),
        Ok(notice) => {
            let of = id.clone();
            let act = move |db: &mut _, viewer: &_, now| {
                actions::inform_authority(db, viewer, (&of, &notice), now)
            };
            caller.write(&app, act).await
        }
    };
    after((&app, &visitor), id, ("authority", fields), outcome).await
}

pub(super) async fn close(
    app: web::Data<App>,
    id: web::Path<BreachId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = sent;
    let id = id.into_inner();
    let outcome = match Outcome::from_name(fields.get("closing.outcome")) {
        None => Err(Refusal::invalid(vec![required("outcome")]).into()),
        Some(how) => {
            let (of, conclusion) = (id.clone(), fields.get("closing.conclusion").to_owned());
            let act = move |db: &mut _, viewer: &_, now| {
                actions::close(db, viewer, &of, (how, &conclusion), now)
            };
            caller.write(&app, act).await
        }
    };
    after((&app, &visitor), id, ("closing", fields), outcome).await
}
