//! Identities at the secretariat's desk: waiting NIPs with the information that helps to judge
//! them, corrections that wait for a second official, the staff list; and the forms that correct an
//! address or a NIP.

use super::{FormPage, demand, field, or_problem, status_of};
use crate::features::accounts::rules::{nip::grouped, staff};
use crate::features::accounts::{
    AddressChange, Claim, SignedInForm, User, Visitor, actions, flows,
};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{RecordId, UserId};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext, PageRoutes, go_to, show, show_with, summary};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "accounts/pages/identities.html")]
struct IdentitiesPage<'a> {
    s: &'a PageContext,
    summary: String,
    done: &'static str,
    claims: Option<&'a Page<Claim>>,
    corrections: &'a [AddressChange],
    staff: i64,
    list: Field,
}

impl IdentitiesPage<'_> {
    fn nip(user: &User) -> String {
        let nip = user.nip.shown().or(user.nip_claim.shown());
        nip.map_or_else(String::new, grouped)
    }
}

#[derive(Debug, Default, Deserialize)]
struct PageQuery {
    #[serde(default)]
    done: String,
    after: Option<String>,
}

fn done(query: &str) -> &'static str {
    let known = ["confirmed", "refused", "approved", "imported", "address", "nip"];
    known.into_iter().find(|name| *name == query).unwrap_or("")
}

async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    query: web::Query<PageQuery>,
) -> Result<HttpResponse, Failure> {
    show_page(&app, &visitor, &query, None).await
}

async fn show_page(
    app: &App,
    visitor: &Visitor,
    asked: &PageQuery,
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let paging = Paging { limit: 50, after: asked.after.clone() };
    let (shell, (claims, corrections, staff)) = visitor
        .load_signed_in(app, move |cx| {
            let corrections = actions::corrections_to_approve(cx)?;
            // The chair approves corrections but reads no NIP.
            if access::may(cx.viewer, Permission::ConfirmIdentity, Facts::NONE).is_err() {
                return Ok((None, corrections, 0));
            }
            let claims = actions::list_claims(cx, &paging)?;
            Ok((Some(claims), corrections, actions::staff_number(cx)?))
        })
        .await?;
    let problem = refused.map(|(_, problem)| problem);
    let typed = refused.map_or("", |(fields, _)| fields.get("rows"));
    let list = Input::Text { rows: 8, words: 0 };
    let list = Field::new("rows", shell.t("identity-staff-rows"), list)
        .hint(shell.t("identity-staff-hint"))
        .value(typed)
        .errors_of(&shell, problem);
    let page = IdentitiesPage {
        s: &shell,
        summary: summary(&shell, problem, |_| shell.t("identity-staff-rows")),
        done: done(&asked.done),
        claims: claims.as_ref(),
        corrections: &corrections,
        staff,
        list,
    };
    match problem {
        None => show(&shell, &page),
        Some(problem) => show_with(status_of(problem), &shell, &page),
    }
}

async fn finish<T>(
    app: &App,
    (visitor, fields): (&Visitor, &Fields),
    done: &str,
    outcome: Result<T, Failure>,
) -> Result<HttpResponse, Failure> {
    match or_problem(outcome)? {
        Ok(_) => Ok(go_to(&format!("/desk/identities?done={done}"))),
        Err(problem) => {
            show_page(app, visitor, &PageQuery::default(), Some((fields, &problem))).await
        }
    }
}

async fn confirm(
    app: web::Data<App>,
    path: web::Path<UserId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let (id, nip) = (path.into_inner(), fields.get("nip").to_owned());
    let act = move |cx: &mut Cx<'_>| actions::confirm_nip(cx, (&id, &nip));
    let confirmed = caller.write(&app, act).await;
    finish(&app, (&visitor, &fields), "confirmed", confirmed).await
}

async fn refuse(
    app: web::Data<App>,
    path: web::Path<UserId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let id = path.into_inner();
    let refused = match actions::reason_of(fields.get("reason")) {
        Ok(reason) => {
            let act = move |cx: &mut Cx<'_>| actions::refuse_nip(cx, (&id, &reason));
            caller.write(&app, act).await
        }
        Err(failure) => Err(failure),
    };
    finish(&app, (&visitor, &fields), "refused", refused).await
}

async fn approve(
    app: web::Data<App>,
    path: web::Path<RecordId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let id = path.into_inner();
    let act = move |cx: &mut Cx<'_>| actions::approve_correction(cx, &id);
    let approved = caller.write(&app, act).await;
    finish(&app, (&visitor, &fields), "approved", approved).await
}

async fn import(app: web::Data<App>, form: SignedInForm) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let lines = staff::read(fields.get("rows"));
    let imported = match lines.and_then(|lines| flows::checked_staff(&app, lines)) {
        Ok(lines) => {
            let act = move |cx: &mut Cx<'_>| actions::import_staff(&mut cx.anyone(), &lines);
            caller.write(&app, act).await
        }
        Err(failure) => Err(failure),
    };
    finish(&app, (&visitor, &fields), "imported", imported).await
}

#[derive(Clone, Copy)]
enum What {
    Address,
    Nip,
}

impl What {
    fn form<'a>(
        self,
        s: &'a PageContext,
        action: &'a str,
        typed: &Fields,
        problem: Option<&Refusal>,
    ) -> FormPage<'a> {
        let line = |name, input| field(s, name, input, problem).value(typed.get(name));
        let (name, mut first) = match self {
            Self::Address => ("correct-address", line("email", Input::Email)),
            Self::Nip => {
                let nip = line("nip", Input::Number).hint(s.t("identity-nip-hint"));
                ("correct-nip", nip)
            }
        };
        first.required = matches!(self, Self::Address);
        let reason = line("reason", Input::Text { rows: 3, words: 0 });
        FormPage::new(s, name, action, problem)
            .with(vec![first, reason.hint(s.t("identity-reason-hint"))])
            .links(&[("/desk/users", "to-users")])
    }

    async fn page(
        self,
        app: &App,
        visitor: &Visitor,
        id: &UserId,
    ) -> Result<HttpResponse, Failure> {
        let whose = id.clone();
        let (shell, _) = visitor
            .load_signed_in(app, move |cx| {
                actions::staff_number(cx)?;
                actions::read_account(cx, &whose)
            })
            .await?;
        self.form(&shell, &self.path(id), &Fields::default(), None).shown(None)
    }

    fn path(self, id: &UserId) -> String {
        match self {
            Self::Address => format!("/desk/users/{id}/address"),
            Self::Nip => format!("/desk/users/{id}/nip"),
        }
    }

    async fn act(self, app: &App, id: UserId, form: SignedInForm) -> Result<HttpResponse, Failure> {
        let SignedInForm { caller, visitor, fields } = form;
        let (path, done) =
            (self.path(&id), if matches!(self, Self::Nip) { "nip" } else { "address" });
        match or_problem(self.correct(app, caller, (id, &fields)).await)? {
            Ok(()) => Ok(go_to(&format!("/desk/identities?done={done}"))),
            Err(problem) => {
                let (shell, ()) = visitor.load_signed_in(app, |_| Ok(())).await?;
                self.form(&shell, &path, &fields, Some(&problem)).shown(Some(&problem))
            }
        }
    }

    async fn correct(
        self,
        app: &App,
        caller: crate::features::accounts::SignedIn,
        (id, fields): (UserId, &Fields),
    ) -> Result<(), Failure> {
        demand(fields, if matches!(self, Self::Nip) { &["reason"] } else { &["email", "reason"] })?;
        let reason = actions::reason_of(fields.get("reason"))?;
        match self {
            Self::Address => {
                let email = flows::checked_address(app, fields.get("email"))?;
                let act =
                    move |cx: &mut Cx<'_>| actions::correct_address(cx, (&id, &email, &reason));
                caller.write(app, act).await.map(|_| ())
            }
            Self::Nip => {
                let typed = fields.get("nip").trim().to_owned();
                let act = move |cx: &mut Cx<'_>| {
                    let nip = Some(typed.as_str()).filter(|typed| !typed.is_empty());
                    actions::correct_nip(cx, (&id, nip, &reason))
                };
                caller.write(app, act).await.map(|_| ())
            }
        }
    }
}

async fn address_page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<UserId>,
) -> Result<HttpResponse, Failure> {
    What::Address.page(&app, &visitor, &id).await
}

async fn correct_address(
    app: web::Data<App>,
    id: web::Path<UserId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    What::Address.act(&app, id.into_inner(), form).await
}

async fn nip_page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<UserId>,
) -> Result<HttpResponse, Failure> {
    What::Nip.page(&app, &visitor, &id).await
}

async fn correct_nip(
    app: web::Data<App>,
    id: web::Path<UserId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    What::Nip.act(&app, id.into_inner(), form).await
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ApproveCorrection, "/desk/identities", page)
        .post(Permission::ConfirmIdentity, "/desk/identities/{id}/confirm", confirm)
        .post(Permission::ConfirmIdentity, "/desk/identities/{id}/refuse", refuse)
        .post(Permission::ApproveCorrection, "/desk/identities/{id}/approve", approve)
        .post(Permission::ConfirmIdentity, "/desk/identities/staff", import)
        .get(Permission::CorrectAddress, "/desk/users/{id}/address", address_page)
        .post(Permission::CorrectAddress, "/desk/users/{id}/address", correct_address)
        .get(Permission::ConfirmIdentity, "/desk/users/{id}/nip", nip_page)
        .post(Permission::ConfirmIdentity, "/desk/users/{id}/nip", correct_nip);
}
