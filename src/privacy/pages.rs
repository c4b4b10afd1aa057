//! The page on one's own data: why it is held, what is in the package, what is not, the package.

use super::api::take;
use crate::access::Act;
use crate::accounts::{Posted, Visitor};
use crate::errors::Failure;
use crate::files::Storage;
use crate::web::App;
use crate::web::pages::{PageRoutes, Shell, show};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "privacy/pages/data.html")]
struct DataPage<'a> {
    s: &'a Shell,
}

async fn data(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let (shell, ()) = visitor.look_signed_in(&app, |_, _, _| Ok(())).await?;
    show(&shell, &DataPage { s: &shell })
}

async fn download(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    form: Posted,
) -> Result<HttpResponse, Failure> {
    take(&app, &storage, form.caller).await
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes.get(Act::ReadOwnData, "/me/data", data).post(Act::ReadOwnData, "/me/data", download);
}
