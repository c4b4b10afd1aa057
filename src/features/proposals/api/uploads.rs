//! Documents in pieces over REST, by the tus protocol: begun, continued after a lost connection,
//! cancelled. The last byte makes the document.

use super::tus::{Announcement, Tus, abilities, begun, piece_of, standing};
use crate::features::accounts::SignedIn;
use crate::features::proposals::actions::uploads::{self as actions, Announced};
use crate::features::proposals::flows::{Transfer, forget};
use crate::kernel::access::{Permission, Viewer};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UploadId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::db::{self, Db};
use crate::platform::files::Storage;
use crate::web::{Idempotency, Routes};
use actix_web::{HttpRequest, HttpResponse, delete, head, options, patch, post, web};

/// Begin a document that arrives in pieces (tus creation). `Upload-Metadata` has `kind`,
/// `filename`, and if known `modified` in milliseconds since 1970. Send an `Idempotency-Key`, so
/// that a retry after a lost answer does not begin a second upload.
#[utoipa::path(tag = "documents", security(("access_token" = [])), params(("id" = ProposalId, Path), ("Tus-Resumable" = String, Header, description = "1.0.0"), ("Upload-Length" = u64, Header, description = "Size of the whole file in bytes"), ("Upload-Metadata" = String, Header, description = "kind, filename and modified, each in base64"), ("Idempotency-Key" = Option<String>, Header, description = "A key of the client's making, at most 128 characters")), responses((status = 201, description = "Begun; `Location` is where the pieces go")))]
#[post("/proposals/{id}/uploads")]
async fn begin(
    app: web::Data<App>,
    caller: SignedIn,
    _tus: Tus,
    id: web::Path<ProposalId>,
    (request, idempotency): (HttpRequest, Idempotency),
) -> Result<HttpResponse, Failure> {
    let announcement = Announcement::of(&request)?;
    let key = idempotency.with(&(&*id, &announcement))?;
    let Announcement { size, kind, file_name, file_modified } = announcement;
    let proposal = id.into_inner();
    let announced = Announced { proposal, kind, file_name, file_modified, size };
    let act = move |cx: &mut Cx<'_>| {
        let operation = (&cx.viewer.user, "upload.begin");
        db::once(cx.db, operation, key.as_ref(), cx.now, |db| {
            actions::begin(&mut Cx { db, viewer: cx.viewer, now: cx.now }, &announced)
        })
    };
    let upload = caller.write(&app, act).await?;
    Ok(begun(format!("/api/v1/uploads/{}", upload.id), upload.expires_at))
}

/// The progress of an upload (tus core): `Upload-Offset`, and `Location` when it has become a
/// document.
#[utoipa::path(tag = "documents", security(("access_token" = [])), params(("id" = inline(UploadId), Path), ("Tus-Resumable" = String, Header, description = "1.0.0")), responses((status = 200, description = "`Upload-Offset` bytes are safely here")))]
#[head("/uploads/{id}")]
async fn progress(
    app: web::Data<App>,
    caller: SignedIn,
    _tus: Tus,
    id: web::Path<UploadId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read(cx, &id);
    let upload = caller.read(&app, act).await?;
    Ok(standing(HttpResponse::Ok(), &upload))
}

/// Add bytes (tus core). Bytes that arrived before a connection is lost are kept. The answer to the
/// last byte names the document in `Location`.
#[utoipa::path(tag = "documents", security(("access_token" = [])), params(("id" = inline(UploadId), Path), ("Tus-Resumable" = String, Header, description = "1.0.0"), ("Upload-Offset" = u64, Header, description = "Where the piece begins: as many bytes as are there")), request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"), responses((status = 204, description = "`Upload-Offset` bytes are safely here")))]
#[patch("/uploads/{id}")]
async fn add(
    (app, storage): (web::Data<App>, web::Data<Storage>),
    caller: SignedIn,
    _tus: Tus,
    id: web::Path<UploadId>,
    (request, body): (HttpRequest, web::Payload),
) -> Result<HttpResponse, Failure> {
    let piece = piece_of(&request)?;
    let transfer = Transfer { app, storage, caller, id: id.into_inner() };
    let upload = transfer.take(piece, body).await?;
    Ok(standing(HttpResponse::NoContent(), &upload))
}

/// Cancel an upload (tus termination). A document made from it stays.
#[utoipa::path(tag = "documents", security(("access_token" = [])), params(("id" = inline(UploadId), Path), ("Tus-Resumable" = String, Header, description = "1.0.0")), responses((status = 204)))]
#[delete("/uploads/{id}")]
async fn give_up(
    (app, storage): (web::Data<App>, web::Data<Storage>),
    caller: SignedIn,
    _tus: Tus,
    id: web::Path<UploadId>,
) -> Result<HttpResponse, Failure> {
    forget((&app, &storage), caller, id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What this server supports of the tus protocol.
#[utoipa::path(tag = "documents", params(("id" = ProposalId, Path)), responses((status = 204, description = "`Tus-Version`, `Tus-Extension`, `Tus-Max-Size`")))]
#[options("/proposals/{id}/uploads")]
async fn spoken(_id: web::Path<ProposalId>) -> HttpResponse {
    abilities()
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes
        .add(Permission::WriteProposal, begin)
        .add(Permission::ReadService, spoken)
        .add(Permission::ReadOwnUpload, progress)
        .add(Permission::WriteProposal, add)
        .add(Permission::GiveUpUpload, give_up);
}
