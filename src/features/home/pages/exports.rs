//! All exports of a call, what they contain, and what was lately exported. A link leads to the same
//! file as over REST, at an address that asks people to sign in.

use crate::features::accounts::Visitor;
use crate::features::home::actions::exports::{Made, Offers, read_offers};
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{PageContext, show};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "home/pages/exports.html")]
struct ExportsPage<'a> {
    s: &'a PageContext,
    loaded: &'a Offers,
}

impl ExportsPage<'_> {
    fn kind(&self, made: &Made) -> String {
        let kind = made.entry.payload.get("kind").and_then(serde_json::Value::as_str);
        kind.map_or_else(String::new, |kind| self.s.word("export", kind))
    }

    fn figure(made: &Made, name: &str) -> String {
        match made.entry.payload.get(name) {
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        }
    }
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| read_offers(cx, &id);
    let (s, loaded) = visitor.load_signed_in(&app, act).await?;
    show(&s, &ExportsPage { s: &s, loaded: &loaded })
}
