//! One's own data over REST; requests and erasures in `erasure`.

mod erasure;

use super::Periods;
use super::flows::take;
use crate::features::accounts::SignedIn;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::platform::app::App;
use crate::platform::files::Storage;
use crate::platform::read_log::ReadLog;
use crate::web::Routes;
use actix_web::{HttpResponse, get, web};

/// All data that the system holds on oneself, and who processed it: a ZIP of JSON files and one's
/// files.
#[utoipa::path(tag = "privacy", security(("access_token" = [])), responses((status = 200, content_type = "application/zip", body = Vec<u8>)))]
#[get("/me/data")]
async fn own_data(
    app: web::Data<App>,
    (storage, periods): (web::Data<Storage>, web::Data<Periods>),
    log: web::Data<ReadLog>,
    caller: SignedIn,
) -> Result<HttpResponse, Failure> {
    take(&app, (&storage, &periods, &log), caller).await
}

pub fn configure(routes: &mut Routes<'_>) {
    routes.add(Permission::ReadOwnData, own_data);
    erasure::configure(routes);
}
