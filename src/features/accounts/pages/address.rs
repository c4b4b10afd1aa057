//! One's own identification: the NIP that one claims, another address, and the links of letters
//! about an address.

use super::{FormPage, NotePage, demand, field, or_problem, password};
use crate::features::accounts::{Accounts, PublicForm, SignedInForm, Visitor, actions, flows};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::pages::{Input, PageContext, PageRoutes, go_to, show};
use actix_web::{HttpResponse, web};
use serde::Deserialize;

fn nip_form<'a>(s: &'a PageContext, typed: &Fields, problem: Option<&Refusal>) -> FormPage<'a> {
    let nip = field(s, "nip", Input::Number, problem).value(typed.get("nip"));
    FormPage::new(s, "nip", "/me/nip", problem)
        .with(vec![nip.hint(s.t("account-nip-hint")).autocomplete("off")])
        .links(&[("/me", "to-me")])
}

async fn nip_page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let (shell, user) = visitor.load_signed_in(&app, |cx| actions::own_account(cx)).await?;
    let claimed = user.nip_claim.shown().unwrap_or_default().to_owned();
    let typed: Fields = [("nip".to_owned(), claimed)].into_iter().collect();
    nip_form(&shell, &typed, None).shown(None)
}

async fn claim(app: web::Data<App>, form: SignedInForm) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let nip = fields.get("nip").to_owned();
    let claimed = match demand(&fields, &["nip"]) {
        Ok(()) => {
            let act = move |cx: &mut Cx<'_>| actions::claim_nip(cx, &nip);
            caller.write(&app, act).await
        }
        Err(failure) => Err(failure),
    };
    match or_problem(claimed)? {
        Ok(_) => Ok(go_to("/me?done=nip")),
        Err(problem) => {
            let (shell, ()) = visitor.load_signed_in(&app, |_| Ok(())).await?;
            nip_form(&shell, &fields, Some(&problem)).shown(Some(&problem))
        }
    }
}

fn email_form<'a>(s: &'a PageContext, typed: &Fields, problem: Option<&Refusal>) -> FormPage<'a> {
    let email = field(s, "email", Input::Email, problem).value(typed.get("email"));
    FormPage::new(s, "address", "/me/email", problem)
        .with(vec![
            email.hint(s.t("account-email-hint")).autocomplete("email"),
            password(s, "password", "current-password", problem),
        ])
        .links(&[("/me", "to-me")])
}

async fn email_page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let (shell, ()) = visitor.load_signed_in(&app, |_| Ok(())).await?;
    email_form(&shell, &Fields::default(), None).shown(None)
}

async fn change(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let asked = match demand(&fields, &["email", "password"]) {
        Ok(()) => {
            let shown = fields.get("password").to_owned();
            let typed = (fields.get("email"), shown, visitor.language());
            flows::ask_for_address(&app, &accounts, caller, typed).await
        }
        Err(failure) => Err(failure),
    };
    match or_problem(asked)? {
        Ok(()) => Ok(go_to("/me?done=address")),
        Err(problem) => {
            let (shell, ()) = visitor.load_signed_in(&app, |_| Ok(())).await?;
            email_form(&shell, &fields, Some(&problem)).shown(Some(&problem))
        }
    }
}

#[derive(Deserialize)]
struct Token {
    #[serde(default)]
    token: String,
}

/// What a link does to an address.
#[derive(Clone, Copy)]
enum Link {
    Confirm,
    Stop,
}

impl Link {
    /// The message ids before and after, and the address of its form.
    fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Confirm => ("address-confirm", "address-confirmed", "/address/confirm"),
            Self::Stop => ("address-stop", "address-stopped", "/address/stop"),
        }
    }

    fn form<'a>(self, s: &'a PageContext, token: &str, problem: Option<&Refusal>) -> FormPage<'a> {
        let (name, _, action) = self.names();
        let form = FormPage::new(s, name, action, problem).hidden("token", token);
        form.links(&[("/sign-in", "to-sign-in"), ("/forgot-password", "to-forgot")])
    }

    async fn page(
        self,
        app: &App,
        visitor: &Visitor,
        token: &str,
    ) -> Result<HttpResponse, Failure> {
        let (shell, ()) = visitor.load_page(app, |_| Ok(())).await?;
        self.form(&shell, token, None).shown(None)
    }

    async fn act(self, app: &App, open: PublicForm) -> Result<HttpResponse, Failure> {
        let token = open.fields.get("token").to_owned();
        let sent = token.clone();
        let acted = app
            .write(move |db, now| match self {
                Self::Confirm => actions::confirm_address(db, &sent, now),
                Self::Stop => actions::stop_address(db, &sent, now),
            })
            .await;
        let problem = or_problem(acted)?.err();
        let (shell, ()) = open.visitor.load_page(app, |_| Ok(())).await?;
        match problem {
            None => {
                let (_, name, _) = self.names();
                let on = ("/forgot-password", "to-forgot");
                show(&shell, &NotePage { s: &shell, hint: String::new(), name, on })
            }
            Some(problem) => self.form(&shell, &token, Some(&problem)).shown(Some(&problem)),
        }
    }
}

async fn confirm_page(
    app: web::Data<App>,
    visitor: Visitor,
    query: web::Query<Token>,
) -> Result<HttpResponse, Failure> {
    Link::Confirm.page(&app, &visitor, &query.token).await
}

async fn confirm(app: web::Data<App>, open: PublicForm) -> Result<HttpResponse, Failure> {
    Link::Confirm.act(&app, open).await
}

async fn stop_page(
    app: web::Data<App>,
    visitor: Visitor,
    query: web::Query<Token>,
) -> Result<HttpResponse, Failure> {
    Link::Stop.page(&app, &visitor, &query.token).await
}

async fn stop(app: web::Data<App>, open: PublicForm) -> Result<HttpResponse, Failure> {
    Link::Stop.act(&app, open).await
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ManageOwnAccount, "/me/nip", nip_page)
        .post(Permission::ManageOwnAccount, "/me/nip", claim)
        .get(Permission::ManageOwnAccount, "/me/email", email_page)
        .post(Permission::ManageOwnAccount, "/me/email", change)
        .get(Permission::SignIn, "/address/confirm", confirm_page)
        .post(Permission::SignIn, "/address/confirm", confirm)
        .get(Permission::SignIn, "/address/stop", stop_page)
        .post(Permission::SignIn, "/address/stop", stop);
}
