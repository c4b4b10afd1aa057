//! One's own data over REST; requests and erasures in `erasure`.

pub(super) mod erasure;

use super::{Periods, actions, packing};
use crate::features::accounts::SignedIn;
use crate::kernel::access::Act;
use crate::kernel::blocking::blocking;
use crate::kernel::errors::Failure;
use crate::platform::app::App;
use crate::platform::exports::Download;
use crate::platform::files::Storage;
use crate::platform::read_log::ReadLog;
use crate::web::Routes;
use actix_web::{HttpResponse, get, web};
use std::sync::Arc;

/// Gathers, packs, notes and hands out; the page does the same.
pub(super) async fn take(
    app: &App,
    (storage, periods, log): (&web::Data<Storage>, &web::Data<Periods>, &web::Data<ReadLog>),
    caller: SignedIn,
) -> Result<HttpResponse, Failure> {
    caller.may_have_effects()?;
    ReadLog::settle(log).await?;
    let (settings, periods) = (Arc::clone(&app.settings), periods.clone());
    let gather = move |db: &mut _, viewer: &_, now| {
        actions::gather(db, viewer, (&settings.server.base_url(), &periods), now)
    };
    let holdings = caller.clone().read(app, gather).await?;
    let (storage, folder) = (storage.clone(), app.settings.data.folder.clone());
    let package = blocking(move || packing::pack(&holdings, &storage, &folder)).await?;
    let (sha256, files) = (package.sha256.clone(), package.rows);
    let note =
        move |db: &mut _, viewer: &_, now| actions::note_taken(db, viewer, (&sha256, files), now);
    caller.write(app, note).await?;
    let download = Download {
        file_name: "tubel-data.zip".to_owned(),
        media_type: "application/zip",
        is_packed: true,
    };
    Ok(package.answer(&download))
}

/// All that the system holds on oneself, and who processed it: a ZIP of JSON files and one's files.
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

pub fn configure(routes: &mut Routes<'_, '_>) {
    routes.add(Act::ReadOwnData, own_data);
    erasure::configure(routes);
}
