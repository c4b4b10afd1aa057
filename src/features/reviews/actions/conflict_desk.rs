//! The page of a call's conflicts of interest, in one action: those that hold, what is asked to be withdrawn, and
//! whom the secretariat can report.

use super::conflicts::{Parties, conflicts_in};
use super::withdrawing::withdrawals_in;
use crate::features::accounts::{actions::holders_of_any, names_of};
use crate::features::calls::Call;
use crate::features::conflicts::CallContext;
use crate::features::reviews::{Conflict, ConflictWithdrawal};
use crate::kernel::access::{Facts, Permission, Permitted, Phase, Relation, Role};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::kernel::paging::{self, Paging};
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
    pub conflicts: Vec<Conflict>,
    /// The cursor of the next page.
    pub next: Option<String>,
    pub withdrawals: Vec<ConflictWithdrawal>,
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
    (id, paging): (&CallId, Option<String>),
) -> Result<ConflictDesk, Failure> {
    let context = CallContext::find(cx, id)?;
    let paging = Paging { limit: paging::MOST, after: paging };
    let parties = Parties::load(cx.db, id)?;
    let page = conflicts_in(cx, (&context, &parties), &paging)?;
    let withdrawals = withdrawals_in(cx, &context)?;
    let people: Vec<UserId> = page.items.iter().map(|one| one.user.clone()).collect();
    let permitted = Permitted::of(cx.viewer, Facts::in_phase(context.phase));
    let facts = Facts::in_phase(context.phase).with(Relation::Own, false);
    let may_report = cx.viewer.may(Permission::DeclareConflict, facts);
    Ok(ConflictDesk {
        names: names_of(cx.db, &people)?,
        reportable: may_report.then(|| reportable(cx, &context, &parties)).transpose()?,
        conflicts: page.items,
        next: page.next,
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
