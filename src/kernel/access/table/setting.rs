//! Before anybody writes: accounts, units, problems, and the call itself.

use crate::kernel::access::Permission;
use crate::kernel::access::Phase::{Draft, Open, Plenary, Review, Scheduled, Screening};
use crate::kernel::access::Relation::{OwnUnit, Substitution};
use crate::kernel::access::Role::{
    Appeal, Approver, Auditor, Chair, Decider, Inspector, Operator, Reviewer, Secretariat,
    UnitHead, Verifier,
};
use crate::kernel::access::grant::{ANYBODY, ONESELF, Rule, grant, hidden, rule};
use crate::kernel::access::groups::STAFF;
use crate::kernel::access::phases::{EXTENSIBLE, PUBLISHED, REOPENABLE};

pub(super) static RULES: &[Rule] = &[
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
        &[grant(Secretariat), grant(Chair), grant(Decider), grant(Auditor), grant(Operator)],
    ),
    rule(
        Permission::DecideChange,
        // A chair who is ill confirms nobody; and who confirms a decider must not propose to them.
        &[grant(Chair), grant(Decider).needs(Substitution)],
    ),
    rule(Permission::ConfirmIdentity, &[grant(Secretariat)]),
    rule(Permission::CorrectAddress, &[grant(Secretariat)]),
    rule(Permission::ApproveCorrection, &[grant(Secretariat), grant(Chair)]),
    rule(Permission::ReadUnits, &[ANYBODY]),
    rule(Permission::ChangeUnits, &[grant(Secretariat)]),
    rule(Permission::NameActingHead, &[grant(Secretariat)]),
    // the plan of needs
    rule(
        Permission::ReadNeeds,
        &[
            grant(UnitHead),
            grant(Approver),
            grant(Secretariat),
            grant(Chair),
            grant(Decider),
            grant(Auditor),
        ],
    ),
    rule(Permission::RegisterNeed, &[grant(UnitHead)]),
    hidden(Permission::ChangeNeed, &[grant(UnitHead).needs(OwnUnit)]),
    rule(Permission::ManageNeedPlan, &[grant(Secretariat)]),
    rule(Permission::ApproveNeedPlan, &[grant(Decider)]),
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
    rule(Permission::ReopenPhase, &[grant(Chair).in_phases(REOPENABLE)]),
    rule(
        Permission::CancelCall,
        &[grant(Chair).in_phases(&[Draft, Scheduled, Open, Screening, Review, Plenary])],
    ),
    // The integrity pact; its text is a part of the call.
    rule(
        Permission::SignPact,
        &[
            grant(Reviewer).in_phases(PUBLISHED),
            grant(Verifier).in_phases(PUBLISHED),
            grant(Chair).in_phases(PUBLISHED),
            grant(Decider).in_phases(PUBLISHED),
            grant(Appeal).in_phases(PUBLISHED),
        ],
    ),
    rule(
        Permission::ReadPactSignatures,
        &[
            grant(Secretariat).in_phases(PUBLISHED),
            grant(Chair).in_phases(PUBLISHED),
            // Takes it with all other tables.
            grant(Decider).in_phases(PUBLISHED),
            grant(Auditor).in_phases(PUBLISHED),
        ],
    ),
    rule(
        Permission::ManagePanel,
        &[grant(Secretariat).in_phases(&[Draft, Scheduled, Open, Screening, Review])],
    ),
    rule(Permission::ReadPanel, STAFF),
    rule(Permission::ReadDashboard, &[grant(Secretariat), grant(Chair), grant(Auditor)]),
];
