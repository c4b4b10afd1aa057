//! The panel, the ranking, and what the committee decides.

use crate::kernel::access::Permission;
use crate::kernel::access::Relation::{Assigned, Ordered, OwnSubmitted, Reopened, Revising};
use crate::kernel::access::Role::{
    Appeal, Auditor, Candidate, Chair, Decider, Reviewer, Secretariat, Verifier,
};
use crate::kernel::access::grant::{ANYBODY, Rule, grant, hidden, own, rule};
use crate::kernel::access::groups::{PLENARY_STAFF, RESULT_READERS, STAFF};
use crate::kernel::access::phases::{
    BEFORE_ANNOUNCEMENT, BEFORE_REVIEW_ENDS, FROM_ANNOUNCED, FROM_OPEN, FROM_PLENARY, FROM_REVIEW,
    PLENARY_ONLY, RECONCILING, REVIEW_ONLY,
};

pub(super) static RULES: &[Rule] = &[
    // reviews
    hidden(
        Permission::DeclareConflict,
        &[
            // One's own; the secretariat also what it is told of others.
            own(Reviewer).in_phases(BEFORE_REVIEW_ENDS),
            own(Verifier).in_phases(BEFORE_REVIEW_ENDS),
            own(Chair).in_phases(BEFORE_REVIEW_ENDS),
            own(Decider).in_phases(BEFORE_REVIEW_ENDS),
            grant(Secretariat).despite_conflict().in_phases(BEFORE_REVIEW_ENDS),
        ],
    ),
    rule(Permission::ReadConflicts, &[grant(Secretariat), grant(Chair), grant(Auditor)]),
    rule(
        Permission::Assign,
        &[
            grant(Secretariat).in_phases(BEFORE_REVIEW_ENDS),
            grant(Chair).in_phases(BEFORE_REVIEW_ENDS),
            grant(Secretariat).needs(Ordered).in_phases(FROM_ANNOUNCED),
            grant(Chair).needs(Ordered).in_phases(FROM_ANNOUNCED),
        ],
    ),
    rule(Permission::ReadAssignments, STAFF),
    rule(Permission::ReadOwnPile, &[grant(Reviewer)]),
    hidden(
        Permission::Score,
        &[
            grant(Reviewer).needs(Assigned).in_phases(REVIEW_ONLY),
            grant(Reviewer).needs(Reopened).in_phases(PLENARY_ONLY),
            grant(Reviewer).needs(Ordered).in_phases(FROM_ANNOUNCED),
        ],
    ),
    hidden(Permission::ReadOwnSheet, &[grant(Reviewer).needs(Assigned)]),
    hidden(
        Permission::ReadOtherSheets,
        &[
            grant(Reviewer).needs(OwnSubmitted).in_phases(FROM_REVIEW),
            grant(Secretariat).in_phases(FROM_PLENARY),
            grant(Chair).in_phases(FROM_PLENARY),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Appeal).in_phases(FROM_ANNOUNCED),
            grant(Auditor).in_phases(FROM_PLENARY),
        ],
    ),
    hidden(Permission::Reconcile, &[grant(Chair).in_phases(RECONCILING)]),
    hidden(Permission::ReopenSheet, &[grant(Chair).in_phases(RECONCILING)]),
    rule(
        Permission::ReadProgress,
        &[
            grant(Secretariat).in_phases(FROM_REVIEW),
            grant(Chair).in_phases(FROM_REVIEW),
            grant(Auditor).in_phases(FROM_REVIEW),
        ],
    ),
    rule(
        Permission::RemindReviewers,
        &[grant(Secretariat).in_phases(REVIEW_ONLY), grant(Chair).in_phases(REVIEW_ONLY)],
    ),
    // selection and decision
    hidden(
        Permission::InvitePlenary,
        &[
            grant(Secretariat).in_phases(BEFORE_ANNOUNCEMENT),
            grant(Chair).in_phases(BEFORE_ANNOUNCEMENT),
        ],
    ),
    hidden(
        Permission::ReadMeeting,
        &[
            grant(Secretariat).in_phases(FROM_OPEN),
            grant(Chair).in_phases(FROM_OPEN),
            grant(Decider).in_phases(FROM_OPEN),
            grant(Auditor).in_phases(FROM_OPEN),
        ],
    ),
    rule(
        Permission::ComputeRun,
        &[
            grant(Secretariat).in_phases(PLENARY_ONLY),
            grant(Chair).in_phases(PLENARY_ONLY),
            grant(Secretariat).needs(Revising).in_phases(FROM_ANNOUNCED),
            grant(Chair).needs(Revising).in_phases(FROM_ANNOUNCED),
        ],
    ),
    hidden(Permission::ReadRanking, RESULT_READERS),
    hidden(Permission::ExploreRanking, PLENARY_STAFF),
    hidden(
        Permission::ProposeDecision,
        &[
            grant(Chair).in_phases(PLENARY_ONLY),
            grant(Chair).needs(Revising).in_phases(FROM_ANNOUNCED),
        ],
    ),
    hidden(
        Permission::ApproveDecision,
        &[
            grant(Decider).in_phases(PLENARY_ONLY),
            grant(Decider).needs(Revising).in_phases(FROM_ANNOUNCED),
        ],
    ),
    hidden(Permission::ReadDecision, RESULT_READERS),
    hidden(
        Permission::Announce,
        &[
            grant(Secretariat).in_phases(PLENARY_ONLY),
            grant(Secretariat).needs(Revising).in_phases(FROM_ANNOUNCED),
        ],
    ),
    hidden(Permission::ReadOwnResult, &[own(Candidate).in_phases(FROM_ANNOUNCED)]),
    hidden(Permission::ReadAnnouncement, &[ANYBODY.in_phases(FROM_ANNOUNCED)]),
    hidden(Permission::ExportResults, PLENARY_STAFF),
    hidden(Permission::ExportSheets, PLENARY_STAFF),
];
