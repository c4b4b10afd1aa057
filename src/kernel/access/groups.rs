//! Grants that several lines of the table have in common.

use super::Role::{self, Appeal, Auditor, Chair, Decider, Secretariat};
use super::grant::{Grant, grant};
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
