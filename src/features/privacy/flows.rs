//! Acts in several steps, for the API and for pages: gathering and packing one's data, erasing.

use super::{Erased, Erasure, Periods, actions, packing};
use crate::features::accounts::{Accounts, Proof, SignedIn, confirm_identity};
use crate::kernel::blocking::blocking;
use crate::kernel::errors::Failure;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::exports::Download;
use crate::platform::files::Storage;
use crate::platform::mail::Letterhead;
use crate::platform::read_log::ReadLog;
use actix_web::{HttpResponse, web};

/// Gathers, packs, records and returns the data.
pub(super) async fn take(
    app: &App,
    (storage, periods, log): (&web::Data<Storage>, &web::Data<Periods>, &web::Data<ReadLog>),
    caller: SignedIn,
) -> Result<HttpResponse, Failure> {
    caller.may_have_effects()?;
    ReadLog::settle(log).await?;
    let (letterhead, periods) = (Letterhead::of(&app.settings), periods.clone());
    let gather = move |cx: &mut Cx<'_>| actions::gather(cx, (&letterhead, &periods));
    let holdings = caller.clone().read(app, gather).await?;
    let (storage, folder) = (storage.clone(), app.settings.data.folder.clone());
    let package = blocking(move || packing::pack(&holdings, &storage, &folder)).await?;
    let (sha256, files) = (package.sha256.clone(), package.rows);
    let note = move |cx: &mut Cx<'_>| actions::note_taken(cx, (&sha256, files));
    caller.write(app, note).await?;
    let download = Download {
        file_name: "tubel-data.zip".to_owned(),
        media_type: "application/zip",
        is_packed: true,
    };
    Ok(package.answer(&download))
}

/// What an erasure needs from the program.
pub(super) struct Office<'a> {
    pub app: &'a App,
    pub accounts: &'a Accounts,
    pub storage: &'a web::Data<Storage>,
    pub periods: &'a web::Data<Periods>,
}

/// Checks whether they may be erased, confirms the caller's identity, then erases; files are
/// removed after the commit.
///
/// # Errors
/// As `actions::erase`; `identity_not_confirmed`, `too_many_failures`.
pub(super) async fn erase_confirmed(
    Office { app, accounts, storage, periods }: Office<'_>,
    caller: SignedIn,
    wanted: Valid<Erasure>,
) -> Result<Erased, Failure> {
    let Erasure { people, password } = wanted.into_inner();
    let proof = Proof { password };
    let (asked, kept) = (people.clone(), periods.clone().into_inner());
    let may = move |cx: &mut Cx<'_>| actions::may_erase(cx, (&asked, &kept)).map(|_| ());
    caller.clone().read(app, may).await?;
    let confirmed = confirm_identity(app, accounts, &caller, proof).await?;
    let periods = periods.clone().into_inner();
    let act = move |cx: &mut Cx<'_>| actions::erase(cx, (&people, &periods), &confirmed);
    let erased = caller.write(app, act).await?;
    let (database, now) = (app.database.clone(), app.clock.now());
    let storage = storage.clone().into_inner();
    // The rows are gone; a file that cannot be removed now waits for the next erasure or start.
    if let Err(failure) = blocking(move || actions::remove_files(&database, &storage, now)).await {
        tracing::warn!(error = %failure, "files of erased people wait to be removed");
    }
    Ok(erased)
}
