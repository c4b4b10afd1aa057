//! What the table is asked about: how a viewer stands to a thing, and the phase of its call.

use super::Phase;

/// How the viewer is related to the thing; several may hold at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// Their own proposal, sheet, account.
    Own,
    /// They head the unit the thing belongs to.
    OwnUnit,
    /// They head the unit that owns the problem.
    ProblemOwner,
    /// They are assigned to review it.
    Assigned,
    /// They have handed in their own sheet on it.
    OwnSubmitted,
    /// They have handed in their own sheet on it, and the chair has opened it again.
    Reopened,
    /// A sheet on it was ordered after the announcement: theirs to write, or theirs to assign.
    Ordered,
    /// The announced result of its call is being made anew after an upheld objection.
    Revising,
    /// They are the mentor of the study.
    Mentor,
    /// Nobody but the awardee heads the unit that owns the problem.
    OwnerAbsent,
    /// They stand in for the head of the unit that it is about.
    ActingHead,
    /// Its candidate objects to the administrative finding, or did.
    Objected,
    /// They are on the panel of the call, whose rules speak of its plenary.
    Seated,
    /// They attended the plenary that decides now, by its record.
    Attended,
    /// They sit on the panel of the interview.
    Panelist,
    /// They are in conflict with it: self, same unit, superior, declared.
    Conflicted,
    /// It names who takes somebody's place for some days.
    Substitution,
}

/// The relations that hold, and the call's phase where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    relations: u32,
    pub phase: Option<Phase>,
}

impl Facts {
    /// A thing that belongs to no call and has no relation to the viewer.
    pub const NONE: Self = Self { relations: 0, phase: None };

    pub fn in_phase(phase: Phase) -> Self {
        Self { relations: 0, phase: Some(phase) }
    }

    #[must_use]
    pub fn with(mut self, relation: Relation, holds: bool) -> Self {
        if holds {
            self.relations |= relation.bit();
        }
        self
    }

    pub fn has(self, relation: Relation) -> bool {
        self.relations & relation.bit() != 0
    }
}

impl Relation {
    const fn bit(self) -> u32 {
        1 << (self as u32)
    }
}
