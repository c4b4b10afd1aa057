//! Which letters there are. Each has one file for each language, in `templates/`: the first line is its title,
//! an empty line, then what it says. The HTML is made of the same file (`html`). `{{value}}` stands for a value;
//! there is nothing else in a template, so what a value holds can never become one.

use crate::kernel::language::Language;
use std::collections::BTreeSet;

macro_rules! templates {
    ($($(#[$meta:meta])* $name:ident = $file:literal;)*) => {
        /// One kind of letter.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Template {$($(#[$meta])* $name,)*}

        impl Template {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name in the queue and of its files.
            pub fn name(self) -> &'static str {
                match self {$(Self::$name => $file,)*}
            }

            /// Begins with `Subject: …` and an empty line.
            pub(super) fn source(self, language: Language) -> &'static str {
                match (self, language) {$(
                    (Self::$name, Language::Indonesian) => {
                        include_str!(concat!("templates/id/", $file, ".txt"))
                    }
                    (Self::$name, Language::English) => {
                        include_str!(concat!("templates/en/", $file, ".txt"))
                    }
                )*}
            }
        }
    };
}

templates! {
    /// To somebody who registered; carries a link that opens something.
    EmailVerification = "email_verification";
    /// To who asked for a new password; carries a link that opens something.
    PasswordReset = "password_reset";
    /// To somebody for whom an account was opened; carries a link that opens something.
    AccountInvitation = "account_invitation";
    /// To an address with which somebody asked for an account: a link that opens it, or to a new password.
    Registration = "registration";
    RegisteredAlready = "registered_already";
    /// To an account's new address; to an old one that was never confirmed.
    AddressConfirmation = "address_confirmation";
    AddressWithdrawn = "address_withdrawn";
    /// To the owner at the old address, with a link that stops it; to both once it is done.
    AddressChangeAsked = "address_change_asked";
    AddressChanged = "address_changed";
    /// What the secretariat says of a NIP.
    NipConfirmed = "nip_confirmed";
    NipRefused = "nip_refused";
    NipCorrected = "nip_corrected";
    /// After a sign-in from a device not seen before.
    NewSignIn = "new_sign_in";
    PasswordChanged = "password_changed";
    SecondFactorOn = "second_factor_on"; SecondFactorOff = "second_factor_off";
    RecoveryCodeUsed = "recovery_code_used";
    /// To a chair: roles, moves or units wait for a second person; to who proposed them: the answer.
    ChangesWaiting = "changes_waiting";
    ChangesApproved = "changes_approved";
    ChangesRefused = "changes_refused";
    /// To who holds a role from now on.
    RoleGiven = "role_given";
    SubstitutionBegun = "substitution_begun";
    SubstitutionEnded = "substitution_ended";
    /// To who stands in for the head of a unit from now on.
    ActingHeadNamed = "acting_head_named";
    /// To who proposed a problem that is in the registry now.
    ProblemApproved = "problem_approved";
    /// To who proposed a problem that needs more work.
    ProblemReturned = "problem_returned";
    /// To the head of a unit whose indicator is to be measured again.
    MeasurementDue = "measurement_due";
    /// To the head of the unit that measured an indicator: what the inspectorate found on the spot.
    MeasurementConfirmed = "measurement_confirmed";
    MeasurementDisputed = "measurement_disputed";
    /// To a candidate who submitted: the receipt.
    ProposalReceived = "proposal_received";
    /// To heads: an endorsement is asked for, once more; to the secretariat: nobody can give it; to the candidate.
    EndorsementAsked = "endorsement_asked";
    EndorsementReminder = "endorsement_reminder";
    EndorsementWithoutHead = "endorsement_without_head";
    EndorsementGiven = "endorsement_given";
    EndorsementReturned = "endorsement_returned";
    /// To a candidate who withdrew: how to return; that it is for good; that there is more time to return.
    ProposalWithdrawn = "proposal_withdrawn";
    ProposalWithdrawnForGood = "proposal_withdrawn_for_good";
    WithdrawnMayResume = "withdrawn_may_resume";
    /// To a candidate at the announcement.
    ResultSelected = "result_selected";
    ResultReserve = "result_reserve";
    ResultNotSelected = "result_not_selected";
    /// To a candidate whose result another announcement changed.
    RevisedSelected = "revised_selected";
    RevisedReserve = "revised_reserve";
    RevisedNotSelected = "revised_not_selected";
    /// To a candidate who objected: the receipt, then the ruling.
    ObjectionReceived = "objection_received";
    ObjectionUpheld = "objection_upheld";
    ObjectionRejected = "objection_rejected";
    /// To the appeal team.
    ObjectionToRule = "objection_to_rule";
    /// To the secretariat and the chair: an administrative objection waits while the review runs; one was upheld.
    ObjectionRulingLate = "objection_ruling_late";
    ObjectionRestored = "objection_restored";
    /// To the secretariat and the chair: an upheld objection needs sheets that somebody must write.
    ObjectionToCarryOut = "objection_to_carry_out";
    /// To a candidate with a seat: to be answered, unanswered, taken away.
    AwardOffered = "award_offered";
    AwardLapsed = "award_lapsed";
    AwardWithdrawn = "award_withdrawn";
    /// To an awardee: what is said of a document, the dates of the study, its steps, the ruling on a request.
    StudyPaperReturned = "study_paper_returned";
    StudyBegun = "study_begun";
    StudyStepped = "study_stepped";
    StudyRequestRuled = "study_request_ruled";
    /// To an awardee who has sent no proof of admission, before the last day; to the secretariat, after it.
    AdmissionDue = "admission_due";
    AdmissionPassed = "admission_passed";
    /// To who may rule on what an awardee asks for.
    StudyRequestToRule = "study_request_to_rule";
    /// To the secretariat: a document of an awardee waits to be checked.
    StudyPaperToCheck = "study_paper_to_check";
    /// To a mentor, when named.
    StudyMentorNamed = "study_mentor_named";
    /// To the heads of the owner unit and the secretariat: the graduate works elsewhere.
    StudyPlacedElsewhere = "study_placed_elsewhere";
    /// To an awardee: a report is soon due, is late; the receipt; what was answered.
    StudyReportDue = "study_report_due";
    StudyReportLate = "study_report_late";
    StudyReportReceived = "study_report_received";
    StudyReportAnswered = "study_report_answered";
    /// To the heads of both units: a report is very late.
    StudyReportMissing = "study_report_missing";
    /// To the mentor and the heads of the owner unit: a report to read.
    StudyReportToRead = "study_report_to_read";
    /// To a head of the owner unit who has not said whether the unit stands by what it agreed to.
    StudyCommitmentAsked = "study_commitment_asked";
    /// To awardee, mentor and secretariat: the problem of a study was retired from the registry.
    StudyProblemRetired = "study_problem_retired";
    /// To awardee, mentor and secretariat: a head wants something changed.
    StudyRenegotiated = "study_renegotiated";
    /// To the other side: an activity of the plan of use was changed.
    StudyUseChanged = "study_use_changed";
    /// To the heads of all units, when a call opens.
    CallOpened = "call_opened";
    /// To who was given a place on a panel.
    PanelSeated = "panel_seated";
    /// To whoever will see proposals of a call: the integrity pact is to be signed first; the same once more.
    PactAsked = "pact_asked";
    PactReminder = "pact_reminder";
    /// To a candidate: the draft may be handed in although the submission has ended.
    LateSubmissionAllowed = "late_submission_allowed";
    /// The plan of needs, and exceptions by signed minutes: who waits, what was decided.
    NeedPlanOpened = "need_plan_opened";
    NeedPlanProposed = "need_plan_proposed";
    NeedPlanApproved = "need_plan_approved";
    NeedPlanReturned = "need_plan_returned";
    ExceptionAsked = "exception_asked";
    ExceptionGranted = "exception_granted";
    ExceptionEffective = "exception_effective";
    ExceptionRefused = "exception_refused";
    /// To a candidate: documents to replace; the end of the verification.
    RepairOpened = "repair_opened";
    /// The same at the release of the administrative results.
    AdministrativeEligible = "administrative_eligible";
    AdministrativeIneligible = "administrative_ineligible";
    VerifiedEligible = "verified_eligible";
    VerifiedIneligible = "verified_ineligible";
    /// To a reviewer: new tasks, the receipt of a sheet, a sheet to look at anew.
    ReviewAssigned = "review_assigned";
    /// To a reviewer: tasks were taken back, perhaps others given; they are no longer on a panel.
    ReviewChanged = "review_changed";
    PanelLeft = "panel_left";
    TasksEnded = "tasks_ended";
    /// To the secretariat: a member of a panel can no longer review.
    ReviewerGone = "reviewer_gone";
    SheetReceived = "sheet_received";
    /// To a reviewer: a sheet that an upheld objection needs, with a deadline of its own.
    SheetOrdered = "sheet_ordered";
    SheetReopened = "sheet_reopened";
    /// To a reviewer: a sheet in place of one that does not count, after the review.
    SheetInPlace = "sheet_in_place";
    /// To a reviewer: a sheet may be handed in although the review has ended.
    SheetAwaited = "sheet_awaited";
    /// To a chair: somebody asks that a conflict of interest be withdrawn; to who asked: the answer; to a reviewer: a
    /// conflict was reported, and the task is closed.
    WithdrawalAsked = "withdrawal_asked";
    WithdrawalConfirmed = "withdrawal_confirmed";
    WithdrawalRefused = "withdrawal_refused";
    ConflictReported = "conflict_reported";
    /// To a candidate whose draft is not submitted: a week and a day before the deadline.
    SubmissionReminder = "submission_reminder";
    SubmissionLastReminder = "submission_last_reminder";
    /// To a reviewer who owes sheets: two days before the end; by hand.
    ReviewReminder = "review_reminder";
    ReviewNudge = "review_nudge";
    /// To whom a call concerns: its calendar moved, a phase is open again, it was cancelled.
    CallExtended = "call_extended";
    CallReopened = "call_reopened";
    CallCancelled = "call_cancelled";
    /// To the committee: the plenary, and what has changed about it.
    PlenaryInvited = "plenary_invited"; PlenaryChanged = "plenary_changed";
    MinutesDrafted = "minutes_drafted"; MinutesChanged = "minutes_changed";
    MinutesRemarked = "minutes_remarked"; RemarkAnswered = "remark_answered";
    /// To the candidate and the panel of an interview; to who left its panel.
    InterviewInvited = "interview_invited"; InterviewMoved = "interview_moved";
    InterviewCancelled = "interview_cancelled"; InterviewPanelLeft = "interview_panel_left";
    /// To the secretariat; to the candidate.
    InterviewTimeAsked = "interview_time_asked"; InterviewTimeAnswered = "interview_time_answered";
    InterviewMissed = "interview_missed";
    /// To candidate and panel, the day before.
    InterviewTomorrow = "interview_tomorrow";
    /// To the secretariat: a panel is short.
    InterviewPanelConflict = "interview_panel_conflict";
    InterviewPanelsShort = "interview_panels_short";
    /// To everybody whose personal data a breach affected (UU 27/2022 art. 46).
    BreachNotice = "breach_notice";
    /// To the secretariat: somebody asks to be erased, and the clock runs.
    ErasureAsked = "erasure_asked";
    /// To who asked: the receipt, then the answer.
    ErasureReceived = "erasure_received";
    ErasureGranted = "erasure_granted";
    ErasureRefused = "erasure_refused";
    /// To who was erased: the last letter.
    PersonErased = "person_erased";
}

/// The title and what the letter says.
pub(super) fn parts(source: &str) -> (&str, &str) {
    let (first, body) = source.split_once('\n').unwrap_or((source, ""));
    (first.strip_prefix("Subject: ").unwrap_or(first), body.trim())
}

/// What ends every letter of a language: the line by which mail programs know that the letter is over, and the
/// words below it.
pub(super) fn layout(language: Language) -> (&'static str, &'static str) {
    let closing = match language {
        Language::Indonesian => include_str!("templates/id/closing.txt"),
        Language::English => include_str!("templates/en/closing.txt"),
    };
    ("\n\n--\n", closing)
}

/// What stands for a secret letter's words wherever they are not shown.
pub(super) fn withheld(language: Language) -> &'static str {
    match language {
        Language::Indonesian => {
            "Surat ini memuat tautan rahasia; isinya hanya ada pada surel yang dikirim kepada Anda."
        }
        Language::English => {
            "This letter carries a secret link; what it says is only in the mail that was sent to you."
        }
    }
}

/// What stands for a letter's words once the person it tells of was erased.
pub(super) fn forgotten(language: Language) -> &'static str {
    match language {
        Language::Indonesian => {
            "Isi surat ini sudah dihapus bersama data pribadi orang yang disebut di dalamnya."
        }
        Language::English => {
            "What this letter said was erased with the personal data of the person it told of."
        }
    }
}

/// The recipient's name, which every template may show.
pub(super) const RECIPIENT: &str = "name";

impl Template {
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|template| template.name() == name)
    }

    /// Carries what opens an account: shown to nobody but its recipient, by mail, and not kept.
    pub fn is_secret(self) -> bool {
        matches!(
            self,
            Self::EmailVerification
                | Self::PasswordReset
                | Self::AccountInvitation
                | Self::Registration
                | Self::RegisteredAlready
                | Self::AddressConfirmation
                | Self::AddressChangeAsked
        )
    }

    /// Goes to whoever reads an address that somebody typed: nothing in it is of anybody's choice.
    pub fn is_to_strangers(self) -> bool {
        matches!(
            self,
            Self::Registration
                | Self::RegisteredAlready
                | Self::AddressConfirmation
                | Self::AddressWithdrawn
        )
    }

    /// The names of all that are.
    pub fn secret_names() -> Vec<&'static str> {
        Self::ALL.iter().filter(|template| template.is_secret()).map(|one| one.name()).collect()
    }

    /// The values that a letter must bring.
    pub(super) fn values(self) -> BTreeSet<&'static str> {
        let mut names = names_in(self.source(Language::Indonesian));
        names.remove(RECIPIENT);
        names
    }
}

/// A template as it is read: words, and the values between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Words(&'a str),
    Value(&'a str),
}

/// Takes a template apart. An opening without an end is words.
pub(super) fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = template;
    while let Some((words, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else { break };
        found.push(Piece::Words(words));
        found.push(Piece::Value(name.trim()));
        rest = after;
    }
    found.push(Piece::Words(rest));
    found
}

fn names_in(template: &str) -> BTreeSet<&str> {
    pieces(template)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Value(name) => Some(name),
            Piece::Words(_) => None,
        })
        .collect()
}

#[cfg(test)]
mod tests;
