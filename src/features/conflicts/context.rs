//! A call as one viewer finds it: with its phase, and with what a conflict of interest hides from them in it. Each act
//! loads it once and hands it to the readers that the act is made of, of its own stage and of others; each of these
//! asks its own permission, of the facts that are there.

use super::{ProposalParties, Withheld, conflicted_in};
use crate::features::calls::{self, Call};
use crate::kernel::access::{self, Facts, Permission, Phase, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::db::{Db, LoadOnce};
use std::collections::BTreeSet;

/// A call and how one viewer stands to what is in it.
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
    /// Finds the call. Asks no permission yet.
    ///
    /// # Errors
    /// `not_found`.
    pub fn find(
        db: &mut Db,
        viewer: &Viewer,
        id: &CallId,
        now: Timestamp,
    ) -> Result<Self, Failure> {
        let call = calls::find(db, id)?.ok_or_else(Failure::not_found)?;
        Self::of(db, viewer, call, now)
    }

    /// The same, of a call that is there already.
    pub fn of(db: &mut Db, viewer: &Viewer, call: Call, now: Timestamp) -> Result<Self, Failure> {
        let facts = calls::facts(db, &call, now)?;
        Ok(Self {
            phase: call.phase(now),
            facts,
            viewer: viewer.user.clone(),
            call,
            conflicts: LoadOnce::default(),
            hidden: LoadOnce::default(),
            withheld: LoadOnce::default(),
        })
    }

    /// Lets the viewer pass, or refuses.
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

    /// The proposals to which the viewer is an outsider: lists, counts and plans leave them out.
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
