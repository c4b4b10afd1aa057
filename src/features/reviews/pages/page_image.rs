//! A document of a task page by page, for a reviewer without scripts.

use crate::features::accounts::Visitor;
use crate::features::reviews::actions;
use crate::kernel::access::Viewer;
use crate::kernel::address::page;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, DocumentId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::Storage;
use crate::platform::page_images::PdfRenderer;
use crate::web::pages::{Leaf, Turned, show};
use actix_web::{HttpResponse, web};

pub(super) async fn page_image(
    app: web::Data<App>,
    (storage, studio): (web::Data<Storage>, web::Data<PdfRenderer>),
    visitor: Visitor,
    (path, turned): (web::Path<(AssignmentId, DocumentId)>, web::Query<Turned>),
) -> Result<HttpResponse, Failure> {
    let (task, paper) = path.into_inner();
    let (back, file) = (page::assignment(&task), page::paper(&task, &paper));
    let act = move |cx: &mut Cx<'_>| {
        let document = actions::readable_paper(cx, (&task, &paper))?;
        Ok((document, cx.viewer.user.clone()))
    };
    let (s, (document, reader)) = visitor.load_signed_in(&app, act).await?;
    let number = turned.page;
    let pages = studio.draw(&storage, &document.sha256, number, &reader).await?.pages;
    let back = (back.as_str(), s.t("sheet-title"));
    show(&s, &Leaf { s: &s, name: &document.file_name, file: file.as_str(), back, number, pages })
}
