//! Naming who stands in for the head of a unit, and ending it early.

use crate::features::accounts::inputs::NewActingHead;
use crate::features::accounts::{ActingHead, Unit, letters, rules, store};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{RecordId, UnitCode};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Names somebody for a unit and some days, and tells them.
///
/// # Errors
/// `forbidden`; an unknown unit or account; what [`rules::acting::check`] refuses.
pub fn name_acting_head(
    cx: &mut Cx<'_>,
    new: &Valid<NewActingHead>,
) -> Result<ActingHead, Failure> {
    access::may(cx.viewer, Permission::NameActingHead, Facts::NONE)?;
    let NewActingHead { unit, email, from_on, until_on } = new.kept()?;
    let units = store::load_units(cx.db)?;
    let unknown = |field: &'static str| Failure::field(field, common::field::UNKNOWN_REFERENCE);
    let of = units.get(&unit).filter(|unit| unit.active).ok_or_else(|| unknown("unit"))?;
    let login = email.trim().to_lowercase();
    let user = store::account_with(cx.db, &login)?.ok_or_else(|| unknown("email"))?;
    let user = store::find_user(cx.db, &user)?.filter(|user| user.active);
    let user = user.ok_or_else(|| unknown("email"))?;
    let today = cx.now.date_in_jakarta();
    let who = (user.id == cx.viewer.user, user.roles.as_slice());
    rules::acting::check(who, (from_on, until_on), today)?;
    let named = ActingHead {
        id: RecordId::new()?,
        unit: unit.clone(),
        user: user.id,
        name: user.name,
        from_on,
        until_on,
        named_at: cx.now,
        ended_at: None,
    };
    store::insert_acting_head(cx.db, &named, &cx.viewer.user)?;
    let payload =
        json!({"id": named.id, "user": named.user, "from_on": from_on, "until_on": until_on});
    record(cx, (EventType::ActingHeadNamed, &unit), payload)?;
    mail::post(cx.db, &letters::acting_head_named(&named, &of.name), cx.now)?;
    Ok(named)
}

/// Ends it before its last day.
///
/// # Errors
/// `forbidden`, `not_found`; `acting_ended`.
pub fn end_acting_head(cx: &mut Cx<'_>, id: &RecordId) -> Result<ActingHead, Failure> {
    access::may(cx.viewer, Permission::NameActingHead, Facts::NONE)?;
    let found = store::acting_heads(cx.db)?.into_iter().find(|one| &one.id == id);
    let found = found.ok_or_else(Failure::not_found)?;
    if !found.is_open(cx.now.date_in_jakarta()) {
        return Err(Failure::refused(rules::ACTING_ENDED));
    }
    store::end_acting_head(cx.db, id, &cx.viewer.user, cx.now)?;
    let payload = json!({"id": found.id, "user": found.user});
    record(cx, (EventType::ActingHeadEnded, &found.unit), payload)?;
    Ok(ActingHead { ended_at: Some(cx.now), ..found })
}

/// All namings, the newest first.
///
/// # Errors
/// `forbidden`.
pub fn list_acting_heads(cx: &mut Cx<'_>) -> Result<Vec<ActingHead>, Failure> {
    access::may(cx.viewer, Permission::ListAccounts, Facts::NONE)?;
    store::acting_heads(cx.db)
}

/// The same with all units, for the page of those who name.
///
/// # Errors
/// `forbidden`.
pub fn acting_heads_to_keep(
    cx: &mut Cx<'_>,
) -> Result<(Vec<ActingHead>, BTreeMap<UnitCode, Unit>), Failure> {
    access::may(cx.viewer, Permission::NameActingHead, Facts::NONE)?;
    Ok((list_acting_heads(cx)?, store::load_units(cx.db)?))
}

fn record(
    cx: &mut Cx<'_>,
    (act, unit): (EventType, &UnitCode),
    payload: Value,
) -> Result<(), Failure> {
    let subject = Subject::unit(unit);
    let event = Event { actor: Some(&cx.viewer.user), act, subject, payload };
    ledger::append(cx.db, event, cx.now).map(|_| ())
}
