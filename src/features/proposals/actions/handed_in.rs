//! The submissions beside the draft: one version, the differences, and which version is in force.

use super::{ProposalContext, read};
use crate::features::proposals::rules::NOT_SUBMITTED;
use crate::features::proposals::rules::changes;
use crate::features::proposals::rules::pins;
use crate::features::proposals::{Changes, HandedIn, HandedInBy, Submission, Version, store};
use crate::kernel::access::{self, Permission};
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::platform::cx::Cx;
use crate::platform::db::Db;

/// One submission with its files and its circumstances: for the candidate and those who read the
/// verification.
///
/// # Errors
/// `not_found`.
pub fn version(cx: &mut Cx<'_>, (id, number): (&ProposalId, i32)) -> Result<Version, Failure> {
    let context = ProposalContext::find(cx, id)?;
    read::may_read_versions(cx.viewer, &context)?;
    version_in(cx, &context, number)
}

pub(super) fn version_in(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
    number: i32,
) -> Result<Version, Failure> {
    let version = store::version_of(cx.db, context.id(), number)?;
    with_files(cx, context, version.ok_or_else(Failure::not_found)?)
}

/// All submissions, oldest first: for the candidate and those who read the verification.
///
/// # Errors
/// `not_found`.
pub fn versions(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Vec<Version>, Failure> {
    let context = ProposalContext::find(cx, id)?;
    read::may_read_versions(cx.viewer, &context)?;
    let found = store::versions_of(cx.db, id)?;
    found.into_iter().map(|version| with_files(cx, &context, version)).collect()
}

/// The version with the files that this reader may know.
fn with_files(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
    mut version: Version,
) -> Result<Version, Failure> {
    version.files = pins::named(context.pins(cx.db, version.number)?);
    version.files.retain(|file| context.may_see(cx.viewer, &file.kind));
    if !context.allows(cx.viewer, Permission::Verify) && !context.is_own() {
        version.applicant = version.applicant.map(|one| HandedInBy { nip: None, ..one });
    }
    Ok(version)
}

/// Which submission is in force; for those who read the draft also whether the draft differs from
/// it.
///
/// # Errors
/// `not_found`.
pub fn submission(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Option<Submission>, Failure> {
    let context = ProposalContext::find(cx, id)?;
    submission_in(cx, &context)
}

pub(super) fn submission_in(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
) -> Result<Option<Submission>, Failure> {
    read::seen(cx.viewer, context)?;
    let Some(handed_in) = context.proposal.handed_in() else { return Ok(None) };
    let reads_draft = context.is_own() && context.allows(cx.viewer, Permission::ReadDraftProposal);
    let changed =
        if reads_draft { Some(!differences(cx.db, context, handed_in)?.is_empty()) } else { None };
    Ok(Some(handed_in.told(changed)))
}

/// The differences between the draft and the submission in force; for its candidate.
///
/// # Errors
/// `not_found`; `not_submitted`.
pub fn changes(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Changes, Failure> {
    let context = ProposalContext::find(cx, id)?;
    changes_in(cx, &context)
}

pub(super) fn changes_in(cx: &mut Cx<'_>, context: &ProposalContext) -> Result<Changes, Failure> {
    if !context.is_own() {
        return Err(Failure::not_found());
    }
    access::may(cx.viewer, Permission::ReadDraftProposal, context.facts)?;
    let handed_in = context.proposal.handed_in();
    differences(cx.db, context, handed_in.ok_or_else(|| Failure::refused(NOT_SUBMITTED))?)
}

/// The draft compared with one of its versions. A file from a repair belongs to the submission and
/// is no difference.
fn differences(
    db: &mut Db,
    context: &ProposalContext,
    handed_in: &HandedIn,
) -> Result<Changes, Failure> {
    let draft = &context.proposal;
    let submitted = context.submitted().ok_or_else(Failure::not_found)?.text();
    let pinned = context.pins(db, handed_in.version)?;
    let newest: Vec<_> = pins::latest(context.documents(db)?).cloned().collect();
    Ok(Changes {
        since: handed_in.version,
        submitted_at: handed_in.at,
        fields: changes::between(&submitted, &draft.text())?,
        files: changes::files_between(&pins::counting(pinned), &newest),
    })
}
