//! The integrity pact of a call comes before everything that shows its proposals: who signs one, and which acts show
//! something of a proposal. There is no default: the program does not compile until a new permission has its line
//! here. Where an answer is authorised (`accounts`) it is kept back from whoever has not signed.

use super::{Permission, Role};

/// The roles that see proposals of others and therefore sign. The secretariat and the auditor stand beside the
/// selection: they run it and check it, and judge nothing.
pub const fn signs_pact(role: Role) -> bool {
    matches!(role, Role::Reviewer | Role::Verifier | Role::Chair | Role::Decider | Role::Appeal)
}

/// Whether its answer holds something of a call's proposals, or is made of them. One's own proposal is everybody's.
#[rustfmt::skip]
pub const fn shows_proposals(act: Permission) -> bool {
    use Permission as A;
    match act {
        // What is written, handed in, verified.
        A::ReadDraftProposal | A::ReadProposal | A::ListProposals | A::ReadUnsubmitted
        | A::AllowLateSubmission | A::EndorseProposal | A::ReadFile | A::ReadSensitiveFile
        | A::Verify | A::OpenRepair | A::ReadVerification | A::ExportVerification
        | A::ReadExceptions | A::AskException | A::DecideException
        // The panel and its sheets. Its page shows what is assigned to whom.
        | A::ReadPanel | A::ReadDashboard
        | A::DeclareConflict | A::ReadOwnConflicts | A::WithdrawConflict | A::RuleWithdrawal
        | A::ReadInvolvement | A::ReadKeptDraft | A::ReadConflicts | A::Assign | A::ReadAssignments | A::ReadOwnPile
        | A::Score | A::ReadOwnSheet | A::ReadOtherSheets | A::Reconcile | A::ReopenSheet | A::AwaitSheet
        | A::ReadProgress | A::RemindReviewers
        // Interviews.
        | A::PlanInterviews | A::ReadInterviews | A::ReadOwnInterviews | A::ReadInterview
        | A::RecordInterviewAttendance | A::ScoreInterview | A::ReadInterviewSheets
        // Ranking and decision.
        | A::ComputeRun | A::ReadRanking | A::ExploreRanking | A::ProposeDecision | A::ApproveDecision
        | A::ReadDecision | A::RecordAttendance | A::RecordTieVote | A::ReadPlenary | A::SpeakInPlenary | A::AnswerRemark
        | A::Announce | A::ExportResults | A::ExportSheets
        // What follows.
        | A::ReadObjection | A::ListObjections | A::RuleObjection | A::ReadAwards | A::OfferSeats
        | A::ReadLearning | A::ReadLedger => true,
        // accounts
        A::Register | A::SignIn | A::ManageOwnAccount | A::ListAccounts | A::ReadAccount
        | A::CreateAccount | A::ChangeAccount | A::GrantRole | A::ReadChanges | A::DecideChange
        | A::ConfirmIdentity | A::CorrectAddress | A::ApproveCorrection | A::ReadUnits | A::ChangeUnits
        | A::NameActingHead
        // problems
        | A::ReadRegistry | A::ReadPendingProblem | A::ProposeProblem | A::ReviseProblem
        | A::DecideProblem | A::RetireProblem | A::MeasureProblem | A::ListMeasurements
        | A::ReadEvidence | A::CheckMeasurement
        // needs
        | A::ReadNeeds | A::RegisterNeed | A::ChangeNeed | A::ManageNeedPlan | A::ApproveNeedPlan
        // The call itself, and the pact.
        | A::ReadCallTemplates | A::ReadCall | A::ReadDraftCall | A::WriteCall | A::FreezeCall
        | A::ExtendCall | A::ReopenPhase | A::CancelCall | A::SignPact | A::ReadPactSignatures
        | A::ManagePanel | A::InvitePlenary | A::ReadMeeting
        // One's own.
        | A::WriteProposal | A::SubmitProposal | A::RepairProposal | A::WithdrawProposal
        | A::ResumeProposal | A::AskEndorsement | A::ReadOwnUpload | A::GiveUpUpload
        | A::ReadOwnResult | A::AskInterviewTime | A::FileObjection | A::WithdrawObjection | A::ReadOwnOffer | A::AnswerOffer
        // Everybody's once it is announced, or shared by its candidate.
        | A::ReadAnnouncement | A::SearchTried | A::ShareProposal | A::ReadImpact | A::ExportImpact
        // What came of a seat.
        | A::ListStudies | A::ReadStudy | A::ReadStudyFile | A::ReadReportFile | A::WriteStudy
        | A::RunStudy | A::AgreeStudy | A::CommentReport
        // The office: nobody who signs does this.
        | A::ReadOutbox | A::ReadOutboxCounts | A::RetryMail | A::ReadOwnMail | A::Find | A::ReadPersonFile
        | A::ReadBreaches | A::ManageBreaches | A::ReadOwnData | A::AskForErasure | A::ReadRetention
        | A::AnswerErasure | A::ErasePerson | A::ReadReadings | A::ReadLedgerHead | A::ReadService => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Revealed, reveals, rules};
    use super::*;

    /// What shows files or scores of others to somebody who signs is kept back, whatever else it is called.
    #[test]
    fn whatever_reveals_files_or_scores_to_who_signs_shows_proposals() {
        // One's own result; what came of a seat is no proposal any more; evidence is a problem's.
        let others = [
            Permission::ReadOwnResult,
            Permission::ReadStudyFile,
            Permission::ReadReportFile,
            Permission::ReadEvidence,
        ];
        for rule in rules() {
            let is_signers = rule.grants.iter().any(|grant| grant.role.is_some_and(signs_pact));
            let kind = reveals(rule.act).filter(|kind| *kind != Revealed::Identities);
            if is_signers && kind.is_some() && !others.contains(&rule.act) {
                assert!(shows_proposals(rule.act), "{:?}", rule.act);
            }
        }
    }
}
