//! A proposal as somebody finds it: with its call, the phase, and how they stand to it. What the
//! acts on documents and verification begin with.

use crate::access::{self, Act, Facts, Phase, Relation, Role, Viewer};
use crate::accounts;
use crate::calls::{self, Call};
use crate::clock::Timestamp;
use crate::db::Db;
use crate::errors::Failure;
use crate::ids::{ProposalId, UnitCode, UserId};
use crate::proposals::rules::conflict::{Standing, is_conflicted};
use crate::proposals::{Proposal, store};
use std::collections::BTreeMap;

pub(super) struct Dossier {
    pub(super) proposal: Proposal,
    pub(super) call: Call,
    pub(super) phase: Phase,
    pub(super) facts: Facts,
}

impl Dossier {
    /// Finds the proposal and how the viewer stands to it. Asks no permission yet.
    pub(super) fn find(
        db: &mut Db,
        viewer: &Viewer,
        id: &ProposalId,
        now: Timestamp,
    ) -> Result<Self, Failure> {
        let proposal = store::find(db, id)?.ok_or_else(Failure::not_found)?;
        let call = calls::find(db, &proposal.call)?.ok_or_else(Failure::not_found)?;
        let phase = call.phase(now);
        let conflicted = has_duty(viewer) && is_near(db, viewer, &proposal)?;
        let facts = Facts::in_phase(phase)
            .with(Relation::Own, proposal.candidate == viewer.user)
            .with(Relation::OwnUnit, viewer.heads(&proposal.unit))
            .with(Relation::Conflicted, conflicted);
        Ok(Self { proposal, call, phase, facts })
    }

    /// Relations that only a later stage knows of, e.g. being assigned to review it.
    pub(super) fn with_relations(mut self, relations: &[Relation]) -> Self {
        self.facts = relations.iter().fold(self.facts, |facts, found| facts.with(*found, true));
        self
    }

    /// Lets the viewer pass, or refuses. A proposal that was never submitted is nobody's business
    /// but that of those who may read drafts.
    pub(super) fn may(&self, viewer: &Viewer, act: Act) -> Result<(), Failure> {
        if self.proposal.submitted_version.is_none() {
            access::may(viewer, Act::ReadDraftProposal, self.facts)?;
        }
        access::may(viewer, act, self.facts)
    }

    pub(super) fn is_own(&self) -> bool {
        self.facts.has(Relation::Own)
    }

    pub(super) fn subject(&self) -> String {
        format!("proposal:{}", self.proposal.id)
    }
}

/// A unit head reads their own people's proposals; nearness matters to those who judge.
pub(super) fn has_duty(viewer: &Viewer) -> bool {
    viewer.roles.iter().copied().any(Role::is_duty)
}

fn is_near(db: &mut Db, viewer: &Viewer, proposal: &Proposal) -> Result<bool, Failure> {
    let candidate = &proposal.candidate;
    let people = accounts::user_units(db, &[viewer.user.clone(), candidate.clone()])?;
    let (judge, judged) = (standing(&people, &viewer.user), standing(&people, candidate));
    Ok(is_conflicted(&judge, &judged, &proposal.unit))
}

type Units = BTreeMap<UserId, (Option<UnitCode>, Option<UserId>)>;

fn standing(people: &Units, user: &UserId) -> Standing {
    let (unit, superior) = people.get(user).cloned().unwrap_or_default();
    Standing { user: user.clone(), unit, superior }
}
