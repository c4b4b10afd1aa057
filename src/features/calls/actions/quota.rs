//! Taking a call's seats from the plan of needs.

use super::write::{CallText, check, draft_text};
use super::{CallView, find_for, record, view_again};
use crate::features::calls::{Call, PlannedYear, rules, store};
use crate::features::needs::{self, PlanWithNeeds};
use crate::kernel::access::Permission;
use crate::kernel::canonical;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use serde_json::json;

/// A draft and the approved plans that it may take its seats from.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`.
pub fn plans_for_call(cx: &mut Cx<'_>, id: &CallId) -> Result<(Call, Vec<PlanWithNeeds>), Failure> {
    let call = find_for(cx, Permission::WriteCall, id)?;
    rules::transition(call.state, rules::Step::Write)?;
    Ok((call, needs::plans_to_take_from(cx.db)?))
}

/// Gives a draft the seats that an approved plan has for a year: for each level that the call offers, and in all.
///
/// # Errors
/// `not_found`, `forbidden`; `wrong_phase` when it is frozen; `plan_not_approved`; `invalid` with every fault of the text
/// that this makes, e.g. no seat at all.
pub fn take_quota(
    cx: &mut Cx<'_>,
    id: &CallId,
    from: &Valid<PlannedYear>,
) -> Result<CallView, Failure> {
    let call = find_for(cx, Permission::WriteCall, id)?;
    rules::transition(call.state, rules::Step::Write)?;
    let from = from.kept()?;
    let planned = needs::planned_seats(cx.db, &from.plan, from.year)?
        .ok_or_else(|| Failure::field("plan", needs::rules::PLAN_NOT_APPROVED))?;
    let mut definition = (*call.definition).clone();
    for level in &mut definition.levels {
        level.seats = Some(planned.get(&level.code).copied().unwrap_or_default());
    }
    // A level for which nobody is needed is not offered.
    definition.levels.retain(|level| level.seats != Some(0));
    definition.seats = definition.levels.iter().filter_map(|level| level.seats).sum();
    definition.need_plan = Some(from);
    let text = CallText { code: call.code.clone(), definition };
    check(cx.db, &text, Some(id))?;
    let canonical = canonical::json(&text.definition)?;
    store::update_draft(cx.db, &call, &draft_text(&text, &canonical))?;
    let payload = json!({
        "code": text.code, "version": call.version + 1,
        "definition_hash": canonical::sha256_hex(&canonical),
        "need_plan": text.definition.need_plan,
    });
    record(cx.db, &cx.viewer.user, EventType::CallChanged, (id, payload), cx.now)?;
    view_again(cx.db, id, cx.now)
}
