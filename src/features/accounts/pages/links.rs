//! The pages behind the links of letters, each with a form. Opening a link has no effect, because
//! mail scanners open all links.

use super::forms::{ADDRESS_CONFIRM, ADDRESS_STOP, FORGOT, RESET, VERIFY};
use super::{Links, NotePage, Plain, Token, where_letters_are};
use crate::features::accounts::inputs::{LetterLink, PasswordReset, ResetRequest};
use crate::features::accounts::{Accounts, PublicForm, Visitor, actions, flows};
use crate::kernel::access::Permission;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::db::Db;
use crate::web::Fields;
use crate::web::forms::{respond, respond_with};
use crate::web::pages::{PageContext, PageRoutes, show};
use actix_web::{HttpRequest, HttpResponse, web};

/// A link that does something by a button: what it does, and the page that says so.
struct Link {
    page: Plain<LetterLink>,
    act: fn(&mut Db, &Valid<LetterLink>, Timestamp) -> Result<(), Failure>,
    done: &'static str,
    /// Address and message id of the way on.
    on: fn(&PageContext) -> (&'static str, &'static str),
}

const AFTER_ADDRESS: Links = &[("/sign-in", "to-sign-in"), ("/forgot-password", "to-forgot")];

static LINKS: [Link; 3] = [
    Link {
        page: Plain::new(&VERIFY, "verify", &[("/me", "to-me")]),
        act: actions::verify_email,
        done: "verified",
        on: |s| if s.person.is_some() { ("/", "to-home") } else { ("/sign-in", "to-sign-in") },
    },
    Link {
        page: Plain::new(&ADDRESS_CONFIRM, "address-confirm", AFTER_ADDRESS),
        act: actions::confirm_address,
        done: "address-confirmed",
        on: |_| ("/forgot-password", "to-forgot"),
    },
    Link {
        page: Plain::new(&ADDRESS_STOP, "address-stop", AFTER_ADDRESS),
        act: actions::stop_address,
        done: "address-stopped",
        on: |_| ("/forgot-password", "to-forgot"),
    },
];

impl Link {
    async fn open(
        &self,
        app: web::Data<App>,
        visitor: Visitor,
        query: web::Query<Token>,
    ) -> Result<HttpResponse, Failure> {
        let typed = query.into_inner().into_fields();
        self.page.to_anyone((&app, &visitor), (&typed, None)).await
    }

    async fn use_it(&self, app: web::Data<App>, sent: PublicForm) -> Result<HttpResponse, Failure> {
        let act = self.act;
        let used = sent
            .hand(self.page.form, async |link| app.write(move |db, now| act(db, &link, now)).await)
            .await;
        respond_with(
            used,
            async |()| {
                let (s, ()) = sent.visitor.load_page(&app, |_| Ok(())).await?;
                let on = (self.on)(&s);
                show(&s, &NotePage { s: &s, hint: String::new(), name: self.done, on })
            },
            async |problem| {
                let typed = (&sent.fields, Some(&problem));
                self.page.to_anyone((&app, &sent.visitor), typed).await
            },
        )
        .await
    }
}

static FORGOT_PAGE: Plain<ResetRequest> =
    Plain::new(&FORGOT, "forgot", &[("/sign-in", "to-sign-in")]);

async fn forgot_page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    FORGOT_PAGE.to_anyone((&app, &visitor), (&Fields::default(), None)).await
}

async fn forgot(
    app: web::Data<App>,
    request: HttpRequest,
    sent: PublicForm,
) -> Result<HttpResponse, Failure> {
    let ask = async |asked| flows::ask_for_reset(&app, &request, asked).await;
    respond(
        sent.hand(&FORGOT, ask).await,
        |()| "/forgot-password/sent".to_owned(),
        async |problem| {
            let typed = (&sent.fields, Some(&problem));
            FORGOT_PAGE.to_anyone((&app, &sent.visitor), typed).await
        },
    )
    .await
}

async fn sent(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let (shell, ()) = visitor.load_page(&app, |_| Ok(())).await?;
    let hint = where_letters_are(&shell, &app.settings);
    show(&shell, &NotePage { s: &shell, hint, name: "reset-sent", on: ("/sign-in", "to-sign-in") })
}

static RESET_PAGE: Plain<PasswordReset> =
    Plain::new(&RESET, "reset", &[("/forgot-password", "to-forgot")]).choosing();

async fn reset_page(
    app: web::Data<App>,
    visitor: Visitor,
    query: web::Query<Token>,
) -> Result<HttpResponse, Failure> {
    let typed = query.into_inner().into_fields();
    RESET_PAGE.to_anyone((&app, &visitor), (&typed, None)).await
}

async fn reset(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    sent: PublicForm,
) -> Result<HttpResponse, Failure> {
    let write = async |wanted| flows::reset_password(&app, &accounts, wanted).await;
    respond_with(
        sent.hand(&RESET, write).await,
        async |()| {
            let (s, ()) = sent.visitor.load_page(&app, |_| Ok(())).await?;
            let on = ("/sign-in", "to-sign-in");
            show(&s, &NotePage { s: &s, hint: String::new(), name: "reset-done", on })
        },
        async |problem| {
            let typed = (&sent.fields, Some(&problem));
            RESET_PAGE.to_anyone((&app, &sent.visitor), typed).await
        },
    )
    .await
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    for link in &LINKS {
        let form = link.page.form;
        routes
            .get(Permission::SignIn, form.address(), |app, visitor, query| {
                link.open(app, visitor, query)
            })
            .form(Permission::SignIn, form, |app, sent| link.use_it(app, sent));
    }
    routes
        .get(Permission::SignIn, FORGOT.address(), forgot_page)
        .form(Permission::SignIn, &FORGOT, forgot)
        .get(Permission::SignIn, "/forgot-password/sent", sent)
        .get(Permission::SignIn, RESET.address(), reset_page)
        .form(Permission::SignIn, &RESET, reset);
}
