//! The table itself. There is one rule per permission. A rule is a list of grants; a grant is a role, the
//! relation it needs, and the phases in which it holds. Without a grant there is no permission.

use super::Permission;
use super::Phase::{Draft, Open, Plenary, Review, Scheduled, Screening};
use super::Relation::{
    Assigned, Ordered, OwnSubmitted, OwnUnit, OwnerAbsent, ProblemOwner, Reopened, Revising,
};
use super::Role::{
    Appeal, Approver, Auditor, Candidate, Chair, Decider, Inspector, Operator, Reviewer,
    Secretariat, UnitHead, Verifier,
};
use super::grant::{ANYBODY, MENTOR, ONESELF, Rule, grant, head, hidden, own, rule};
use super::groups::{EVERY_ROLE, PLENARY_STAFF, REPORT_READERS, RESULT_READERS, STAFF};
use super::phases::{
    ANNOUNCED_ONLY, BEFORE_ANNOUNCEMENT, BEFORE_REVIEW_ENDS, CLOSED_ONLY, EXTENSIBLE,
    FROM_ANNOUNCED, FROM_OPEN, FROM_PLENARY, FROM_REVIEW, FROM_SCREENING, OPEN_ONLY, PLENARY_ONLY,
    PUBLISHED, RECONCILING, REVIEW_ONLY, SCREENING_ONLY,
};

/// Who may do what, when.
pub static TABLE: &[Rule] = &[
    // accounts
    rule(Permission::Register, &[ANYBODY]),
    rule(Permission::SignIn, &[ANYBODY]),
    rule(Permission::ManageOwnAccount, &[ONESELF]),
    rule(
        Permission::ListAccounts,
        &[grant(Secretariat), grant(Chair), grant(Auditor), grant(Operator)],
    ),
    rule(
        Permission::ReadAccount,
        &[ONESELF, grant(Secretariat), grant(Chair), grant(Auditor), grant(Operator)],
    ),
    rule(Permission::CreateAccount, &[grant(Secretariat), grant(Operator)]),
    rule(Permission::ChangeAccount, &[grant(Secretariat), grant(Operator)]),
    rule(Permission::GrantRole, &[grant(Secretariat)]),
    rule(
        Permission::ReadChanges,
        &[grant(Secretariat), grant(Chair), grant(Auditor), grant(Operator)],
    ),
    rule(Permission::DecideChange, &[grant(Chair)]),
    rule(Permission::ConfirmIdentity, &[grant(Secretariat)]),
    rule(Permission::CorrectAddress, &[grant(Secretariat)]),
    rule(Permission::ApproveCorrection, &[grant(Secretariat), grant(Chair)]),
    rule(Permission::ReadUnits, &[ANYBODY]),
    rule(Permission::ChangeUnits, &[grant(Secretariat)]),
    // problems
    rule(Permission::ReadRegistry, &[ANYBODY]),
    hidden(
        Permission::ReadPendingProblem,
        &[grant(UnitHead).needs(OwnUnit), grant(Approver), grant(Secretariat), grant(Auditor)],
    ),
    rule(Permission::ProposeProblem, &[grant(UnitHead).needs(OwnUnit)]),
    hidden(Permission::ReviseProblem, &[grant(UnitHead).needs(OwnUnit)]),
    rule(Permission::DecideProblem, &[grant(Approver)]),
    rule(Permission::RetireProblem, &[grant(Approver)]),
    rule(Permission::MeasureProblem, &[grant(UnitHead).needs(OwnUnit)]),
    rule(
        Permission::ListMeasurements,
        &[grant(Inspector), grant(Approver), grant(Secretariat), grant(Auditor)],
    ),
    hidden(
        Permission::ReadEvidence,
        &[
            grant(UnitHead).needs(OwnUnit),
            grant(Inspector),
            grant(Approver),
            grant(Secretariat),
            grant(Auditor),
        ],
    ),
    rule(Permission::CheckMeasurement, &[grant(Inspector)]),
    // calls
    rule(Permission::ReadCallTemplates, &[ANYBODY]),
    hidden(Permission::ReadCall, &[ANYBODY.in_phases(PUBLISHED)]),
    hidden(Permission::ReadDraftCall, &[grant(Secretariat), grant(Chair), grant(Auditor)]),
    rule(Permission::WriteCall, &[grant(Secretariat).in_phases(&[Draft])]),
    rule(Permission::FreezeCall, &[grant(Secretariat).in_phases(&[Draft])]),
    rule(Permission::ExtendCall, &[grant(Secretariat).in_phases(EXTENSIBLE)]),
    rule(
        Permission::CancelCall,
        &[grant(Chair).in_phases(&[Draft, Scheduled, Open, Screening, Review, Plenary])],
    ),
    rule(
        Permission::ManagePanel,
        &[grant(Secretariat).in_phases(&[Draft, Scheduled, Open, Screening, Review])],
    ),
    rule(Permission::ReadPanel, STAFF),
    rule(Permission::ReadDashboard, &[grant(Secretariat), grant(Chair), grant(Auditor)]),
    // proposals
    hidden(
        Permission::ReadDraftProposal,
        &[
            own(Candidate),
            head(OwnUnit).in_phases(OPEN_ONLY),
            head(ProblemOwner).in_phases(OPEN_ONLY),
        ],
    ),
    hidden(
        Permission::ReadProposal,
        &[
            own(Candidate),
            head(OwnUnit).in_phases(FROM_OPEN),
            head(ProblemOwner).in_phases(FROM_OPEN),
            grant(Reviewer).needs(Assigned).in_phases(FROM_REVIEW),
            grant(Verifier).in_phases(FROM_SCREENING),
            grant(Secretariat).in_phases(FROM_SCREENING),
            grant(Chair).in_phases(FROM_SCREENING),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Appeal).in_phases(FROM_ANNOUNCED),
            grant(Auditor).in_phases(FROM_SCREENING),
        ],
    ),
    rule(
        Permission::ListProposals,
        &[
            grant(Candidate),
            grant(UnitHead),
            grant(Verifier),
            grant(Secretariat),
            grant(Chair),
            grant(Decider),
            grant(Auditor),
        ],
    ),
    hidden(Permission::WriteProposal, &[own(Candidate).in_phases(OPEN_ONLY)]),
    hidden(Permission::SubmitProposal, &[own(Candidate).in_phases(OPEN_ONLY)]),
    hidden(Permission::RepairProposal, &[own(Candidate).in_phases(SCREENING_ONLY)]),
    hidden(Permission::WithdrawProposal, &[own(Candidate).in_phases(BEFORE_ANNOUNCEMENT)]),
    hidden(
        Permission::EndorseProposal,
        &[head(OwnUnit).in_phases(OPEN_ONLY), head(ProblemOwner).in_phases(OPEN_ONLY)],
    ),
    hidden(Permission::ReadOwnUpload, &[own(Candidate)]),
    hidden(Permission::GiveUpUpload, &[own(Candidate)]),
    hidden(
        Permission::ReadFile,
        &[
            own(Candidate),
            head(OwnUnit).in_phases(FROM_OPEN),
            grant(Reviewer).needs(Assigned).in_phases(FROM_REVIEW),
            grant(Verifier).in_phases(FROM_SCREENING),
            grant(Secretariat).in_phases(FROM_SCREENING),
            grant(Chair).in_phases(FROM_SCREENING),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Auditor).in_phases(FROM_SCREENING),
        ],
    ),
    hidden(
        Permission::ReadSensitiveFile,
        &[
            own(Candidate),
            grant(Verifier).in_phases(SCREENING_ONLY),
            grant(Secretariat).in_phases(SCREENING_ONLY),
            grant(Auditor).in_phases(FROM_SCREENING),
        ],
    ),
    hidden(Permission::Verify, &[grant(Verifier).in_phases(SCREENING_ONLY)]),
    hidden(Permission::OpenRepair, &[grant(Verifier).in_phases(SCREENING_ONLY)]),
    hidden(
        Permission::ReadVerification,
        &[
            own(Candidate).in_phases(FROM_SCREENING),
            head(OwnUnit).in_phases(FROM_SCREENING),
            grant(Verifier).in_phases(FROM_SCREENING),
            grant(Secretariat).in_phases(FROM_SCREENING),
            grant(Chair).in_phases(FROM_SCREENING),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Appeal).in_phases(FROM_ANNOUNCED),
            grant(Auditor).in_phases(FROM_SCREENING),
        ],
    ),
    hidden(
        Permission::ExportVerification,
        &[
            grant(Secretariat).in_phases(FROM_SCREENING),
            grant(Chair).in_phases(FROM_SCREENING),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Auditor).in_phases(FROM_SCREENING),
        ],
    ),
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
    // objections and offers
    hidden(Permission::FileObjection, &[own(Candidate).in_phases(ANNOUNCED_ONLY)]),
    hidden(
        Permission::ReadObjection,
        &[
            own(Candidate).in_phases(FROM_ANNOUNCED),
            grant(Appeal).in_phases(FROM_ANNOUNCED),
            grant(Secretariat).in_phases(FROM_ANNOUNCED),
            grant(Chair).in_phases(FROM_ANNOUNCED),
            grant(Auditor).in_phases(FROM_ANNOUNCED),
        ],
    ),
    hidden(Permission::WithdrawObjection, &[own(Candidate).in_phases(FROM_ANNOUNCED)]),
    rule(
        Permission::ListObjections,
        &[grant(Appeal), grant(Secretariat), grant(Chair), grant(Auditor)],
    ),
    hidden(Permission::RuleObjection, &[grant(Appeal).in_phases(FROM_ANNOUNCED)]),
    hidden(
        Permission::ReadAwards,
        &[
            grant(Secretariat).in_phases(FROM_ANNOUNCED),
            grant(Chair).in_phases(FROM_ANNOUNCED),
            grant(Decider).in_phases(FROM_ANNOUNCED),
            grant(Auditor).in_phases(FROM_ANNOUNCED),
        ],
    ),
    hidden(Permission::OfferSeats, &[grant(Secretariat).in_phases(CLOSED_ONLY)]),
    hidden(Permission::ReadOwnOffer, &[own(Candidate).in_phases(FROM_ANNOUNCED)]),
    hidden(Permission::AnswerOffer, &[own(Candidate).in_phases(CLOSED_ONLY)]),
    // studies
    rule(
        Permission::ListStudies,
        &[
            grant(Candidate),
            grant(UnitHead),
            grant(Secretariat),
            grant(Approver),
            grant(Inspector),
            grant(Chair),
            grant(Decider),
            grant(Auditor),
            ONESELF,
        ],
    ),
    hidden(
        Permission::ReadStudy,
        &[
            own(Candidate),
            head(OwnUnit),
            head(ProblemOwner),
            MENTOR,
            grant(Secretariat),
            grant(Approver),
            grant(Inspector),
            grant(Chair),
            grant(Decider),
            grant(Auditor),
        ],
    ),
    hidden(
        Permission::ReadStudyFile,
        &[own(Candidate), grant(Secretariat), grant(Inspector), grant(Auditor)],
    ),
    hidden(Permission::ReadReportFile, REPORT_READERS),
    hidden(Permission::WriteStudy, &[own(Candidate)]),
    hidden(Permission::RunStudy, &[grant(Secretariat)]),
    hidden(Permission::AgreeStudy, &[head(ProblemOwner), grant(Approver).needs(OwnerAbsent)]),
    hidden(Permission::CommentReport, &[MENTOR]),
    // what came of the awards
    rule(Permission::ReadImpact, &[ANYBODY]),
    // Public as well; but what leaves as a file is on the record, with whom it left by.
    rule(Permission::ExportImpact, EVERY_ROLE),
    rule(Permission::ReadLearning, &[grant(Secretariat), grant(Chair), grant(Auditor)]),
    rule(Permission::SearchTried, &[ONESELF]),
    // Whatever roles they still have: what was given can be taken back.
    hidden(Permission::ShareProposal, &[ONESELF.in_phases(FROM_ANNOUNCED)]),
    // letters
    rule(Permission::ReadOutbox, &[grant(Secretariat), grant(Auditor)]),
    rule(Permission::ReadOutboxCounts, &[grant(Secretariat), grant(Auditor), grant(Operator)]),
    rule(Permission::RetryMail, &[grant(Secretariat)]),
    rule(Permission::ReadOwnMail, &[ONESELF]),
    // breaches of personal data
    rule(Permission::ReadBreaches, &[grant(Secretariat), grant(Auditor)]),
    rule(Permission::ManageBreaches, &[grant(Secretariat)]),
    // personal data
    rule(Permission::ReadOwnData, &[ONESELF]),
    rule(Permission::AskForErasure, &[ONESELF]),
    rule(Permission::ReadRetention, &[grant(Secretariat), grant(Auditor)]),
    rule(Permission::AnswerErasure, &[grant(Secretariat)]),
    rule(Permission::ErasePerson, &[grant(Secretariat)]),
    // record and machine
    rule(Permission::ReadLedger, &[grant(Auditor), grant(Secretariat), grant(Chair)]),
    rule(Permission::ReadReadings, &[grant(Auditor), grant(Secretariat)]),
    rule(Permission::ReadLedgerHead, &[ANYBODY]),
    rule(Permission::ReadService, &[ANYBODY]),
];
