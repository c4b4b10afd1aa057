//! Changes that need a second person, on pages: the list of waiting and decided changes, and the
//! review, on which a chair reads them before approving or refusing.

use super::desk_forms::{APPROVAL, REFUSAL};
use super::register::Units;
use crate::features::accounts::actions::{self, ListedChange};
use crate::features::accounts::rules::check_waiting;
use crate::features::accounts::{
    ChangeState, SignedInForm, Substitute, Unit, User, Visitor, Wanted, load_units, users_of,
};
use crate::kernel::access::{Facts, Permission, Relation, Role};
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::ids::{ChangeId, UnitCode, UserId};
use crate::kernel::input::Valid;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, PageRoutes, go_to, show_refused, summary};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The form field of a chosen change is this and its id. A page lists no more than can be decided at once.
const CHOSEN: &str = "change.";

#[derive(Debug, Clone, Default, Deserialize)]
struct PageQuery {
    #[serde(default)]
    state: String,
    after: Option<String>,
    #[serde(default)]
    done: String,
}

impl PageQuery {
    /// Waiting changes, unless another state or all are asked for.
    fn state(&self) -> Option<ChangeState> {
        match self.state.as_str() {
            "" => Some(ChangeState::Waiting),
            name => ChangeState::from_name(name),
        }
    }
}

/// Changes with the names of everything they would change.
struct Seen {
    page: Page<ListedChange>,
    users: BTreeMap<UserId, User>,
    units: Units,
}

impl Seen {
    fn of(db: &mut Db, page: Page<ListedChange>) -> Result<Self, Failure> {
        let mut ids: Vec<UserId> = Vec::new();
        for listed in &page.items {
            ids.extend(listed.names.keys().cloned());
        }
        let mut users: BTreeMap<UserId, User> = BTreeMap::new();
        // The present superiors are shown beside the proposed ones.
        for _ in 0..2 {
            ids.retain(|id| !users.contains_key(id));
            let found = users_of(db, &ids)?;
            ids = found.iter().filter_map(|user| user.superior.clone()).collect();
            users.extend(found.into_iter().map(|user| (user.id.clone(), user)));
        }
        Ok(Self { page, users, units: load_units(db)? })
    }

    fn person(&self, id: Option<&UserId>) -> Option<&User> {
        self.users.get(id?)
    }

    fn name(&self, s: &PageContext, id: Option<&UserId>) -> String {
        self.person(id).map_or_else(|| s.t("changes-nobody"), |user| user.name.clone())
    }

    fn unit(&self, s: &PageContext, code: Option<&UnitCode>) -> String {
        match code {
            None => s.t("users-no-unit"),
            Some(code) => match self.units.get(code) {
                Some(unit) => format!("{} ({code})", unit.name),
                None => code.to_string(),
            },
        }
    }

    /// What the change does, one line for each effect.
    fn what(&self, s: &PageContext, wanted: &Wanted) -> Vec<String> {
        match wanted {
            Wanted::Role { user, role, substitute } => {
                let person = self.person(Some(user));
                let unit = person.and_then(|person| person.unit.as_ref());
                let superior = person.and_then(|person| person.superior.as_ref());
                let mut lines = vec![s.tv("changes-role", s.word("role", role.name()))];
                if let Some(Substitute { in_place_of, until_on }) = substitute {
                    lines.push(said(
                        &s.t("account-field-in-place-of"),
                        &self.name(s, Some(in_place_of)),
                    ));
                    lines.push(said(&s.t("account-field-until-on"), &s.day(until_on)));
                }
                lines.push(said(&s.t("account-field-unit"), &self.unit(s, unit)));
                lines.push(said(&s.t("account-field-superior"), &self.name(s, superior)));
                lines
            }
            Wanted::Place { user, unit, superior } => {
                let person = self.person(Some(user));
                let now_in = person.and_then(|person| person.unit.as_ref());
                let now_under = person.and_then(|person| person.superior.as_ref());
                let mut lines = Vec::new();
                if now_in != unit.as_ref() {
                    let (from, to) = (self.unit(s, now_in), self.unit(s, unit.as_ref()));
                    lines.push(said(&s.t("account-field-unit"), &format!("{from} → {to}")));
                }
                if now_under != superior.as_ref() {
                    let from = self.name(s, now_under);
                    let to = self.name(s, superior.as_ref());
                    lines.push(said(&s.t("account-field-superior"), &format!("{from} → {to}")));
                }
                lines
            }
            Wanted::Unit { unit } => self.unit_lines(s, unit),
        }
    }

    fn unit_lines(&self, s: &PageContext, unit: &Unit) -> Vec<String> {
        let Some(now) = self.units.get(&unit.code) else { return vec![unit.name.clone()] };
        let answer = |is: bool| s.word("answer", if is { "yes" } else { "no" });
        let kind = |unit: &Unit| s.word("unit-kind", &unit.kind);
        let parent = |unit: &Unit| match &unit.parent {
            Some(code) => self.unit(s, Some(code)),
            None => s.t("units-no-parent"),
        };
        let fields = [
            ("name", now.name.clone(), unit.name.clone()),
            ("kind", kind(now), kind(unit)),
            ("parent", parent(now), parent(unit)),
            ("city", now.city.clone(), unit.city.clone()),
            ("region", now.region.clone(), unit.region.clone()),
            ("remote", answer(now.remote), answer(unit.remote)),
            ("time_zone", now.time_zone.clone(), unit.time_zone.clone()),
            ("active", answer(now.active), answer(unit.active)),
        ];
        let changed = fields.into_iter().filter(|(_, from, to)| from != to);
        let line = |(name, from, to): (&str, String, String)| {
            said(&s.word("unit-field", name), &format!("{from} → {to}"))
        };
        changed.map(line).collect()
    }

    /// The person or unit that a change is about.
    fn about(&self, s: &PageContext, wanted: &Wanted) -> String {
        match wanted {
            Wanted::Unit { unit } => self.unit(s, Some(&unit.code)),
            of => self.name(s, of.user()),
        }
    }

    fn address(&self, wanted: &Wanted) -> String {
        self.person(wanted.user()).map_or_else(String::new, |user| user.email.clone())
    }
}

/// What the table asks about a change.
fn facts_of(wanted: &Wanted) -> Facts {
    Facts::NONE.with(Relation::Substitution, wanted.substitute().is_some())
}

fn said(label: &str, value: &str) -> String {
    format!("{label}: {value}")
}

#[derive(Template)]
#[template(path = "accounts/pages/changes.html")]
struct ChangesPage<'a> {
    s: &'a PageContext,
    seen: &'a Seen,
    state: &'static str,
    done: &'static str,
    summary: String,
}

impl ChangesPage<'_> {
    fn states() -> [&'static str; 5] {
        ["waiting", "approved", "refused", "withdrawn", "all"]
    }

    fn can_choose(listed: &ListedChange) -> bool {
        listed.refusal.is_none()
    }

    fn may_decide(&self) -> bool {
        self.seen.page.items.iter().any(Self::can_choose)
    }

    fn may_withdraw(&self, listed: &ListedChange) -> bool {
        self.s.may(Permission::GrantRole) && check_waiting(listed.change.state).is_ok()
    }

    /// Why a chair cannot decide a waiting change.
    fn why_not(&self, listed: &ListedChange) -> Option<String> {
        let refusal = listed.refusal.as_ref()?;
        let is_waiting = check_waiting(listed.change.state).is_ok();
        let decides = self.s.permitted(facts_of(&listed.change.wanted));
        (decides.allows(Permission::DecideChange) && is_waiting).then(|| self.s.problem(refusal))
    }
}

async fn list(
    app: web::Data<App>,
    visitor: Visitor,
    asked: web::Query<PageQuery>,
) -> Result<HttpResponse, Failure> {
    list_with(&app, &visitor, asked.into_inner(), None).await
}

async fn list_with(
    app: &App,
    visitor: &Visitor,
    asked: PageQuery,
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let state = asked.state();
    let paging = Paging { limit: 100, after: asked.after.clone() };
    let read = move |cx: &mut Cx<'_>| {
        let page = actions::list_changes(cx, state, &paging)?;
        Seen::of(cx.db, page)
    };
    let (s, seen) = visitor.load_signed_in(app, read).await?;
    let known = ["approved", "refused", "withdrawn", "none"];
    let page = ChangesPage {
        seen: &seen,
        state: state.map_or("all", ChangeState::name),
        done: known.into_iter().find(|name| *name == asked.done).unwrap_or(""),
        summary: summary(&s, problem, |field| s.word("account-field", field)),
        s: &s,
    };
    show_refused(&s, &page, problem)
}

#[derive(Template)]
#[template(path = "accounts/pages/changes_review.html")]
struct ReviewPage<'a> {
    s: &'a PageContext,
    seen: &'a Seen,
    reason: Field,
    summary: String,
}

impl ReviewPage<'_> {
    /// A warning about what the role would permit, where that matters most.
    fn caution(&self, wanted: &Wanted) -> Option<String> {
        match wanted {
            Wanted::Role { role: Role::Decider, substitute: Some(_), .. } => {
                Some(self.s.t("changes-caution-substitute"))
            }
            Wanted::Role { role: Role::Decider, .. } => Some(self.s.t("changes-caution-decider")),
            Wanted::Role { role: Role::Appeal, .. } => Some(self.s.t("changes-caution-appeal")),
            Wanted::Role { role: Role::Secretariat, .. } => {
                Some(self.s.t("changes-caution-secretariat"))
            }
            _ => None,
        }
    }

    fn gives_roles(&self) -> bool {
        let mut items = self.seen.page.items.iter();
        items.any(|listed| matches!(listed.change.wanted, Wanted::Role { .. }))
    }
}

/// The ids that were ticked, in the order of the page.
fn chosen(fields: &Fields) -> Vec<ChangeId> {
    fields.names().filter_map(|name| name.strip_prefix(CHOSEN)?.parse().ok()).collect()
}

async fn review(
    app: web::Data<App>,
    visitor: Visitor,
    asked: web::Query<Vec<(String, String)>>,
) -> Result<HttpResponse, Failure> {
    let fields: Fields = asked.into_inner().into_iter().collect();
    let ids = chosen(&fields);
    if ids.is_empty() {
        return Ok(go_to("/desk/changes?done=none"));
    }
    review_with(&app, &visitor, (ids, &fields), None).await
}

async fn review_with(
    app: &App,
    visitor: &Visitor,
    (ids, typed): (Vec<ChangeId>, &Fields),
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let read = move |cx: &mut Cx<'_>| {
        let page = actions::changes_to_decide(cx, &ids)?;
        Seen::of(cx.db, page)
    };
    let (s, seen) = visitor.load_signed_in(app, read).await?;
    let problem = problem.map(|problem| named(problem, (&s, &seen)));
    let form = REFUSAL.shown(&s, typed, problem.as_ref());
    let summary = summary(&s, problem.as_ref(), |field| match field {
        "reason" => form.name_of(field),
        name => name.to_owned(),
    });
    let page = ReviewPage { s: &s, seen: &seen, reason: form.field("reason"), summary };
    show_refused(&s, &page, problem.as_ref())
}

/// The refusal with people's names where the form says which change was ticked.
fn named(problem: &Refusal, (s, seen): (&PageContext, &Seen)) -> Refusal {
    let name = |field: &str| {
        let id = field.strip_prefix(CHOSEN)?;
        let listed = seen.page.items.iter().find(|listed| listed.change.id.as_str() == id)?;
        Some(seen.about(s, &listed.change.wanted))
    };
    let error = |error: &FieldError| FieldError {
        field: name(&error.field).unwrap_or_else(|| error.field.clone()),
        ..error.clone()
    };
    Refusal { errors: problem.errors.iter().map(error).collect(), ..problem.clone() }
}

async fn decide(app: web::Data<App>, sent: SignedInForm) -> Result<HttpResponse, Failure> {
    let ids = chosen(&sent.fields);
    if ids.is_empty() {
        return Ok(go_to("/desk/changes?done=none"));
    }
    let approve = |cx: &mut Cx<'_>, approval: &Valid<_>| actions::approve_changes(cx, approval);
    let refuse = |cx: &mut Cx<'_>, refusal: &Valid<_>| actions::refuse_changes(cx, refusal);
    let (decided, done) = match sent.fields.get("answer") {
        "approve" => (sent.send(&app, &APPROVAL, approve).await, "approved"),
        "refuse" => (sent.send(&app, &REFUSAL, refuse).await, "refused"),
        _ => return Err(Failure::refused(common::BAD_REQUEST)),
    };
    respond(
        decided,
        |_| format!("/desk/changes?done={done}"),
        async |problem| review_with(&app, &sent.visitor, (ids, &sent.fields), Some(&problem)).await,
    )
    .await
}

async fn withdraw(
    app: web::Data<App>,
    id: web::Path<ChangeId>,
    posted: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, .. } = posted;
    let act = move |cx: &mut Cx<'_>| actions::withdraw_change(cx, &id);
    respond(
        caller.write(&app, act).await,
        |_| "/desk/changes?done=withdrawn".to_owned(),
        async |problem| list_with(&app, &visitor, PageQuery::default(), Some(&problem)).await,
    )
    .await
}

/// When the form's address is opened by reading, it leads back to the list.
async fn back() -> Result<HttpResponse, Failure> {
    Ok(go_to("/desk/changes"))
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadChanges, "/desk/changes", list)
        .get(Permission::DecideChange, "/desk/changes/review", review)
        .get(Permission::DecideChange, APPROVAL.address(), back)
        .form(Permission::DecideChange, &APPROVAL, decide)
        .also(&REFUSAL)
        .post(Permission::GrantRole, "/desk/changes/{id}/withdraw", withdraw);
}
