//! A proposal of the demo while its story is told.

use super::script::Written;
use crate::kernel::access::Viewer;
use crate::kernel::ids::{ProposalId, UnitCode};

/// A proposal on its way through the story.
pub(super) struct Running<'a> {
    pub(super) id: ProposalId,
    pub(super) written: &'a Written,
    pub(super) candidate: &'a Viewer,
    pub(super) unit: UnitCode,
    pub(super) owner: UnitCode,
}
