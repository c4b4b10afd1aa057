//! A proposal as one viewer sees it: with its call, its problem, the phase, and the viewer's
//! relation to it. Each action loads it once and passes it to the readers it calls; each of those
//! checks its own permission from the facts in it. Later features build their contexts on it.

use crate::features::accounts::rules::acting::may_act;
use crate::features::accounts::{User, acting_units, users_of};
use crate::features::calls::{self, Call, Sensitivity};
use crate::features::conflicts::{is_conflicted, is_objected};
use crate::features::problems::{self, Problem};
use crate::features::proposals::rules::documents;
use crate::features::proposals::store::{self, Counting, Of};
use crate::features::proposals::{
    Circumstances, Content, Document, Endorsement, Exception, Pin, Proposal, Repair, State,
};
use crate::kernel::access::{self, Facts, Permission, Phase, Relation, Role, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UnitCode};
use crate::platform::cx::Cx;
use crate::platform::db::{Db, LoadOnce};
use crate::platform::ledger::Subject;
use std::collections::BTreeMap;

/// A proposal and a person's relation to it. The draft's text stays in this module.
pub struct ProposalContext {
    /// For its candidate the draft, and for others too while the call is open; afterwards the
    /// submitted version.
    pub(super) proposal: Proposal,
    pub(super) call: Call,
    pub(super) phase: Phase,
    pub(super) problem: Problem,
    pub(super) facts: Facts,
    /// The submission in force.
    submission: Option<Counting>,
    /// What minutes let its candidate change in the text now.
    pub(super) exception: Option<Exception>,
    parts: Parts,
}

/// What several readers need.
#[derive(Default)]
struct Parts {
    documents: LoadOnce<Vec<Document>>,
    pins: LoadOnce<BTreeMap<i32, Vec<Pin>>>,
    repairs: LoadOnce<Vec<Repair>>,
    endorsements: LoadOnce<Vec<Endorsement>>,
    candidate: LoadOnce<Option<User>>,
    exceptions: LoadOnce<Vec<Exception>>,
}

impl Parts {
    fn exceptions(&self, db: &mut Db, id: &ProposalId) -> Result<&[Exception], Failure> {
        self.exceptions.get(|| store::exceptions_of(db, &Of::Proposal(id))).map(Vec::as_slice)
    }
}

/// Until when a draft may be handed in although the submission has ended: to it the call is open still.
fn late_until(cx: &mut Cx<'_>, draft: &Proposal) -> Result<Option<Timestamp>, Failure> {
    if draft.state() != State::Draft {
        return Ok(None);
    }
    Ok(store::late_until(cx.db, &draft.id)?.filter(|until| cx.now < *until))
}

impl ProposalContext {
    /// Finds the proposal and the viewer's relation to it. Does not check a permission yet. Five
    /// statements; three for its candidate; one more for a draft, or for what was handed in, during the verification.
    ///
    /// # Errors
    /// `not_found`.
    pub fn find(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Self, Failure> {
        let found = store::find_with_submission(cx.db, id)?;
        let (draft, submission) = found.ok_or_else(Failure::not_found)?;
        let mut call = calls::find(cx.db, &draft.call)?.ok_or_else(Failure::not_found)?;
        let phase = call.phase(cx.now);
        let late = match phase {
            Phase::Screening => late_until(cx, &draft)?,
            _ => None,
        };
        let phase = if late.is_some() { Phase::Open } else { phase };
        let is_own = cx.viewer.user == draft.candidate;
        let parts = Parts::default();
        // By which the text may be changed now.
        let exception = match phase {
            Phase::Screening if draft.state() == State::Submitted => {
                let all = parts.exceptions(cx.db, &draft.id)?;
                all.iter().find(|one| one.opens_text_at(cx.now)).cloned()
            }
            _ => None,
        };
        // To its candidate and to those who endorse it the call is open still; who has a duty in the selection reads
        // what was handed in, and waits.
        let writes = is_own || may_act(&cx.viewer.roles);
        let phase = if exception.is_some() && writes { Phase::Open } else { phase };
        // The time that their pages and letters say.
        if let Some(until) = late.or(exception.as_ref().map(|one| one.until)).filter(|_| writes) {
            call.calendar.submissions_close_at = until;
        }
        // After the call has closed only the candidate has access to the draft.
        let proposal = match &submission {
            Some(submission) if !is_own && phase != Phase::Open => submission.of(&draft),
            _ => draft,
        };
        let problem = problems::find(cx.db, &proposal.problem)?
            .ok_or_else(|| Failure::Inconsistent(format!("proposal {id} has no problem")))?;
        // While the call is open somebody may stand in for a head.
        let acting = match phase {
            Phase::Open if !is_own => acting_for(cx, &proposal)?,
            _ => Vec::new(),
        };
        let (of_unit, of_problem) =
            (acting.contains(&proposal.unit), acting.contains(&problem.owner_unit));
        // Who rules on an administrative objection sees the proposal before the result is announced.
        let rules = cx.viewer.is(Role::Appeal) && call.calendar.administrative.is_some();
        let facts = Facts::in_phase(phase)
            .with(Relation::Objected, rules && is_objected(cx.db, id)?)
            .with(Relation::ActingHead, of_unit || of_problem)
            .with(Relation::Own, is_own)
            .with(Relation::OwnUnit, of_unit || (!is_own && cx.viewer.heads(&proposal.unit)))
            .with(
                Relation::ProblemOwner,
                of_problem || (!is_own && cx.viewer.heads(&problem.owner_unit)),
            )
            // A candidate is always in conflict with their own proposal.
            .with(Relation::Conflicted, is_own || is_conflicted(cx.db, &cx.viewer.user, id)?);
        Ok(Self { proposal, call, phase, problem, facts, submission, exception, parts })
    }

    /// Adds relations that only a later feature knows, e.g. being assigned to review it.
    #[must_use]
    pub fn with_relations(mut self, relations: &[Relation]) -> Self {
        self.facts = relations.iter().fold(self.facts, |facts, found| facts.with(*found, true));
        self
    }

    /// Permits or refuses. A proposal that was never submitted is visible only to those who may
    /// read drafts.
    pub(super) fn may(&self, viewer: &Viewer, act: Permission) -> Result<(), Failure> {
        if self.proposal.handed_in().is_none() {
            access::may(viewer, Permission::ReadDraftProposal, self.facts)?;
        }
        access::may(viewer, act, self.facts)
    }

    pub(super) fn allows(&self, viewer: &Viewer, act: Permission) -> bool {
        viewer.may(act, self.facts)
    }

    /// Whether the viewer may open files of this kind.
    pub(super) fn may_see(&self, viewer: &Viewer, kind: &str) -> bool {
        let sensitivity = documents::sensitivity(&self.call.definition, kind);
        self.allows(viewer, act_to_read(sensitivity))
    }

    pub(super) fn is_own(&self) -> bool {
        self.facts.has(Relation::Own)
    }

    pub(super) fn id(&self) -> &ProposalId {
        &self.proposal.id
    }

    pub(super) fn subject(&self) -> Subject {
        Subject::proposal(&self.proposal.id)
    }

    /// The submitted version; `None` before the first submission.
    pub fn submitted(&self) -> Option<Proposal> {
        self.submission.as_ref().map(|submission| submission.of(&self.proposal))
    }

    /// The proposal for other modules: without its text if it was never submitted.
    pub fn counting(&self) -> Proposal {
        let draft = || Proposal { content: Content::default(), ..self.proposal.clone() };
        self.submitted().unwrap_or_else(draft)
    }

    /// What else was true when it was submitted; `None` before.
    pub fn circumstances(&self) -> Option<&Circumstances> {
        self.submission.as_ref().map(|submission| &submission.circumstances)
    }

    pub fn call(&self) -> &Call {
        &self.call
    }

    pub fn is_conflicted(&self) -> bool {
        self.facts.has(Relation::Conflicted)
    }

    /// The problem of this version of the proposal.
    pub fn problem_of(&self, db: &mut Db, proposal: &Proposal) -> Result<Option<Problem>, Failure> {
        if proposal.problem == self.problem.id {
            return Ok(Some(self.problem.clone()));
        }
        problems::find(db, &proposal.problem)
    }

    pub fn candidate(&self, db: &mut Db) -> Result<Option<&User>, Failure> {
        let candidate = std::slice::from_ref(&self.proposal.candidate);
        Ok(self.parts.candidate.get(|| Ok(users_of(db, candidate)?.pop()))?.as_ref())
    }

    /// All versions of all kinds, the newest of a kind first.
    pub(super) fn documents(&self, db: &mut Db) -> Result<&[Document], Failure> {
        self.parts.documents.get(|| store::documents_of(db, self.id())).map(Vec::as_slice)
    }

    /// The files of all submissions.
    pub(super) fn all_pins(&self, db: &mut Db) -> Result<&BTreeMap<i32, Vec<Pin>>, Failure> {
        self.parts.pins.get(|| store::pins_by_submission(db, self.id()))
    }

    /// The files of one submission.
    pub(super) fn pins(&self, db: &mut Db, submission: i32) -> Result<&[Pin], Failure> {
        Ok(self.all_pins(db)?.get(&submission).map_or(&[][..], Vec::as_slice))
    }

    /// Exceptions by minutes, also those that have ended.
    pub(super) fn exceptions(&self, db: &mut Db) -> Result<&[Exception], Failure> {
        self.parts.exceptions(db, self.id())
    }

    /// The latest is last.
    pub(super) fn repairs(&self, db: &mut Db) -> Result<&[Repair], Failure> {
        self.parts.repairs.get(|| store::repairs_of(db, self.id())).map(Vec::as_slice)
    }

    /// The oldest is first. Current are those that signed this content.
    pub(super) fn endorsements(
        &self,
        db: &mut Db,
        essence: &str,
    ) -> Result<Vec<Endorsement>, Failure> {
        let all = self.parts.endorsements.get(|| store::endorsements_of(db, self.id(), essence))?;
        let current =
            |one: &Endorsement| Endorsement { current: one.essence_hash == essence, ..one.clone() };
        Ok(all.iter().map(current).collect())
    }
}

/// The units for whose heads the viewer stands in, for this proposal: none for who has a duty in the selection, and none
/// for who has a proposal in the same call.
fn acting_for(cx: &mut Cx<'_>, proposal: &Proposal) -> Result<Vec<UnitCode>, Failure> {
    if !may_act(&cx.viewer.roles) {
        return Ok(Vec::new());
    }
    let units = acting_units(cx.db, &cx.viewer.user, cx.now.date_in_jakarta())?;
    if units.is_empty() || store::live_of(cx.db, &proposal.call, &cx.viewer.user)?.is_some() {
        return Ok(Vec::new());
    }
    Ok(units)
}

/// The permission needed to read a document of this sensitivity.
pub(super) fn act_to_read(sensitivity: Sensitivity) -> Permission {
    match sensitivity {
        Sensitivity::Open | Sensitivity::Internal | Sensitivity::Personal => Permission::ReadFile,
        Sensitivity::Specific => Permission::ReadSensitiveFile,
    }
}
