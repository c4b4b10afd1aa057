//! Proposals, from the first draft to their verification.

use crate::kernel::access::Permission;
use crate::kernel::access::Relation::{Assigned, Objected, OwnUnit, ProblemOwner};
use crate::kernel::access::Role::{
    Appeal, Auditor, Candidate, Chair, Decider, Reviewer, Secretariat, UnitHead, Verifier,
};
use crate::kernel::access::grant::{ACTING, Rule, grant, head, hidden, own, rule};
use crate::kernel::access::phases::{
    BEFORE_ANNOUNCEMENT, FROM_ANNOUNCED, FROM_OPEN, FROM_PLENARY, FROM_REVIEW, FROM_SCREENING,
    OPEN_ONLY, SCREENING_ONLY,
};

pub(super) static RULES: &[Rule] = &[
    // proposals
    hidden(
        Permission::ReadDraftProposal,
        &[
            own(Candidate),
            head(OwnUnit).in_phases(OPEN_ONLY),
            head(ProblemOwner).in_phases(OPEN_ONLY),
            ACTING.in_phases(OPEN_ONLY),
        ],
    ),
    hidden(
        Permission::ReadProposal,
        &[
            own(Candidate),
            head(OwnUnit).in_phases(FROM_OPEN),
            head(ProblemOwner).in_phases(FROM_OPEN),
            ACTING.in_phases(OPEN_ONLY),
            grant(Reviewer).needs(Assigned).in_phases(FROM_REVIEW),
            grant(Verifier).in_phases(FROM_SCREENING),
            grant(Secretariat).in_phases(FROM_SCREENING),
            grant(Chair).in_phases(FROM_SCREENING),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Appeal).in_phases(FROM_ANNOUNCED),
            grant(Appeal).needs(Objected).in_phases(FROM_SCREENING),
            grant(Auditor).in_phases(FROM_SCREENING),
        ],
    ),
    rule(
        Permission::ListProposals,
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
    hidden(Permission::WriteProposal, &[own(Candidate).in_phases(OPEN_ONLY)]),
    hidden(Permission::SubmitProposal, &[own(Candidate).in_phases(OPEN_ONLY)]),
    hidden(Permission::RepairProposal, &[own(Candidate).in_phases(SCREENING_ONLY)]),
    rule(Permission::ReadUnsubmitted, &[grant(Chair).in_phases(SCREENING_ONLY)]),
    hidden(Permission::AllowLateSubmission, &[grant(Chair).in_phases(SCREENING_ONLY)]),
    hidden(
        Permission::ReadExceptions,
        &[
            grant(Secretariat).in_phases(FROM_SCREENING),
            grant(Chair).in_phases(FROM_SCREENING),
            grant(Decider).in_phases(FROM_SCREENING),
            grant(Auditor).in_phases(FROM_SCREENING),
        ],
    ),
    hidden(Permission::AskException, &[grant(Secretariat).in_phases(SCREENING_ONLY)]),
    hidden(
        Permission::DecideException,
        &[grant(Chair).in_phases(SCREENING_ONLY), grant(Decider).in_phases(SCREENING_ONLY)],
    ),
    hidden(Permission::WithdrawProposal, &[own(Candidate).in_phases(BEFORE_ANNOUNCEMENT)]),
    hidden(Permission::ResumeProposal, &[own(Candidate).in_phases(OPEN_ONLY)]),
    hidden(Permission::AskEndorsement, &[own(Candidate).in_phases(OPEN_ONLY)]),
    hidden(
        Permission::EndorseProposal,
        &[
            head(OwnUnit).in_phases(OPEN_ONLY),
            head(ProblemOwner).in_phases(OPEN_ONLY),
            ACTING.in_phases(OPEN_ONLY),
        ],
    ),
    hidden(Permission::ReadOwnUpload, &[own(Candidate)]),
    hidden(Permission::GiveUpUpload, &[own(Candidate)]),
    hidden(
        Permission::ReadFile,
        &[
            own(Candidate),
            head(OwnUnit).in_phases(FROM_OPEN),
            ACTING.in_phases(OPEN_ONLY),
            grant(Reviewer).needs(Assigned).in_phases(FROM_REVIEW),
            grant(Verifier).in_phases(FROM_SCREENING),
            grant(Secretariat).in_phases(FROM_SCREENING),
            grant(Chair).in_phases(FROM_SCREENING),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Appeal).needs(Objected).in_phases(FROM_SCREENING),
            grant(Auditor).in_phases(FROM_SCREENING),
        ],
    ),
    hidden(
        Permission::ReadSensitiveFile,
        &[
            own(Candidate),
            grant(Verifier).in_phases(SCREENING_ONLY),
            grant(Secretariat).in_phases(SCREENING_ONLY),
            // Whoever rules on a finding looks at what it rests on.
            grant(Appeal).needs(Objected).in_phases(FROM_SCREENING),
            grant(Auditor).in_phases(FROM_SCREENING),
        ],
    ),
    hidden(Permission::Verify, &[grant(Verifier).in_phases(SCREENING_ONLY)]),
    hidden(Permission::OpenRepair, &[grant(Verifier).in_phases(SCREENING_ONLY)]),
    hidden(
        Permission::ReadVerification,
        &[
            own(Candidate).in_phases(FROM_SCREENING),
            head(OwnUnit).in_phases(FROM_SCREENING),
            grant(Verifier).in_phases(FROM_SCREENING),
            grant(Secretariat).in_phases(FROM_SCREENING),
            grant(Chair).in_phases(FROM_SCREENING),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Appeal).in_phases(FROM_ANNOUNCED),
            grant(Appeal).needs(Objected).in_phases(FROM_SCREENING),
            grant(Auditor).in_phases(FROM_SCREENING),
        ],
    ),
    hidden(
        Permission::ExportVerification,
        &[
            grant(Secretariat).in_phases(FROM_SCREENING),
            grant(Chair).in_phases(FROM_SCREENING),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Auditor).in_phases(FROM_SCREENING),
        ],
    ),
];
