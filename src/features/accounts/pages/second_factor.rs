//! Setting up a second factor: the password, the QR code with the first code, the recovery codes;
//! renewing recovery codes; removing the factor.

use super::forms::{CODES, FACTOR, FACTOR_OFF, FIRST_CODE};
use super::{Links, Plain};
use crate::features::accounts::actions::{self, Enrolment, RecoveryCodes};
use crate::features::accounts::inputs::{PasswordAgain, PasswordAndCode};
use crate::features::accounts::{Accounts, SignedInForm, Visitor, flows};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond_with;
use crate::web::pages::{Field, PageContext, PageRoutes, go_to, show, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

#[derive(Template)]
#[template(path = "accounts/pages/enrol.html")]
struct EnrolPage<'a> {
    s: &'a PageContext,
    summary: String,
    enrolment: &'a Enrolment,
    picture: Picture,
    code: Field,
}

/// A QR code as one SVG path.
struct Picture {
    size: usize,
    path: String,
}

impl Picture {
    fn of(text: &str) -> Result<Self, Failure> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M)
            .map_err(|error| Failure::Inconsistent(format!("a QR code: {error}")))?;
        let width = code.width();
        let mut path = String::new();
        let dark =
            code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
        for (index, _) in dark {
            // QR readers need a margin of four white modules.
            let (x, y) = (index % width + 4, index / width + 4);
            write!(path, "M{x} {y}h1v1h-1z")
                .map_err(|error| Failure::Inconsistent(error.to_string()))?;
        }
        Ok(Self { size: width + 8, path })
    }
}

#[derive(Template)]
#[template(path = "accounts/pages/codes.html")]
struct CodesPage<'a> {
    s: &'a PageContext,
    codes: &'a [String],
}

const TO_ME: Links = &[("/me", "to-me")];

static BEGIN: Plain<PasswordAgain> = Plain::new(&FACTOR, "factor", TO_ME);
static NEW_CODES: Plain<PasswordAndCode> = Plain::new(&CODES, "codes", TO_ME);
static OFF: Plain<PasswordAndCode> = Plain::new(&FACTOR_OFF, "factor-off", TO_ME);

async fn begin_page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    BEGIN.to_person((&app, &visitor), (&Fields::default(), None)).await
}

async fn begin(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let begin =
        async |again| flows::begin_second_factor(&app, accounts, sent.caller.clone(), again).await;
    let done = sent.hand(&FACTOR, begin).await;
    BEGIN.respond((&app, &sent), done, FIRST_CODE.address()).await
}

async fn show_enrolment(
    app: &App,
    accounts: web::Data<Accounts>,
    visitor: &Visitor,
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let pending = move |cx: &mut Cx<'_>| actions::pending_enrolment(cx, &accounts.sealing);
    let (shell, enrolment) = match visitor.load_signed_in(app, pending).await {
        // Nothing was begun, or the set-up is complete: the account's page says which.
        Err(Failure::Refused(problem)) if problem.code.status == 409 => return Ok(go_to("/me")),
        other => other?,
    };
    // A code is never shown again, so nothing that was typed is needed.
    let typed = Fields::default();
    let form = FIRST_CODE.shown(&shell, &typed, problem);
    let page = EnrolPage {
        summary: form.summary(),
        picture: Picture::of(&enrolment.uri)?,
        code: form.field("code"),
        enrolment: &enrolment,
        s: &shell,
    };
    show_refused(&shell, &page, problem)
}

async fn confirm_page(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    show_enrolment(&app, accounts, &visitor, None).await
}

async fn confirm(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let confirm =
        async |first| flows::confirm_code(&app, accounts.clone(), sent.caller.clone(), first).await;
    respond_with(
        sent.hand(&FIRST_CODE, confirm).await,
        async |codes| show_codes(&app, &sent.visitor, &codes).await,
        async |problem| show_enrolment(&app, accounts.clone(), &sent.visitor, Some(&problem)).await,
    )
    .await
}

async fn show_codes(
    app: &App,
    visitor: &Visitor,
    codes: &RecoveryCodes,
) -> Result<HttpResponse, Failure> {
    let (shell, ()) = visitor.load_signed_in(app, |_| Ok(())).await?;
    show(&shell, &CodesPage { s: &shell, codes: &codes.recovery_codes })
}

async fn codes_page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    NEW_CODES.to_person((&app, &visitor), (&Fields::default(), None)).await
}

async fn off_page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    OFF.to_person((&app, &visitor), (&Fields::default(), None)).await
}

async fn new_codes(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let renew = async |proof| flows::renew_codes(&app, accounts, sent.caller.clone(), proof).await;
    respond_with(
        sent.hand(&CODES, renew).await,
        async |codes| show_codes(&app, &sent.visitor, &codes).await,
        async |problem| {
            NEW_CODES.to_person((&app, &sent.visitor), (&sent.fields, Some(&problem))).await
        },
    )
    .await
}

async fn off(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let remove = async |proof| flows::remove(&app, accounts, sent.caller.clone(), proof).await;
    let done = sent.hand(&FACTOR_OFF, remove).await;
    OFF.respond((&app, &sent), done, "/me?done=second-factor-off").await
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ManageOwnAccount, FACTOR.address(), begin_page)
        .form(Permission::ManageOwnAccount, &FACTOR, begin)
        .get(Permission::ManageOwnAccount, FIRST_CODE.address(), confirm_page)
        .form(Permission::ManageOwnAccount, &FIRST_CODE, confirm)
        .get(Permission::ManageOwnAccount, CODES.address(), codes_page)
        .form(Permission::ManageOwnAccount, &CODES, new_codes)
        .get(Permission::ManageOwnAccount, FACTOR_OFF.address(), off_page)
        .form(Permission::ManageOwnAccount, &FACTOR_OFF, off);
}
