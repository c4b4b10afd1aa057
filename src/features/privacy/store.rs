//! What the tables hold on one person: the account here, their `proposals`, their `work` for the
//! selection, what the program sent and waits for in `contacts`, the record in `trail`; what decides how long (`history`), and `erasing`. Rows leave as JSON. What others wrote in confidence (reviewers'
//! sheets, reasons of conflicts) is not read at all.

mod contacts;
mod erasing;
mod history;
mod proposals;
mod removals;
mod requests;
mod trail;
mod work;

pub(super) use contacts::{breaches_of, reminders_of, uploads_by};
pub(super) use erasing::{Counts, close_account, erase_holdings};
pub(super) use history::{Known, Living, Proposal, all_proposals, known, living};
pub(super) use proposals::{
    announcements_in, assignments_on, awards_on, documents_of, endorsements_on, objections_of,
    proposals_of, submitted_files_of, versions_of,
};
pub(super) use removals::{needed_files, removal_done, waiting_files};
pub(super) use requests::{
    answer_request, find_request, insert_request, open_requests, requests_of,
};
pub(super) use trail::{Acted, Held, acts_by, acts_on, instants_of_others, own_subjects, roles_of};
pub(super) use work::{
    assignments_of, conflicts_of, endorsements_by, openings_by, panels_of, problems_by, sheets_by,
    taken_back_by, verifications_by,
};

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use crate::platform::db::schema::{
    address_changes, devices, mail_languages, positions, proposed_changes, role_grants,
    second_factors, sessions, staff_list, users, vouchers,
};
use diesel::prelude::*;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

/// Text that holds JSON, as JSON.
fn as_json<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
    let plain = |_| Value::String(text.to_owned());
    serde_json::from_str(text).unwrap_or_else(plain).serialize(to)
}

fn table<T: Serialize>(rows: Vec<T>) -> Result<Value, Failure> {
    Ok(serde_json::to_value(rows)?)
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = users)]
struct Account {
    id: String,
    email: String,
    nip: Option<String>,
    nip_claim: Option<String>,
    name: String,
    unit: Option<String>,
    superior: Option<String>,
    active: bool,
    created_at: Timestamp,
    password_changed_at: Timestamp,
    email_verified_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = role_grants)]
struct Grant {
    role: String,
    granted_at: Timestamp,
    revoked_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = sessions)]
struct Session {
    started_at: Timestamp,
    expires_at: Timestamp,
    ended_at: Option<Timestamp>,
    end_reason: Option<String>,
    client: String,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = devices)]
struct Device {
    first_seen_at: Timestamp,
    last_seen_at: Timestamp,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = positions)]
struct Stood {
    unit: Option<String>,
    superior: Option<String>,
    held_from: Timestamp,
    held_until: Option<Timestamp>,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = proposed_changes)]
struct Change {
    #[serde(serialize_with = "as_json")]
    wanted: String,
    state: String,
    proposed_at: Timestamp,
    decided_at: Option<Timestamp>,
    reason: Option<String>,
}

/// Where the person stood, and what was proposed for them. Who vouched for them is on their roles' record.
fn standing_of(db: &mut Db, user: &UserId) -> Result<Value, Failure> {
    let positions = positions::table
        .filter(positions::user_id.eq(user))
        .order(positions::held_from)
        .select(Stood::as_select())
        .load(db)?;
    let changes = proposed_changes::table
        .filter(proposed_changes::user_id.eq(user))
        .order(proposed_changes::proposed_at)
        .select(Change::as_select())
        .load(db)?;
    let vouched = vouchers::table
        .filter(vouchers::user_id.eq(user))
        .order(vouchers::vouched_at)
        .select((vouchers::how, vouchers::vouched_at))
        .load::<(String, Timestamp)>(db)?;
    Ok(json!({"positions": positions, "proposed_changes": changes, "vouched_for": vouched}))
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = address_changes)]
struct AddressChange {
    old_email: String,
    new_email: String,
    reason: String,
    asked_at: Timestamp,
    done_at: Option<Timestamp>,
    stopped_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = staff_list)]
struct Listed {
    nip: String,
    name: String,
    unit: String,
    email: String,
    imported_at: Timestamp,
}

/// The account, without anything that opens it.
pub(super) fn account_of(db: &mut Db, user: &UserId) -> Result<Value, Failure> {
    let account = users::table.find(user).select(Account::as_select()).first(db)?;
    let roles = role_grants::table
        .filter(role_grants::user_id.eq(user))
        .order(role_grants::granted_at)
        .select(Grant::as_select())
        .load(db)?;
    let sessions = sessions::table
        .filter(sessions::user_id.eq(user))
        .order(sessions::started_at)
        .select(Session::as_select())
        .load(db)?;
    let devices = devices::table
        .filter(devices::user_id.eq(user))
        .order(devices::first_seen_at)
        .select(Device::as_select())
        .load(db)?;
    let changes = address_changes::table
        .filter(address_changes::user_id.eq(user))
        .order(address_changes::asked_at)
        .select(AddressChange::as_select())
        .load(db)?;
    let listed = staff_list::table
        .inner_join(users::table.on(users::email.eq(staff_list::email)))
        .filter(users::id.eq(user))
        .select(Listed::as_select())
        .load(db)?;
    let factor: Option<Option<Timestamp>> = second_factors::table
        .find(user)
        .select(second_factors::confirmed_at)
        .first(db)
        .optional()?;
    let language: Option<String> =
        mail_languages::table.find(user).select(mail_languages::language).first(db).optional()?;
    Ok(json!({
        "account": account, "roles": roles, "sessions": sessions, "devices": devices,
        "standing": standing_of(db, user)?,
        "address_changes": changes, "staff_list": listed,
        "second_factor_since": factor.flatten(), "language_of_letters": language,
    }))
}
