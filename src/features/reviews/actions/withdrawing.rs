//! A conflict that was declared or reported by mistake: whoever it concerns, or who reported it, asks that it be
//! withdrawn, and a chair confirms or refuses. Once confirmed it hides nothing any more, and its task comes back as it was.

mod back;
mod view;

pub(super) use self::view::withdrawals_in;
pub use self::view::{KnownConflict, list_withdrawals, own_conflicts};

use self::back::CallTasks;
use self::view::shown;
use super::{Entry, ReviewContext, record};
use crate::features::accounts::holders_of;
use crate::features::calls::{self, rules::DECISION_STANDS};
use crate::features::conflicts::{
    self, Comeback, RecordedConflict, Ruling, Withdrawal, is_conflicted,
};
use crate::features::reviews::rules::withdrawing::returns;
use crate::features::reviews::rules::{
    self, CONFLICT_FOUND, OWN_WITHDRAWAL, Step, WITHDRAWAL_RULED, WITHDRAWAL_WAITS,
};
use crate::features::reviews::{
    ConflictWithdrawal, NewRuling, RulingOutcome, WithdrawalReason, letters, store,
};
use crate::features::sittings;
use crate::kernel::access::{self, Facts, Permission, Relation, Role};
use crate::kernel::canonical::sha256_hex;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, RecordId, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::{EventType, Subject};
use crate::platform::mail;
use serde_json::json;

/// Asks that a recorded conflict be withdrawn, and tells the chairs.
///
/// # Errors
/// `not_found` for anybody but the person concerned and who recorded it; `conflict_found` where a rule finds the
/// conflict and none is recorded; `wrong_phase`, `withdrawal_waits`, a missing reason.
pub fn ask_withdrawal(
    cx: &mut Cx<'_>,
    (id, person): (&ProposalId, &UserId),
    reason: &Valid<WithdrawalReason>,
) -> Result<ConflictWithdrawal, Failure> {
    let context = ReviewContext::load(cx, id)?;
    let recorded = conflicts::recorded_conflict(cx.db, id, person)?;
    let is_own = recorded
        .as_ref()
        .is_some_and(|one| one.user == cx.viewer.user || one.declared_by == cx.viewer.user);
    let facts = Facts::in_phase(context.call().phase(cx.now))
        .with(Relation::Own, is_own)
        .with(Relation::Conflicted, context.is_conflicted());
    let Some(conflict) = recorded else { return Err(none_recorded(cx, &context, person)?) };
    access::may(cx.viewer, Permission::WithdrawConflict, facts)?;
    let WithdrawalReason { reason } = reason.kept()?;
    if conflicts::withdrawal_waits(cx.db, id, person)? {
        return Err(Failure::refused(WITHDRAWAL_WAITS));
    }
    let new = Withdrawal {
        id: RecordId::new()?,
        conflict,
        reason,
        asked_by: cx.viewer.user.clone(),
        asked_at: cx.now,
        ruling: None,
    };
    conflicts::insert_withdrawal(cx.db, &new)?;
    let entry = Entry {
        act: EventType::WithdrawalAsked,
        subject: Subject::proposal(id),
        payload: json!({
            "withdrawal": new.id, "user": person, "reason_hash": sha256_hex(&new.reason),
        }),
    };
    record(cx, entry)?;
    let number = context.proposal.given_number()?;
    let mut posts = Vec::new();
    for chair in holders_of(cx.db, Role::Chair)? {
        if chair != new.asked_by && !is_conflicted(cx.db, &chair, id)? {
            posts.push(letters::withdrawal_asked(&chair, (&new, number), context.call()));
        }
    }
    mail::post_all(cx.db, &posts, cx.now)?;
    shown(cx, number, new)
}

/// Without a recorded conflict: to who may read conflicts, and is in none with the proposal, whether a rule finds one.
fn none_recorded(
    cx: &mut Cx<'_>,
    context: &ReviewContext,
    person: &UserId,
) -> Result<Failure, Failure> {
    let facts = Facts::in_phase(context.call().phase(cx.now))
        .with(Relation::Conflicted, context.is_conflicted());
    let may = cx.viewer.may(Permission::ReadConflicts, facts);
    if may && is_conflicted(cx.db, person, &context.proposal.id)? {
        return Ok(Failure::refused(CONFLICT_FOUND));
    }
    Ok(Failure::not_found())
}

/// Confirms or refuses, as a chair who is in no conflict with the proposal and did not ask.
///
/// # Errors
/// `not_found`, also in conflict; `wrong_phase`; `own_withdrawal`; `withdrawal_ruled`; `decision_stands` while a sheet
/// would count again under a decision.
pub fn rule_withdrawal(
    cx: &mut Cx<'_>,
    id: &RecordId,
    new: &Valid<NewRuling>,
) -> Result<ConflictWithdrawal, Failure> {
    let asked = conflicts::find_withdrawal(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let context = ReviewContext::load(cx, &asked.conflict.proposal)?;
    access::may(cx.viewer, Permission::RuleWithdrawal, context.facts(cx.viewer, cx.now))?;
    if asked.asked_by == cx.viewer.user || asked.conflict.user == cx.viewer.user {
        return Err(Failure::refused(OWN_WITHDRAWAL));
    }
    if asked.ruling.is_some() {
        return Err(Failure::refused(WITHDRAWAL_RULED));
    }
    let NewRuling { outcome, reason } = new.kept()?;
    let comeback = match outcome {
        RulingOutcome::Confirmed => Some(take_away(cx, &context, &asked.conflict)?),
        RulingOutcome::Refused => None,
    };
    let ruling = Ruling { comeback, reason, by: cx.viewer.user.clone(), at: cx.now };
    conflicts::rule_withdrawal(cx.db, id, &ruling)?;
    let entry = Entry {
        act: if comeback.is_some() {
            EventType::ConflictWithdrawn
        } else {
            EventType::WithdrawalRefused
        },
        subject: Subject::proposal(&context.proposal.id),
        payload: json!({
            "withdrawal": id, "user": asked.conflict.user, "comeback": comeback,
            "reason_hash": sha256_hex(&ruling.reason),
        }),
    };
    record(cx, entry)?;
    let ruled = Withdrawal { ruling: Some(ruling), ..asked };
    let number = context.proposal.given_number()?;
    let ruled_to = |to| letters::withdrawal_ruled(to, (&ruled, number), context.call());
    let mut posts = vec![ruled_to(&ruled.asked_by)];
    // Whoever was reported by somebody else has a task back, and must know.
    if ruled.asked_by != ruled.conflict.user && comeback.is_some_and(returns) {
        posts.push(ruled_to(&ruled.conflict.user));
    }
    mail::post_all(cx.db, &posts, cx.now)?;
    shown(cx, number, ruled)
}

/// The conflict holds no longer; what becomes of its task.
fn take_away(
    cx: &mut Cx<'_>,
    context: &ReviewContext,
    conflict: &RecordedConflict,
) -> Result<Comeback, Failure> {
    let tasks = CallTasks::load(cx.db, context.call(), cx.now)?;
    let comeback = tasks.comeback(conflict);
    let of = (context.call(), &conflict.proposal);
    let counts = comeback == Comeback::Counts || sittings::counts_again(cx.db, of, &conflict.user)?;
    if counts && calls::has_standing_decision(cx.db, &context.call().id)? {
        return Err(Failure::refused(DECISION_STANDS));
    }
    conflicts::remove_conflict(cx.db, conflict)?;
    sittings::conflict_is_gone(cx, of, &conflict.user)?;
    let Some((task, kept)) = tasks.closed_by(conflict) else { return Ok(comeback) };
    if returns(comeback) {
        rules::transition(task.state, Step::Return)?;
        store::set_state(cx.db, task, kept.state(), None)?;
    } else if comeback != Comeback::NoTask {
        let to = rules::transition(task.state, Step::Release)?;
        let closed = task.closed_at.map(|at| (task.closed_reason.as_deref(), at));
        store::set_state(cx.db, task, to, closed)?;
    }
    Ok(comeback)
}
