//! The table itself. One rule per act; a rule is a list of grants; a grant is a role, the relation
//! it needs, and the phases it holds in. No grant, no permission.

use super::Phase::{Announced, Closed, Draft, Open, Plenary, Review, Scheduled, Screening};
use super::Relation::{Assigned, Ordered, OwnSubmitted, OwnUnit, ProblemOwner, Reopened, Revising};
use super::Role::{
    Appeal, Approver, Auditor, Candidate, Chair, Decider, Operator, Reviewer, Secretariat,
    UnitHead, Verifier,
};
use super::grant::{ANYBODY, ONESELF, Rule, grant, head, hidden, own, rule};
use super::{Act, Phase};

const OPEN_ONLY: &[Phase] = &[Open];
const SCREENING_ONLY: &[Phase] = &[Screening];
const REVIEW_ONLY: &[Phase] = &[Review];
const PLENARY_ONLY: &[Phase] = &[Plenary];
const RECONCILING: &[Phase] = &[Review, Plenary];
const BEFORE_REVIEW_ENDS: &[Phase] = &[Screening, Review];
const BEFORE_ANNOUNCEMENT: &[Phase] = &[Open, Screening, Review, Plenary];
const FROM_OPEN: &[Phase] =
    &[Open, Screening, Review, Plenary, Announced, Closed, Phase::Cancelled];
const FROM_SCREENING: &[Phase] = &[Screening, Review, Plenary, Announced, Closed];
const FROM_REVIEW: &[Phase] = &[Review, Plenary, Announced, Closed];
const FROM_PLENARY: &[Phase] = &[Plenary, Announced, Closed];
const FROM_ANNOUNCED: &[Phase] = &[Announced, Closed];
const PUBLISHED: &[Phase] =
    &[Scheduled, Open, Screening, Review, Plenary, Announced, Closed, Phase::Cancelled];
const EXTENSIBLE: &[Phase] = &[Scheduled, Open, Screening, Review, Plenary, Announced];
const ANNOUNCED_ONLY: &[Phase] = &[Announced];
const CLOSED_ONLY: &[Phase] = &[Closed];

/// Who may do what, when.
pub static TABLE: &[Rule] = &[
    // accounts
    rule(Act::Register, &[ANYBODY]),
    rule(Act::SignIn, &[ANYBODY]),
    rule(Act::ManageOwnAccount, &[ONESELF]),
    rule(Act::ListAccounts, &[grant(Secretariat), grant(Chair), grant(Auditor), grant(Operator)]),
    rule(
        Act::ReadAccount,
        &[ONESELF, grant(Secretariat), grant(Chair), grant(Auditor), grant(Operator)],
    ),
    rule(Act::CreateAccount, &[grant(Secretariat), grant(Operator)]),
    rule(Act::ChangeAccount, &[grant(Secretariat), grant(Operator)]),
    rule(Act::GrantRole, &[grant(Secretariat)]),
    rule(Act::ReadChanges, &[grant(Secretariat), grant(Chair), grant(Auditor), grant(Operator)]),
    rule(Act::DecideChange, &[grant(Chair)]),
    rule(Act::ConfirmIdentity, &[grant(Secretariat)]),
    rule(Act::CorrectAddress, &[grant(Secretariat)]),
    rule(Act::ApproveCorrection, &[grant(Secretariat), grant(Chair)]),
    rule(Act::ReadUnits, &[ANYBODY]),
    rule(Act::ChangeUnits, &[grant(Secretariat)]),
    // problems
    rule(Act::ReadRegistry, &[ANYBODY]),
    hidden(
        Act::ReadPendingProblem,
        &[grant(UnitHead).needs(OwnUnit), grant(Approver), grant(Secretariat), grant(Auditor)],
    ),
    rule(Act::ProposeProblem, &[grant(UnitHead).needs(OwnUnit)]),
    hidden(Act::ReviseProblem, &[grant(UnitHead).needs(OwnUnit)]),
    rule(Act::DecideProblem, &[grant(Approver)]),
    rule(Act::RetireProblem, &[grant(Approver)]),
    // calls
    rule(Act::ReadCallTemplates, &[ANYBODY]),
    hidden(Act::ReadCall, &[ANYBODY.in_phases(PUBLISHED)]),
    hidden(Act::ReadDraftCall, &[grant(Secretariat), grant(Chair), grant(Auditor)]),
    rule(Act::WriteCall, &[grant(Secretariat).in_phases(&[Draft])]),
    rule(Act::FreezeCall, &[grant(Secretariat).in_phases(&[Draft])]),
    rule(Act::ExtendCall, &[grant(Secretariat).in_phases(EXTENSIBLE)]),
    rule(
        Act::CancelCall,
        &[grant(Chair).in_phases(&[Draft, Scheduled, Open, Screening, Review, Plenary])],
    ),
    rule(
        Act::ManagePanel,
        &[grant(Secretariat).in_phases(&[Draft, Scheduled, Open, Screening, Review])],
    ),
    rule(Act::ReadPanel, &[grant(Secretariat), grant(Chair), grant(Decider), grant(Auditor)]),
    rule(Act::ReadDashboard, &[grant(Secretariat), grant(Chair), grant(Auditor)]),
    // proposals
    hidden(
        Act::ReadDraftProposal,
        &[
            own(Candidate),
            head(OwnUnit).in_phases(OPEN_ONLY),
            head(ProblemOwner).in_phases(OPEN_ONLY),
        ],
    ),
    hidden(
        Act::ReadProposal,
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
        Act::ListProposals,
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
    hidden(Act::WriteProposal, &[own(Candidate).in_phases(OPEN_ONLY)]),
    hidden(Act::SubmitProposal, &[own(Candidate).in_phases(OPEN_ONLY)]),
    hidden(Act::RepairProposal, &[own(Candidate).in_phases(SCREENING_ONLY)]),
    hidden(Act::WithdrawProposal, &[own(Candidate).in_phases(BEFORE_ANNOUNCEMENT)]),
    hidden(
        Act::EndorseProposal,
        &[head(OwnUnit).in_phases(OPEN_ONLY), head(ProblemOwner).in_phases(OPEN_ONLY)],
    ),
    hidden(Act::ReadOwnUpload, &[own(Candidate)]),
    hidden(Act::GiveUpUpload, &[own(Candidate)]),
    hidden(
        Act::ReadFile,
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
        Act::ReadSensitiveFile,
        &[
            own(Candidate),
            grant(Verifier).in_phases(SCREENING_ONLY),
            grant(Secretariat).in_phases(SCREENING_ONLY),
            grant(Auditor).in_phases(FROM_SCREENING),
        ],
    ),
    hidden(Act::Verify, &[grant(Verifier).in_phases(SCREENING_ONLY)]),
    hidden(Act::OpenRepair, &[grant(Verifier).in_phases(SCREENING_ONLY)]),
    hidden(
        Act::ReadVerification,
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
        Act::ExportVerification,
        &[
            grant(Secretariat).in_phases(FROM_SCREENING),
            grant(Chair).in_phases(FROM_SCREENING),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Auditor).in_phases(FROM_SCREENING),
        ],
    ),
    // reviews
    hidden(
        Act::DeclareConflict,
        &[
            // One's own; the secretariat also what it is told of others.
            own(Reviewer).in_phases(BEFORE_REVIEW_ENDS),
            own(Verifier).in_phases(BEFORE_REVIEW_ENDS),
            own(Chair).in_phases(BEFORE_REVIEW_ENDS),
            own(Decider).in_phases(BEFORE_REVIEW_ENDS),
            grant(Secretariat).despite_conflict().in_phases(BEFORE_REVIEW_ENDS),
        ],
    ),
    rule(Act::ReadConflicts, &[grant(Secretariat), grant(Chair), grant(Auditor)]),
    rule(
        Act::Assign,
        &[
            grant(Secretariat).in_phases(BEFORE_REVIEW_ENDS),
            grant(Chair).in_phases(BEFORE_REVIEW_ENDS),
            grant(Secretariat).needs(Ordered).in_phases(FROM_ANNOUNCED),
            grant(Chair).needs(Ordered).in_phases(FROM_ANNOUNCED),
        ],
    ),
    rule(Act::ReadAssignments, &[grant(Secretariat), grant(Chair), grant(Decider), grant(Auditor)]),
    rule(Act::ReadOwnPile, &[grant(Reviewer)]),
    hidden(
        Act::Score,
        &[
            grant(Reviewer).needs(Assigned).in_phases(REVIEW_ONLY),
            grant(Reviewer).needs(Reopened).in_phases(PLENARY_ONLY),
            grant(Reviewer).needs(Ordered).in_phases(FROM_ANNOUNCED),
        ],
    ),
    hidden(Act::ReadOwnSheet, &[grant(Reviewer).needs(Assigned)]),
    hidden(
        Act::ReadOtherSheets,
        &[
            grant(Reviewer).needs(OwnSubmitted).in_phases(FROM_REVIEW),
            grant(Secretariat).in_phases(FROM_PLENARY),
            grant(Chair).in_phases(FROM_PLENARY),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Appeal).in_phases(FROM_ANNOUNCED),
            grant(Auditor).in_phases(FROM_PLENARY),
        ],
    ),
    hidden(Act::Reconcile, &[grant(Chair).in_phases(RECONCILING)]),
    hidden(Act::ReopenSheet, &[grant(Chair).in_phases(RECONCILING)]),
    rule(
        Act::ReadProgress,
        &[
            grant(Secretariat).in_phases(FROM_REVIEW),
            grant(Chair).in_phases(FROM_REVIEW),
            grant(Auditor).in_phases(FROM_REVIEW),
        ],
    ),
    rule(
        Act::RemindAssessors,
        &[grant(Secretariat).in_phases(REVIEW_ONLY), grant(Chair).in_phases(REVIEW_ONLY)],
    ),
    // selection and decision
    hidden(
        Act::InvitePlenary,
        &[
            grant(Secretariat).in_phases(BEFORE_ANNOUNCEMENT),
            grant(Chair).in_phases(BEFORE_ANNOUNCEMENT),
        ],
    ),
    hidden(
        Act::ReadMeeting,
        &[
            grant(Secretariat).in_phases(FROM_OPEN),
            grant(Chair).in_phases(FROM_OPEN),
            grant(Decider).in_phases(FROM_OPEN),
            grant(Auditor).in_phases(FROM_OPEN),
        ],
    ),
    rule(
        Act::ComputeRun,
        &[
            grant(Secretariat).in_phases(PLENARY_ONLY),
            grant(Chair).in_phases(PLENARY_ONLY),
            grant(Secretariat).needs(Revising).in_phases(FROM_ANNOUNCED),
            grant(Chair).needs(Revising).in_phases(FROM_ANNOUNCED),
        ],
    ),
    hidden(
        Act::ReadRanking,
        &[
            grant(Secretariat).in_phases(FROM_PLENARY),
            grant(Chair).in_phases(FROM_PLENARY),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Appeal).in_phases(FROM_ANNOUNCED),
            grant(Auditor).in_phases(FROM_PLENARY),
        ],
    ),
    hidden(
        Act::ExploreRanking,
        &[
            grant(Secretariat).in_phases(FROM_PLENARY),
            grant(Chair).in_phases(FROM_PLENARY),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Auditor).in_phases(FROM_PLENARY),
        ],
    ),
    hidden(
        Act::ProposeDecision,
        &[
            grant(Chair).in_phases(PLENARY_ONLY),
            grant(Chair).needs(Revising).in_phases(FROM_ANNOUNCED),
        ],
    ),
    hidden(
        Act::ApproveDecision,
        &[
            grant(Decider).in_phases(PLENARY_ONLY),
            grant(Decider).needs(Revising).in_phases(FROM_ANNOUNCED),
        ],
    ),
    hidden(
        Act::ReadDecision,
        &[
            grant(Secretariat).in_phases(FROM_PLENARY),
            grant(Chair).in_phases(FROM_PLENARY),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Appeal).in_phases(FROM_ANNOUNCED),
            grant(Auditor).in_phases(FROM_PLENARY),
        ],
    ),
    hidden(
        Act::Announce,
        &[
            grant(Secretariat).in_phases(PLENARY_ONLY),
            grant(Secretariat).needs(Revising).in_phases(FROM_ANNOUNCED),
        ],
    ),
    hidden(Act::ReadOwnResult, &[own(Candidate).in_phases(FROM_ANNOUNCED)]),
    hidden(Act::ReadAnnouncement, &[ANYBODY.in_phases(FROM_ANNOUNCED)]),
    hidden(
        Act::ExportResults,
        &[
            grant(Secretariat).in_phases(FROM_PLENARY),
            grant(Chair).in_phases(FROM_PLENARY),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Auditor).in_phases(FROM_PLENARY),
        ],
    ),
    hidden(
        Act::ExportSheets,
        &[
            grant(Secretariat).in_phases(FROM_PLENARY),
            grant(Chair).in_phases(FROM_PLENARY),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Auditor).in_phases(FROM_PLENARY),
        ],
    ),
    // objections and offers
    hidden(Act::FileObjection, &[own(Candidate).in_phases(ANNOUNCED_ONLY)]),
    hidden(
        Act::ReadObjection,
        &[
            own(Candidate).in_phases(FROM_ANNOUNCED),
            grant(Appeal).in_phases(FROM_ANNOUNCED),
            grant(Secretariat).in_phases(FROM_ANNOUNCED),
            grant(Chair).in_phases(FROM_ANNOUNCED),
            grant(Auditor).in_phases(FROM_ANNOUNCED),
        ],
    ),
    hidden(Act::WithdrawObjection, &[own(Candidate).in_phases(FROM_ANNOUNCED)]),
    rule(Act::ListObjections, &[grant(Appeal), grant(Secretariat), grant(Chair), grant(Auditor)]),
    hidden(Act::RuleObjection, &[grant(Appeal).in_phases(FROM_ANNOUNCED)]),
    hidden(
        Act::ReadAwards,
        &[
            grant(Secretariat).in_phases(FROM_ANNOUNCED),
            grant(Chair).in_phases(FROM_ANNOUNCED),
            grant(Decider).in_phases(FROM_ANNOUNCED),
            grant(Auditor).in_phases(FROM_ANNOUNCED),
        ],
    ),
    hidden(Act::OfferSeats, &[grant(Secretariat).in_phases(CLOSED_ONLY)]),
    hidden(Act::ReadOwnOffer, &[own(Candidate).in_phases(FROM_ANNOUNCED)]),
    hidden(Act::AnswerOffer, &[own(Candidate).in_phases(CLOSED_ONLY)]),
    // letters
    rule(Act::ReadOutbox, &[grant(Secretariat), grant(Auditor)]),
    rule(Act::ReadOutboxCounts, &[grant(Secretariat), grant(Auditor), grant(Operator)]),
    rule(Act::RetryMail, &[grant(Secretariat)]),
    rule(Act::ReadOwnMail, &[ONESELF]),
    // breaches of personal data
    rule(Act::ReadBreaches, &[grant(Secretariat), grant(Auditor)]),
    rule(Act::ManageBreaches, &[grant(Secretariat)]),
    // personal data
    rule(Act::ReadOwnData, &[ONESELF]),
    rule(Act::AskForErasure, &[ONESELF]),
    rule(Act::ReadRetention, &[grant(Secretariat), grant(Auditor)]),
    rule(Act::AnswerErasure, &[grant(Secretariat)]),
    rule(Act::ErasePerson, &[grant(Secretariat)]),
    // record and machine
    rule(Act::ReadLedger, &[grant(Auditor), grant(Secretariat), grant(Chair)]),
    rule(Act::ReadReadings, &[grant(Auditor), grant(Secretariat)]),
    rule(Act::ReadLedgerHead, &[ANYBODY]),
    rule(Act::ReadService, &[ANYBODY]),
];
