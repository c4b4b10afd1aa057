//! Actions on objections: file and withdraw (`filing`), rule (`ruling`). Here: reading them, and a
//! viewer's relation to one.

mod filing;
mod ruling;

pub use filing::{NewFile, attach, file, may_attach, may_file, withdraw};
pub use ruling::{RulingSteps, hands_on, release, rule, ruling_steps, take};

use super::{Objection, State, Subject, store};
use crate::features::calls::{self, Call};
use crate::features::conflicts::{conflicted_anywhere, is_conflicted};
use crate::features::proposals::{self, Proposal};
use crate::kernel::access::{self, Facts, Permission, Relation, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ObjectionId, ProposalId};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::db::Db;
use serde::Deserialize;

/// A proposal with an announced result, and a viewer's relation to it.
struct ObjectionContext {
    proposal: Proposal,
    call: Call,
    facts: Facts,
}

impl ObjectionContext {
    fn load(
        db: &mut Db,
        viewer: &Viewer,
        id: &ProposalId,
        now: Timestamp,
    ) -> Result<Self, Failure> {
        let proposal = proposals::find(db, id)?.ok_or_else(Failure::not_found)?;
        let call = calls::find(db, &proposal.call)?.ok_or_else(Failure::not_found)?;
        let is_own = proposal.candidate == viewer.user;
        let facts = Facts::in_phase(call.phase(now))
            .with(Relation::Own, is_own)
            // A candidate is always in conflict with their own proposal.
            .with(Relation::Conflicted, is_own || is_conflicted(db, &viewer.user, id)?);
        Ok(Self { proposal, call, facts })
    }

    fn is_own(&self) -> bool {
        self.facts.has(Relation::Own)
    }
}

/// The objection and its context, if the viewer has this permission on it.
fn stand(
    db: &mut Db,
    viewer: &Viewer,
    (act, id): (Permission, &ObjectionId),
    now: Timestamp,
) -> Result<(Objection, ObjectionContext), Failure> {
    let objection = store::find(db, id, now)?.ok_or_else(Failure::not_found)?;
    let scene = ObjectionContext::load(db, viewer, &objection.proposal, now)?;
    access::may(viewer, act, scene.facts)?;
    Ok((objection, scene))
}

/// Without the names of those who work on it, and without the hour at which they acted.
fn for_candidate(objection: Objection) -> Objection {
    let ruled_at = objection.ruled_at.map(|at| at.coarsely(true));
    Objection { taken_by: None, ruled_by: None, ruled_at, ..objection }
}

fn shown_to(scene: &ObjectionContext, objection: Objection) -> Objection {
    if scene.is_own() { for_candidate(objection) } else { objection }
}

/// The objections to the result of a proposal, oldest first.
///
/// # Errors
/// `not_found`, `wrong_phase`.
pub fn list_on_proposal(
    db: &mut Db,
    viewer: &Viewer,
    proposal: &ProposalId,
    now: Timestamp,
) -> Result<Vec<Objection>, Failure> {
    let scene = ObjectionContext::load(db, viewer, proposal, now)?;
    list_in(db, viewer, &scene, now)
}

fn list_in(
    db: &mut Db,
    viewer: &Viewer,
    scene: &ObjectionContext,
    now: Timestamp,
) -> Result<Vec<Objection>, Failure> {
    access::may(viewer, Permission::ReadObjection, scene.facts)?;
    let found = store::on_proposal(db, &scene.proposal.id, now)?;
    Ok(found.into_iter().map(|objection| shown_to(scene, objection)).collect())
}

/// The objections to a result, and what can still be objected to.
#[derive(Debug)]
pub struct OwnObjections {
    pub proposal: Proposal,
    pub call: Call,
    pub objections: Vec<Objection>,
    /// Empty if nothing more can be filed.
    pub subjects: Vec<Subject>,
}

/// Reads the objections to the result of a proposal for their page.
pub fn read_own(
    db: &mut Db,
    viewer: &Viewer,
    id: &ProposalId,
    now: Timestamp,
) -> Result<OwnObjections, Failure> {
    let scene = ObjectionContext::load(db, viewer, id, now)?;
    let objections = list_in(db, viewer, &scene, now)?;
    let subjects = match filing::subjects_in(db, viewer, &scene, &objections, now) {
        Err(Failure::Refused(_)) => Vec::new(),
        found => found?,
    };
    let ObjectionContext { proposal, call, .. } = scene;
    Ok(OwnObjections { proposal, call, objections, subjects })
}

/// One objection.
///
/// # Errors
/// `not_found`, `wrong_phase`.
pub fn read(
    db: &mut Db,
    viewer: &Viewer,
    id: &ObjectionId,
    now: Timestamp,
) -> Result<Objection, Failure> {
    let (objection, scene) = stand(db, viewer, (Permission::ReadObjection, id), now)?;
    Ok(shown_to(&scene, objection))
}

/// Filters a list of objections.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ObjectionFilter {
    pub call: Option<CallId>,
    pub state: Option<State>,
}

/// A page of objections over all calls, oldest first, without those on proposals with which the
/// viewer is in conflict.
///
/// # Errors
/// `forbidden`; a cursor that is none.
pub fn list(
    db: &mut Db,
    viewer: &Viewer,
    filter: &ObjectionFilter,
    paging: &Paging,
    now: Timestamp,
) -> Result<Page<Objection>, Failure> {
    access::may(viewer, Permission::ListObjections, Facts::NONE)?;
    let hidden: Vec<ProposalId> =
        conflicted_anywhere(db, &viewer.user)?.into_iter().map(|of| of.proposal).collect();
    let rows = store::list(db, (filter.call.as_ref(), filter.state), &hidden, paging, now)?;
    Page::cut(rows, paging, |one| (one.filed_at, one.id.clone()))
}
