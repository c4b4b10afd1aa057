//! Which acts are the second half of something that another person did first, and whose they are.
//! There is no default: a new act has its answer here, or the program does not compile.

use super::{Act, Role};

/// Of an act that must come from another, independent person: the role in which somebody else can do
/// it. None for acts that one person does alone.
pub const fn second_person(act: Act) -> Option<Role> {
    match act {
        // A role, a move of a person, a change of the units: proposed by the secretariat.
        Act::DecideChange => Some(Role::Chair),
        // Proposed by the head of the unit.
        Act::DecideProblem | Act::RetireProblem => Some(Role::Approver),
        // Those who sit together score the same proposals.
        Act::ManagePanel => Some(Role::Reviewer),
        // After another verifier.
        Act::Verify => Some(Role::Verifier),
        // Proposed by the chair.
        Act::ApproveDecision => Some(Role::Decider),
        // On what others verified, scored and decided.
        Act::RuleObjection => Some(Role::Appeal),
        Act::Register
        | Act::SignIn
        | Act::ManageOwnAccount
        | Act::ListAccounts
        | Act::ReadAccount
        | Act::CreateAccount
        | Act::ChangeAccount
        | Act::GrantRole
        | Act::ReadChanges
        | Act::ReadUnits
        | Act::ChangeUnits
        | Act::ReadRegistry
        | Act::ReadPendingProblem
        | Act::ProposeProblem
        | Act::ReviseProblem
        | Act::ReadCallTemplates
        | Act::ReadCall
        | Act::ReadDraftCall
        | Act::WriteCall
        | Act::FreezeCall
        | Act::ExtendCall
        | Act::CancelCall
        | Act::ReadPanel
        | Act::ReadDashboard
        | Act::ReadDraftProposal
        | Act::ReadProposal
        | Act::ListProposals
        | Act::WriteProposal
        | Act::SubmitProposal
        | Act::RepairProposal
        | Act::WithdrawProposal
        | Act::EndorseProposal
        | Act::ReadOwnUpload
        | Act::GiveUpUpload
        | Act::ReadFile
        | Act::ReadSensitiveFile
        | Act::OpenRepair
        | Act::ReadVerification
        | Act::ExportVerification
        | Act::DeclareConflict
        | Act::ReadConflicts
        | Act::Assign
        | Act::ReadAssignments
        | Act::ReadOwnPile
        | Act::Score
        | Act::ReadOwnSheet
        | Act::ReadOtherSheets
        | Act::Reconcile
        | Act::ReopenSheet
        | Act::ReadProgress
        | Act::RemindAssessors
        | Act::InvitePlenary
        | Act::ReadMeeting
        | Act::ComputeRun
        | Act::ReadRanking
        | Act::ExploreRanking
        | Act::ProposeDecision
        | Act::ReadDecision
        | Act::Announce
        | Act::ReadOwnResult
        | Act::ReadAnnouncement
        | Act::ExportResults
        | Act::ExportSheets
        | Act::FileObjection
        | Act::ReadObjection
        | Act::WithdrawObjection
        | Act::ListObjections
        | Act::ReadAwards
        | Act::OfferSeats
        | Act::ReadOwnOffer
        | Act::AnswerOffer
        | Act::ReadOutbox
        | Act::ReadOutboxCounts
        | Act::RetryMail
        | Act::ReadOwnMail
        | Act::ReadBreaches
        | Act::ManageBreaches
        | Act::ReadOwnData
        | Act::AskForErasure
        | Act::ReadRetention
        | Act::AnswerErasure
        | Act::ErasePerson
        | Act::ReadLedger
        | Act::ReadLedgerHead
        | Act::ReadService => None,
    }
}
