//! Adding a document to a study, with its file.

use crate::web::pages::PageRoutes;

pub(super) fn configure(_routes: &mut PageRoutes<'_>) {}
