//! What a reading act shows about other people, so that the reading is logged. There is no default: the
//! program does not compile until a new permission has its line here.

use super::Permission;

/// The most sensitive part of what is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Revealed {
    /// Who people are, what they wrote, what was done about them.
    Identities,
    Scores,
    Files,
}

impl Revealed {
    pub const ALL: [Self; 3] = [Self::Identities, Self::Scores, Self::Files];

    pub fn name(self) -> &'static str {
        match self {
            Self::Identities => "identities",
            Self::Scores => "scores",
            Self::Files => "files",
        }
    }
}

/// None for acts that show one's own things only, what everybody may know, or nothing of anybody.
#[rustfmt::skip]
pub const fn reveals(act: Permission) -> Option<Revealed> {
    use Permission as A;
    match act {
        A::ListAccounts | A::ReadAccount | A::ReadChanges | A::DecideChange | A::ConfirmIdentity
        | A::CorrectAddress | A::ApproveCorrection
        | A::ReadPanel | A::ReadPactSignatures | A::ReadDashboard
        | A::ReadDraftProposal | A::ReadProposal | A::ListProposals | A::ReadUnsubmitted | A::ReadExceptions
        | A::Verify | A::OpenRepair | A::ReadVerification | A::ExportVerification
        | A::DeclareConflict | A::ReadInvolvement | A::ReadConflicts | A::ReadAssignments | A::ReadOwnPile | A::ReadProgress
        | A::ReadInterviews | A::ReadOwnInterviews | A::ReadInterview
        | A::ListStudies | A::ReadStudy
        | A::ReadObjection | A::ListObjections | A::ReadAwards | A::ReadOwnOffer
        | A::SearchTried | A::Find | A::ReadPersonFile
        | A::ReadOutbox | A::ReadBreaches | A::ReadRetention | A::ReadLedger | A::ReadReadings
            => Some(Revealed::Identities),
        A::Score | A::ScoreInterview | A::ReadInterviewSheets | A::ReadOwnSheet | A::ReadOtherSheets | A::ReadKeptDraft | A::ReadRanking | A::ExploreRanking
        | A::ReadDecision | A::ReadPlenary | A::ReadOwnResult | A::ExportResults | A::ExportSheets
            => Some(Revealed::Scores),
        A::ReadFile | A::ReadSensitiveFile | A::ReadStudyFile | A::ReadReportFile
        | A::ReadEvidence
            => Some(Revealed::Files),
        // One's own.
        A::Register | A::SignIn | A::ManageOwnAccount | A::ReadOwnUpload | A::GiveUpUpload
        | A::WriteProposal | A::SubmitProposal | A::RepairProposal | A::WithdrawProposal
        | A::ResumeProposal | A::AskEndorsement | A::AskInterviewTime
        | A::FileObjection | A::WithdrawObjection | A::AnswerOffer | A::WriteStudy
        | A::ReadOwnConflicts | A::WithdrawConflict | A::ShareProposal | A::ReadOwnMail | A::ReadOwnData | A::AskForErasure
        // Everybody's, or nobody's.
        | A::ReadUnits | A::ReadRegistry | A::ReadPendingProblem | A::ReadCallTemplates | A::ReadCall
        | A::ListMeasurements | A::ReadDraftCall | A::ReadMeeting | A::ReadAnnouncement | A::ReadOutboxCounts
        | A::ReadNeeds | A::ReadLedgerHead | A::ReadService | A::ReadImpact | A::ExportImpact
        | A::ReadLearning
        // What is done is on the record.
        | A::CreateAccount | A::ChangeAccount | A::GrantRole | A::ChangeUnits | A::NameActingHead
        | A::ProposeProblem | A::ReviseProblem | A::DecideProblem | A::RetireProblem
        | A::MeasureProblem | A::CheckMeasurement
        | A::WriteCall | A::FreezeCall | A::ExtendCall | A::ReopenPhase | A::CancelCall | A::SignPact | A::ManagePanel
        | A::EndorseProposal | A::AllowLateSubmission | A::AskException | A::DecideException | A::RegisterNeed | A::ChangeNeed | A::ManageNeedPlan | A::ApproveNeedPlan | A::Assign | A::Reconcile | A::ReopenSheet | A::AwaitSheet | A::RemindReviewers
        | A::RuleWithdrawal | A::PlanInterviews | A::RecordInterviewAttendance
        | A::InvitePlenary | A::RecordAttendance | A::RecordTieVote | A::SpeakInPlenary | A::AnswerRemark | A::ComputeRun | A::ProposeDecision | A::ApproveDecision | A::Announce
        | A::RuleObjection | A::OfferSeats | A::RunStudy | A::AgreeStudy | A::CommentReport
        | A::RetryMail | A::ManageBreaches
        | A::AnswerErasure | A::ErasePerson => None,
    }
}
