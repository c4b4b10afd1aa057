//! Every type of event on the record, once: its name (which is hashed and therefore never changes), the kinds of
//! things it may be about, who is told of it and when, what its figures reveal, and whether the record is signed
//! at once.
//!
//! Nothing has a default. A new event type says all of this in its line, or the program does not compile; and
//! `append` refuses an event about another kind of thing than its line says, because what it tells is decided
//! for those kinds only.

use super::subject::SubjectKind;

/// When people are told of an act of somebody else that concerns them. They always see their own acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disclosure {
    /// At once, to the person whose account, sign-in, letter, objection or offer it is.
    Person,
    /// At once, to the candidate of the proposal; only with the result if the actor has or had a reviewing role.
    Candidate,
    /// With the result, to the candidate of the proposal or to the candidates of the call.
    Result,
    /// Only to readers of the record: conflicts of interest, and internal work of the office.
    Nobody,
}

/// What figures, hashes and lists of people in the payload reveal about proposals that are not named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figures {
    /// Nothing.
    Nothing,
    /// They are made of all proposals of the call, the run or the decision that the event is about.
    WholeCall,
    /// They are made of proposals of many calls.
    AllCalls,
}

/// Whether the record is signed in the commit of the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signing {
    /// It is what receipts, minutes and announcements print.
    AtOnce,
    /// With the next signature.
    Later,
}

/// What the table says of one event type.
struct Line {
    name: &'static str,
    subjects: &'static [SubjectKind],
    disclosure: Disclosure,
    figures: Figures,
    signing: Signing,
}

impl EventType {
    /// As the record writes it: a past participle, e.g. `proposal.submitted`.
    pub const fn name(self) -> &'static str {
        self.line().name
    }

    /// The kinds of things that it happens to.
    pub const fn subjects(self) -> &'static [SubjectKind] {
        self.line().subjects
    }

    pub const fn disclosure(self) -> Disclosure {
        self.line().disclosure
    }

    pub const fn figures(self) -> Figures {
        self.line().figures
    }

    pub const fn signing(self) -> Signing {
        self.line().signing
    }
}

macro_rules! event_types {
    ($($event:ident $name:literal [$($kind:ident)+] $disclosure:ident $figures:ident $signing:ident;)*) => {
        /// What was done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EventType {
            $($event,)*
        }

        impl EventType {
            pub const ALL: &[Self] = &[$(Self::$event,)*];

            /// `None` for a name that another version of the program wrote; treat it as told to nobody.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$event),)*
                    _ => None,
                }
            }

            const fn line(self) -> Line {
                match self {
                    $(Self::$event => Line {
                        name: $name,
                        subjects: &[$(SubjectKind::$kind,)+],
                        disclosure: Disclosure::$disclosure,
                        figures: Figures::$figures,
                        signing: Signing::$signing,
                    },)*
                }
            }
        }
    };
}

event_types! {
//  event                  name                         about          told to    figures   signed
    // People and units.
    UserRegistered         "user.registered"            [User]         Person     Nothing   Later;
    UserCreated            "user.created"               [User]         Person     Nothing   Later;
    UserInvited            "user.invited"               [User]         Person     Nothing   Later;
    UserChanged            "user.changed"               [User]         Person     Nothing   Later;
    UserVouched            "user.vouched"               [User]         Person     Nothing   Later;
    MailLanguageChosen     "user.mail_language_chosen"  [User]         Person     Nothing   Later;
    EmailVerified          "email.verified"             [User]         Person     Nothing   Later;
    AddressChangeAsked     "address.change_asked"       [User]         Person     Nothing   Later;
    AddressChangeApproved  "address.change_approved"    [User]         Person     Nothing   Later;
    AddressChangeStopped   "address.change_stopped"     [User]         Person     Nothing   Later;
    AddressChanged         "address.changed"            [User]         Person     Nothing   Later;
    NipClaimed             "nip.claimed"                [User]         Person     Nothing   Later;
    NipConfirmed           "nip.confirmed"              [User]         Person     Nothing   Later;
    NipCorrected           "nip.corrected"              [User]         Person     Nothing   Later;
    NipRefused             "nip.refused"                [User]         Person     Nothing   Later;
    PasswordChanged        "password.changed"           [User]         Person     Nothing   Later;
    PasswordReset          "password.reset"             [User]         Person     Nothing   Later;
    SecondFactorSetUp      "second_factor.set_up"       [User]         Person     Nothing   Later;
    SecondFactorRemoved    "second_factor.removed"      [User]         Person     Nothing   Later;
    SecondFactorReset      "second_factor.reset"        [User]         Person     Nothing   Later;
    RecoveryCodeUsed       "recovery_code.used"         [User]         Person     Nothing   Later;
    RecoveryCodesRenewed   "recovery_codes.renewed"     [User]         Person     Nothing   Later;
    RoleGranted            "role.granted"               [User]         Person     Nothing   Later;
    RoleRevoked            "role.revoked"               [User]         Person     Nothing   Later;
    ChangeProposed         "change.proposed"            [User Unit]    Person     Nothing   Later;
    ChangeApproved         "change.approved"            [User Unit]    Person     Nothing   Later;
    ChangeRefused          "change.refused"             [User Unit]    Person     Nothing   Later;
    ChangeWithdrawn        "change.withdrawn"           [User Unit]    Person     Nothing   Later;
    SessionStarted         "session.started"            [Session]      Person     Nothing   Later;
    SessionEnded           "session.ended"              [Session]      Person     Nothing   Later;
    MailRetried            "mail.retried"               [Mail]         Person     Nothing   Later;
    StaffListImported      "staff_list.imported"        [StaffList]    Nobody     Nothing   Later;
    ActingHeadNamed        "acting_head.named"          [Unit]         Nobody     Nothing   Later;
    ActingHeadEnded        "acting_head.ended"          [Unit]         Nobody     Nothing   Later;
    UnitChanged            "unit.changed"               [Unit]         Nobody     Nothing   Later;
    // Problems and calls.
    ProblemProposed        "problem.proposed"           [Problem]      Nobody     Nothing   Later;
    ProblemRevised         "problem.revised"            [Problem]      Nobody     Nothing   Later;
    ProblemApproved        "problem.approved"           [Problem]      Nobody     Nothing   Later;
    ProblemReturned        "problem.returned"           [Problem]      Nobody     Nothing   Later;
    ProblemRetired         "problem.retired"            [Problem]      Nobody     Nothing   Later;
    ProblemSolved          "problem.solved"             [Problem]      Nobody     Nothing   Later;
    ProblemReopened        "problem.reopened"           [Problem]      Nobody     Nothing   Later;
    ProblemFiguresStated   "problem.figures_stated"     [Problem]      Nobody     Nothing   Later;
    ProblemMeasured        "problem.measured"           [Problem]      Nobody     Nothing   Later;
    MeasurementCorrected   "measurement.corrected"      [Problem]      Nobody     Nothing   Later;
    MeasurementEvidenced   "measurement.evidenced"      [Problem]      Nobody     Nothing   Later;
    MeasurementReminded    "measurement.reminded"       [Problem]      Nobody     Nothing   Later;
    MeasurementChecked     "measurement.checked"        [Problem]      Nobody     Nothing   Later;
    ProblemsImported       "problems.imported"          [Problems]     Nobody     Nothing   Later;
    CallDrafted            "call.drafted"               [Call]         Nobody     Nothing   Later;
    NeedPlanOpened         "need_plan.opened"           [NeedPlan]     Nobody     Nothing   Later;
    NeedRegistered         "need.registered"            [NeedPlan]     Nobody     Nothing   Later;
    NeedChanged            "need.changed"               [NeedPlan]     Nobody     Nothing   Later;
    NeedRemoved            "need.removed"               [NeedPlan]     Nobody     Nothing   Later;
    NeedPlanProposed       "need_plan.proposed"         [NeedPlan]     Nobody     Nothing   Later;
    NeedPlanAnswered       "need_plan.answered"         [NeedPlan]     Nobody     Nothing   AtOnce;
    CallChanged            "call.changed"               [Call]         Nobody     Nothing   Later;
    CallFrozen             "call.frozen"                [Call]         Nobody     Nothing   AtOnce;
    PactSigned             "pact.signed"                [Call]         Nobody     Nothing   Later;
    CallExtended           "call.extended"              [Call]         Nobody     Nothing   AtOnce;
    CallReopened           "call.reopened"              [Call]         Nobody     Nothing   AtOnce;
    CallCancelled          "call.cancelled"             [Call]         Nobody     Nothing   Later;
    PanelChanged           "panel.changed"              [Call]         Nobody     Nothing   Later;
    RemindersSent          "reminders.sent"             [Call]         Nobody     WholeCall Later;
    // A proposal and its verification.
    ProposalDrafted        "proposal.drafted"           [Proposal]     Candidate  Nothing   Later;
    ProposalSaved          "proposal.saved"             [Proposal]     Candidate  Nothing   Later;
    EndorsementAsked       "endorsement.asked"          [Proposal]     Candidate  Nothing   Later;
    EndorsementReturned    "endorsement.returned"       [Proposal]     Candidate  Nothing   Later;
    EndorsementReminded    "endorsement.reminded"       [Proposal]     Candidate  Nothing   Later;
    ProposalEndorsed       "proposal.endorsed"          [Proposal]     Candidate  Nothing   Later;
    ProposalSubmitted      "proposal.submitted"         [Proposal]     Candidate  Nothing   AtOnce;
    ProposalLateAllowed    "proposal.late_allowed"      [Proposal]     Candidate  Nothing   Later;
    ExceptionAsked         "exception.asked"            [Proposal]     Candidate  Nothing   Later;
    ExceptionMinutesAdded  "exception.minutes_added"    [Proposal]     Candidate  Nothing   Later;
    ExceptionAnswered      "exception.answered"         [Proposal]     Candidate  Nothing   AtOnce;
    ExceptionWithdrawn     "exception.withdrawn"        [Proposal]     Candidate  Nothing   Later;
    ProposalWithdrawn      "proposal.withdrawn"         [Proposal]     Candidate  Nothing   Later;
    ProposalResumed        "proposal.resumed"           [Proposal]     Candidate  Nothing   Later;
    ProposalShared         "proposal.shared"            [Proposal]     Candidate  Nothing   Later;
    ProposalUnshared       "proposal.unshared"          [Proposal]     Candidate  Nothing   Later;
    DocumentUploaded       "document.uploaded"          [Proposal]     Candidate  Nothing   Later;
    DocumentRead           "document.read"              [Proposal]     Candidate  Nothing   Later;
    RepairOpened           "repair.opened"              [Proposal]     Candidate  Nothing   Later;
    RepairClosed           "repair.closed"              [Proposal]     Candidate  Nothing   Later;
    VerificationConcluded  "verification.concluded"     [Proposal]     Result     Nothing   Later;
    VerificationTakenBack  "verification.taken_back"    [Proposal]     Result     Nothing   Later;
    ProposalVerified       "proposal.verified"          [Proposal]     Result     Nothing   Later;
    AdministrativeReleased "administrative.released"    [Call]         Nobody     WholeCall Later;
    ProposalRestored       "proposal.restored"          [Proposal]     Result     Nothing   Later;
    // The review.
    AssignmentsPlanned     "assignments.planned"        [Call]         Nobody     WholeCall Later;
    AssignmentMade         "assignment.made"            [Assignment]   Result     Nothing   Later;
    AssignmentRemoved      "assignment.removed"         [Assignment]   Result     Nothing   Later;
    ReviewersReminded      "reviewers.reminded"         [Call]         Nobody     WholeCall Later;
    ReviewerLeft           "panel.left"                 [Call]         Nobody     WholeCall Later;
    PlanUndone             "assignments.undone"         [Call]         Nobody     WholeCall Later;
    ConflictDeclared       "conflict.declared"          [Proposal]     Nobody     Nothing   Later;
    ConflictReported       "conflict.reported"          [Proposal]     Nobody     Nothing   Later;
    WithdrawalAsked        "conflict.withdrawal_asked"  [Proposal]     Nobody     Nothing   Later;
    ConflictWithdrawn      "conflict.withdrawn"         [Proposal]     Nobody     Nothing   Later;
    WithdrawalRefused      "conflict.withdrawal_refused" [Proposal]    Nobody     Nothing   Later;
    SheetSaved             "sheet.saved"                [Assignment]   Result     Nothing   Later;
    SheetSubmitted         "sheet.submitted"            [Assignment]   Result     Nothing   AtOnce;
    SheetReopened          "sheet.reopened"             [Assignment]   Result     Nothing   Later;
    SheetTakenBack         "sheet.taken_back"           [Assignment]   Result     Nothing   Later;
    SheetAwaited           "sheet.awaited"              [Assignment]   Result     Nothing   Later;
    ProposalReconciled     "proposal.reconciled"        [Proposal]     Result     Nothing   Later;
    // Interviews.
    InterviewPlanned       "interview.planned"          [Proposal]     Candidate  Nothing   Later;
    InterviewMoved         "interview.moved"            [Proposal]     Candidate  Nothing   Later;
    InterviewCancelled     "interview.cancelled"        [Proposal]     Candidate  Nothing   Later;
    InterviewPanelChanged  "interview.panel_changed"    [Proposal]     Result     Nothing   Later;
    InterviewTimeAsked     "interview.time_asked"       [Proposal]     Candidate  Nothing   Later;
    InterviewTimeAnswered  "interview.time_answered"    [Proposal]     Candidate  Nothing   Later;
    InterviewAttended      "interview.attended"         [Proposal]     Candidate  Nothing   Later;
    InterviewSheetSaved    "interview.sheet_saved"      [Proposal]     Result     Nothing   Later;
    InterviewSheetIn       "interview.sheet_submitted"  [Proposal]     Result     Nothing   AtOnce;
    // The plenary and the announcement.
    SelectionComputed      "selection.computed"         [Selection]    Nobody     WholeCall AtOnce;
    PlenaryInvited         "plenary.invited"            [Call]         Nobody     WholeCall Later;
    AttendanceRecorded     "attendance.recorded"        [Call]         Nobody     WholeCall Later;
    TieVoted               "plenary.tie_voted"          [Call]         Nobody     WholeCall AtOnce;
    TieVotesSettled        "plenary.tie_votes_settled"  [Call]         Nobody     WholeCall Later;
    DissentRecorded        "dissent.recorded"           [Call]         Nobody     WholeCall AtOnce;
    DissentWithdrawn       "dissent.withdrawn"          [Call]         Nobody     WholeCall Later;
    MinutesCorrected       "minutes.corrected"          [Decision]     Nobody     WholeCall AtOnce;
    MinutesRemarked        "minutes.remarked"           [Decision]     Nobody     WholeCall Later;
    RemarkAnswered         "minutes.remark_answered"    [Decision]     Nobody     WholeCall Later;
    MinutesSigned          "minutes.signed"             [Decision]     Nobody     WholeCall AtOnce;
    MinutesRefused         "minutes.refused"            [Decision]     Nobody     WholeCall AtOnce;
    DecisionProposed       "decision.proposed"          [Decision]     Nobody     WholeCall AtOnce;
    DecisionApproved       "decision.approved"          [Decision]     Nobody     WholeCall AtOnce;
    DecisionReturned       "decision.returned"          [Decision]     Nobody     WholeCall Later;
    CallAnnounced          "call.announced"             [Call]         Result     Nothing   AtOnce;
    CallReannounced        "call.reannounced"           [Call]         Result     Nothing   AtOnce;
    // Objections and seats.
    ObjectionFiled         "objection.filed"            [Objection]    Person     Nothing   AtOnce;
    ObjectionAttached      "objection.attached"         [Objection]    Person     Nothing   Later;
    ObjectionWithdrawn     "objection.withdrawn"        [Objection]    Person     Nothing   Later;
    ObjectionTaken         "objection.taken"            [Objection]    Person     Nothing   Later;
    ObjectionReleased      "objection.released"         [Objection]    Person     Nothing   Later;
    ObjectionUpheld        "objection.upheld"           [Objection]    Person     Nothing   AtOnce;
    ObjectionLate          "objection.late"             [Objection]    Person     Nothing   AtOnce;
    ObjectionRejected      "objection.rejected"         [Objection]    Person     Nothing   AtOnce;
    AwardOffered           "award.offered"              [Award]        Person     Nothing   Later;
    AwardAccepted          "award.accepted"             [Award]        Person     Nothing   Later;
    AwardDeclined          "award.declined"             [Award]        Person     Nothing   Later;
    AwardLapsed            "award.lapsed"               [Award]        Person     Nothing   Later;
    AwardWithdrawn         "award.withdrawn"            [Award]        Person     Nothing   Later;
    // Studies.
    StudyPaperAdded        "study.paper_added"          [Award]        Person     Nothing   Later;
    StudyPaperChecked      "study.paper_checked"        [Award]        Person     Nothing   Later;
    StudyStepped           "study.stepped"              [Award]        Person     Nothing   Later;
    StudyMentored          "study.mentored"             [Award]        Person     Nothing   Later;
    StudyChangeAsked       "study.change_asked"         [Award]        Person     Nothing   Later;
    StudyChangeWithdrawn   "study.change_withdrawn"     [Award]        Person     Nothing   Later;
    StudyChangeRuled       "study.change_ruled"         [Award]        Person     Nothing   Later;
    StudyAdmissionReminded "study.admission_reminded"   [Award]        Person     Nothing   Later;
    StudyReportSaved       "study.report_saved"         [Award]        Person     Nothing   Later;
    StudyReportAttached    "study.report_attached"      [Award]        Person     Nothing   Later;
    StudyReportDetached    "study.report_detached"      [Award]        Person     Nothing   Later;
    StudyReportSent        "study.report_sent"          [Award]        Person     Nothing   Later;
    StudyReportAnswered    "study.report_answered"      [Award]        Person     Nothing   Later;
    StudyUseChanged        "study.use_changed"          [Award]        Person     Nothing   Later;
    StudyCommitted         "study.committed"            [Award]        Person     Nothing   Later;
    StudyReminded          "study.reminded"             [Award]        Person     Nothing   Later;
    // What leaves, breaches, a person's rights.
    ExportMade             "export.made"                [Call Ledger Readings Breaches Problems Studies] Result WholeCall Later;
    BreachRegistered       "breach.registered"          [Breach]       Nobody     Nothing   Later;
    BreachMeasureNoted     "breach.measure_noted"       [Breach]       Nobody     Nothing   Later;
    BreachPeopleAdded      "breach.people_added"        [Breach]       Nobody     AllCalls  Later;
    BreachNotified         "breach.notified"            [Breach]       Nobody     AllCalls  Later;
    BreachClosed           "breach.closed"              [Breach]       Nobody     Nothing   Later;
    DataExported           "data.exported"              [User]         Person     Nothing   Later;
    ErasureAsked           "erasure.asked"              [User]         Person     Nothing   Later;
    ErasureGranted         "erasure.granted"            [User]         Person     Nothing   Later;
    ErasureRefused         "erasure.refused"            [User]         Person     Nothing   Later;
    PersonErased           "person.erased"              [User]         Person     AllCalls  Later;
    // The record itself.
    RecordKey              "record.key"                 [Record]       Nobody     Nothing   AtOnce;
    RecordBaseline         "record.baseline"            [Record]       Nobody     Nothing   Later;
    RecordSealed           "record.sealed"              [Record]       Nobody     Nothing   Later;
    RecordResealed         "record.resealed"            [Record]       Nobody     Nothing   Later;
}

#[cfg(test)]
mod tests;
