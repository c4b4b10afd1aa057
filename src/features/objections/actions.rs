//! Actions on objections: file and withdraw (`filing`), rule (`ruling`). Here: reading them, and a
//! viewer's relation to one.

mod filing;
mod late;
mod ruling;

pub use filing::{attach, file, may_attach, may_file, withdraw};
pub use late::{is_to_tell_of_late, tell_of_late};
pub use ruling::{hands_on, permitted_on, release, rule, take};

use super::{Kind, Objection, State, Subject, store};
use crate::features::calls::{self, Call};
use crate::features::conflicts::{conflicted_anywhere, is_conflicted};
use crate::features::proposals::{self, Proposal};
use crate::kernel::access::{self, Facts, Permission, Permitted, Relation};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ObjectionId, ProposalId};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;
use serde::Deserialize;

/// A proposal with an announced result, and a viewer's relation to it.
struct ObjectionContext {
    proposal: Proposal,
    call: Call,
    facts: Facts,
}

impl ObjectionContext {
    fn load(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Self, Failure> {
        let proposal = proposals::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
        let call = calls::find(cx.db, &proposal.call)?.ok_or_else(Failure::not_found)?;
        let is_own = proposal.candidate == cx.viewer.user;
        let facts = Facts::in_phase(call.phase(cx.now))
            .with(Relation::Own, is_own)
            // A candidate is always in conflict with their own proposal.
            .with(Relation::Conflicted, is_own || is_conflicted(cx.db, &cx.viewer.user, id)?);
        Ok(Self { proposal, call, facts })
    }

    /// What would be objected to now.
    fn kind(&self) -> Kind {
        if self.call.announced_at.is_some() { Kind::Final } else { Kind::Administrative }
    }

    fn is_own(&self) -> bool {
        self.facts.has(Relation::Own)
    }
}

/// The objection and its context, if the viewer has this permission on it.
fn stand(
    cx: &mut Cx<'_>,
    (act, id): (Permission, &ObjectionId),
) -> Result<(Objection, ObjectionContext), Failure> {
    let objection = store::find(cx.db, id, cx.now)?.ok_or_else(Failure::not_found)?;
    let scene = ObjectionContext::load(cx, &objection.proposal)?;
    access::may(cx.viewer, act, scene.facts)?;
    Ok((objection, scene))
}

fn for_candidate(objection: Objection) -> Objection {
    Objection { standing: objection.standing.for_candidate(), ..objection }
}

fn shown_to(scene: &ObjectionContext, objection: Objection) -> Objection {
    if scene.is_own() { for_candidate(objection) } else { objection }
}

/// The objections to the result of a proposal, oldest first.
///
/// # Errors
/// `not_found`, `wrong_phase`.
pub fn list_on_proposal(cx: &mut Cx<'_>, proposal: &ProposalId) -> Result<Vec<Objection>, Failure> {
    let scene = ObjectionContext::load(cx, proposal)?;
    list_in(cx, &scene)
}

fn list_in(cx: &mut Cx<'_>, scene: &ObjectionContext) -> Result<Vec<Objection>, Failure> {
    access::may(cx.viewer, Permission::ReadObjection, scene.facts)?;
    let found = store::on_proposal(cx.db, &scene.proposal.id, cx.now)?;
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
    pub permitted: Permitted,
}

/// Reads the objections to the result of a proposal for their page.
pub fn read_own(cx: &mut Cx<'_>, id: &ProposalId) -> Result<OwnObjections, Failure> {
    let scene = ObjectionContext::load(cx, id)?;
    let objections = list_in(cx, &scene)?;
    let subjects = match filing::subjects_in(cx, &scene, &objections) {
        Err(Failure::Refused(_)) => Vec::new(),
        found => found?,
    };
    let ObjectionContext { proposal, call, facts } = scene;
    let permitted = Permitted::of(cx.viewer, facts);
    Ok(OwnObjections { proposal, call, objections, subjects, permitted })
}

/// One objection.
///
/// # Errors
/// `not_found`, `wrong_phase`.
pub fn read(cx: &mut Cx<'_>, id: &ObjectionId) -> Result<Objection, Failure> {
    let (objection, scene) = stand(cx, (Permission::ReadObjection, id))?;
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
    cx: &mut Cx<'_>,
    filter: &ObjectionFilter,
    paging: &Paging,
) -> Result<Page<Objection>, Failure> {
    access::may(cx.viewer, Permission::ListObjections, Facts::NONE)?;
    let hidden: Vec<ProposalId> =
        conflicted_anywhere(cx.db, &cx.viewer.user)?.into_iter().map(|of| of.proposal).collect();
    let rows = store::list(cx.db, (filter.call.as_ref(), filter.state), &hidden, paging, cx.now)?;
    Page::cut(rows, paging, |one| (one.filed_at, one.id.clone()))
}
