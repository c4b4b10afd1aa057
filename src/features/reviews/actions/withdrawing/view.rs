//! Requests to withdraw conflicts, as they are shown: those of a call, and one's own.

use super::back::CallTasks;
use crate::features::accounts::names_of;
use crate::features::calls;
use crate::features::conflicts::{
    self, CallContext, Comeback, ConflictKind, RecordedConflict, Withdrawal,
};
use crate::features::reviews::actions::visible_call;
use crate::features::reviews::{ConflictWithdrawal, RulingOutcome, store};
use crate::kernel::access::{self, Facts, Permission, Phase, Relation};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use std::collections::BTreeMap;

/// One request as this viewer may read it.
pub(super) fn shown(
    cx: &mut Cx<'_>,
    number: &str,
    one: Withdrawal,
) -> Result<ConflictWithdrawal, Failure> {
    let names = names_in(cx.db, [&one])?;
    Ok(View { viewer: &cx.viewer.user, names: &names }.of(number, one, None))
}

/// The requests of a call, the newest first, without those on proposals with which the viewer is in conflict. Those
/// that wait say what would become of the task now.
///
/// # Errors
/// `not_found`, `forbidden`.
pub fn list_withdrawals(cx: &mut Cx<'_>, id: &CallId) -> Result<Vec<ConflictWithdrawal>, Failure> {
    let call = visible_call(cx, id)?;
    let context = CallContext::of(cx, call)?;
    withdrawals_in(cx, &context)
}

/// The same, for actions that already have the call.
pub(in crate::features::reviews::actions) fn withdrawals_in(
    cx: &mut Cx<'_>,
    context: &CallContext,
) -> Result<Vec<ConflictWithdrawal>, Failure> {
    access::may(cx.viewer, Permission::ReadConflicts, Facts::in_phase(context.phase))?;
    let hidden = context.hidden(cx.db)?;
    let mut found = conflicts::withdrawals_of_call(cx.db, &context.call.id)?;
    found.retain(|(_, one)| !hidden.contains(&one.conflict.proposal));
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let names = names_in(cx.db, found.iter().map(|(_, one)| one))?;
    let tasks = CallTasks::load(cx.db, &context.call, cx.now)?;
    let view = View { viewer: &cx.viewer.user, names: &names };
    let shown = |(number, one): (String, Withdrawal)| {
        let would = one.ruling.is_none().then(|| tasks.comeback(&one.conflict));
        view.of(&number, one, would)
    };
    Ok(found.into_iter().map(shown).collect())
}

fn names_in<'a>(
    db: &mut Db,
    all: impl IntoIterator<Item = &'a Withdrawal>,
) -> Result<BTreeMap<UserId, String>, Failure> {
    let mut people: Vec<UserId> = Vec::new();
    for one in all {
        people.extend([one.conflict.user.clone(), one.asked_by.clone()]);
        people.extend(one.ruling.as_ref().map(|ruling| ruling.by.clone()));
    }
    people.sort();
    people.dedup();
    names_of(db, &people)
}

/// How requests are shown to one viewer.
struct View<'a> {
    viewer: &'a UserId,
    names: &'a BTreeMap<UserId, String>,
}

impl View<'_> {
    fn name(&self, of: &UserId) -> String {
        self.names.get(of).cloned().unwrap_or_default()
    }

    /// Somebody in conflict is not told who reported it and why.
    fn of(&self, number: &str, one: Withdrawal, would: Option<Comeback>) -> ConflictWithdrawal {
        let Withdrawal { id, conflict, reason, asked_by, asked_at, ruling } = one;
        let is_told = &conflict.declared_by == self.viewer || &conflict.user != self.viewer;
        ConflictWithdrawal {
            id,
            number: number.to_owned(),
            name: self.name(&conflict.user),
            asked_by_name: self.name(&asked_by),
            proposal: conflict.proposal,
            user: conflict.user,
            kind: conflict.kind,
            conflict_reason: is_told.then_some(conflict.reason),
            declared_at: conflict.declared_at,
            reason,
            asked_by,
            asked_at,
            outcome: ruling.as_ref().map(|ruling| match ruling.comeback {
                Some(_) => RulingOutcome::Confirmed,
                None => RulingOutcome::Refused,
            }),
            comeback: ruling.as_ref().and_then(|ruling| ruling.comeback).or(would),
            ruled_by_name: ruling.as_ref().map(|ruling| self.name(&ruling.by)),
            ruled_at: ruling.as_ref().map(|ruling| ruling.at),
            ruling: ruling.map(|ruling| ruling.reason),
        }
    }
}

/// A recorded conflict of the viewer, or one that they reported.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct KnownConflict {
    pub proposal: ProposalId,
    #[schema(example = "TB-2026-0012")]
    pub number: String,
    pub call: CallId,
    pub user: UserId,
    /// Of the person whose conflict it is.
    pub name: String,
    pub is_own: bool,
    pub kind: ConflictKind,
    /// Null where somebody else recorded it.
    pub reason: Option<String>,
    pub declared_at: Timestamp,
    /// The newest request to withdraw it, with its answer.
    pub withdrawal: Option<ConflictWithdrawal>,
    /// Whether a request can be made now.
    pub may_ask: bool,
}

/// The recorded conflicts that the viewer has or reported, the newest first. What others reported of them is told
/// where they had a task on the proposal, which was closed by it.
///
/// # Errors
/// `forbidden`.
pub fn own_conflicts(cx: &mut Cx<'_>) -> Result<Vec<KnownConflict>, Failure> {
    access::may(cx.viewer, Permission::ReadOwnConflicts, Facts::NONE)?;
    let me = cx.viewer.user.clone();
    let mut known = conflicts::conflicts_known_to(cx.db, &me)?;
    if known.is_empty() {
        return Ok(Vec::new());
    }
    let given = store::ever_given(cx.db, &me)?;
    known.retain(|(.., of)| of.declared_by == me || given.contains(&of.proposal));
    let asked = conflicts::withdrawals_known_to(cx.db, &me)?;
    let mut names = names_in(cx.db, &asked)?;
    let people: Vec<UserId> = known.iter().map(|(.., of)| of.user.clone()).collect();
    names.extend(names_of(cx.db, &people)?);
    let mut phases: BTreeMap<CallId, Phase> = BTreeMap::new();
    for (_, call, _) in &known {
        if !phases.contains_key(call) {
            let found = calls::find(cx.db, call)?.ok_or_else(Failure::not_found)?;
            phases.insert(call.clone(), found.phase(cx.now));
        }
    }
    let view = View { viewer: &me, names: &names };
    let shown = |(number, call, of): (String, CallId, RecordedConflict)| {
        let newest = asked.iter().find(|one| one.is_of(&of.proposal, &of.user));
        let waits = newest.is_some_and(|one| one.ruling.is_none());
        let facts = phases.get(&call).map_or(Facts::NONE, |phase| Facts::in_phase(*phase));
        let facts = facts.with(Relation::Own, true).with(Relation::Conflicted, of.user == me);
        KnownConflict {
            withdrawal: newest.map(|one| view.of(&number, one.clone(), None)),
            may_ask: !waits && cx.viewer.may(Permission::WithdrawConflict, facts),
            name: view.name(&of.user),
            is_own: of.user == me,
            reason: (of.declared_by == me).then_some(of.reason),
            proposal: of.proposal,
            user: of.user,
            kind: of.kind,
            declared_at: of.declared_at,
            number,
            call,
        }
    };
    Ok(known.into_iter().map(shown).collect())
}
