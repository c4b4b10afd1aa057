//! All accounts: finding one, inviting somebody.

use super::desk_forms::INVITATION;
use super::register::{Units, unit_choices};
use super::{FormPage, Typed};
use crate::features::accounts::{AccountFilter, Accounts, SignedInForm, User, Visitor, load_units};
use crate::features::accounts::{actions, flows};
use crate::kernel::access::{Permission, Role};
use crate::kernel::errors::Failure;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, Input, PageContext, PageRoutes, show};
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

/// All roles; the first choice means any.
fn role_choices(s: &PageContext) -> Vec<(String, String)> {
    let role = |role: Role| (role.name().to_owned(), s.word("role", role.name()));
    let mut choices = vec![(String::new(), s.t("users-any-role"))];
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
        Field::new("role", shell.t("users-role"), Input::Choice(role_choices(&shell)))
            .value(&search.role),
    ];
    let (search, page, units) = (&search, &page, &units);
    show(&shell, &UsersPage { s: &shell, search, fields, page, units })
}

fn shown(
    s: &PageContext,
    units: &Units,
    (typed, problem): Typed<'_>,
) -> Result<HttpResponse, Failure> {
    let form = INVITATION.shown(s, typed, problem);
    let form = form.offer("unit", unit_choices(units));
    FormPage::new(("invite", &[("/desk/users", "to-users")]), &form).answer()
}

async fn new_page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let read = |cx: &mut Cx<'_>| {
        actions::may_create(cx.viewer)?;
        load_units(cx.db)
    };
    let (shell, units) = visitor.load_signed_in(&app, read).await?;
    shown(&shell, &units, (&Fields::default(), None))
}

async fn invite(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let create = async |new| flows::create_account(&app, &accounts, sent.caller.clone(), new).await;
    respond(
        sent.hand(&INVITATION, create).await,
        |user| format!("/desk/users/{}?done=invited", user.id),
        async |problem| {
            let read = |cx: &mut Cx<'_>| load_units(cx.db);
            let (s, units) = sent.visitor.load_signed_in(&app, read).await?;
            shown(&s, &units, (&sent.fields, Some(&problem)))
        },
    )
    .await
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ListAccounts, "/desk/users", list)
        .get(Permission::CreateAccount, INVITATION.address(), new_page)
        .form(Permission::CreateAccount, &INVITATION, invite);
}
