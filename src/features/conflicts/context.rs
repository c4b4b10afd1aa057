//! A call as one viewer sees it: its phase, and what a conflict of interest hides from them. Each
//! action loads it once and passes it to the readers it calls, of its own feature and of others;
//! each of those checks its own permission from the facts in it.

use super::{ProposalParties, Withheld, conflicted_in};
use crate::features::calls::{self, Call};
use crate::kernel::access::{self, Facts, Permission, Phase, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::cx::Cx;
use crate::platform::db::{Db, LoadOnce};
use std::collections::BTreeSet;

/// A call, and the viewer's relation to what is in it.
#[derive(Debug)]
pub struct CallContext {
    pub call: Call,
    pub phase: Phase,
    /// The phase, and whether the result is under revision.
    pub facts: Facts,
    viewer: UserId,
    conflicts: LoadOnce<Vec<ProposalParties>>,
    hidden: LoadOnce<BTreeSet<ProposalId>>,
    withheld: LoadOnce<Withheld>,
}

impl CallContext {
    /// Finds the call. Does not check a permission yet.
    ///
    /// # Errors
    /// `not_found`.
    pub fn find(cx: &mut Cx<'_>, id: &CallId) -> Result<Self, Failure> {
        let call = calls::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
        Self::of(cx, call)
    }

    /// The same for a call that is already loaded.
    pub fn of(cx: &mut Cx<'_>, call: Call) -> Result<Self, Failure> {
        let facts = calls::facts(cx.db, &call, cx.now)?;
        Ok(Self {
            phase: call.phase(cx.now),
            facts,
            viewer: cx.viewer.user.clone(),
            call,
            conflicts: LoadOnce::default(),
            hidden: LoadOnce::default(),
            withheld: LoadOnce::default(),
        })
    }

    /// Permits or refuses.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, `wrong_phase`.
    pub fn may(&self, viewer: &Viewer, act: Permission) -> Result<(), Failure> {
        access::may(viewer, act, self.facts)
    }

    fn conflicts(&self, db: &mut Db) -> Result<&[ProposalParties], Failure> {
        let found = || conflicted_in(db, &self.viewer, &self.call.id);
        self.conflicts.get(found).map(Vec::as_slice)
    }

    /// The proposals with which the viewer is in conflict: lists, counts and plans leave them out.
    pub fn hidden(&self, db: &mut Db) -> Result<&BTreeSet<ProposalId>, Failure> {
        let all = self.conflicts(db)?;
        self.hidden.get(|| Ok(all.iter().map(|of| of.proposal.clone()).collect()))
    }

    /// What is withheld from the viewer.
    pub fn withheld(&self, db: &mut Db) -> Result<&Withheld, Failure> {
        let all = self.conflicts(db)?;
        self.withheld.get(|| Ok(Withheld::of_candidacies(all)))
    }
}
