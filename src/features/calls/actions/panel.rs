//! The panel of a call: its members and their maximum load. Proposals are assigned by a later
//! feature.

use super::{find_for, find_visible, is_visible, record};
use crate::features::accounts::{User, load_units, users_of, why_not_apart};
use crate::features::calls::{
    Call, Milestone, PanelMember, PanelSeat, entry_of, letters, rules, store,
};
use crate::features::problems;
use crate::kernel::access::{self, Facts, Permission, Role};
use crate::kernel::errors::{Failure, FieldError, common::field};
use crate::kernel::ids::{CallId, UnitCode, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::EventType;
use crate::platform::mail;
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// A member as the committee sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Member {
    pub user: UserId,
    pub name: String,
    pub unit: Option<UnitCode>,
    /// The most proposals they take.
    pub max_load: u32,
    /// Codes of problems, and of units whose problems they know.
    pub topics: Vec<String>,
    /// Counts as the senior reviewer that the call may require for every proposal.
    pub senior: bool,
    /// Whether they still have an active account with the role of reviewer.
    pub can_review: bool,
}

/// The panel, by name.
///
/// # Errors
/// `not_found`, `forbidden`.
pub fn read_panel(cx: &mut Cx<'_>, id: &CallId) -> Result<Vec<Member>, Failure> {
    let call = find_visible(&mut cx.anyone(), id)?;
    panel_in(cx, &call)
}

/// The same, for actions that already have the call.
pub fn panel_in(cx: &mut Cx<'_>, call: &Call) -> Result<Vec<Member>, Failure> {
    is_visible(Some(cx.viewer), call, cx.now)?;
    access::may(cx.viewer, Permission::ReadPanel, Facts::NONE)?;
    let panel = store::panel_of(cx.db, &call.id)?;
    let ids: Vec<UserId> = panel.iter().map(|member| member.user.clone()).collect();
    let users = users_of(cx.db, &ids)?.into_iter().map(|user| (user.id.clone(), user));
    let mut users: BTreeMap<UserId, User> = users.collect();
    let mut members: Vec<Member> = panel
        .into_iter()
        .filter_map(|seat| users.remove(&seat.user).map(|user| member(user, seat)))
        .collect();
    members.sort_by(|one, other| (&one.name, &one.user).cmp(&(&other.name, &other.user)));
    Ok(members)
}

/// Adds a member to the panel, or changes their load, topics and seniority.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`, `not_a_reviewer`, `panel_not_independent`; topics that
/// are neither a problem of the registry nor a unit.
pub fn seat_on_panel(
    cx: &mut Cx<'_>,
    (id, user): (&CallId, &UserId),
    seat: &Valid<PanelSeat>,
) -> Result<Member, Failure> {
    let call = find_for(cx, Permission::ManagePanel, id)?;
    let max_load = seat.max_load.unwrap_or(call.definition.panel.default_max_load);
    let user = users_of(cx.db, std::slice::from_ref(user))?.pop();
    let user = user.ok_or_else(Failure::not_found)?;
    if !can_review(&user) {
        return Err(Failure::refused(rules::NOT_A_REVIEWER));
    }
    let panel = store::panel_of(cx.db, id)?;
    let others = panel.iter().map(|member| member.user.clone()).filter(|one| one != &user.id);
    let others: Vec<UserId> = others.collect();
    let earlier = panel.into_iter().find(|member| member.user == user.id);
    let is_new = earlier.is_none();
    if is_new {
        // Members score the same proposals, so they must be independent of one another.
        let apart = why_not_apart(cx.db, Permission::ManagePanel, &user.id, &others)?;
        if apart.is_some() {
            return Err(Failure::refused(rules::PANEL_NOT_INDEPENDENT));
        }
    }
    let senior = seat.senior.unwrap_or(earlier.as_ref().is_some_and(|member| member.senior));
    let topics = match &seat.topics {
        Some(declared) => known_topics(cx.db, declared)?,
        None => earlier.map(|member| member.topics).unwrap_or_default(),
    };
    let kept = PanelMember { user: user.id.clone(), max_load, topics, senior };
    store::set_member(cx.db, id, &kept, &cx.viewer.user, cx.now)?;
    let payload = json!({
        "user": kept.user, "max_load": max_load, "topics": kept.topics, "senior": senior,
    });
    record(cx.db, &cx.viewer.user, EventType::PanelChanged, (id, payload), cx.now)?;
    if is_new {
        let end = entry_of(cx.db, &call, Milestone::ReviewEndsAt)?;
        mail::post(cx.db, &letters::seated(&kept, &call, end), cx.now)?;
        // Who sits on the panel of a draft is asked when the call is published.
        if call.is_published() && super::pact::unsigned_in(cx.db, &call)?.contains(&user.id) {
            mail::post(cx.db, &letters::pact_asked(&user.id, &call), cx.now)?;
        }
    }
    Ok(member(user, kept))
}

/// The topics in order and without repetition, after checking that each is a problem or a unit.
fn known_topics(db: &mut Db, declared: &[String]) -> Result<Vec<String>, Failure> {
    let topics: BTreeSet<String> = declared.iter().cloned().collect();
    let topics: Vec<String> = topics.into_iter().collect();
    let problems = problems::with_codes(db, &topics)?;
    let units = load_units(db)?;
    let is_known = |topic: &String| {
        problems.iter().any(|problem| &problem.code == topic)
            || units.contains_key(&UnitCode::new(topic.clone()))
    };
    let faults = declared.iter().enumerate().filter(|(_, topic)| !is_known(topic));
    let fault = |(index, _)| FieldError::new(format!("topics[{index}]"), field::UNKNOWN_REFERENCE);
    Failure::when_any(faults.map(fault).collect())?;
    Ok(topics)
}

/// Removes a member from the panel. The caller (`reviews`) has checked whether they still have
/// tasks.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`.
pub fn remove_from_panel(cx: &mut Cx<'_>, id: &CallId, user: &UserId) -> Result<(), Failure> {
    find_for(cx, Permission::ManagePanel, id)?;
    if !store::remove_member(cx.db, id, user)? {
        return Err(Failure::not_found());
    }
    let payload = json!({"user": user, "max_load": null});
    record(cx.db, &cx.viewer.user, EventType::PanelChanged, (id, payload), cx.now)
}

fn can_review(user: &User) -> bool {
    user.active && user.roles.contains(&Role::Reviewer)
}

fn member(user: User, seat: PanelMember) -> Member {
    let can_review = can_review(&user);
    let PanelMember { max_load, topics, senior, .. } = seat;
    Member { user: user.id, name: user.name, unit: user.unit, max_load, topics, senior, can_review }
}
