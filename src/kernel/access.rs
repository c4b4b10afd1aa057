//! Who may do what to which thing in which phase: one readable table, asked by every action.
//! Nothing else decides. Source: `security.md` §3 of the design, restated in `docs/security.md`.
//!
//! Deny is the default. What a person may not know exists is answered `404`; what they may know but
//! not do, `403`; what they may do, but not now, `409` with the phase named.

use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::{SessionId, UnitCode, UserId};
use serde::Serialize;

mod facts;
mod grant;
mod groups;
mod operation;
mod pact;
mod permitted;
mod phase;
mod phases;
mod reveals;
mod role;
mod second;
mod table;

pub use facts::{Facts, Relation};
pub use grant::{Grant, Rule};
pub use operation::Operation;
pub use pact::{shows_proposals, signs_pact};
pub use permitted::{Permitted, granting};
pub use phase::Phase;
pub use reveals::{Revealed, reveals};
pub use role::Role;
pub use second::second_person;
pub use table::rules;

/// The signed-in person, read from the database at each request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    pub user: UserId,
    pub session: SessionId,
    pub unit: Option<UnitCode>,
    pub roles: Vec<Role>,
}

impl Viewer {
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether the table lets them do this with a thing that stands so.
    pub fn may(&self, act: Permission, facts: Facts) -> bool {
        decide(&self.roles, act, facts) == Verdict::Allowed
    }

    /// Heads this unit.
    pub fn heads(&self, unit: &UnitCode) -> bool {
        self.is(Role::UnitHead) && self.unit.as_ref() == Some(unit)
    }
}

/// Everything anyone can do or read. Every route and every action names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    // accounts
    Register,
    SignIn,
    ManageOwnAccount,
    ListAccounts,
    ReadAccount,
    CreateAccount,
    ChangeAccount,
    GrantRole,
    ReadChanges,
    DecideChange,
    ConfirmIdentity,
    CorrectAddress,
    ApproveCorrection,
    ReadUnits,
    ChangeUnits,
    NameActingHead,
    // problems
    ReadRegistry,
    ReadPendingProblem,
    ProposeProblem,
    ReviseProblem,
    DecideProblem,
    RetireProblem,
    MeasureProblem,
    ListMeasurements,
    ReadEvidence,
    CheckMeasurement,
    // calls
    ReadCallTemplates,
    ReadCall,
    ReadDraftCall,
    WriteCall,
    FreezeCall,
    ExtendCall,
    ReopenPhase,
    CancelCall,
    SignPact,
    ReadPactSignatures,
    ManagePanel,
    ReadPanel,
    ReadDashboard,
    // proposals
    ReadDraftProposal,
    ReadProposal,
    ListProposals,
    WriteProposal,
    SubmitProposal,
    RepairProposal,
    ReadUnsubmitted,
    AllowLateSubmission,
    ReadNeeds,
    RegisterNeed,
    ChangeNeed,
    ManageNeedPlan,
    ApproveNeedPlan,
    ReadExceptions,
    AskException,
    DecideException,
    WithdrawProposal,
    ResumeProposal,
    AskEndorsement,
    EndorseProposal,
    ReadOwnUpload,
    GiveUpUpload,
    ReadFile,
    ReadSensitiveFile,
    Verify,
    OpenRepair,
    ReadVerification,
    ExportVerification,
    // reviews
    DeclareConflict,
    ReadOwnConflicts,
    WithdrawConflict,
    RuleWithdrawal,
    ReadInvolvement,
    ReadConflicts,
    Assign,
    ReadAssignments,
    ReadOwnPile,
    Score,
    ReadOwnSheet,
    ReadOtherSheets,
    ReadKeptDraft,
    Reconcile,
    ReopenSheet,
    AwaitSheet,
    ReadProgress,
    RemindReviewers,
    PlanInterviews,
    ReadInterviews,
    ReadOwnInterviews,
    ReadInterview,
    AskInterviewTime,
    RecordInterviewAttendance,
    ScoreInterview,
    ReadInterviewSheets,
    // selection and decision
    InvitePlenary,
    ReadMeeting,
    RecordAttendance,
    RecordTieVote,
    ReadPlenary,
    SpeakInPlenary,
    AnswerRemark,
    ComputeRun,
    ReadRanking,
    ExploreRanking,
    ProposeDecision,
    ApproveDecision,
    ReadDecision,
    Announce,
    ReadOwnResult,
    ReadAnnouncement,
    ExportResults,
    ExportSheets,
    // objections and offers
    FileObjection,
    ReadObjection,
    WithdrawObjection,
    ListObjections,
    RuleObjection,
    ReadAwards,
    OfferSeats,
    ReadOwnOffer,
    AnswerOffer,
    // studies
    ListStudies,
    ReadStudy,
    ReadStudyFile,
    ReadReportFile,
    WriteStudy,
    RunStudy,
    AgreeStudy,
    CommentReport,
    // what came of the awards
    ReadImpact,
    ExportImpact,
    ReadLearning,
    SearchTried,
    ShareProposal,
    // letters
    ReadOutbox,
    ReadOutboxCounts,
    RetryMail,
    ReadOwnMail,
    // one's own telephone call
    Find,
    ReadPersonFile,
    // breaches of personal data
    ReadBreaches,
    ManageBreaches,
    // personal data
    ReadOwnData,
    AskForErasure,
    ReadRetention,
    AnswerErasure,
    ErasePerson,
    // record and machine
    ReadLedger,
    ReadReadings,
    ReadLedgerHead,
    ReadService,
}

/// The answer of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Allowed,
    /// Allowed in another phase of the call.
    NotNow,
    Forbidden,
    Hidden,
}

/// Decides by the table alone; pure.
pub fn decide(roles: &[Role], act: Permission, facts: Facts) -> Verdict {
    let Some(rule) = rules().find(|rule| rule.act == act) else { return Verdict::Hidden };
    let fits = |grant: &&Grant| grant.fits(roles, facts);
    if rule.grants.iter().filter(fits).any(|grant| grant.holds_in(facts.phase)) {
        Verdict::Allowed
    } else if rule.grants.iter().any(|grant| grant.fits(roles, facts)) {
        Verdict::NotNow
    } else if rule.hidden {
        Verdict::Hidden
    } else {
        Verdict::Forbidden
    }
}

/// Answers `Ok`, or refuses with the reason.
///
/// # Errors
/// `not_found`, `forbidden` or `wrong_phase`, by the table.
pub fn may(viewer: &Viewer, act: Permission, facts: Facts) -> Result<(), Failure> {
    refuse(decide(&viewer.roles, act, facts), facts.phase)
}

/// The same for somebody who may not be signed in.
///
/// # Errors
/// `not_signed_in` where signing in could help, else as [`may`].
pub fn may_anyone(viewer: Option<&Viewer>, act: Permission, facts: Facts) -> Result<(), Failure> {
    match viewer {
        Some(viewer) => may(viewer, act, facts),
        None => match decide(&[], act, facts) {
            Verdict::Allowed => Ok(()),
            _ => Err(Failure::refused(common::NOT_SIGNED_IN)),
        },
    }
}

fn refuse(verdict: Verdict, phase: Option<Phase>) -> Result<(), Failure> {
    match verdict {
        Verdict::Allowed => Ok(()),
        Verdict::NotNow => Err(Refusal::new(common::WRONG_PHASE)
            .with("phase", phase.map_or("", Phase::name))
            .into()),
        Verdict::Forbidden => Err(Failure::refused(common::FORBIDDEN)),
        Verdict::Hidden => Err(Failure::not_found()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflicted_reviewer_is_an_outsider() {
        let assigned = Facts::in_phase(Phase::Review).with(Relation::Assigned, true);
        assert_eq!(decide(&[Role::Reviewer], Permission::Score, assigned), Verdict::Allowed);
        let conflicted = assigned.with(Relation::Conflicted, true);
        assert_eq!(decide(&[Role::Reviewer], Permission::Score, conflicted), Verdict::Hidden);
    }

    #[test]
    fn a_conflicted_chair_or_secretariat_reads_nothing_of_it() {
        for role in [Role::Chair, Role::Secretariat, Role::Verifier, Role::Decider] {
            for phase in Phase::ALL {
                let facts = Facts::in_phase(phase).with(Relation::Conflicted, true);
                assert_eq!(decide(&[role], Permission::ReadProposal, facts), Verdict::Hidden);
            }
        }
    }

    #[test]
    fn the_right_act_in_the_wrong_phase_says_so() {
        let facts = Facts::in_phase(Phase::Screening).with(Relation::Own, true);
        assert_eq!(decide(&[Role::Candidate], Permission::SubmitProposal, facts), Verdict::NotNow);
    }

    #[test]
    fn the_auditor_and_the_operator_write_nothing_in_the_selection() {
        let writes = [
            Permission::Score,
            Permission::Reconcile,
            Permission::ReopenSheet,
            Permission::Assign,
            Permission::Verify,
            Permission::ComputeRun,
            Permission::ProposeDecision,
            Permission::ApproveDecision,
            Permission::WriteCall,
            Permission::GrantRole,
            Permission::DecideChange,
            Permission::EndorseProposal,
        ];
        for act in writes {
            for phase in Phase::ALL {
                for role in [Role::Auditor, Role::Operator] {
                    assert_ne!(decide(&[role], act, Facts::in_phase(phase)), Verdict::Allowed);
                }
            }
        }
    }
}
