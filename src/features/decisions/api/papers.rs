//! A candidate's result as PDF. The papers of a call are in the catalogue of exports (`home/catalogue.rs`).

use crate::features::accounts::SignedIn;
use crate::features::decisions::actions;
use crate::kernel::access::{Permission, Viewer};
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::typesetting::Typesetter;
use crate::web::Routes;
use crate::web::language;
use crate::web::pages::PageRoutes;
use actix_web::{HttpRequest, HttpResponse, get, web};

/// The result of one's own proposal as a letter, as PDF.
#[utoipa::path(tag = "papers", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
#[get("/proposals/{id}/result/pdf")]
async fn result_pdf(
    app: web::Data<App>,
    press: web::Data<Typesetter>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let language = language::of(&request);
    let make = move |cx: &mut Cx<'_>| {
        let draft = actions::result_letter(cx, &id, language)?;
        Ok((draft, cx.viewer.user.clone()))
    };
    let (draft, reader) = caller.read(&app, make).await?;
    let wanted = (draft.paper, draft.data);
    let bytes = press.into_inner().print(&reader, wanted, draft.made_at).await?;
    Ok(draft.paper.download(&draft.about).answer(bytes))
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes.add(Permission::ReadOwnResult, result_pdf);
}

/// The same files for people: a reader who is not signed in is led to signing in and back.
pub(in crate::features::decisions) fn downloads(routes: &mut PageRoutes<'_>) {
    routes.download(Permission::ReadOwnResult, result_pdf);
}
