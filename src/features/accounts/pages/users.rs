//! All accounts: finding one, inviting somebody.

use super::register::{Units, check_person, unit_choices};
use super::{FormPage, field, or_problem};
use crate::features::accounts::actions::{self, NewAccount};
use crate::features::accounts::flows;
use crate::features::accounts::{AccountFilter, Accounts, SignedInForm, User, Visitor, load_units};
use crate::kernel::access::{Permission, Role};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::UnitCode;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext, PageRoutes, go_to, show};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
    #[serde(default)]
    role: String,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "accounts/pages/users.html")]
struct UsersPage<'a> {
    s: &'a PageContext,
    search: &'a Search,
    fields: Vec<Field>,
    page: &'a Page<User>,
    units: &'a Units,
}

impl UsersPage<'_> {
    fn unit(&self, user: &User) -> String {
        let unit = user.unit.as_ref().and_then(|code| self.units.get(code));
        unit.map_or_else(String::new, |unit| unit.name.clone())
    }

    fn may_invite(&self) -> bool {
        self.s.may(Permission::CreateAccount)
    }
}

/// All roles; the first choice means no role.
pub(super) fn role_choices(s: &PageContext, none: &str) -> Vec<(String, String)> {
    let role = |role: Role| (role.name().to_owned(), s.word("role", role.name()));
    let mut choices = vec![(String::new(), s.t(none))];
    choices.extend(Role::ALL.into_iter().map(role));
    choices
}

async fn list(
    app: web::Data<App>,
    visitor: Visitor,
    query: web::Query<Search>,
) -> Result<HttpResponse, Failure> {
    let search = query.into_inner();
    let filter = AccountFilter {
        role: Role::from_name(&search.role),
        search: Some(search.q.clone()).filter(|q| !q.trim().is_empty()),
    };
    let paging = Paging { limit: 50, after: search.after.clone() };
    let (shell, (page, units)) = visitor
        .load_signed_in(&app, move |cx| {
            let page = actions::list_accounts(cx, &filter, &paging)?;
            Ok((page, load_units(cx.db)?))
        })
        .await?;
    let fields = vec![
        Field::new("q", shell.t("users-search"), Input::Line).value(&search.q),
        Field::new(
            "role",
            shell.t("users-role"),
            Input::Choice(role_choices(&shell, "users-any-role")),
        )
        .value(&search.role),
    ];
    let (search, page, units) = (&search, &page, &units);
    show(&shell, &UsersPage { s: &shell, search, fields, page, units })
}

fn form<'a>(
    s: &'a PageContext,
    units: &Units,
    typed: &Fields,
    problem: Option<&Refusal>,
) -> FormPage<'a> {
    let choices = unit_choices(units, s.t("users-no-unit"));
    let line = |name: &str, input| field(s, name, input, problem).value(typed.get(name));
    let free = |mut field: Field| {
        field.required = false;
        field
    };
    FormPage::new(s, "invite", "/desk/users/new", problem)
        .with(vec![
            line("name", Input::Line),
            line("email", Input::Email),
            free(line("nip", Input::Number)).hint(s.t("users-nip-hint")),
            free(line("unit", Input::Choice(choices))),
        ])
        .links(&[("/desk/users", "to-users")])
}

async fn new_page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let read = |cx: &mut Cx<'_>| {
        actions::may_create(cx.viewer)?;
        load_units(cx.db)
    };
    let (shell, units) = visitor.load_signed_in(&app, read).await?;
    form(&shell, &units, &Fields::default(), None).shown(None)
}

async fn invite(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    posted: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = posted;
    let text = |name: &str| fields.get(name).trim().to_owned();
    let some = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
    let made = match check_person(&fields, &["name", "email"]) {
        Ok(()) => {
            let new = NewAccount {
                email: text("email"),
                nip: some("nip"),
                name: text("name"),
                unit: some("unit").map(UnitCode::new),
                superior: None,
                password_hash: String::new(),
            };
            flows::create_account(&app, &accounts, caller, new).await
        }
        Err(failure) => Err(failure),
    };
    match or_problem(made)? {
        Ok(user) => Ok(go_to(&format!("/desk/users/{}?done=invited", user.id))),
        Err(problem) => {
            let (shell, units) = visitor.load_signed_in(&app, |cx| load_units(cx.db)).await?;
            form(&shell, &units, &fields, Some(&problem)).shown(Some(&problem))
        }
    }
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ListAccounts, "/desk/users", list)
        .get(Permission::CreateAccount, "/desk/users/new", new_page)
        .post(Permission::CreateAccount, "/desk/users/new", invite);
}
