//! Proposing a change to a second person. A change gives no right while it waits.

use super::find;
use crate::features::accounts::independence::who_could;
use crate::features::accounts::{ChangeState, ProposedChange, User, Wanted, letters, rules, store};
use crate::kernel::access::{Permission, Role};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ChangeId, UserId};
use crate::platform::cx::Cx;
use crate::platform::ledger::{self, Event, EventType};
use crate::platform::mail;
use serde::Serialize;
use serde_json::{Value, json};

/// An account after a change, with the part that waits for another person.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = KeptAccount)]
pub struct Kept {
    #[serde(flatten)]
    pub user: User,
    pub waiting: Vec<ProposedChange>,
}

impl Kept {
    pub(super) fn of(cx: &mut Cx<'_>, id: &UserId) -> Result<Self, Failure> {
        let user = find(cx.db, id)?.for_viewer(cx.viewer);
        Ok(Self { user, waiting: store::waiting_for(cx.db, id)? })
    }
}

/// Proposes a change to the chair; who takes somebody's place for some days, to the deciders as well.
///
/// # Errors
/// `change_waiting` when a change of the same thing waits; `nobody_could_approve` when no chair is
/// independent of both the proposer and the person it is about.
pub(super) fn propose(cx: &mut Cx<'_>, wanted: Wanted) -> Result<ProposedChange, Failure> {
    if store::is_waiting(cx.db, &wanted)? {
        return Err(Failure::refused(rules::CHANGE_WAITING));
    }
    let of = (Permission::DecideChange, Role::Chair);
    let mut chairs = who_could(cx.db, of, &cx.viewer.user, wanted.user())?;
    if wanted.substitute().is_some() {
        let of = (Permission::DecideChange, Role::Decider);
        chairs.extend(who_could(cx.db, of, &cx.viewer.user, wanted.user())?);
    }
    if chairs.is_empty() {
        return Err(Failure::refused(rules::NOBODY_COULD_APPROVE));
    }
    // At most one letter a day, however many changes are proposed.
    let is_told = store::waits_since(cx.db, cx.now.plus_days(-1))?;
    let change = ProposedChange {
        id: ChangeId::new()?,
        wanted,
        state: ChangeState::Waiting,
        proposed_by: cx.viewer.user.clone(),
        proposed_at: cx.now,
        decided_by: None,
        decided_at: None,
        reason: None,
    };
    store::insert_change(cx.db, &change)?;
    record(cx, (EventType::ChangeProposed, &change), json!({}))?;
    if !is_told {
        let told: Vec<_> = chairs.iter().map(letters::changes_waiting).collect();
        mail::post_all(cx.db, &told, cx.now)?;
    }
    Ok(change)
}

/// The record's entry: whose change of what, as ids and codes.
pub(super) fn record(
    cx: &mut Cx<'_>,
    (act, change): (EventType, &ProposedChange),
    more: Value,
) -> Result<(), Failure> {
    let mut payload = json!({"change": change.id, "wanted": change.wanted});
    if let (Some(payload), Some(more)) = (payload.as_object_mut(), more.as_object()) {
        payload.extend(more.clone());
    }
    let subject = change.wanted.subject();
    ledger::append(cx.db, Event { actor: Some(&cx.viewer.user), act, subject, payload }, cx.now)
        .map(|_| ())
}
