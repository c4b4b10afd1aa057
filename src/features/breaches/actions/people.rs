//! The affected people: finding and listing them.

use super::super::store::{self, NewGroup};
use super::super::{AffectedPerson, Case, Found, Way, rules};
use super::finding::find_people;
use super::{open_case, read, record};
use crate::features::accounts;
use crate::features::calls;
use crate::features::conflicts;
use crate::kernel::access::{self, Facts, Permission, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::common::field::UNKNOWN_REFERENCE;
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::kernel::ids::{BreachId, RecordId, UserId};
use crate::kernel::input::Valid;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::EventType;
use serde_json::json;

/// Checks that the account or the call of a search exists.
fn check_reference(db: &mut Db, way: &Way) -> Result<(), Failure> {
    let (field, is_there) = match way {
        Way::Role { .. } => return Ok(()),
        Way::Call { call } => ("way.call", calls::find(db, call)?.is_some()),
        Way::Person { account } | Way::Readings { account, .. } | Way::Tasks { account, .. } => {
            let found = accounts::names_of(db, std::slice::from_ref(account))?;
            ("way.account", !found.is_empty())
        }
    };
    if is_there {
        return Ok(());
    }
    Err(Refusal::invalid(vec![FieldError::new(field, UNKNOWN_REFERENCE)]).into())
}

/// Finding people by somebody's tasks or readings shows which proposals that person had; finding
/// them by call shows who wrote in it. So a viewer from whom one of these is hidden is refused:
/// they must not learn of its candidate, and leaving the candidate out would mean that the
/// candidate is not informed.
fn check_impartial(cx: &mut Cx<'_>, way: &Way) -> Result<(), Failure> {
    let is_hiding = match way {
        Way::Person { .. } | Way::Role { .. } => false,
        Way::Call { call } => !conflicts::conflicted_with(cx.db, &cx.viewer.user, call)?.is_empty(),
        Way::Readings { .. } | Way::Tasks { .. } => {
            !conflicts::traces_for(cx.db, &cx.viewer.user)?.is_empty()
        }
    };
    if is_hiding { Err(Failure::refused(rules::FINDER_IN_CONFLICT)) } else { Ok(()) }
}

/// Finds people in one way and lists those who are new.
///
/// # Errors
/// `forbidden`, `not_found`, `breach_closed`, `invalid`; `finder_in_conflict`; `nobody_affected` when it
/// finds nobody new.
pub(in crate::features::breaches) fn add_people(
    cx: &mut Cx<'_>,
    (id, found): (&BreachId, &Valid<Found>),
) -> Result<Case, Failure> {
    let way = &found.way;
    let breach = open_case(cx, id)?;
    rules::check_way(way, cx.now)?;
    check_reference(cx.db, way)?;
    check_impartial(cx, way)?;
    let people = find_people(cx.db, &breach.id, way)?;
    if people.is_empty() {
        return Err(Failure::refused(rules::NOBODY_AFFECTED));
    }
    let group = RecordId::new()?;
    let (by, breach) = (&cx.viewer.user, &breach.id);
    store::insert_group(cx.db, &NewGroup { id: &group, breach, way, by, at: cx.now })?;
    store::add_people(cx.db, (breach, &group), &people)?;
    let payload = json!({"group": group, "way": way.name(), "people": people.len()});
    record(cx, (EventType::BreachPeopleAdded, id), payload)?;
    read(cx, id)
}

/// A page of the people of a breach, by name.
///
/// # Errors
/// `forbidden`, `not_found`; a cursor that is none.
pub(in crate::features::breaches) fn list_people(
    cx: &mut Cx<'_>,
    id: &BreachId,
    paging: &Paging,
) -> Result<Page<AffectedPerson>, Failure> {
    access::may(cx.viewer, Permission::ReadBreaches, Facts::NONE)?;
    store::find(cx.db, id, &[], cx.now)?.ok_or_else(Failure::not_found)?;
    let but = super::hidden_from(cx)?;
    let rows = store::people_of(cx.db, id, &but, paging)?;
    Page::cut(rows, paging, |person: &AffectedPerson| (person.name.clone(), person.user.clone()))
}

/// The account with this e-mail address or NIP, for a form.
///
/// # Errors
/// `forbidden`; `unknown_reference` for the field that named it.
pub(in crate::features::breaches) fn find_account(
    cx: &mut Cx<'_>,
    login: &str,
) -> Result<UserId, Failure> {
    super::may_manage(cx.viewer)?;
    let found = accounts::account_with(cx.db, &login.trim().to_lowercase())?;
    let fault = || Refusal::invalid(vec![FieldError::new("way.account", UNKNOWN_REFERENCE)]);
    found.ok_or_else(|| fault().into())
}
