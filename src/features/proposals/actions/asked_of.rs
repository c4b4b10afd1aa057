//! Endorsements that wait for a head of a unit, or for whoever stands in.

use crate::features::accounts::acting_units;
use crate::features::accounts::rules::acting::may_act;
use crate::features::proposals::{EndorsementKind, store};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UnitCode};
use crate::platform::cx::Cx;

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
    let asked = store::open_requests_for(cx.db, &units)?;
    let is_ones = |one: &&store::AskedOf| {
        let unit = match one.kind {
            EndorsementKind::UnitHead => &one.unit,
            EndorsementKind::ProblemOwner => &one.owner_unit,
        };
        one.candidate != cx.viewer.user && units.contains(unit)
    };
    let ones = asked.iter().filter(is_ones);
    Ok(ones.map(|one| (one.call.clone(), one.proposal.clone())).collect())
}
