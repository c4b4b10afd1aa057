//! One account as the secretariat and the operator administer it: name, unit, superior, roles,
//! active or not.

use super::desk_forms::{ACTIVE, GRANT, PERSON, REVOCATION};
use super::register::{Units, unit_choices};
use crate::features::accounts::actions::{self, Kept};
use crate::features::accounts::inputs::RoleGrant;
use crate::features::accounts::{
    ProposedChange, SignedInForm, User, Visitor, Wanted, load_units, rules,
};
use crate::kernel::access::{Permission, Role};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{UnitCode, UserId};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, PageRoutes, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "accounts/pages/user.html")]
struct UserPage<'a> {
    s: &'a PageContext,
    user: &'a User,
    waiting: &'a [ProposedChange],
    summary: String,
    fields: Vec<Field>,
    role: Field,
    /// In whose place, and until when; shown open where something is typed there.
    substitute: Vec<Field>,
    is_substitute: bool,
    held: &'a [(Role, String, NaiveDate)],
    is_self: bool,
    done: &'static str,
}

impl UserPage<'_> {
    fn may_list(&self) -> bool {
        self.s.may(Permission::ListAccounts)
    }

    fn may_change(&self) -> bool {
        self.s.may(Permission::ChangeAccount)
    }

    /// A change that waits for a chair, in words.
    fn what(&self, change: &ProposedChange) -> String {
        match &change.wanted {
            Wanted::Role { role, .. } => {
                self.s.tv("changes-role", self.s.word("role", role.name()))
            }
            _ => self.s.t("changes-place"),
        }
    }

    /// Whose place somebody takes in a role, and until when.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "askama hands over a reference")]
    fn in_place_of(&self, role: &Role) -> Option<(&str, String)> {
        let (_, name, until) = self.held.iter().find(|(held, ..)| held == role)?;
        Some((name, self.s.day(until)))
    }

    /// Nobody grants roles to themselves.
    fn may_grant(&self) -> bool {
        self.s.may(Permission::GrantRole) && !self.is_self
    }

    /// Nobody corrects their own address or number here.
    fn may_correct(&self) -> bool {
        self.s.may(Permission::CorrectAddress) && !self.is_self
    }
}

struct Shown {
    kept: Kept,
    superior: Option<User>,
    units: Units,
    /// Roles held in somebody's place: the role, whose place, the last day.
    held: Vec<(Role, String, NaiveDate)>,
    is_self: bool,
}

#[derive(Debug, Deserialize)]
struct Done {
    #[serde(default)]
    done: String,
}

fn done(query: &str) -> &'static str {
    let known = ["invited", "changed", "granted", "proposed", "revoked", "on", "off"];
    known.into_iter().find(|name| *name == query).unwrap_or("")
}

async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<UserId>,
    query: web::Query<Done>,
) -> Result<HttpResponse, Failure> {
    show_user(&app, &visitor, path.into_inner(), done(&query.done), None).await
}

/// A refused form: its address, what was typed and what is wrong with it.
type Refused<'a> = (&'static str, &'a Fields, &'a Refusal);

/// The account as its form shows it; a superior by the address that is typed.
fn fields_of(shown: &Shown) -> Fields {
    let user = &shown.kept.user;
    let mut fields = Fields::default();
    fields.set("name", &user.name);
    fields.set("unit", user.unit.as_ref().map_or("", UnitCode::as_str));
    fields.set("superior", shown.superior.as_ref().map_or("", |superior| &superior.email));
    fields
}

async fn show_user(
    app: &App,
    visitor: &Visitor,
    id: UserId,
    done: &'static str,
    refused: Option<Refused<'_>>,
) -> Result<HttpResponse, Failure> {
    let (shell, shown) = visitor
        .load_signed_in(app, move |cx| {
            let kept = actions::read_kept(cx, &id)?;
            let superior = match &kept.user.superior {
                Some(superior) => Some(actions::read_account(cx, superior)?),
                None => None,
            };
            let held = actions::places_taken(cx, &id)?;
            let (units, is_self) = (load_units(cx.db)?, cx.viewer.user == id);
            Ok(Shown { kept, superior, units, held, is_self })
        })
        .await?;
    let s = &shell;
    let problem = refused.map(|(_, _, problem)| problem);
    let typed_in = |address: &str| {
        refused.filter(|(form, ..)| *form == address).map(|(_, typed, _)| typed.clone())
    };
    let typed = typed_in(PERSON.address()).unwrap_or_else(|| fields_of(&shown));
    let person = PERSON.shown(s, &typed, problem);
    let person = person.offer("unit", unit_choices(&shown.units));
    let role = typed_in(GRANT.address()).unwrap_or_default();
    let held = &shown.kept.user.roles;
    let grantable = Role::ALL.into_iter().filter(|role| rules::check_grant(held, *role).is_ok());
    let roles = grantable.map(|role| (role.name().to_owned(), s.word("role", role.name())));
    let is_substitute = !role.get("in_place_of").is_empty() || !role.get("until_on").is_empty();
    let granting = GRANT.shown(s, &role, problem).offer("role", roles.collect());
    let page = UserPage {
        s,
        user: &shown.kept.user,
        waiting: &shown.kept.waiting,
        summary: person.summary(),
        fields: person.all(),
        role: granting.field("role"),
        substitute: vec![granting.field("in_place_of"), granting.field("until_on")],
        is_substitute,
        held: &shown.held,
        is_self: shown.is_self,
        done,
    };
    show_refused(s, &page, problem)
}

/// Redirects to the account, or shows the form again.
async fn finish<T>(
    app: &App,
    (form, sent): (&'static str, SignedInForm),
    (id, done): (UserId, &'static str),
    outcome: Result<T, Failure>,
) -> Result<HttpResponse, Failure> {
    let to = format!("/desk/users/{id}?done={done}");
    respond(
        outcome,
        |_| to,
        async |problem| {
            let refused = Some((form, &sent.fields, &problem));
            show_user(app, &sent.visitor, id, "", refused).await
        },
    )
    .await
}

/// People type a superior's e-mail or NIP.
fn find_superior(cx: &mut Cx<'_>, typed: &mut Fields) -> Result<(), Failure> {
    find_by_login(cx, typed, "superior")
}

/// And that of the person whose place somebody takes.
fn find_replaced(cx: &mut Cx<'_>, typed: &mut Fields) -> Result<(), Failure> {
    find_by_login(cx, typed, "in_place_of")
}

fn find_by_login(cx: &mut Cx<'_>, typed: &mut Fields, field: &str) -> Result<(), Failure> {
    let login = typed.get(field).trim();
    if !login.is_empty() {
        let found = actions::account_by_login(cx, login, field)?;
        typed.set(field, found.to_string());
    }
    Ok(())
}

async fn change(
    app: web::Data<App>,
    path: web::Path<UserId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, whose) = (path.clone(), path.into_inner());
    let act = move |cx: &mut Cx<'_>, change: &Valid<_>| actions::change_account(cx, &whose, change);
    let changed = sent.send_resolved(&app, (&PERSON, find_superior), act).await;
    let done = waits_or(&changed, "changed");
    finish(&app, (PERSON.address(), sent), (id, done), changed).await
}

async fn switch(
    app: web::Data<App>,
    path: web::Path<UserId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, whose) = (path.clone(), path.into_inner());
    let act = move |cx: &mut Cx<'_>, change: &Valid<_>| actions::change_account(cx, &whose, change);
    let switched = sent.send(&app, &ACTIVE, act).await;
    let is_on = switched.as_ref().is_ok_and(|kept| kept.user.active);
    finish(&app, (ACTIVE.address(), sent), (id, if is_on { "on" } else { "off" }), switched).await
}

/// The notice for an act that may wait for another person.
fn waits_or(outcome: &Result<Kept, Failure>, done: &'static str) -> &'static str {
    let waits = outcome.as_ref().is_ok_and(|kept| !kept.waiting.is_empty());
    if waits { "proposed" } else { done }
}

async fn grant(
    app: web::Data<App>,
    path: web::Path<UserId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, whose) = (path.clone(), path.into_inner());
    let act =
        move |cx: &mut Cx<'_>, grant: &Valid<RoleGrant>| actions::grant_role(cx, &whose, grant);
    let granted = sent.send_resolved(&app, (&GRANT, find_replaced), act).await;
    let done = waits_or(&granted, "granted");
    finish(&app, (GRANT.address(), sent), (id, done), granted).await
}

async fn revoke(
    app: web::Data<App>,
    path: web::Path<UserId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, whose) = (path.clone(), path.into_inner());
    let act = move |cx: &mut Cx<'_>, taken: &Valid<RoleGrant>| {
        actions::revoke_role(cx, &whose, taken.role)
    };
    let revoked = sent.send(&app, &REVOCATION, act).await;
    finish(&app, (REVOCATION.address(), sent), (id, "revoked"), revoked).await
}

async fn invite(
    app: web::Data<App>,
    path: web::Path<UserId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, whose) = (path.clone(), path.into_inner());
    let act = move |cx: &mut Cx<'_>| actions::invite(cx, &whose);
    let invited = sent.caller.clone().write(&app, act).await;
    finish(&app, ("", sent), (id, "invited"), invited).await
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ListAccounts, PERSON.address(), page)
        .form(Permission::ChangeAccount, &PERSON, change)
        .form(Permission::ChangeAccount, &ACTIVE, switch)
        .form(Permission::GrantRole, &GRANT, grant)
        .form(Permission::GrantRole, &REVOCATION, revoke)
        .post(Permission::CreateAccount, "/desk/users/{id}/invitation", invite);
}
