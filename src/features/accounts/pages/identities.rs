//! Identities at the secretariat's desk: waiting NIPs with the information that helps to judge
//! them, corrections that wait for a second official, the staff list; and the forms that correct an
//! address or a NIP.

use super::desk_forms::{ADDRESS, NIP_CONFIRMATION, NIP_CORRECTION, NIP_REFUSAL, STAFF};
use super::{FormPage, Links, Typed};
use crate::features::accounts::inputs::{AddressCorrection, NipCorrection, StaffList};
use crate::features::accounts::rules::{nip::grouped, staff};
use crate::features::accounts::{
    AddressChange, Claim, SignedInForm, User, Visitor, actions, flows,
};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{RecordId, UserId};
use crate::kernel::input::{Input as OfAct, Valid};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::{Form, respond};
use crate::web::pages::{Field, PageContext, PageRoutes, show_refused, summary};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use std::sync::Arc;

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
    typed: &'a Fields,
    problem: Option<&'a Refusal>,
}

impl IdentitiesPage<'_> {
    /// Why a claim is sent back, as it was typed if it is the one that was refused.
    fn reason(&self, user: &User) -> Field {
        NIP_REFUSAL.shown(self.s, self.typed, self.problem).of(&user.id).field("reason")
    }

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
    let nothing = Fields::default();
    let (typed, problem) =
        refused.map_or((&nothing, None), |(typed, problem)| (typed, Some(problem)));
    let page = IdentitiesPage {
        s: &shell,
        summary: summary(&shell, problem, |name| label(&shell, name)),
        done: done(&asked.done),
        claims: claims.as_ref(),
        corrections: &corrections,
        staff,
        list: STAFF.shown(&shell, typed, problem).field("rows"),
        typed,
        problem,
    };
    show_refused(&shell, &page, problem)
}

fn label(s: &PageContext, name: &str) -> String {
    match name.split(['.', '[']).next().unwrap_or(name) {
        "rows" => s.t("identity-staff-rows"),
        "reason" => s.t("identity-refuse-reason"),
        name => s.word("account-field", name),
    }
}

async fn finish<T>(
    app: &App,
    sent: &SignedInForm,
    done: &str,
    outcome: Result<T, Failure>,
) -> Result<HttpResponse, Failure> {
    respond(
        outcome,
        |_| format!("/desk/identities?done={done}"),
        async |problem| {
            let refused = Some((&sent.fields, &problem));
            show_page(app, &sent.visitor, &PageQuery::default(), refused).await
        },
    )
    .await
}

async fn confirm(
    app: web::Data<App>,
    id: web::Path<UserId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>, seen: &Valid<_>| actions::confirm_nip(cx, (&id, seen));
    let confirmed = sent.send(&app, &NIP_CONFIRMATION, act).await;
    finish(&app, &sent, "confirmed", confirmed).await
}

async fn refuse(
    app: web::Data<App>,
    id: web::Path<UserId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, whose) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, refusal: &Valid<_>| actions::refuse_nip(cx, (&whose, refusal));
    let refused = sent.send_of(&app, (&NIP_REFUSAL, id.as_str()), act).await;
    finish(&app, &sent, "refused", refused).await
}

async fn approve(
    app: web::Data<App>,
    path: web::Path<RecordId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let id = path.into_inner();
    let act = move |cx: &mut Cx<'_>| actions::approve_correction(cx, &id);
    let approved = sent.caller.clone().write(&app, act).await;
    finish(&app, &sent, "approved", approved).await
}

async fn import(app: web::Data<App>, sent: SignedInForm) -> Result<HttpResponse, Failure> {
    let lines = sent
        .input(&STAFF)
        .and_then(|table| staff::read(&table.rows))
        .and_then(|rows| Valid::checked(StaffList { rows }))
        .and_then(|list| flows::checked_staff(&app, list));
    let imported = match lines {
        Ok(lines) => {
            let act = move |cx: &mut Cx<'_>| actions::import_staff(&mut cx.anyone(), &lines);
            sent.caller.clone().write(&app, act).await
        }
        Err(failure) => Err(failure),
    };
    finish(&app, &sent, "imported", imported).await
}

/// A page on which one account is corrected; only the secretariat has it.
async fn ask<T: OfAct>(
    (app, visitor): (&App, &Visitor),
    (form, name): (&'static Form<T>, &'static str),
    id: &UserId,
    (typed, problem): Typed<'_>,
) -> Result<HttpResponse, Failure> {
    let whose = id.clone();
    let read = move |cx: &mut Cx<'_>| {
        actions::staff_number(cx)?;
        actions::read_account(cx, &whose)
    };
    let (s, _) = visitor.load_signed_in(app, read).await?;
    let page = (name, &[("/desk/users", "to-users")] as Links);
    let to = form.address().replace("{id}", id.as_str());
    FormPage::new(page, &form.shown(&s, typed, problem)).sent_to(to).answer()
}

const ADDRESS_PAGE: (&Form<AddressCorrection>, &str) = (&ADDRESS, "correct-address");
const NIP_PAGE: (&Form<NipCorrection>, &str) = (&NIP_CORRECTION, "correct-nip");

async fn address_page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<UserId>,
) -> Result<HttpResponse, Failure> {
    ask((&app, &visitor), ADDRESS_PAGE, &id, (&Fields::default(), None)).await
}

async fn correct_address(
    app: web::Data<App>,
    id: web::Path<UserId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (whose, settings) = (id.clone(), Arc::clone(&app.settings));
    let act = move |cx: &mut Cx<'_>, correction: &Valid<_>| {
        let domains = settings.accounts.agency_domains.as_slice();
        actions::correct_address(cx, (&whose, correction, domains))
    };
    respond(
        sent.send(&app, &ADDRESS, act).await,
        |_| "/desk/identities?done=address".to_owned(),
        async |problem| {
            let typed = (&sent.fields, Some(&problem));
            ask((&app, &sent.visitor), ADDRESS_PAGE, &id, typed).await
        },
    )
    .await
}

async fn nip_page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<UserId>,
) -> Result<HttpResponse, Failure> {
    ask((&app, &visitor), NIP_PAGE, &id, (&Fields::default(), None)).await
}

async fn correct_nip(
    app: web::Data<App>,
    id: web::Path<UserId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let whose = id.clone();
    let act = move |cx: &mut Cx<'_>, correction: &Valid<_>| {
        actions::correct_nip(cx, (&whose, correction))
    };
    respond(
        sent.send(&app, &NIP_CORRECTION, act).await,
        |_| "/desk/identities?done=nip".to_owned(),
        async |problem| {
            let typed = (&sent.fields, Some(&problem));
            ask((&app, &sent.visitor), NIP_PAGE, &id, typed).await
        },
    )
    .await
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ApproveCorrection, "/desk/identities", page)
        .form(Permission::ConfirmIdentity, &NIP_CONFIRMATION, confirm)
        .form(Permission::ConfirmIdentity, &NIP_REFUSAL, refuse)
        .post(Permission::ApproveCorrection, "/desk/identities/{id}/approve", approve)
        .form(Permission::ConfirmIdentity, &STAFF, import)
        .get(Permission::CorrectAddress, ADDRESS.address(), address_page)
        .form(Permission::CorrectAddress, &ADDRESS, correct_address)
        .get(Permission::ConfirmIdentity, NIP_CORRECTION.address(), nip_page)
        .form(Permission::ConfirmIdentity, &NIP_CORRECTION, correct_nip);
}
