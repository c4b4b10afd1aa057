//! Endorsements that wait for a head of a unit, or for whoever stands in.

use crate::features::accounts::acting_units;
use crate::features::accounts::rules::acting::may_act;
use crate::features::problems;
use crate::features::proposals::{EndorsementKind, store};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProblemId, ProposalId, UnitCode, UserId};
use crate::platform::cx::Cx;
use std::collections::BTreeMap;

/// The proposals that the viewer was asked to endorse and has not answered, each with its call, the longest asked first;
/// one that needs both of their endorsements is there twice. Nobody's own.
///
/// # Errors
/// When the database fails.
pub fn endorsements_asked_of(cx: &mut Cx<'_>) -> Result<Vec<(CallId, ProposalId)>, Failure> {
    let mut units: Vec<UnitCode> =
        cx.viewer.unit.iter().filter(|unit| cx.viewer.heads(unit)).cloned().collect();
    if may_act(&cx.viewer.roles) {
        units.extend(acting_units(cx.db, &cx.viewer.user, cx.now.date_in_jakarta())?);
    }
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let asked = store::open_requests(cx.db)?;
    let of_owners = asked.iter().filter(|one| one.kind == EndorsementKind::ProblemOwner);
    let ids: Vec<ProblemId> = of_owners.map(|one| one.problem.clone()).collect();
    let owners: BTreeMap<ProblemId, UnitCode> = problems::find_many(cx.db, &ids)?
        .into_iter()
        .map(|problem| (problem.id, problem.owner_unit))
        .collect();
    let is_ones = |(candidate, unit): (&UserId, Option<&UnitCode>)| {
        candidate != &cx.viewer.user && unit.is_some_and(|unit| units.contains(unit))
    };
    let unit_of = |kind: EndorsementKind, unit, problem| match kind {
        EndorsementKind::UnitHead => Some(unit),
        EndorsementKind::ProblemOwner => owners.get(problem),
    };
    let ones = asked
        .iter()
        .filter(|one| is_ones((&one.candidate, unit_of(one.kind, &one.unit, &one.problem))));
    Ok(ones.map(|one| (one.call.clone(), one.proposal.clone())).collect())
}
