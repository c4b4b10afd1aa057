//! A document page by page, for whoever may read it; and its pages in place, beside a form.

use crate::features::accounts::Visitor;
use crate::features::proposals::Document;
use crate::features::proposals::actions::documents::readable_document;
use crate::kernel::access::Viewer;
use crate::kernel::address::page;
use crate::kernel::errors::Failure;
use crate::kernel::ids::DocumentId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::{MediaType, Storage};
use crate::platform::page_images::PdfRenderer;
use crate::web::pages::{Leaf, PageContext, Turned, leaves, show};
use actix_web::{HttpResponse, web};

/// A PDF's pages in place; nothing for other files.
pub(super) fn leaves_of(s: &PageContext, document: &Document) -> String {
    if document.media_type != MediaType::Pdf {
        return String::new();
    }
    leaves(s, &document.file_name, &page::document(&document.id))
}

/// The picture itself is asked for by the page and goes on the record then.
pub(super) async fn page_image(
    app: web::Data<App>,
    (storage, studio): (web::Data<Storage>, web::Data<PdfRenderer>),
    visitor: Visitor,
    (id, turned): (web::Path<DocumentId>, web::Query<Turned>),
) -> Result<HttpResponse, Failure> {
    let asked = id.clone();
    let act = move |cx: &mut Cx<'_>| {
        let document = readable_document(cx, &asked, &[])?.document;
        let is_own = document.uploaded_by == cx.viewer.user;
        Ok((document, is_own, cx.viewer.user.clone()))
    };
    let (s, (document, is_own, reader)) = visitor.load_signed_in(&app, act).await?;
    let number = turned.page;
    let pages = studio.draw(&storage, &document.sha256, number, &reader).await?.pages;
    let file = page::document(&document.id);
    let back = if is_own { "/proposals/" } else { "/desk/proposals/" };
    let back = format!("{back}{}", document.proposal);
    let back = (back.as_str(), s.t("leaf-back"));
    show(&s, &Leaf { s: &s, name: &document.file_name, file: file.as_str(), back, number, pages })
}
