//! What the table is made of: a rule is a list of grants; a grant is a role, the relation it needs,
//! and the phases it holds in. The table itself is in `table`.

use super::Relation::{ActingHead, Attended, Conflicted, Mentor, Own, Seated};
use super::Role::UnitHead;
use super::{Facts, Permission, Phase, Relation, Role};

/// Permission for one role under conditions.
#[derive(Debug, Clone, Copy)]
pub struct Grant {
    /// `None` means anybody, signed in or not.
    pub role: Option<Role>,
    pub needs: Option<Relation>,
    /// Holds in spite of a conflict of interest (only for one's own things).
    pub despite_conflict: bool,
    /// `None` means that the act does not depend on a phase.
    pub phases: Option<&'static [Phase]>,
}

impl Grant {
    pub(super) const fn needs(mut self, relation: Relation) -> Self {
        self.needs = Some(relation);
        self
    }

    pub(super) const fn in_phases(mut self, phases: &'static [Phase]) -> Self {
        self.phases = Some(phases);
        self
    }

    pub(super) const fn despite_conflict(mut self) -> Self {
        self.despite_conflict = true;
        self
    }

    /// Whether role and relations fit; the phase is not looked at.
    pub fn fits(&self, roles: &[Role], facts: Facts) -> bool {
        self.role.is_none_or(|role| roles.contains(&role))
            && self.needs.is_none_or(|relation| facts.has(relation))
            && (self.despite_conflict || !facts.has(Conflicted))
    }

    pub fn holds_in(&self, phase: Option<Phase>) -> bool {
        match (self.phases, phase) {
            (None, _) => true,
            (Some(phases), Some(phase)) => phases.contains(&phase),
            (Some(_), None) => false,
        }
    }
}

pub(super) const fn grant(role: Role) -> Grant {
    Grant { role: Some(role), needs: None, despite_conflict: false, phases: None }
}

/// The viewer's own thing. Everybody is in conflict with their own proposal, so the conflict must not hide it.
pub(super) const fn own(role: Role) -> Grant {
    grant(role).needs(Own).despite_conflict()
}

/// Acts that a unit head does for the unit. Being of the same unit is required here, so it is no conflict. The
/// candidate of a proposal never has `OwnUnit` or `ProblemOwner` on it.
pub(super) const fn head(relation: Relation) -> Grant {
    grant(UnitHead).needs(relation).despite_conflict()
}

pub(super) const ANYBODY: Grant =
    Grant { role: None, needs: None, despite_conflict: true, phases: None };

/// Everybody who is signed in, whatever their role: their own account.
pub(super) const ONESELF: Grant =
    Grant { role: None, needs: Some(Own), despite_conflict: true, phases: None };

/// The mentor of a study, whatever their role; colleagues of the awardee too.
pub(super) const MENTOR: Grant =
    Grant { role: None, needs: Some(Mentor), despite_conflict: true, phases: None };

/// Who stands in for the head of a unit, whatever their role; as with a head, being of the same unit is no conflict.
pub(super) const ACTING: Grant =
    Grant { role: None, needs: Some(ActingHead), despite_conflict: true, phases: None };

/// A member of the panel of a call whose rules speak of its plenary, whatever their role.
pub(super) const SEATED: Grant =
    Grant { role: None, needs: Some(Seated), despite_conflict: true, phases: None };

/// The same where they attended the plenary that decides now.
pub(super) const ATTENDED: Grant =
    Grant { role: None, needs: Some(Attended), despite_conflict: true, phases: None };

/// One line of the table.
#[derive(Debug)]
pub struct Rule {
    pub act: Permission,
    /// A refusal must not reveal that the thing exists.
    pub hidden: bool,
    pub grants: &'static [Grant],
}

pub(super) const fn rule(act: Permission, grants: &'static [Grant]) -> Rule {
    Rule { act, hidden: false, grants }
}

/// A rule whose refusal is `404`.
pub(super) const fn hidden(act: Permission, grants: &'static [Grant]) -> Rule {
    Rule { act, hidden: true, grants }
}
