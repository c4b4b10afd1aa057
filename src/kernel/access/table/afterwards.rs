//! After the announcement, and what runs beside every call: letters, personal data, the record.

use crate::kernel::access::Permission;
use crate::kernel::access::Relation::{OwnUnit, OwnerAbsent, ProblemOwner};
use crate::kernel::access::Role::{
    Appeal, Approver, Auditor, Candidate, Chair, Decider, Inspector, Operator, Secretariat,
    UnitHead,
};
use crate::kernel::access::grant::{
    ANYBODY, MENTOR, ONESELF, Rule, grant, head, hidden, own, rule,
};
use crate::kernel::access::groups::{EVERY_ROLE, REPORT_READERS};
use crate::kernel::access::phases::{CLOSED_ONLY, FROM_ANNOUNCED, FROM_SCREENING, OBJECTING};

pub(super) static RULES: &[Rule] = &[
    // objections and offers
    // To the announced result; before the review to the administrative one, where the call releases it.
    hidden(Permission::FileObjection, &[own(Candidate).in_phases(OBJECTING)]),
    hidden(
        Permission::ReadObjection,
        &[
            own(Candidate).in_phases(FROM_SCREENING),
            grant(Appeal).in_phases(FROM_SCREENING),
            grant(Secretariat).in_phases(FROM_SCREENING),
            grant(Chair).in_phases(FROM_SCREENING),
            grant(Auditor).in_phases(FROM_SCREENING),
        ],
    ),
    hidden(Permission::WithdrawObjection, &[own(Candidate).in_phases(FROM_SCREENING)]),
    rule(
        Permission::ListObjections,
        &[grant(Appeal), grant(Secretariat), grant(Chair), grant(Auditor)],
    ),
    hidden(Permission::RuleObjection, &[grant(Appeal).in_phases(FROM_SCREENING)]),
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
    // somebody on the telephone; an auditor finds proposals by their number alone
    rule(Permission::Find, &[grant(Secretariat), grant(Auditor)]),
    rule(Permission::ReadPersonFile, &[grant(Secretariat)]),
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
