//! The page of a call's conflicts of interest, in one action: those that hold, what is asked to be withdrawn, and
//! whom the secretariat can report.

use super::conflict_list::{ConflictFilter, ConflictLine, search_in};
use super::conflicts::Parties;
use super::withdrawing::withdrawals_in;
use crate::features::accounts::{actions::holders_of_any, names_of};
use crate::features::calls::Call;
use crate::features::conflicts::CallContext;
use crate::features::reviews::ConflictWithdrawal;
use crate::kernel::access::{Facts, Permission, Permitted, Phase, Relation, Role};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::kernel::listing::{Listed, Listing};
use crate::platform::cx::Cx;
use std::collections::BTreeMap;

/// Who judges beside the panel.
const JUDGING: [Role; 5] =
    [Role::Verifier, Role::Chair, Role::Decider, Role::Appeal, Role::Secretariat];

/// Proposals by number, and people by name.
type Reportable = (Vec<(ProposalId, String)>, Vec<(UserId, String)>);

/// The conflicts of a call.
#[derive(Debug)]
pub struct ConflictDesk {
    pub call: Call,
    pub phase: Phase,
    pub conflicts: Listed<ConflictLine>,
    pub withdrawals: Vec<ConflictWithdrawal>,
    /// Of everybody who has a conflict that is shown.
    pub names: BTreeMap<UserId, String>,
    pub permitted: Permitted,
    /// Who reads; nobody rules on what they asked for.
    pub viewer: UserId,
    /// Only for those who may report others.
    pub reportable: Option<Reportable>,
}

/// Reads the page's content.
///
/// # Errors
/// `not_found`, `forbidden`.
pub fn read_conflict_desk(
    cx: &mut Cx<'_>,
    id: &CallId,
    (filter, asked): (&ConflictFilter, &Listing),
) -> Result<ConflictDesk, Failure> {
    let context = CallContext::find(cx, id)?;
    let parties = Parties::load(cx.db, id)?;
    let conflicts = search_in(cx, (&context, &parties), (filter, asked))?;
    let withdrawals = withdrawals_in(cx, &context)?;
    let chosen = conflicts.choices.get("user").into_iter().flat_map(|all| all.keys());
    let people: Vec<UserId> = chosen.filter_map(|id| id.parse().ok()).collect();
    let permitted = Permitted::of(cx.viewer, Facts::in_phase(context.phase));
    let facts = Facts::in_phase(context.phase).with(Relation::Own, false);
    let may_report = cx.viewer.may(Permission::DeclareConflict, facts);
    Ok(ConflictDesk {
        names: names_of(cx.db, &people)?,
        reportable: may_report.then(|| reportable(cx, &context, &parties)).transpose()?,
        conflicts,
        withdrawals,
        permitted,
        viewer: cx.viewer.user.clone(),
        phase: context.phase,
        call: context.call,
    })
}

fn reportable(
    cx: &mut Cx<'_>,
    context: &CallContext,
    parties: &Parties,
) -> Result<Reportable, Failure> {
    let hidden = context.hidden(cx.db)?;
    let mut proposals = Vec::new();
    for one in &parties.candidacies {
        if !hidden.contains(&one.proposal) {
            proposals.push((one.proposal.clone(), one.given_number()?.to_owned()));
        }
    }
    let mut people = holders_of_any(cx, &JUDGING)?;
    let members = parties.panel.iter();
    people.extend(members.map(|one| (one.position.user.clone(), one.name.clone())));
    people.remove(&cx.viewer.user);
    let mut people: Vec<(UserId, String)> = people.into_iter().collect();
    people.sort_by(|one, other| one.1.cmp(&other.1));
    Ok((proposals, people))
}
