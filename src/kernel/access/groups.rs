//! Grants that several lines of the table have in common.

use super::Relation::{OwnerAbsent, ProblemOwner};
use super::Role::{
    self, Appeal, Approver, Auditor, Candidate, Chair, Decider, Inspector, Secretariat,
};
use super::grant::{Grant, MENTOR, grant, head, own};
use super::phases::{FROM_ANNOUNCED, FROM_PLENARY};

/// Whoever runs, decides or checks calls.
pub(super) const STAFF: &[Grant] =
    &[grant(Secretariat), grant(Chair), grant(Decider), grant(Auditor)];

/// Whoever takes part in the plenary or checks it, from then on.
pub(super) const PLENARY_STAFF: &[Grant] = &[
    grant(Secretariat).in_phases(FROM_PLENARY),
    grant(Chair).in_phases(FROM_PLENARY),
    grant(Decider).in_phases(FROM_PLENARY),
    grant(Auditor).in_phases(FROM_PLENARY),
];

/// The same, and the appeal team once there is a result.
pub(super) const RESULT_READERS: &[Grant] = &[
    grant(Secretariat).in_phases(FROM_PLENARY),
    grant(Chair).in_phases(FROM_PLENARY),
    grant(Decider).in_phases(FROM_PLENARY),
    grant(Appeal).in_phases(FROM_ANNOUNCED),
    grant(Auditor).in_phases(FROM_PLENARY),
];

/// Everybody with a role.
pub(super) const EVERY_ROLE: &[Grant] = &[
    grant(Role::Candidate),
    grant(Role::UnitHead),
    grant(Role::Approver),
    grant(Role::Verifier),
    grant(Role::Reviewer),
    grant(Role::Secretariat),
    grant(Role::Chair),
    grant(Role::Decider),
    grant(Role::Appeal),
    grant(Role::Auditor),
    grant(Role::Inspector),
    grant(Role::Operator),
];

/// Whoever answers reports, and those who check.
pub(super) const REPORT_READERS: &[Grant] = &[
    own(Candidate),
    head(ProblemOwner),
    MENTOR,
    grant(Secretariat),
    grant(Approver).needs(OwnerAbsent),
    grant(Inspector),
    grant(Auditor),
];
