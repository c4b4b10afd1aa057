//! What was handed in beside what is being written: one version, the differences, and which counts.

use super::dossier::Dossier;
use super::{Standing, read, stand};
use crate::features::proposals::rules::NOT_SUBMITTED;
use crate::features::proposals::rules::changes;
use crate::features::proposals::rules::pins;
use crate::features::proposals::{Changes, Proposal, Submission, Text, Version, store};
use crate::kernel::access::{self, Act, Facts, Relation, Verdict, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::platform::db::Db;

/// One submission, with its files and with what else held then: for the candidate and those who read
/// the verification.
///
/// # Errors
/// `not_found`.
pub fn version(
    db: &mut Db,
    viewer: &Viewer,
    (id, number): (&ProposalId, i32),
    now: Timestamp,
) -> Result<Version, Failure> {
    let standing = stand(db, viewer, id, now)?;
    read::may_read_versions(db, viewer, &standing)?;
    let version = store::version_of(db, id, number)?.ok_or_else(Failure::not_found)?;
    with_files(db, viewer, (id, standing.facts), version, now)
}

/// Every submission, the first one first: for the candidate and those who read the verification.
///
/// # Errors
/// `not_found`.
pub fn versions(
    db: &mut Db,
    viewer: &Viewer,
    id: &ProposalId,
    now: Timestamp,
) -> Result<Vec<Version>, Failure> {
    let standing = stand(db, viewer, id, now)?;
    read::may_read_versions(db, viewer, &standing)?;
    let found = store::versions_of(db, id)?;
    let of = (id, standing.facts);
    found.into_iter().map(|version| with_files(db, viewer, of, version, now)).collect()
}

/// The version with its files as this reader may know them.
fn with_files(
    db: &mut Db,
    viewer: &Viewer,
    (id, facts): (&ProposalId, Facts),
    mut version: Version,
    now: Timestamp,
) -> Result<Version, Failure> {
    let dossier = Dossier::find(db, viewer, id, now)?;
    let pinned = store::pins_of(db, id, version.number)?;
    version.files = pins::named(&pinned);
    version.files.retain(|file| dossier.may_see(viewer, &file.kind));
    let verifies = access::decide(&viewer.roles, Act::Verify, facts) == Verdict::Allowed;
    if !verifies && !facts.has(Relation::Own) {
        version.applicant = version
            .applicant
            .map(|one| crate::features::proposals::HandedInBy { nip: None, ..one });
    }
    Ok(version)
}

/// Which submission counts, and for those who read the draft whether that has moved on since.
///
/// # Errors
/// `not_found`.
pub fn submission(
    db: &mut Db,
    viewer: &Viewer,
    id: &ProposalId,
    now: Timestamp,
) -> Result<Option<Submission>, Failure> {
    let standing = stand(db, viewer, id, now)?;
    read::seen(db, viewer, &standing)?;
    let (Some(version), Some(submitted_at)) =
        (standing.proposal.submitted_version, standing.proposal.submitted_at)
    else {
        return Ok(None);
    };
    let reads_draft = standing.facts.has(Relation::Own)
        && access::decide(&viewer.roles, Act::ReadDraftProposal, standing.facts)
            == Verdict::Allowed;
    let changed =
        if reads_draft { Some(!differences(db, &standing, version)?.is_empty()) } else { None };
    Ok(Some(Submission { version, submitted_at, changed }))
}

/// How the draft differs from the submission that counts; for its candidate.
///
/// # Errors
/// `not_found`; `not_submitted`.
pub fn changes(
    db: &mut Db,
    viewer: &Viewer,
    id: &ProposalId,
    now: Timestamp,
) -> Result<Changes, Failure> {
    let standing = stand(db, viewer, id, now)?;
    if !standing.facts.has(Relation::Own) {
        return Err(Failure::not_found());
    }
    access::may(viewer, Act::ReadDraftProposal, standing.facts)?;
    let version = standing.proposal.submitted_version;
    let version = version.ok_or_else(|| Failure::refused(NOT_SUBMITTED))?;
    differences(db, &standing, version)
}

/// The draft against one of its versions. A file that came in a repair is no change: it counts.
fn differences(db: &mut Db, standing: &Standing, version: i32) -> Result<Changes, Failure> {
    let draft: &Proposal = &standing.proposal;
    let submitted: Text = store::text_of(db, draft)?.ok_or_else(Failure::not_found)?;
    let pinned = store::pins_of(db, &draft.id, version)?;
    let uploaded = store::documents_of(db, &draft.id)?;
    let newest: Vec<_> = pins::latest(&uploaded).cloned().collect();
    Ok(Changes {
        since: version,
        submitted_at: draft.submitted_at.unwrap_or(draft.updated_at),
        fields: changes::between(&submitted, &draft.text())?,
        files: changes::files_between(&pins::counting(&pinned), &newest),
    })
}
