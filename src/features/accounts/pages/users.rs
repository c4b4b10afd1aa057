//! All accounts: finding one, inviting somebody.

use super::desk_forms::INVITATION;
use super::register::{Units, unit_choices};
use super::{FormPage, Typed};
use crate::features::accounts::{
    AccountFilter, AccountState, Accounts, SignedInForm, User, Visitor, load_units,
};
use crate::features::accounts::{actions, flows};
use crate::kernel::access::{Permission, Role};
use crate::kernel::errors::Failure;
use crate::kernel::ids::UnitCode;
use crate::kernel::listing::Listed;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::lists::{
    Acted, Acts, ActsPage, Asked, Cell, Column, Filter, Frame, Outcome, Picked, Preview,
};
use crate::web::pages::{PageContext, PageRoutes, show};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "accounts/pages/users.html")]
struct UsersPage<'a> {
    s: &'a PageContext,
    list: String,
}

impl UsersPage<'_> {
    fn may_invite(&self) -> bool {
        self.s.may(Permission::CreateAccount)
    }
}

/// Inviting several people again, and its page.
const INVITE: &str = "invite";
const ACTS: &str = "/desk/user-acts";

/// The columns that can be sorted by.
const SORTS: [&str; 5] = ["name", "role", "unit_name", "state", "created_at"];

fn state_of(user: &User) -> (&'static str, &'static str) {
    match (user.active, user.email_verified) {
        (false, _) => ("off", "red"),
        (true, false) => ("waiting", "amber"),
        (true, true) => ("on", ""),
    }
}

fn columns<'a>(s: &'a PageContext, units: &'a Units) -> Vec<Column<'a, User>> {
    let roles = |user: &User| {
        let names: Vec<String> =
            user.roles.iter().map(|role| s.word("role", role.name())).collect();
        names.join(", ")
    };
    let unit = |user: &User| user.unit.as_ref().and_then(|code| units.get(code));
    vec![
        Column::new("name", "list-name", |user: &User| {
            let link = format!("/desk/users/{}", user.id);
            Cell::text(user.name.clone()).to(link).under(user.email.clone())
        }),
        Column::new("role", "list-role", move |user| Cell::text(roles(user))),
        Column::new("unit_name", "list-unit", move |user| {
            Cell::perhaps(unit(user).map(|unit| unit.name.clone()))
        }),
        Column::new("state", "list-state", |user: &User| {
            let (state, colour) = state_of(user);
            Cell::tag(s.word("users", state), colour)
        }),
        Column::new("created_at", "list-begun", |user: &User| Cell::text(s.at(&user.created_at)))
            .on_demand(),
    ]
}

fn shown_list(
    (s, asked): (&PageContext, &Asked),
    (page, units): (&Listed<User>, &Units),
) -> String {
    let unit = |code: &str| {
        units.get(&UnitCode::new(code)).map_or_else(|| code.to_owned(), |unit| unit.name.clone())
    };
    let frame = Frame {
        s,
        asked,
        path: "/desk/users",
        name: "users-title",
        hint: "list-users-hint",
        columns: columns(s, units),
        filters: vec![
            Filter::new("role", "list-role", |role| s.word("role", role)),
            Filter::new("state", "list-state", |state| s.word("users", state)),
            Filter::new("unit", "list-unit", unit),
        ],
        acts: Some(Acts {
            each: if s.may(Permission::CreateAccount) {
                vec![(ACTS.to_owned(), INVITE, s.t("user-acts-invite"))]
            } else {
                Vec::new()
            },
            row: |user: &User| (user.id.to_string(), user.name.clone()),
        }),
    };
    frame.shown(page)
}

fn filter_of(asked: &Asked) -> AccountFilter {
    AccountFilter {
        role: asked.named("role", Role::from_name),
        unit: asked.first("unit").map(UnitCode::new),
        state: asked.named("state", AccountState::from_name),
        search: None,
    }
}

async fn list(
    app: web::Data<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    let (filter, listing) = (filter_of(&asked), asked.listing(&SORTS));
    let act = move |cx: &mut Cx<'_>| {
        let units = load_units(cx.db)?;
        Ok((actions::list_accounts_among(cx, (&filter, &listing), &units)?, units))
    };
    let (s, (page, units)) = visitor.load_signed_in(&app, act).await?;
    let list = shown_list((&s, &asked), (&page, &units));
    show(&s, &UsersPage { s: &s, list })
}

/// Those who have not answered their invitation yet, by name.
async fn before(
    app: web::Data<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    let (filter, listing, picked) = (filter_of(&asked), asked.whole(&SORTS), Picked::of(&asked));
    let act = move |cx: &mut Cx<'_>| actions::list_accounts(cx, &filter, &listing);
    let (s, mut found) = visitor.load_signed_in(&app, act).await?;
    found.items.retain(|user| picked.holds(user.id.as_str()) && state_of(user).0 == "waiting");
    let row = |user: &User| (user.id.to_string(), user.name.clone(), user.email.clone());
    let preview = Preview {
        s: &s,
        title: s.t("user-acts-invite"),
        lead: s.t("user-acts-lead-invite"),
        back: asked.back("/desk/users"),
        action: (ACTS.to_owned(), INVITE),
        rows: found.items.iter().map(row).collect(),
        fields: Vec::new(),
        summary: String::new(),
        button: if s.may(Permission::CreateAccount) {
            s.t("user-acts-invite")
        } else {
            String::new()
        },
    };
    show(&s, &ActsPage::before(preview))
}

/// Invites each of them again; whoever has answered meanwhile is named.
async fn invite_again(app: web::Data<App>, sent: SignedInForm) -> Result<HttpResponse, Failure> {
    let picked = Picked::sent(sent.fields.get("on"));
    let whole = Asked::default().whole(&SORTS);
    let read = move |cx: &mut Cx<'_>| {
        actions::may_create(cx.viewer)?;
        actions::list_accounts(cx, &AccountFilter::default(), &whole)
    };
    let (s, mut found) = sent.visitor.load_signed_in(&app, read).await?;
    found.items.retain(|user| picked.holds(user.id.as_str()));
    let mut rows = Vec::new();
    for user in found.items {
        let (name, id) = (user.name, user.id);
        let act = move |cx: &mut Cx<'_>| actions::invite(cx, &id);
        rows.push(Acted::of(&s, name, sent.caller.clone().write(&app, act).await));
    }
    let (title, back) = (s.t("user-acts-invite"), "/desk/users".to_owned());
    show(&s, &ActsPage::after(Outcome { s: &s, title, back, rows }))
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
        .get(Permission::ListAccounts, ACTS, before)
        .post(Permission::CreateAccount, ACTS, invite_again)
        .get(Permission::CreateAccount, INVITATION.address(), new_page)
        .form(Permission::CreateAccount, &INVITATION, invite);
}
