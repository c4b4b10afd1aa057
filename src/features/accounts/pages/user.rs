//! One account as the secretariat and the operator administer it: name, unit, superior, roles,
//! active or not.

use super::register::{Units, unit_choices};
use super::users::role_choices;
use super::{field, or_problem};
use crate::features::accounts::actions::{self, AccountChange, Change, Kept};
use crate::features::accounts::{ProposedChange, SignedInForm, User, Visitor, Wanted, load_units};
use crate::kernel::access::{Permission, Role};
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::ids::{UnitCode, UserId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext, PageRoutes, go_to, show, show_with, summary};
use actix_web::{HttpResponse, web};
use askama::Template;
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
    is_self: bool,
    done: &'static str,
}

impl UserPage<'_> {
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

/// A refused form: what was typed and what is wrong with it.
type Refused = (Fields, Refusal);

async fn show_user(
    app: &App,
    visitor: &Visitor,
    id: UserId,
    done: &'static str,
    refused: Option<Refused>,
) -> Result<HttpResponse, Failure> {
    let (shell, shown) = visitor
        .load_signed_in(app, move |cx| {
            let kept = actions::read_kept(cx, &id)?;
            let superior = match &kept.user.superior {
                Some(superior) => Some(actions::read_account(cx, superior)?),
                None => None,
            };
            Ok(Shown { kept, superior, units: load_units(cx.db)?, is_self: cx.viewer.user == id })
        })
        .await?;
    let (s, user) = (&shell, &shown.kept.user);
    let problem = refused.as_ref().map(|(_, problem)| problem);
    let typed =
        refused.as_ref().map(|(fields, _)| fields).filter(|fields| fields.get("form") == "person");
    let superior = shown.superior.as_ref().map_or("", |superior| &superior.email);
    let unit = user.unit.as_ref().map_or("", UnitCode::as_str);
    let line = |name: &str, input, now: &str| {
        let value = typed.map_or(now, |fields| fields.get(name));
        field(s, name, input, problem).value(value)
    };
    let choices = unit_choices(&shown.units, s.t("users-no-unit"));
    let mut fields = vec![
        line("name", Input::Line, &user.name),
        line("unit", Input::Choice(choices), unit),
        line("superior", Input::Line, superior).hint(s.t("users-superior-hint")),
    ];
    fields.iter_mut().skip(1).for_each(|field| field.required = false);
    let roles = Input::Choice(role_choices(s, "users-choose-role"));
    let page = UserPage {
        s,
        user,
        waiting: &shown.kept.waiting,
        summary: summary(s, problem, |field| s.word("account-field", field)),
        fields,
        role: field(s, "role", roles, problem)
            .value(refused.as_ref().map_or("", |(fields, _)| fields.get("role"))),
        is_self: shown.is_self,
        done,
    };
    match problem {
        None => show(s, &page),
        Some(problem) => show_with(super::status_of(problem), s, &page),
    }
}

/// Redirects to the account, or shows the form again.
async fn finish<T>(
    app: &App,
    (visitor, fields): (Visitor, Fields),
    (id, done): (UserId, &'static str),
    outcome: Result<T, Failure>,
) -> Result<HttpResponse, Failure> {
    match or_problem(outcome)? {
        Ok(_) => Ok(go_to(&format!("/desk/users/{id}?done={done}"))),
        Err(problem) => show_user(app, &visitor, id, "", Some((fields, problem))).await,
    }
}

async fn change(
    app: web::Data<App>,
    path: web::Path<UserId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let (id, typed) = (path.into_inner(), fields.clone());
    let whose = id.clone();
    let changed = if let Err(failure) = super::demand(&fields, &["name"]) {
        Err(failure)
    } else {
        let act = move |cx: &mut Cx<'_>| {
            let some = |name: &str| Some(typed.get(name).trim()).filter(|text| !text.is_empty());
            let superior = some("superior");
            let superior =
                superior.map(|login| actions::account_by_login(cx, login)).transpose()?;
            let change = AccountChange {
                name: some("name").map(ToOwned::to_owned),
                unit: Change::To(some("unit").map(UnitCode::new)),
                superior: Change::To(superior),
                active: None,
            };
            actions::change_account(cx, &whose, &change)
        };
        caller.write(&app, act).await
    };
    let done = waits_or(&changed, "changed");
    finish(&app, (visitor, fields), (id, done), changed).await
}

async fn switch(
    app: web::Data<App>,
    path: web::Path<UserId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let id = path.into_inner();
    let (whose, active) = (id.clone(), fields.get("active") == "yes");
    let change = AccountChange { active: Some(active), ..AccountChange::default() };
    let act = move |cx: &mut Cx<'_>| actions::change_account(cx, &whose, &change);
    let switched = caller.write(&app, act).await;
    finish(&app, (visitor, fields), (id, if active { "on" } else { "off" }), switched).await
}

/// The notice for an act that may wait for another person.
fn waits_or(outcome: &Result<Kept, Failure>, done: &'static str) -> &'static str {
    let waits = outcome.as_ref().is_ok_and(|kept| !kept.waiting.is_empty());
    if waits { "proposed" } else { done }
}

fn role_of(fields: &Fields) -> Result<Role, Failure> {
    Role::from_name(fields.get("role")).ok_or_else(|| {
        Refusal::invalid(vec![FieldError::new("role", common::field::REQUIRED)]).into()
    })
}

async fn grant(
    app: web::Data<App>,
    path: web::Path<UserId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let id = path.into_inner();
    let whose = id.clone();
    let granted = match role_of(&fields) {
        Ok(role) => {
            let act = move |cx: &mut Cx<'_>| actions::grant_role(cx, &whose, role);
            caller.write(&app, act).await
        }
        Err(failure) => Err(failure),
    };
    let done = waits_or(&granted, "granted");
    finish(&app, (visitor, fields), (id, done), granted).await
}

async fn revoke(
    app: web::Data<App>,
    path: web::Path<UserId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let id = path.into_inner();
    let whose = id.clone();
    let revoked = match role_of(&fields) {
        Ok(role) => {
            let act = move |cx: &mut Cx<'_>| actions::revoke_role(cx, &whose, role);
            caller.write(&app, act).await
        }
        Err(failure) => Err(failure),
    };
    finish(&app, (visitor, fields), (id, "revoked"), revoked).await
}

async fn invite(
    app: web::Data<App>,
    path: web::Path<UserId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let id = path.into_inner();
    let whose = id.clone();
    let invited = caller.write(&app, move |cx| actions::invite(cx, &whose)).await;
    finish(&app, (visitor, fields), (id, "invited"), invited).await
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ListAccounts, "/desk/users/{id}", page)
        .post(Permission::ChangeAccount, "/desk/users/{id}", change)
        .post(Permission::ChangeAccount, "/desk/users/{id}/active", switch)
        .post(Permission::GrantRole, "/desk/users/{id}/roles", grant)
        .post(Permission::GrantRole, "/desk/users/{id}/roles/revoke", revoke)
        .post(Permission::CreateAccount, "/desk/users/{id}/invitation", invite);
}
