//! One's own identification: the NIP that one claims, and another address.

use super::Plain;
use super::forms::{OWN_ADDRESS, OWN_NIP};
use crate::features::accounts::inputs::{OwnAddress, OwnNip};
use crate::features::accounts::{Accounts, SignedInForm, Visitor, actions, flows};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::pages::PageRoutes;
use actix_web::{HttpResponse, web};

static NIP: Plain<OwnNip> = Plain::new(&OWN_NIP, "nip", &[("/me", "to-me")]);
static ADDRESS: Plain<OwnAddress> = Plain::new(&OWN_ADDRESS, "address", &[("/me", "to-me")]);

async fn nip_page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let (s, user) = visitor.load_signed_in(&app, actions::own_account).await?;
    let mut typed = Fields::default();
    typed.set("nip", user.nip_claim.shown().unwrap_or_default());
    NIP.on((&app, &s), (&typed, None))
}

async fn claim(app: web::Data<App>, sent: SignedInForm) -> Result<HttpResponse, Failure> {
    let act = |cx: &mut Cx<'_>, claim: &Valid<_>| actions::claim_nip(cx, claim);
    let done = sent.send(&app, &OWN_NIP, act).await;
    NIP.respond((&app, &sent), done, "/me?done=nip").await
}

async fn address_page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    ADDRESS.to_person((&app, &visitor), (&Fields::default(), None)).await
}

async fn change(
    app: web::Data<App>,
    accounts: web::Data<Accounts>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let ask = async |wanted| {
        let language = sent.visitor.language();
        flows::ask_for_address(&app, &accounts, sent.caller.clone(), (wanted, language)).await
    };
    let done = sent.hand(&OWN_ADDRESS, ask).await;
    ADDRESS.respond((&app, &sent), done, "/me?done=address").await
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ManageOwnAccount, OWN_NIP.address(), nip_page)
        .form(Permission::ManageOwnAccount, &OWN_NIP, claim)
        .get(Permission::ManageOwnAccount, OWN_ADDRESS.address(), address_page)
        .form(Permission::ManageOwnAccount, &OWN_ADDRESS, change);
}
