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
fn check_impartial(db: &mut Db, viewer: &Viewer, way: &Way) -> Result<(), Failure> {
    let is_hiding = match way {
        Way::Person { .. } | Way::Role { .. } => false,
        Way::Call { call } => !conflicts::conflicted_with(db, &viewer.user, call)?.is_empty(),
        Way::Readings { .. } | Way::Tasks { .. } => {
            !conflicts::traces_for(db, &viewer.user)?.is_empty()
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
    db: &mut Db,
    viewer: &Viewer,
    (id, found): (&BreachId, &Valid<Found>),
    now: Timestamp,
) -> Result<Case, Failure> {
    let way = &found.way;
    let breach = open_case(db, viewer, id, now)?;
    rules::check_way(way, now)?;
    check_reference(db, way)?;
    check_impartial(db, viewer, way)?;
    let people = find_people(db, &breach.id, way)?;
    if people.is_empty() {
        return Err(Failure::refused(rules::NOBODY_AFFECTED));
    }
    let group = RecordId::new()?;
    let (by, breach) = (&viewer.user, &breach.id);
    store::insert_group(db, &NewGroup { id: &group, breach, way, by, at: now })?;
    store::add_people(db, (breach, &group), &people)?;
    let payload = json!({"group": group, "way": way.name(), "people": people.len()});
    record(db, viewer, (EventType::BreachPeopleAdded, id), payload, now)?;
    read(db, viewer, id, now)
}

/// A page of the people of a breach, by name.
///
/// # Errors
/// `forbidden`, `not_found`; a cursor that is none.
pub(in crate::features::breaches) fn list_people(
    db: &mut Db,
    viewer: &Viewer,
    id: &BreachId,
    paging: &Paging,
    now: Timestamp,
) -> Result<Page<AffectedPerson>, Failure> {
    access::may(viewer, Permission::ReadBreaches, Facts::NONE)?;
    store::find(db, id, &[], now)?.ok_or_else(Failure::not_found)?;
    let but = super::hidden_from(db, viewer)?;
    let rows = store::people_of(db, id, &but, paging)?;
    Page::cut(rows, paging, |person: &AffectedPerson| (person.name.clone(), person.user.clone()))
}

/// The account with this e-mail address or NIP, for a form.
///
/// # Errors
/// `forbidden`; `unknown_reference` for the field that named it.
pub(in crate::features::breaches) fn find_account(
    db: &mut Db,
    viewer: &Viewer,
    login: &str,
) -> Result<UserId, Failure> {
    super::may_manage(viewer)?;
    let found = accounts::account_with(db, &login.trim().to_lowercase())?;
    let fault = || Refusal::invalid(vec![FieldError::new("way.account", UNKNOWN_REFERENCE)]);
    found.ok_or_else(|| fault().into())
}
