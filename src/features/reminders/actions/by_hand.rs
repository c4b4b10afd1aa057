//! "Remind now": the secretariat or the chair reminds the reviewers whose sheets are missing, all
//! of them or one. Nobody is reminded twice within a day.

use super::open_tasks;
use crate::features::calls::actions::{is_visible, read_call};
use crate::features::calls::{Milestone, entry_of};
use crate::features::conflicts::{CallContext, conflicted_with};
use crate::features::reminders::{Wanted, letters, rules, store};
use crate::kernel::access::{self, Facts, Permission, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{CallId, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Who was reminded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Reminded {
    pub reminded: Vec<UserId>,
    /// Reviewers whose sheets are also missing, but who were reminded less than a day ago.
    pub lately: Vec<UserId>,
}

/// Reminds the reviewers of a call whose sheets are missing, or one of them.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; `nobody_to_remind` when nobody owes a sheet;
/// `reminded_lately` when all of them were reminded within a day.
pub fn remind_now(
    cx: &mut Cx<'_>,
    (id, wanted): (&CallId, &Valid<Wanted>),
) -> Result<Reminded, Failure> {
    let only = wanted.reviewer.as_ref();
    let call = read_call(&mut cx.anyone(), id)?.call;
    access::may(cx.viewer, Permission::RemindReviewers, Facts::in_phase(call.phase(cx.now)))?;
    let hidden = conflicted_with(cx.db, &cx.viewer.user, id)?;
    // Whether a reviewer can be reminded depends on the tasks that the viewer may see; the letter
    // counts all tasks.
    let owing = open_tasks(cx.db, id, &hidden)?
        .into_keys()
        .filter(|user| only.is_none_or(|one| one == user));
    let last = store::last_reminded(cx.db, id)?;
    let again = |user: &UserId| rules::again_at(last.get(user).copied(), cx.now);
    let (lately, reminded): (Vec<UserId>, Vec<UserId>) =
        owing.partition(|user| again(user).is_some());
    if reminded.is_empty() {
        return Err(match lately.iter().filter_map(again).min() {
            Some(until) => Refusal::new(rules::REMINDED_LATELY).with("until", until).into(),
            None => Failure::refused(rules::NOBODY_TO_REMIND),
        });
    }
    let end = entry_of(cx.db, &call, Milestone::ReviewEndsAt)?;
    let all = open_tasks(cx.db, id, &BTreeSet::new())?;
    let letter = |user: &UserId| Some(letters::nudge(user, *all.get(user)?, &call, &end));
    let letters: Vec<_> = reminded.iter().filter_map(letter).collect();
    store::insert_nudges(
        cx.db,
        (id, &cx.viewer.user),
        &reminded.iter().collect::<Vec<_>>(),
        cx.now,
    )?;
    mail::post_all(cx.db, &letters, cx.now)?;
    let event = Event {
        actor: Some(&cx.viewer.user),
        act: EventType::ReviewersReminded,
        subject: Subject::call(id),
        payload: json!({"reviewers": reminded}),
    };
    ledger::append(cx.db, event, cx.now)?;
    Ok(Reminded { reminded, lately })
}

/// When each reviewer of a call was last reminded, if they may not be reminded again yet. Only
/// reviewers with open tasks that the viewer may know.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`.
pub fn last_reminded(
    cx: &mut Cx<'_>,
    context: &CallContext,
) -> Result<BTreeMap<UserId, Timestamp>, Failure> {
    is_visible(Some(cx.viewer), &context.call, cx.now)?;
    access::may(cx.viewer, Permission::RemindReviewers, Facts::in_phase(context.phase))?;
    let id = &context.call.id;
    let mut last = store::last_reminded(cx.db, id)?;
    last.retain(|_, at| rules::again_at(Some(*at), cx.now).is_some());
    let hidden = context.hidden(cx.db)?;
    if !hidden.is_empty() {
        let owing = open_tasks(cx.db, id, hidden)?;
        last.retain(|user, _| owing.contains_key(user));
    }
    Ok(last)
}
