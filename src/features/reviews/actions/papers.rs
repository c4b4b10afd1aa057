//! The documents of a proposal that its reviewers may read: those about the proposal, not those
//! about the person. Diplomas, decrees and letters on health or discipline are for the verifiers.
//! Under double-blind no document is shown, because a PDF can name its author.

use super::ReviewContext;
use crate::features::calls::{Anonymity, Definition, Sensitivity};
use crate::features::proposals::actions::ProposalContext;
use crate::features::proposals::actions::documents::{documents_in, readable_in};
use crate::features::proposals::{Document, DocumentKind, Documents};
use crate::features::reviews::{SubmittedSheet, store};
use crate::kernel::access::{self, Permission};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AssignmentId, DocumentId, ProposalId};
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

/// The sheets that count on a proposal, and what the panel reads of its files: for the plenary's screen. The files are
/// empty for who may read the sheets and not open files.
///
/// # Errors
/// `not_found`, also in conflict; `wrong_phase`.
pub fn panel_view(
    cx: &mut Cx<'_>,
    proposal: &ProposalId,
) -> Result<(Vec<SubmittedSheet>, Vec<DocumentKind>), Failure> {
    let of = ProposalContext::find(cx, proposal)?;
    let context = ReviewContext::with(cx.db, of, None)?;
    let facts = context.facts(cx.viewer, cx.now);
    access::may(cx.viewer, Permission::ReadOtherSheets, facts)?;
    let sheets = store::sheets_on(cx.db, proposal)?;
    let opens_files = cx.viewer.may(Permission::ReadFile, facts);
    let papers = if opens_files { papers_in(cx, &context)?.kinds } else { Vec::new() };
    Ok((sheets, papers.into_iter().filter(|kind| kind.latest.is_some()).collect()))
}

/// Whether a kind of document is about the proposal and names nobody who must stay unknown.
fn is_for_the_panel(definition: &Definition, kind: &str) -> bool {
    let requirement = definition.documents.iter().find(|document| document.kind == kind);
    definition.anonymity != Anonymity::DoubleBlind
        && requirement.is_some_and(|document| {
            matches!(document.sensitivity, Sensitivity::Open | Sensitivity::Internal)
        })
}
