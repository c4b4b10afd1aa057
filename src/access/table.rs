//! The table itself. One rule per act; a rule is a list of grants; a grant is a role, the relation
//! it needs, and the phases it holds in. No grant, no permission.

use super::Phase::{Announced, Closed, Draft, Open, Plenary, Review, Scheduled, Screening};
use super::Relation::{Assigned, Conflicted, Own, OwnSubmitted, OwnUnit, ProblemOwner, Reopened};
use super::Role::{
    Appeal, Approver, Auditor, Candidate, Chair, Decider, Operator, Reviewer, Secretariat,
    UnitHead, Verifier,
};
use super::{Act, Facts, Phase, Relation, Role};

/// Permission for one role under conditions.
#[derive(Debug, Clone, Copy)]
pub struct Grant {
    /// `None`: anybody, signed in or not.
    pub role: Option<Role>,
    pub needs: Option<Relation>,
    /// A conflict does not take it away (only one's own things).
    pub despite_conflict: bool,
    /// `None`: the act has no phase.
    pub phases: Option<&'static [Phase]>,
}

impl Grant {
    const fn needs(mut self, relation: Relation) -> Self {
        self.needs = Some(relation);
        self
    }

    const fn in_phases(mut self, phases: &'static [Phase]) -> Self {
        self.phases = Some(phases);
        self
    }

    const fn despite_conflict(mut self) -> Self {
        self.despite_conflict = true;
        self
    }

    /// Role and relations fit, whatever the phase.
    pub fn fits(&self, roles: &[Role], facts: Facts) -> bool {
        self.role.is_none_or(|role| roles.contains(&role))
            && self.needs.is_none_or(|relation| facts.has(relation))
            && (self.despite_conflict || !facts.has(Conflicted))
    }

    pub fn holds_in(&self, phase: Option<Phase>) -> bool {
        match (self.phases, phase) {
            (None, _) => true,
            (Some(phases), Some(phase)) => phases.contains(&phase),
            (Some(_), None) => false,
        }
    }
}

const fn grant(role: Role) -> Grant {
    Grant { role: Some(role), needs: None, despite_conflict: false, phases: None }
}

/// The viewer's own thing: a conflict of interest with oneself does not hide it.
const fn own(role: Role) -> Grant {
    grant(role).needs(Own).despite_conflict()
}

/// A unit head speaks for the unit: being of the same unit is the point, not a conflict. One's own
/// proposal is never `OwnUnit` or `ProblemOwner` to its candidate.
const fn head(relation: Relation) -> Grant {
    grant(UnitHead).needs(relation).despite_conflict()
}

const ANYBODY: Grant = Grant { role: None, needs: None, despite_conflict: true, phases: None };

/// Everybody who is signed in, whatever their role: their own account.
const ONESELF: Grant = Grant { role: None, needs: Some(Own), despite_conflict: true, phases: None };

/// One line of the table.
#[derive(Debug)]
pub struct Rule {
    pub act: Act,
    /// A refusal must not tell that the thing exists.
    pub hidden: bool,
    pub grants: &'static [Grant],
}

const fn rule(act: Act, grants: &'static [Grant]) -> Rule {
    Rule { act, hidden: false, grants }
}

/// A rule whose refusal is `404`.
const fn hidden(act: Act, grants: &'static [Grant]) -> Rule {
    Rule { act, hidden: true, grants }
}

const OPEN_ONLY: &[Phase] = &[Open];
const SCREENING_ONLY: &[Phase] = &[Screening];
const REVIEW_ONLY: &[Phase] = &[Review];
const PLENARY_ONLY: &[Phase] = &[Plenary];
const RECONCILING: &[Phase] = &[Review, Plenary];
const BEFORE_REVIEW_ENDS: &[Phase] = &[Screening, Review];
const BEFORE_ANNOUNCEMENT: &[Phase] = &[Open, Screening, Review, Plenary];
const FROM_OPEN: &[Phase] =
    &[Open, Screening, Review, Plenary, Announced, Closed, Phase::Cancelled];
const FROM_SCREENING: &[Phase] = &[Screening, Review, Plenary, Announced, Closed];
const FROM_REVIEW: &[Phase] = &[Review, Plenary, Announced, Closed];
const FROM_PLENARY: &[Phase] = &[Plenary, Announced, Closed];
const FROM_ANNOUNCED: &[Phase] = &[Announced, Closed];
const PUBLISHED: &[Phase] =
    &[Scheduled, Open, Screening, Review, Plenary, Announced, Closed, Phase::Cancelled];
const EXTENSIBLE: &[Phase] = &[Scheduled, Open, Screening, Review, Plenary, Announced];
const OBJECTIONS: &[Phase] = &[Announced];

/// Who may do what, when.
pub static TABLE: &[Rule] = &[
    // accounts
    rule(Act::Register, &[ANYBODY]),
    rule(Act::SignIn, &[ANYBODY]),
    rule(Act::ManageOwnAccount, &[ONESELF]),
    rule(Act::ListAccounts, &[grant(Secretariat), grant(Chair), grant(Auditor), grant(Operator)]),
    rule(
        Act::ReadAccount,
        &[ONESELF, grant(Secretariat), grant(Chair), grant(Auditor), grant(Operator)],
    ),
    rule(Act::CreateAccount, &[grant(Secretariat), grant(Operator)]),
    rule(Act::ChangeAccount, &[grant(Secretariat), grant(Operator)]),
    rule(Act::GrantRole, &[grant(Secretariat)]),
    rule(Act::ReadUnits, &[ANYBODY]),
    rule(Act::ChangeUnits, &[grant(Secretariat)]),
    // problems
    rule(Act::ReadRegistry, &[ANYBODY]),
    hidden(
        Act::ReadPendingProblem,
        &[grant(UnitHead).needs(OwnUnit), grant(Approver), grant(Secretariat), grant(Auditor)],
    ),
    rule(Act::ProposeProblem, &[grant(UnitHead).needs(OwnUnit)]),
    hidden(Act::ReviseProblem, &[grant(UnitHead).needs(OwnUnit)]),
    rule(Act::DecideProblem, &[grant(Approver)]),
    rule(Act::RetireProblem, &[grant(Approver)]),
    // calls
    rule(Act::ReadCallTemplates, &[ANYBODY]),
    hidden(Act::ReadCall, &[ANYBODY.in_phases(PUBLISHED)]),
    hidden(Act::ReadDraftCall, &[grant(Secretariat), grant(Chair), grant(Auditor)]),
    rule(Act::WriteCall, &[grant(Secretariat).in_phases(&[Draft])]),
    rule(Act::FreezeCall, &[grant(Secretariat).in_phases(&[Draft])]),
    rule(Act::ExtendCall, &[grant(Secretariat).in_phases(EXTENSIBLE)]),
    rule(
        Act::CancelCall,
        &[grant(Chair).in_phases(&[Draft, Scheduled, Open, Screening, Review, Plenary])],
    ),
    rule(
        Act::ManagePanel,
        &[grant(Secretariat).in_phases(&[Draft, Scheduled, Open, Screening, Review])],
    ),
    rule(Act::ReadPanel, &[grant(Secretariat), grant(Chair), grant(Decider), grant(Auditor)]),
    rule(Act::ReadDashboard, &[grant(Secretariat), grant(Chair), grant(Auditor)]),
    // proposals
    hidden(
        Act::ReadDraftProposal,
        &[
            own(Candidate),
            head(OwnUnit).in_phases(OPEN_ONLY),
            head(ProblemOwner).in_phases(OPEN_ONLY),
        ],
    ),
    hidden(
        Act::ReadProposal,
        &[
            own(Candidate),
            head(OwnUnit).in_phases(FROM_OPEN),
            head(ProblemOwner).in_phases(FROM_OPEN),
            grant(Reviewer).needs(Assigned).in_phases(FROM_REVIEW),
            grant(Verifier).in_phases(FROM_SCREENING),
            grant(Secretariat).in_phases(FROM_SCREENING),
            grant(Chair).in_phases(FROM_SCREENING),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Appeal).in_phases(OBJECTIONS),
            grant(Auditor).in_phases(FROM_SCREENING),
        ],
    ),
    rule(
        Act::ListProposals,
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
    hidden(Act::WriteProposal, &[own(Candidate).in_phases(OPEN_ONLY)]),
    hidden(Act::SubmitProposal, &[own(Candidate).in_phases(OPEN_ONLY)]),
    hidden(Act::RepairProposal, &[own(Candidate).in_phases(SCREENING_ONLY)]),
    hidden(Act::WithdrawProposal, &[own(Candidate).in_phases(BEFORE_ANNOUNCEMENT)]),
    hidden(
        Act::EndorseProposal,
        &[head(OwnUnit).in_phases(OPEN_ONLY), head(ProblemOwner).in_phases(OPEN_ONLY)],
    ),
    hidden(
        Act::ReadFile,
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
        Act::ReadSensitiveFile,
        &[
            own(Candidate),
            grant(Verifier).in_phases(SCREENING_ONLY),
            grant(Secretariat).in_phases(SCREENING_ONLY),
            grant(Auditor).in_phases(FROM_SCREENING),
        ],
    ),
    hidden(Act::Verify, &[grant(Verifier).in_phases(SCREENING_ONLY)]),
    hidden(Act::OpenRepair, &[grant(Verifier).in_phases(SCREENING_ONLY)]),
    hidden(
        Act::ReadVerification,
        &[
            own(Candidate).in_phases(FROM_SCREENING),
            head(OwnUnit).in_phases(FROM_SCREENING),
            grant(Verifier).in_phases(FROM_SCREENING),
            grant(Secretariat).in_phases(FROM_SCREENING),
            grant(Chair).in_phases(FROM_SCREENING),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Auditor).in_phases(FROM_SCREENING),
        ],
    ),
    hidden(
        Act::ExportVerification,
        &[
            grant(Secretariat).in_phases(FROM_SCREENING),
            grant(Chair).in_phases(FROM_SCREENING),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Auditor).in_phases(FROM_SCREENING),
        ],
    ),
    // reviews
    hidden(
        Act::DeclareConflict,
        &[
            // One's own; the secretariat also what it is told of others.
            own(Reviewer).in_phases(BEFORE_REVIEW_ENDS),
            own(Verifier).in_phases(BEFORE_REVIEW_ENDS),
            own(Chair).in_phases(BEFORE_REVIEW_ENDS),
            own(Decider).in_phases(BEFORE_REVIEW_ENDS),
            grant(Secretariat).despite_conflict().in_phases(BEFORE_REVIEW_ENDS),
        ],
    ),
    rule(Act::ReadConflicts, &[grant(Secretariat), grant(Chair), grant(Auditor)]),
    rule(
        Act::Assign,
        &[
            grant(Secretariat).in_phases(BEFORE_REVIEW_ENDS),
            grant(Chair).in_phases(BEFORE_REVIEW_ENDS),
        ],
    ),
    rule(Act::ReadAssignments, &[grant(Secretariat), grant(Chair), grant(Decider), grant(Auditor)]),
    rule(Act::ReadOwnPile, &[grant(Reviewer)]),
    hidden(
        Act::Score,
        &[
            grant(Reviewer).needs(Assigned).in_phases(REVIEW_ONLY),
            grant(Reviewer).needs(Reopened).in_phases(PLENARY_ONLY),
        ],
    ),
    hidden(Act::ReadOwnSheet, &[grant(Reviewer).needs(Assigned)]),
    hidden(
        Act::ReadOtherSheets,
        &[
            grant(Reviewer).needs(OwnSubmitted).in_phases(FROM_REVIEW),
            grant(Secretariat).in_phases(FROM_PLENARY),
            grant(Chair).in_phases(FROM_PLENARY),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Appeal).in_phases(OBJECTIONS),
            grant(Auditor).in_phases(FROM_PLENARY),
        ],
    ),
    hidden(Act::Reconcile, &[grant(Chair).in_phases(RECONCILING)]),
    hidden(Act::ReopenSheet, &[grant(Chair).in_phases(RECONCILING)]),
    rule(
        Act::ReadProgress,
        &[
            grant(Secretariat).in_phases(FROM_REVIEW),
            grant(Chair).in_phases(FROM_REVIEW),
            grant(Auditor).in_phases(FROM_REVIEW),
        ],
    ),
    // selection and decision
    rule(
        Act::ComputeRun,
        &[grant(Secretariat).in_phases(PLENARY_ONLY), grant(Chair).in_phases(PLENARY_ONLY)],
    ),
    hidden(
        Act::ReadRanking,
        &[
            grant(Secretariat).in_phases(FROM_PLENARY),
            grant(Chair).in_phases(FROM_PLENARY),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Appeal).in_phases(OBJECTIONS),
            grant(Auditor).in_phases(FROM_PLENARY),
        ],
    ),
    hidden(
        Act::ExploreRanking,
        &[
            grant(Secretariat).in_phases(FROM_PLENARY),
            grant(Chair).in_phases(FROM_PLENARY),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Auditor).in_phases(FROM_PLENARY),
        ],
    ),
    hidden(Act::ProposeDecision, &[grant(Chair).in_phases(PLENARY_ONLY)]),
    hidden(Act::ApproveDecision, &[grant(Decider).in_phases(PLENARY_ONLY)]),
    hidden(
        Act::ReadDecision,
        &[
            grant(Secretariat).in_phases(FROM_PLENARY),
            grant(Chair).in_phases(FROM_PLENARY),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Appeal).in_phases(OBJECTIONS),
            grant(Auditor).in_phases(FROM_PLENARY),
        ],
    ),
    hidden(Act::Announce, &[grant(Secretariat).in_phases(PLENARY_ONLY)]),
    hidden(Act::ReadOwnResult, &[own(Candidate).in_phases(FROM_ANNOUNCED)]),
    hidden(Act::ReadAnnouncement, &[ANYBODY.in_phases(FROM_ANNOUNCED)]),
    hidden(
        Act::ExportResults,
        &[
            grant(Secretariat).in_phases(FROM_PLENARY),
            grant(Chair).in_phases(FROM_PLENARY),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Auditor).in_phases(FROM_PLENARY),
        ],
    ),
    hidden(
        Act::ExportSheets,
        &[
            grant(Secretariat).in_phases(FROM_PLENARY),
            grant(Chair).in_phases(FROM_PLENARY),
            grant(Decider).in_phases(FROM_PLENARY),
            grant(Auditor).in_phases(FROM_PLENARY),
        ],
    ),
    // letters
    rule(Act::ReadOutbox, &[grant(Secretariat), grant(Auditor)]),
    rule(Act::ReadOutboxCounts, &[grant(Secretariat), grant(Auditor), grant(Operator)]),
    rule(Act::RetryMail, &[grant(Secretariat)]),
    rule(Act::ReadOwnMail, &[ONESELF]),
    // record and machine
    rule(Act::ReadLedger, &[grant(Auditor), grant(Secretariat), grant(Chair)]),
    rule(Act::ReadLedgerHead, &[ANYBODY]),
    rule(Act::ReadService, &[ANYBODY]),
];
