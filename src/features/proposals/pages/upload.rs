//! A document sent by a plain form, and an unfinished upload given up; the script sends the same
//! file by the API, with progress, and a large one in pieces.

use super::overview::page_with;
use crate::features::accounts::{Accounts, SignedInForm, UploadForm};
use crate::features::proposals::flows::{Upload, forget, idle, next_part, text_of};
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{ProposalId, UploadId};
use crate::platform::app::App;
use crate::platform::files::Storage;
use crate::web::forms::{as_fault_of_file, respond};
use crate::web::pages::go_to;
use actix_multipart::Multipart;
use actix_web::{HttpRequest, HttpResponse, web};

pub(super) async fn upload(
    app: web::Data<App>,
    (storage, accounts): (web::Data<Storage>, web::Data<Accounts>),
    sender: UploadForm,
    id: web::Path<ProposalId>,
    (request, body): (HttpRequest, web::Payload),
) -> Result<HttpResponse, Failure> {
    let form = Multipart::new(request.headers(), body);
    let id = id.into_inner();
    let taken = take(&app, (&storage, &accounts), &sender, (id.clone(), form)).await;
    let to = |()| format!("/proposals/{id}#documents");
    respond(taken.map_err(as_fault_of_file), to, async |problem| {
        page_with(&app, &sender.visitor, id.clone(), Some(&problem)).await
    })
    .await
}

/// The parts in their order: token, kind, file.
async fn take(
    app: &App,
    (storage, accounts): (&web::Data<Storage>, &Accounts),
    sender: &UploadForm,
    (proposal, mut form): (ProposalId, Multipart),
) -> Result<(), Failure> {
    let token = match next_part(&mut form, idle(app)).await? {
        Some(part) if part.name() == Some("csrf") => text_of(part, idle(app)).await?,
        _ => return Err(Failure::refused(common::FORGED_REQUEST)),
    };
    let caller = sender.with_token(accounts, &token)?;
    let kind = match next_part(&mut form, idle(app)).await? {
        Some(part) if part.name() == Some("kind") => text_of(part, idle(app)).await?,
        _ => return Err(Failure::field("kind", common::field::REQUIRED)),
    };
    let file = match next_part(&mut form, idle(app)).await? {
        Some(part) if part.name() == Some("file") => part,
        _ => return Err(Failure::field("file", common::field::REQUIRED)),
    };
    let named = file.content_disposition().and_then(|header| header.get_filename());
    let file_name = named.unwrap_or_default().to_owned();
    let upload = Upload { app, storage, caller, proposal, kind, file_name };
    let allowance = upload.allowance().await?;
    upload.receive(allowance, file).await.map(|_| ())
}

pub(super) async fn give_up(
    (app, storage): (web::Data<App>, web::Data<Storage>),
    path: web::Path<(ProposalId, UploadId)>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (proposal, upload) = path.into_inner();
    forget((&app, &storage), form.caller, upload).await?;
    Ok(go_to(&format!("/proposals/{proposal}#documents")))
}
