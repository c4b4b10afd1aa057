//! Everything that this stage knows of one proposal, for the page that gathers it.

use super::desk::reading_in;
use super::verification::verification_in;
use super::{ProposalContext, Reading, handed_in};
use crate::features::proposals::{Exception, Verification, Version};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::platform::cx::Cx;

/// What was written, handed in, signed and verified, as far as its reader may know.
#[derive(Debug)]
pub struct CaseFile {
    /// The text, the files and the endorsements.
    pub reading: Reading,
    /// Every submission with its receipt, the oldest first.
    pub versions: Vec<Version>,
    pub verification: Verification,
    /// None for readers who may not read them.
    pub exceptions: Option<Vec<Exception>>,
}

/// Whether the viewer may open the page that gathers a proposal.
///
/// # Errors
/// When the database fails.
pub fn may_read_case(cx: &mut Cx<'_>, id: &ProposalId) -> Result<bool, Failure> {
    match ProposalContext::find(cx, id) {
        Ok(context) => Ok(context.reads_case(cx.viewer)),
        Err(Failure::Refused(_)) => Ok(false),
        Err(failure) => Err(failure),
    }
}

/// Reads it.
///
/// # Errors
/// `not_found`, also in conflict, for its candidate and before it was handed in; `wrong_phase`.
pub fn case_file(cx: &mut Cx<'_>, context: &ProposalContext) -> Result<CaseFile, Failure> {
    context.submitted().ok_or_else(Failure::not_found)?;
    context.may(cx.viewer, Permission::ReadCase)?;
    let reads_exceptions = context.allows(cx.viewer, Permission::ReadExceptions);
    Ok(CaseFile {
        reading: reading_in(cx, context)?,
        versions: handed_in::versions_in(cx, context)?,
        verification: verification_in(cx, context)?,
        exceptions: if reads_exceptions { Some(context.exceptions(cx.db)?.to_vec()) } else { None },
    })
}
