//! Setting up a second factor: the password, the QR code with the first code, the recovery codes;
//! renewing recovery codes; removing the factor.

use super::{FormPage, code, demand, or_problem, password, status_of};
use crate::features::accounts::actions::{self, Enrolment, RecoveryCodes};
use crate::features::accounts::{Accounts, SignedInForm, Visitor, flows};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{Field, PageContext, PageRoutes, go_to, show, show_with, summary};
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

fn begin_form<'a>(s: &'a PageContext, problem: Option<&Refusal>) -> FormPage<'a> {
    FormPage::new(s, "factor", "/me/second-factor", problem)
        .with(vec![password(s, "password", "current-password", problem)])
        .links(&[("/me", "to-me")])
}

async fn begin_page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let (shell, ()) = visitor.load_signed_in(&app, |_| Ok(())).await?;
    begin_form(&shell, None).shown(None)
}

async fn begin(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let typed = fields.get("password").to_owned();
    let begun = match demand(&fields, &["password"]) {
        Ok(()) => flows::begin_second_factor(&app, accounts, caller, typed).await,
        Err(failure) => Err(failure),
    };
    match or_problem(begun)? {
        Ok(_) => Ok(go_to("/me/second-factor/confirm")),
        Err(problem) => {
            let (shell, ()) = visitor.load_signed_in(&app, |_| Ok(())).await?;
            begin_form(&shell, Some(&problem)).shown(Some(&problem))
        }
    }
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
    let page = EnrolPage {
        summary: summary(&shell, problem, |field| shell.word("account-field", field)),
        picture: Picture::of(&enrolment.uri)?,
        code: code(&shell, problem),
        enrolment: &enrolment,
        s: &shell,
    };
    match problem {
        None => show(&shell, &page),
        Some(problem) => show_with(status_of(problem), &shell, &page),
    }
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
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let confirmed = match demand(&fields, &["code"]) {
        Ok(()) => {
            let typed = fields.get("code").to_owned();
            flows::confirm_code(&app, accounts.clone(), caller, typed).await
        }
        Err(failure) => Err(failure),
    };
    match or_problem(confirmed)? {
        Ok(codes) => show_codes(&app, &visitor, &codes).await,
        Err(problem) => show_enrolment(&app, accounts, &visitor, Some(&problem)).await,
    }
}

async fn show_codes(
    app: &App,
    visitor: &Visitor,
    codes: &RecoveryCodes,
) -> Result<HttpResponse, Failure> {
    let (shell, ()) = visitor.load_signed_in(app, |_| Ok(())).await?;
    show(&shell, &CodesPage { s: &shell, codes: &codes.recovery_codes })
}

/// The forms that ask for the password and a code.
fn both_form<'a>(
    s: &'a PageContext,
    (name, action): (&'static str, &'a str),
    problem: Option<&Refusal>,
) -> FormPage<'a> {
    FormPage::new(s, name, action, problem)
        .with(vec![
            password(s, "password", "current-password", problem),
            code(s, problem).hint(s.t("account-code-hint")),
        ])
        .links(&[("/me", "to-me")])
}

const CODES: (&str, &str) = ("codes", "/me/second-factor/codes");
const OFF: (&str, &str) = ("factor-off", "/me/second-factor/off");

async fn codes_page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let (shell, ()) = visitor.load_signed_in(&app, |_| Ok(())).await?;
    both_form(&shell, CODES, None).shown(None)
}

async fn off_page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let (shell, ()) = visitor.load_signed_in(&app, |_| Ok(())).await?;
    both_form(&shell, OFF, None).shown(None)
}

async fn new_codes(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let typed = (fields.get("password").to_owned(), fields.get("code").to_owned());
    let renewed = match demand(&fields, &["password", "code"]) {
        Ok(()) => flows::renew_codes(&app, accounts, caller, typed).await,
        Err(failure) => Err(failure),
    };
    match or_problem(renewed)? {
        Ok(codes) => show_codes(&app, &visitor, &codes).await,
        Err(problem) => {
            let (shell, ()) = visitor.load_signed_in(&app, |_| Ok(())).await?;
            both_form(&shell, CODES, Some(&problem)).shown(Some(&problem))
        }
    }
}

async fn off(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let typed = (fields.get("password").to_owned(), fields.get("code").to_owned());
    let removed = match demand(&fields, &["password", "code"]) {
        Ok(()) => flows::remove(&app, accounts, caller, typed).await,
        Err(failure) => Err(failure),
    };
    match or_problem(removed)? {
        Ok(()) => Ok(go_to("/me?done=second-factor-off")),
        Err(problem) => {
            let (shell, ()) = visitor.load_signed_in(&app, |_| Ok(())).await?;
            both_form(&shell, OFF, Some(&problem)).shown(Some(&problem))
        }
    }
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ManageOwnAccount, "/me/second-factor", begin_page)
        .post(Permission::ManageOwnAccount, "/me/second-factor", begin)
        .get(Permission::ManageOwnAccount, "/me/second-factor/confirm", confirm_page)
        .post(Permission::ManageOwnAccount, "/me/second-factor/confirm", confirm)
        .get(Permission::ManageOwnAccount, CODES.1, codes_page)
        .post(Permission::ManageOwnAccount, CODES.1, new_codes)
        .get(Permission::ManageOwnAccount, OFF.1, off_page)
        .post(Permission::ManageOwnAccount, OFF.1, off);
}
