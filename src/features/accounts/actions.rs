//! Actions on accounts, one function each. Registering and administering are here, signing in and
//! out in `sign_in`, roles in `roles`, units in `units`.

mod acting;
mod addresses;
mod attempts;
mod changes;
mod claims;
mod console;
mod links;
mod password;
mod proposing;
mod registration;
mod roles;
mod second_factor;
mod sessions;
mod sign_in;
mod substitutes;
mod units;

pub use acting::{acting_heads_to_keep, end_acting_head, list_acting_heads, name_acting_head};
pub use addresses::{
    approve_correction, ask_for_address, confirm_address, correct_address,
    correct_address_from_console, corrections_to_approve, stop_address,
};
pub use changes::{
    ListedChange, approve_changes, changes_to_decide, list_changes, refuse_changes, withdraw_change,
};
pub use claims::{
    claim_nip, confirm_nip, correct_nip, correct_nip_from_console, import_staff, list_claims,
    refuse_nip, staff_number,
};
pub use console::{
    create_from_console, find_at_console, invite_from_console, move_from_console,
    revoke_from_console, seed_units, vouch_from_console,
};
pub use links::{
    ask_for_reset, invite, may_ask_for_letters, reset_password, send_verification, verify_email,
    whose_password,
};
pub use password::{
    change_password, forgive_confirmation, give_confirmation_back, prepare_confirmation,
    stored_password,
};
pub use proposing::Kept;
pub use registration::{
    ask_to_register, confirm_registration, register, sweep, whose_registration,
};
pub use roles::{grant_first_role, grant_role, holders_of_any, revoke_role};
pub use second_factor::{
    Enrolment, RecoveryCodes, SecondFactor, begin_second_factor, confirm_second_factor,
    count_seals, pending_enrolment, remove_second_factor, renew_recovery_codes,
    reset_second_factor, second_factor,
};
pub use sessions::{OwnSession, end_own_session, own_sessions};
pub use sign_in::{
    Challenge, Step, Tokened, not_judged, prepare, refresh, sign_in, sign_in_with_code, sign_out,
};
pub use substitutes::{end_substitutions, is_substitution_to_end, places_taken};
pub use units::{KeptUnit, StaffedUnit, add_unit, change_unit, may_change_units, staffed_units};

use super::rules::{self, nip::Nip};
use super::store::{self, How, UserRow};
use super::{AccountFilter, User, Wanted};
use crate::features::accounts::inputs::{AccountChange, Change, NewAccount};
use crate::kernel::access::{self, Facts, Permission, Relation, Role, Viewer};
use crate::kernel::characters;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::ids::{UnitCode, UserId};
use crate::kernel::input::Valid;
use crate::kernel::paging::{Page, Paging};
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use serde_json::json;

/// Whether this person may open accounts for others.
///
/// # Errors
/// `forbidden`.
pub fn may_create(viewer: &Viewer) -> Result<(), Failure> {
    access::may(viewer, Permission::CreateAccount, Facts::NONE)
}

/// Opens an account for somebody else; roles are proposed separately. The person is invited by a
/// letter to choose a password, so no official ever knows one.
///
/// # Errors
/// As [`register`]; `forbidden`.
pub fn create_account(
    cx: &mut Cx<'_>,
    (new, password_hash): (&Valid<NewAccount>, &str),
) -> Result<User, Failure> {
    may_create(cx.viewer)?;
    let new = (&new.kept()?, password_hash);
    // The official who opens the account does not know its password and has not read its mail. The
    // secretariat vouches for a NIP that it enters; the operator does not, because the operator
    // sees no content.
    let id = if cx.viewer.is(Role::Secretariat) {
        insert(cx.db, new, None, cx.now)?
    } else {
        insert_claiming(cx.db, new, None, cx.now)?
    };
    store::vouch(cx.db, &id, (&cx.viewer.user, How::Created), cx.now)?;
    let payload = json!({"invited": true});
    ledger::append(
        cx.db,
        event(Some(&cx.viewer.user), EventType::UserCreated, &id, payload),
        cx.now,
    )?;
    links::post_invitation(cx.db, &id, cx.now)?;
    find(cx.db, &id).map(|user| user.for_viewer(cx.viewer))
}

/// Inserts an account whose NIP is only claimed by its owner.
fn insert_claiming(
    db: &mut Db,
    (new, password_hash): (&NewAccount, &str),
    verified_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<UserId, Failure> {
    let nip = new.nip.as_deref().map(|typed| checked_nip(typed, now)).transpose()?;
    let unproven = NewAccount { nip: None, ..new.clone() };
    let id = insert(db, (&unproven, password_hash), verified_at, now)?;
    store::set_claim(db, &id, nip.as_ref().map(Nip::as_str))?;
    Ok(id)
}

/// Inserts an account whose NIP is confirmed by the official who opens it. The password is already hashed.
fn insert(
    db: &mut Db,
    (new, password_hash): (&NewAccount, &str),
    verified_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<UserId, Failure> {
    let email =
        rules::email::checked(&new.email, &[]).map_err(|fault| Refusal::invalid(vec![fault]))?;
    let nip = new.nip.as_deref().map(|typed| checked_nip(typed, now)).transpose()?;
    let name = characters::composed(&new.name);
    Failure::when_any(rules::name_fault(&name).into_iter().collect())?;
    if store::email_taken(db, &email)? {
        return Err(taken("email", rules::EMAIL_TAKEN));
    }
    if let Some(nip) = &nip
        && store::nip_taken(db, nip.as_str())?
    {
        return Err(taken("nip", rules::NIP_TAKEN));
    }
    check_unit(db, new.unit.as_ref())?;
    check_superior(db, None, new.superior.as_ref())?;
    let id = UserId::new()?;
    store::insert_user(
        db,
        UserRow {
            id: id.clone(),
            email,
            nip: nip.map(|nip| nip.as_str().to_owned()),
            name,
            unit: new.unit.clone(),
            superior: new.superior.clone(),
            password_hash: password_hash.to_owned(),
            active: true,
            created_at: now,
            password_changed_at: now,
            email_verified_at: verified_at,
            nip_claim: None,
        },
    )?;
    Ok(id)
}

fn taken(field: &'static str, code: crate::kernel::errors::Code) -> Failure {
    Refusal { errors: vec![FieldError::new(field, code)], ..Refusal::new(code) }.into()
}

/// Returns the NIP, or its first fault as an error of the field.
///
/// # Errors
/// `invalid` with the field `nip`.
pub fn checked_nip(typed: &str, now: Timestamp) -> Result<Nip, Failure> {
    Nip::parse(typed, now.date_in_jakarta()).map_err(|code| Failure::field("nip", code))
}

fn check_unit(db: &mut Db, unit: Option<&UnitCode>) -> Result<(), Failure> {
    let Some(code) = unit else { return Ok(()) };
    match store::find_unit(db, code)? {
        Some(unit) if unit.active => Ok(()),
        _ => Err(Failure::field("unit", common::field::UNKNOWN_REFERENCE)),
    }
}

/// The longest chain of superiors. A longer one is taken to be a ring.
const MOST_SUPERIORS: usize = 20;

fn check_superior(
    db: &mut Db,
    of: Option<&UserId>,
    superior: Option<&UserId>,
) -> Result<(), Failure> {
    let mut next = superior.cloned();
    for _ in 0..MOST_SUPERIORS {
        let Some(id) = next else { return Ok(()) };
        if of == Some(&id) {
            break;
        }
        let above = store::find_row(db, &id)?
            .ok_or_else(|| Failure::field("superior", common::field::UNKNOWN_REFERENCE))?;
        next = above.superior;
    }
    Err(Failure::field("superior", rules::SUPERIOR_LOOP))
}

/// Changes an account. Switching it off ends its sessions at once and takes its duties away. A
/// change of unit or superior needs another person's approval while a call is running, and always
/// on one's own account, because conflicts of interest are read from them.
///
/// # Errors
/// `not_found`, `forbidden`, an unknown unit or superior, a ring of superiors; `last_of_role`;
/// `change_waiting`, `nobody_could_approve`.
pub fn change_account(
    cx: &mut Cx<'_>,
    id: &UserId,
    change: &Valid<AccountChange>,
) -> Result<Kept, Failure> {
    access::may(cx.viewer, Permission::ChangeAccount, Facts::NONE)?;
    let change = change.kept()?;
    let mut user = find_living(cx.db, id)?;
    if let Some(name) = &change.name {
        Failure::when_any(rules::name_fault(name).into_iter().collect())?;
        user.name = characters::composed(name);
    }
    if let Some(active) = change.active {
        if !active && id == &cx.viewer.user {
            return Err(Failure::refused(rules::OWN_ROLES));
        }
        if !active {
            roles::revoke_duties(cx, &user)?;
            store::end_sessions(cx.db, id, None, "account switched off", cx.now)?;
        }
        user.active = active;
    }
    let place = placed(&user, &change);
    if place != (user.unit.clone(), user.superior.clone()) {
        check_place(cx.db, id, (place.0.as_ref(), place.1.as_ref()))?;
        if id == &cx.viewer.user || store::is_call_running(cx.db, cx.now)? {
            let (unit, superior) = place;
            proposing::propose(cx, Wanted::Place { user: id.clone(), unit, superior })?;
        } else {
            (user.unit, user.superior) = place;
        }
    }
    store::update_user(cx.db, &user, cx.now)?;
    let payload = json!({
        "unit": user.unit, "superior": user.superior, "active": user.active,
        "name_changed": change.name.is_some(),
    });
    ledger::append(
        cx.db,
        event(Some(&cx.viewer.user), EventType::UserChanged, id, payload),
        cx.now,
    )?;
    Kept::of(cx, id)
}

type Place = (Option<UnitCode>, Option<UserId>);

/// The person's unit and superior after the change.
fn placed(user: &User, change: &AccountChange) -> Place {
    let unit = match &change.unit {
        Change::To(unit) => unit.clone(),
        Change::Keep => user.unit.clone(),
    };
    let superior = match &change.superior {
        Change::To(superior) => superior.clone(),
        Change::Keep => user.superior.clone(),
    };
    (unit, superior)
}

fn check_place(
    db: &mut Db,
    id: &UserId,
    (unit, superior): (Option<&UnitCode>, Option<&UserId>),
) -> Result<(), Failure> {
    check_unit(db, unit)?;
    check_superior(db, Some(id), superior)
}

/// Puts somebody in a unit under a superior.
fn place(
    db: &mut Db,
    by: Option<&UserId>,
    id: &UserId,
    place: (Option<&UnitCode>, Option<&UserId>),
    now: Timestamp,
) -> Result<(), Failure> {
    let mut user = find_living(db, id)?;
    check_place(db, id, place)?;
    (user.unit, user.superior) = (place.0.cloned(), place.1.cloned());
    store::update_user(db, &user, now)?;
    let payload = json!({
        "unit": user.unit, "superior": user.superior, "active": user.active, "name_changed": false,
    });
    ledger::append(db, event(by, EventType::UserChanged, id, payload), now).map(|_| ())
}

pub fn own_account(cx: &mut Cx<'_>) -> Result<User, Failure> {
    read_account(cx, &cx.viewer.user)
}

/// An account and the changes of it that wait for approval.
///
/// # Errors
/// `not_found`, `forbidden`.
pub fn read_kept(cx: &mut Cx<'_>, id: &UserId) -> Result<Kept, Failure> {
    let user = read_account(cx, id)?;
    Ok(Kept { waiting: store::waiting_for(cx.db, id)?, user })
}

/// An account.
///
/// # Errors
/// `not_found`, `forbidden`.
pub fn read_account(cx: &mut Cx<'_>, id: &UserId) -> Result<User, Failure> {
    let facts = Facts::NONE.with(Relation::Own, &cx.viewer.user == id);
    access::may(cx.viewer, Permission::ReadAccount, facts)?;
    find(cx.db, id).map(|user| user.for_viewer(cx.viewer))
}

/// A page of accounts, of one role if given.
///
/// # Errors
/// `forbidden`.
pub fn list_accounts(
    cx: &mut Cx<'_>,
    filter: &AccountFilter,
    paging: &Paging,
) -> Result<Page<User>, Failure> {
    access::may(cx.viewer, Permission::ListAccounts, Facts::NONE)?;
    let rows = store::list_users(cx.db, filter, paging, cx.viewer.is(Role::Secretariat))?;
    let rows = rows.into_iter().map(|user| user.for_viewer(cx.viewer)).collect();
    Page::cut(rows, paging, |user| (user.created_at, user.id.clone()))
}

/// The account with this e-mail or NIP, for viewers who may see all accounts.
///
/// # Errors
/// `forbidden`; an unknown reference at `superior`.
pub fn account_by_login(cx: &mut Cx<'_>, login: &str, field: &str) -> Result<UserId, Failure> {
    access::may(cx.viewer, Permission::ListAccounts, Facts::NONE)?;
    let row = store::find_by_login(cx.db, &rules::normal_login(login))?;
    let unknown = || Failure::field(field, common::field::UNKNOWN_REFERENCE);
    row.map(|row| row.id).ok_or_else(unknown)
}

fn find(db: &mut Db, id: &UserId) -> Result<User, Failure> {
    store::find_user(db, id)?.ok_or_else(Failure::not_found)
}

/// Finds an account that can be changed. An account whose person was erased cannot.
fn find_living(db: &mut Db, id: &UserId) -> Result<User, Failure> {
    let user = find(db, id)?;
    if store::is_erased(db, id)? {
        return Err(Failure::refused(rules::ACCOUNT_ERASED));
    }
    Ok(user)
}

/// The record's entry for an act on an account.
fn event<'a>(
    actor: Option<&'a UserId>,
    act: EventType,
    user: &UserId,
    payload: serde_json::Value,
) -> Event<'a> {
    Event { actor, act, subject: Subject::user(user), payload }
}
