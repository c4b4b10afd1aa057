//! The panel, the ranking, and what the committee decides.

use crate::kernel::access::Permission;
use crate::kernel::access::Relation::{
    Assigned, Ordered, OwnSubmitted, Panelist, Reopened, Revising,
};
use crate::kernel::access::Role::{
    Appeal, Auditor, Candidate, Chair, Decider, Reviewer, Secretariat, Verifier,
};
use crate::kernel::access::grant::{ANYBODY, ATTENDED, Rule, SEATED, grant, hidden, own, rule};
use crate::kernel::access::groups::{PLENARY_STAFF, RESULT_READERS, STAFF};
use crate::kernel::access::phases::{
    BEFORE_ANNOUNCEMENT, BEFORE_REVIEW_ENDS, FROM_ANNOUNCED, FROM_OPEN, FROM_PLENARY, FROM_REVIEW,
    PLENARY_ONLY, RECONCILING, REVIEW_ONLY, WHILE_JUDGED,
};

pub(super) static RULES: &[Rule] = &[
    // reviews
    hidden(
        Permission::DeclareConflict,
        &[
            // One's own; the secretariat also what it is told of others.
            own(Reviewer).in_phases(WHILE_JUDGED),
            own(Verifier).in_phases(WHILE_JUDGED),
            own(Chair).in_phases(WHILE_JUDGED),
            own(Decider).in_phases(WHILE_JUDGED),
            own(Appeal).in_phases(WHILE_JUDGED),
            grant(Secretariat).despite_conflict().in_phases(WHILE_JUDGED),
        ],
    ),
    rule(
        Permission::ReadOwnConflicts,
        &[
            grant(Reviewer),
            grant(Verifier),
            grant(Chair),
            grant(Decider),
            grant(Appeal),
            grant(Secretariat),
        ],
    ),
    hidden(
        Permission::WithdrawConflict,
        &[
            // Of oneself, or what one reported.
            own(Reviewer).in_phases(WHILE_JUDGED),
            own(Verifier).in_phases(WHILE_JUDGED),
            own(Chair).in_phases(WHILE_JUDGED),
            own(Decider).in_phases(WHILE_JUDGED),
            own(Appeal).in_phases(WHILE_JUDGED),
            own(Secretariat).in_phases(WHILE_JUDGED),
        ],
    ),
    hidden(
        Permission::ReadInvolvement,
        &[
            grant(Secretariat).in_phases(FROM_OPEN),
            grant(Chair).in_phases(FROM_OPEN),
            grant(Auditor).in_phases(FROM_OPEN),
        ],
    ),
    hidden(Permission::RuleWithdrawal, &[grant(Chair).in_phases(WHILE_JUDGED)]),
    rule(Permission::ReadConflicts, &[grant(Secretariat), grant(Chair), grant(Auditor)]),
    rule(
        Permission::Assign,
        &[
            grant(Secretariat).in_phases(BEFORE_REVIEW_ENDS),
            grant(Chair).in_phases(BEFORE_REVIEW_ENDS),
            // Where a sheet lacks after the review, or was ordered after the announcement.
            grant(Secretariat).needs(Ordered).in_phases(FROM_PLENARY),
            grant(Chair).needs(Ordered).in_phases(FROM_PLENARY),
        ],
    ),
    rule(Permission::ReadAssignments, STAFF),
    rule(Permission::ReadOwnPile, &[grant(Reviewer)]),
    hidden(
        Permission::Score,
        &[
            grant(Reviewer).needs(Assigned).in_phases(REVIEW_ONLY),
            grant(Reviewer).needs(Reopened).in_phases(PLENARY_ONLY),
            grant(Reviewer).needs(Ordered).in_phases(FROM_PLENARY),
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
    hidden(
        Permission::ReadKeptDraft,
        &[grant(Chair).in_phases(FROM_PLENARY), grant(Auditor).in_phases(FROM_PLENARY)],
    ),
    hidden(Permission::Reconcile, &[grant(Chair).in_phases(RECONCILING)]),
    hidden(Permission::ReopenSheet, &[grant(Chair).in_phases(RECONCILING)]),
    hidden(Permission::AwaitSheet, &[grant(Chair).in_phases(PLENARY_ONLY)]),
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
    // interviews
    hidden(Permission::PlanInterviews, &[grant(Secretariat).in_phases(RECONCILING)]),
    hidden(
        Permission::ReadInterviews,
        &[
            grant(Secretariat).in_phases(FROM_REVIEW),
            grant(Chair).in_phases(FROM_REVIEW),
            grant(Auditor).in_phases(FROM_REVIEW),
        ],
    ),
    rule(Permission::ReadOwnInterviews, &[grant(Reviewer)]),
    hidden(
        Permission::ReadInterview,
        &[
            own(Candidate).in_phases(FROM_REVIEW),
            grant(Reviewer).needs(Panelist).in_phases(FROM_REVIEW),
            grant(Secretariat).in_phases(FROM_REVIEW),
            grant(Chair).in_phases(FROM_REVIEW),
            grant(Auditor).in_phases(FROM_REVIEW),
        ],
    ),
    hidden(Permission::AskInterviewTime, &[own(Candidate).in_phases(RECONCILING)]),
    hidden(
        Permission::RecordInterviewAttendance,
        &[
            grant(Reviewer).needs(Panelist).in_phases(RECONCILING),
            grant(Secretariat).in_phases(RECONCILING),
        ],
    ),
    hidden(Permission::ScoreInterview, &[grant(Reviewer).needs(Panelist).in_phases(RECONCILING)]),
    hidden(
        Permission::ReadInterviewSheets,
        &[
            grant(Reviewer).needs(OwnSubmitted).in_phases(FROM_REVIEW),
            grant(Secretariat).in_phases(FROM_PLENARY),
            grant(Chair).in_phases(FROM_PLENARY),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Appeal).in_phases(FROM_ANNOUNCED),
            grant(Auditor).in_phases(FROM_PLENARY),
        ],
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
            SEATED.in_phases(FROM_OPEN),
        ],
    ),
    hidden(
        Permission::RecordAttendance,
        &[
            grant(Secretariat).in_phases(PLENARY_ONLY),
            grant(Chair).in_phases(PLENARY_ONLY),
            grant(Secretariat).needs(Revising).in_phases(FROM_ANNOUNCED),
            grant(Chair).needs(Revising).in_phases(FROM_ANNOUNCED),
        ],
    ),
    // Whoever records who attended records how they voted.
    hidden(
        Permission::RecordTieVote,
        &[
            grant(Secretariat).in_phases(PLENARY_ONLY),
            grant(Chair).in_phases(PLENARY_ONLY),
            grant(Secretariat).needs(Revising).in_phases(FROM_ANNOUNCED),
            grant(Chair).needs(Revising).in_phases(FROM_ANNOUNCED),
        ],
    ),
    hidden(
        Permission::ReadPlenary,
        &[
            grant(Secretariat).in_phases(FROM_PLENARY),
            grant(Chair).in_phases(FROM_PLENARY),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Auditor).in_phases(FROM_PLENARY),
            SEATED.in_phases(FROM_PLENARY),
        ],
    ),
    // Dissent, remarks and signatures, each of a member for themselves.
    hidden(Permission::SpeakInPlenary, &[ATTENDED.in_phases(FROM_PLENARY)]),
    // Where no chair is there any more, the decider.
    hidden(
        Permission::AnswerRemark,
        &[
            grant(Chair).in_phases(PLENARY_ONLY),
            grant(Decider).in_phases(PLENARY_ONLY),
            grant(Chair).needs(Revising).in_phases(FROM_ANNOUNCED),
            grant(Decider).needs(Revising).in_phases(FROM_ANNOUNCED),
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
