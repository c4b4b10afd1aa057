//! Proposals, from the first draft to their verification.

use crate::kernel::access::Permission;
use crate::kernel::access::Relation::{Assigned, OwnUnit, ProblemOwner};
use crate::kernel::access::Role::{
    Appeal, Auditor, Candidate, Chair, Decider, Reviewer, Secretariat, UnitHead, Verifier,
};
use crate::kernel::access::grant::{Rule, grant, head, hidden, own, rule};
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
        ],
    ),
    hidden(
        Permission::ReadProposal,
        &[
            own(Candidate),
            head(OwnUnit).in_phases(FROM_OPEN),
            head(ProblemOwner).in_phases(FROM_OPEN),
            grant(Reviewer).needs(Assigned).in_phases(FROM_REVIEW),
            grant(Verifier).in_phases(FROM_SCREENING),
            grant(Secretariat).in_phases(FROM_SCREENING),
            grant(Chair).in_phases(FROM_SCREENING),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Appeal).in_phases(FROM_ANNOUNCED),
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
    hidden(Permission::WithdrawProposal, &[own(Candidate).in_phases(BEFORE_ANNOUNCEMENT)]),
    hidden(
        Permission::EndorseProposal,
        &[head(OwnUnit).in_phases(OPEN_ONLY), head(ProblemOwner).in_phases(OPEN_ONLY)],
    ),
    hidden(Permission::ReadOwnUpload, &[own(Candidate)]),
    hidden(Permission::GiveUpUpload, &[own(Candidate)]),
    hidden(
        Permission::ReadFile,
        &[
            own(Candidate),
            head(OwnUnit).in_phases(FROM_OPEN),
            grant(Reviewer).needs(Assigned).in_phases(FROM_REVIEW),
            grant(Verifier).in_phases(FROM_SCREENING),
            grant(Secretariat).in_phases(FROM_SCREENING),
            grant(Chair).in_phases(FROM_SCREENING),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Auditor).in_phases(FROM_SCREENING),
        ],
    ),
    hidden(
        Permission::ReadSensitiveFile,
        &[
            own(Candidate),
            grant(Verifier).in_phases(SCREENING_ONLY),
            grant(Secretariat).in_phases(SCREENING_ONLY),
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
