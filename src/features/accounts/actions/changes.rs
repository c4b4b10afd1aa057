//! Changes that need two persons: another person approves or refuses what was proposed
//! (`proposing`), one or many at once.

use super::proposing::record;
use super::{roles, units};
use crate::features::accounts::independence::{stand_apart, why_not_apart};
use crate::features::accounts::inputs::{ChangeApproval, ChangeRefusal};
use crate::features::accounts::{
    ChangeState, ProposedChange, Wanted, letters, names_of, rules, store,
};
use crate::kernel::access::{self, Facts, Permission, Relation, Role};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::ids::{ChangeId, UserId};
use crate::kernel::input::Valid;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::EventType;
use crate::platform::mail;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;

/// A change as it is listed.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ListedChange {
    #[serde(flatten)]
    pub change: ProposedChange,
    /// The names of the people that the change mentions.
    pub names: BTreeMap<UserId, String>,
    /// Why the caller cannot decide it; `None` when they can.
    #[schema(value_type = Option<String>, example = "not_independent")]
    #[serde(serialize_with = "code_of")]
    pub refusal: Option<Refusal>,
}

#[expect(clippy::ref_option, reason = "serde hands over references")]
fn code_of<S: serde::Serializer>(refusal: &Option<Refusal>, to: S) -> Result<S::Ok, S::Error> {
    refusal.as_ref().map(|problem| problem.code.name).serialize(to)
}

/// A page of changes, newest first, each with why the caller cannot decide it.
///
/// # Errors
/// `forbidden`.
pub fn list_changes(
    cx: &mut Cx<'_>,
    state: Option<ChangeState>,
    paging: &Paging,
) -> Result<Page<ListedChange>, Failure> {
    access::may(cx.viewer, Permission::ReadChanges, Facts::NONE)?;
    let rows = store::list_changes(cx.db, state, paging)?;
    let mut rows = Page::cut(rows, paging, |change| (change.proposed_at, change.id.clone()))?;
    // A decider reads what names a substitute: other changes can name candidates, whom a blind review hides from them.
    if cx.viewer.is(Role::Decider) {
        rows.items.retain(|change| change.wanted.substitute().is_some());
    }
    Ok(Page { items: listed(cx, rows.items)?, next: rows.next })
}

/// The given changes, for a chair to read before deciding them.
///
/// # Errors
/// `forbidden`, `not_found`.
pub fn changes_to_decide(cx: &mut Cx<'_>, ids: &[ChangeId]) -> Result<Page<ListedChange>, Failure> {
    let found = store::changes_of(cx.db, ids)?;
    access::may(cx.viewer, Permission::DecideChange, all_substitutions(&found))?;
    if found.is_empty() {
        return Err(Failure::not_found());
    }
    Ok(Page { items: listed(cx, found)?, next: None })
}

fn listed(cx: &mut Cx<'_>, changes: Vec<ProposedChange>) -> Result<Vec<ListedChange>, Failure> {
    let names = names_of(cx.db, &people_of(&changes))?;
    let mut refusals = BTreeMap::new();
    let mut items = Vec::new();
    for change in changes {
        let refusal = match rules::check_waiting(change.state) {
            Ok(()) if cx.viewer.may(Permission::DecideChange, facts_of(&change.wanted)) => {
                refusal_of(cx, &change, &mut refusals)?
            }
            Ok(()) => Some(Refusal::new(common::FORBIDDEN)),
            Err(refusal) => Some(refusal),
        };
        let of = people_of(std::slice::from_ref(&change));
        let known = |id: UserId| names.get(&id).cloned().map(|name| (id, name));
        items.push(ListedChange {
            names: of.into_iter().filter_map(known).collect(),
            change,
            refusal,
        });
    }
    Ok(items)
}

/// A change that names a substitute is also a decider's to decide.
fn facts_of(wanted: &Wanted) -> Facts {
    Facts::NONE.with(Relation::Substitution, wanted.substitute().is_some())
}

fn all_substitutions(changes: &[ProposedChange]) -> Facts {
    let all = !changes.is_empty() && changes.iter().all(|one| one.wanted.substitute().is_some());
    Facts::NONE.with(Relation::Substitution, all)
}

/// # Errors
/// `forbidden` where one of them is not for this person to decide.
fn may_decide(cx: &mut Cx<'_>, ids: &[ChangeId]) -> Result<(), Failure> {
    let found = store::changes_of(cx.db, ids)?;
    access::may(cx.viewer, Permission::DecideChange, all_substitutions(&found))
}

/// Computed once for each proposer, so the number of statements does not grow with the list.
fn refusal_of(
    cx: &mut Cx<'_>,
    change: &ProposedChange,
    known: &mut BTreeMap<UserId, Option<Refusal>>,
) -> Result<Option<Refusal>, Failure> {
    if change.wanted.user() == Some(&cx.viewer.user) {
        return Ok(Some(Refusal::new(rules::OWN_CHANGE)));
    }
    if let Some(refusal) = known.get(&change.proposed_by) {
        return Ok(refusal.clone());
    }
    let first = std::slice::from_ref(&change.proposed_by);
    let refusal = why_not_apart(cx.db, Permission::DecideChange, &cx.viewer.user, first)?;
    known.insert(change.proposed_by.clone(), refusal.clone());
    Ok(refusal)
}

fn people_of(changes: &[ProposedChange]) -> Vec<UserId> {
    let mut people: Vec<UserId> = Vec::new();
    for change in changes {
        people.push(change.proposed_by.clone());
        people.extend(change.decided_by.clone());
        people.extend(change.wanted.user().cloned());
        people.extend(change.wanted.substitute().map(|of| of.in_place_of.clone()));
        if let Wanted::Place { superior, .. } = &change.wanted {
            people.extend(superior.clone());
        }
    }
    people.sort();
    people.dedup();
    people
}

/// Approves the given changes: all of them, or none if one cannot be decided.
///
/// # Errors
/// `forbidden`; at `ids[n]`: `not_found`, `change_decided`, `own_change`, `not_independent`, and
/// the errors of making the change.
pub fn approve_changes(
    cx: &mut Cx<'_>,
    approval: &Valid<ChangeApproval>,
) -> Result<Vec<ProposedChange>, Failure> {
    may_decide(cx, &approval.ids)?;
    decide_all(cx, &approval.ids, Answer::Approve)
}

/// Refuses them, in the same way.
///
/// # Errors
/// As [`approve_changes`].
pub fn refuse_changes(
    cx: &mut Cx<'_>,
    refusal: &Valid<ChangeRefusal>,
) -> Result<Vec<ProposedChange>, Failure> {
    may_decide(cx, &refusal.ids)?;
    let ChangeRefusal { ids, reason } = refusal.kept()?;
    decide_all(cx, &ids, Answer::Refuse(&reason))
}

/// The second person's decision.
#[derive(Debug, Clone, Copy)]
enum Answer<'a> {
    Approve,
    /// With the reason, which the proposer reads.
    Refuse(&'a str),
}

fn decide_all(
    cx: &mut Cx<'_>,
    ids: &[ChangeId],
    answer: Answer<'_>,
) -> Result<Vec<ProposedChange>, Failure> {
    let (mut faults, mut decided) = (Vec::new(), Vec::new());
    for (index, id) in ids.iter().enumerate() {
        match decide(cx, id, answer) {
            Ok(change) => decided.push(change),
            Err(Failure::Refused(problem)) => {
                faults.push(at_index(index, *problem));
            }
            Err(failure) => return Err(failure),
        }
    }
    Failure::when_any(faults)?;
    tell_proposers(cx.db, &decided, answer, cx.now)?;
    Ok(decided)
}

/// Why one change cannot be made, as an error at its place in the list.
fn at_index(index: usize, problem: Refusal) -> FieldError {
    let field = format!("ids[{index}]");
    match problem.errors.into_iter().next() {
        // An invalid field's own error says more than `invalid`.
        Some(error) => FieldError { field, ..error },
        None => FieldError { field, code: problem.code, arguments: problem.arguments },
    }
}

fn decide(cx: &mut Cx<'_>, id: &ChangeId, answer: Answer<'_>) -> Result<ProposedChange, Failure> {
    let change = store::find_change(cx.db, id)?.ok_or_else(Failure::not_found)?;
    rules::check_waiting(change.state)?;
    if change.wanted.user() == Some(&cx.viewer.user) {
        return Err(Failure::refused(rules::OWN_CHANGE));
    }
    let first = std::slice::from_ref(&change.proposed_by);
    stand_apart(cx.db, Permission::DecideChange, &cx.viewer.user, first)?;
    let by = &cx.viewer.user;
    match answer {
        Answer::Approve => {
            settle(cx.db, &change, (ChangeState::Approved, by), None, cx.now)?;
            record(cx, (EventType::ChangeApproved, &change), json!({}))?;
            make(cx, &change)?;
        }
        Answer::Refuse(reason) => {
            settle(cx.db, &change, (ChangeState::Refused, by), Some(reason), cx.now)?;
            let payload = json!({"reason_hash": crate::kernel::canonical::sha256_hex(reason)});
            record(cx, (EventType::ChangeRefused, &change), payload)?;
        }
    }
    store::find_change(cx.db, id)?.ok_or_else(Failure::not_found)
}

fn make(cx: &mut Cx<'_>, change: &ProposedChange) -> Result<(), Failure> {
    match &change.wanted {
        Wanted::Role { user, role, substitute } => {
            roles::give(cx, change, (user, *role, substitute.as_ref()))
        }
        Wanted::Place { user, unit, superior } => {
            let place = (unit.as_ref(), superior.as_ref());
            super::place(cx.db, Some(&cx.viewer.user), user, place, cx.now)
        }
        Wanted::Unit { unit } => units::save(cx, unit),
    }
}

/// Withdraws a change before it is decided.
///
/// # Errors
/// `forbidden`, `not_found`, `change_decided`.
pub fn withdraw_change(cx: &mut Cx<'_>, id: &ChangeId) -> Result<ProposedChange, Failure> {
    access::may(cx.viewer, Permission::GrantRole, Facts::NONE)?;
    let change = store::find_change(cx.db, id)?.ok_or_else(Failure::not_found)?;
    rules::check_waiting(change.state)?;
    settle(cx.db, &change, (ChangeState::Withdrawn, &cx.viewer.user), None, cx.now)?;
    record(cx, (EventType::ChangeWithdrawn, &change), json!({}))?;
    store::find_change(cx.db, id)?.ok_or_else(Failure::not_found)
}

fn settle(
    db: &mut Db,
    change: &ProposedChange,
    to: (ChangeState, &UserId),
    reason: Option<&str>,
    now: Timestamp,
) -> Result<(), Failure> {
    if store::settle_change(db, &change.id, to, reason, now)? {
        Ok(())
    } else {
        Err(Failure::refused(rules::CHANGE_DECIDED))
    }
}

/// Sends each proposer one letter, however many of their changes were decided.
fn tell_proposers(
    db: &mut Db,
    decided: &[ProposedChange],
    answer: Answer<'_>,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut counts: BTreeMap<&UserId, i64> = BTreeMap::new();
    for change in decided {
        *counts.entry(&change.proposed_by).or_default() += 1;
    }
    let letter = |(to, count): (&&UserId, &i64)| match answer {
        Answer::Approve => letters::changes_approved(to, *count),
        Answer::Refuse(_) => letters::changes_refused(to, *count),
    };
    let told: Vec<_> = counts.iter().map(letter).collect();
    mail::post_all(db, &told, now)
}
