//! The receipt as PDF.

use crate::features::accounts::SignedIn;
use crate::features::proposals::actions;
use crate::kernel::access::{Permission, Viewer};
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::typesetting::{Paper, Typesetter};
use crate::web::Routes;
use crate::web::language;
use crate::web::pages::PageRoutes;
use actix_web::{HttpRequest, HttpResponse, get, web};

/// The receipt of the submission in force, as PDF, for the candidate.
#[utoipa::path(tag = "papers", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
#[get("/proposals/{id}/receipt/pdf")]
async fn receipt_pdf(
    app: web::Data<App>,
    press: web::Data<Typesetter>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let language = language::of(&request);
    let act = move |cx: &mut Cx<'_>| {
        let (number, data) = actions::receipt_paper(cx, &id, language)?;
        Ok((number, data, cx.viewer.user.clone()))
    };
    let (number, data, reader) = caller.read(&app, act).await?;
    let now = app.clock.now();
    let bytes = press.into_inner().print(&reader, (Paper::Receipt, data), now).await?;
    Ok(Paper::Receipt.download(&number).answer(bytes))
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes.add(Permission::ReadDraftProposal, receipt_pdf);
}

/// The same files for people: a reader who is not signed in is led to signing in and back.
pub(in crate::features::proposals) fn downloads(routes: &mut PageRoutes<'_>) {
    routes
        .download(Permission::ReadDraftProposal, receipt_pdf)
        .download(Permission::ReadProposal, super::submission::receipt_proof);
}
