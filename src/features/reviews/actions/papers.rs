//! The documents of a proposal that its reviewers may read: those about the proposal, not those
//! about the person. Diplomas, decrees and letters on health or discipline are for the verifiers.
//! Under double-blind no document is shown, because a PDF can name its author.

use super::ReviewContext;
use crate::features::calls::{Anonymity, Definition, Sensitivity};
use crate::features::proposals::actions::documents::{documents_in, readable_in};
use crate::features::proposals::{Document, Documents};
use crate::kernel::access::{self, Permission};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, DocumentId};
use crate::platform::cx::Cx;

/// The documents of one's own task.
///
/// # Errors
/// `not_found`, `wrong_phase`.
pub fn list_papers(cx: &mut Cx<'_>, id: &AssignmentId) -> Result<Documents, Failure> {
    let context = ReviewContext::of_own_task(cx, id)?;
    papers_in(cx, &context)
}

pub(super) fn papers_in(cx: &mut Cx<'_>, context: &ReviewContext) -> Result<Documents, Failure> {
    access::may(cx.viewer, Permission::ReadFile, context.facts(cx.viewer, cx.now))?;
    let mut documents = documents_in(cx, &context.of)?;
    documents.kinds.retain(|kind| is_for_the_panel(&context.call().definition, &kind.kind));
    documents.kinds.iter_mut().for_each(|kind| kind.older.clear());
    Ok(documents)
}

/// One of them, for download.
pub fn readable_paper(
    cx: &mut Cx<'_>,
    (id, document): (&AssignmentId, &DocumentId),
) -> Result<Document, Failure> {
    let context = ReviewContext::of_own_task(cx, id)?;
    access::may(cx.viewer, Permission::ReadFile, context.facts(cx.viewer, cx.now))?;
    let found = readable_in(cx, document, &context.of)?.document;
    if is_for_the_panel(&context.call().definition, &found.kind) {
        Ok(found)
    } else {
        Err(Failure::not_found())
    }
}

/// Whether a kind of document is about the proposal and names nobody who must stay unknown.
fn is_for_the_panel(definition: &Definition, kind: &str) -> bool {
    let requirement = definition.documents.iter().find(|document| document.kind == kind);
    definition.anonymity != Anonymity::DoubleBlind
        && requirement.is_some_and(|document| {
            matches!(document.sensitivity, Sensitivity::Open | Sensitivity::Internal)
        })
}
