//! Which acts complete what another person began, and in which role. There is no default: the program does not
//! compile until a new permission has its line here.

use super::{Permission, Role};

/// For an act that must come from another, independent person: the role that person has. `None` for acts that
/// one person may do alone.
#[rustfmt::skip]
pub const fn second_person(act: Permission) -> Option<Role> {
    use Permission as A;
    match act {
        // A role, a move of a person, a change of the units: proposed by the secretariat.
        // A correction of an e-mail address is proposed by another official, because whoever reads that mailbox
        // can take the account over.
        // Asked for by the secretariat, and one person is for it already.
        A::DecideChange | A::ApproveCorrection | A::DecideException => Some(Role::Chair),
        // Proposed by the head of the unit.
        A::DecideProblem | A::RetireProblem => Some(Role::Approver),
        // Measured by the head of the unit.
        A::CheckMeasurement => Some(Role::Inspector),
        // The members of one panel score the same proposals.
        A::ManagePanel => Some(Role::Reviewer),
        // After another verifier.
        A::Verify => Some(Role::Verifier),
        // Proposed by the chair.
        // A plan of needs, proposed by the secretariat.
        A::ApproveDecision | A::ApproveNeedPlan => Some(Role::Decider),
        // Rules on what others verified, scored and decided.
        A::RuleObjection => Some(Role::Appeal),
        // Asked for by the awardee.
        A::AgreeStudy => Some(Role::UnitHead),
        // accounts
        A::Register | A::SignIn | A::ManageOwnAccount | A::ListAccounts | A::ReadAccount
        | A::CreateAccount
        | A::ChangeAccount | A::GrantRole | A::ReadChanges | A::ReadUnits | A::ChangeUnits
        | A::ConfirmIdentity | A::CorrectAddress | A::NameActingHead
        // problems
        | A::ReadRegistry | A::ReadPendingProblem | A::ProposeProblem | A::ReviseProblem
        | A::MeasureProblem | A::ListMeasurements | A::ReadEvidence
        // calls
        | A::ReadCallTemplates | A::ReadCall | A::ReadDraftCall | A::WriteCall | A::FreezeCall
        | A::ExtendCall | A::ReopenPhase
        | A::CancelCall | A::SignPact | A::ReadPactSignatures | A::ReadPanel | A::ReadDashboard
        // proposals
        | A::ReadDraftProposal | A::ReadProposal | A::ListProposals | A::WriteProposal
        | A::SubmitProposal
        | A::RepairProposal | A::ReadUnsubmitted | A::AllowLateSubmission | A::ReadExceptions | A::AskException | A::ReadNeeds | A::RegisterNeed | A::ChangeNeed | A::ManageNeedPlan | A::WithdrawProposal | A::EndorseProposal | A::ReadOwnUpload | A::ResumeProposal | A::AskEndorsement
        | A::GiveUpUpload
        | A::ReadFile | A::ReadSensitiveFile | A::OpenRepair | A::ReadVerification
        | A::ExportVerification
        // reviews
        // Whether a conflict was declared by mistake is the chair's to say, who often brought the panel in. Nobody rules on
        // their own or on what they asked for.
        | A::DeclareConflict | A::ReadOwnConflicts | A::WithdrawConflict | A::RuleWithdrawal | A::ReadInvolvement | A::ReadConflicts | A::Assign | A::ReadAssignments | A::ReadOwnPile
        | A::Score
        | A::ReadOwnSheet | A::ReadOtherSheets | A::ReadKeptDraft | A::Reconcile | A::ReopenSheet | A::AwaitSheet | A::ReadProgress
        | A::RemindReviewers
        // interviews
        | A::PlanInterviews | A::ReadInterviews | A::ReadOwnInterviews | A::ReadInterview | A::AskInterviewTime
        | A::RecordInterviewAttendance | A::ScoreInterview | A::ReadInterviewSheets
        // selection and decision
        | A::InvitePlenary | A::RecordAttendance | A::RecordTieVote | A::ReadPlenary | A::SpeakInPlenary | A::AnswerRemark | A::ReadMeeting | A::ComputeRun | A::ReadRanking | A::ExploreRanking
        | A::ProposeDecision | A::ReadDecision | A::Announce | A::ReadOwnResult
        | A::ReadAnnouncement
        | A::ExportResults | A::ExportSheets
        // objections and offers
        | A::FileObjection | A::ReadObjection | A::WithdrawObjection | A::ListObjections
        | A::ReadAwards
        | A::OfferSeats | A::ReadOwnOffer | A::AnswerOffer
        // studies
        | A::ListStudies | A::ReadStudy | A::ReadStudyFile | A::ReadReportFile | A::WriteStudy
        | A::RunStudy | A::CommentReport
        // what came of the awards
        | A::ReadImpact | A::ExportImpact | A::ReadLearning | A::SearchTried | A::ShareProposal
        // letters
        | A::ReadOutbox | A::ReadOutboxCounts | A::RetryMail | A::ReadOwnMail
        // somebody on the telephone
        | A::Find | A::ReadPersonFile
        // breaches of personal data
        | A::ReadBreaches | A::ManageBreaches
        // personal data
        | A::ReadOwnData | A::AskForErasure | A::ReadRetention | A::AnswerErasure | A::ErasePerson
        // record and machine
        | A::ReadLedger | A::ReadReadings | A::ReadLedgerHead | A::ReadService => None,
    }
}
