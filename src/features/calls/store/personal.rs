//! What is held of whoever sits on a panel. It stays: who assessed belongs to the selection.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{pact_signatures, panel_members};
use crate::platform::personal::{self, Holder, Holdings, Person, as_json};
use diesel::prelude::*;
use serde::Serialize;

pub const HOLDER: Holder = Holder {
    room: "features/calls",
    tables: &["pact_signatures", "panel_members"],
    left: &["call_extensions", "calls"],
    holdings,
    worked,
    ..Holder::NOTHING
};

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = panel_members)]
struct Seat {
    call_id: String,
    max_load: i32,
    #[serde(serialize_with = "as_json")]
    topics: String,
    senior: bool,
    added_at: Timestamp,
}

/// What the person signed, for which submission of theirs, if for one.
#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = pact_signatures)]
struct Signature {
    call_id: String,
    proposal_id: Option<String>,
    version: Option<i32>,
    text_hash: String,
    phrase: String,
    signed_at: Timestamp,
}

fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let own = panel_members::table.filter(panel_members::user_id.eq(person.user));
    let own = own.order(panel_members::added_at).select(Seat::as_select()).load(db)?;
    let pacts = pact_signatures::table
        .filter(pact_signatures::user_id.eq(person.user))
        .order((pact_signatures::signed_at, pact_signatures::id))
        .select(Signature::as_select())
        .load(db)?;
    Ok(vec![("panels", personal::rows(own)?), ("pacts-signed", personal::rows(pacts)?)].into())
}

fn worked(db: &mut Db) -> Result<Vec<(UserId, CallId)>, Failure> {
    let seats = panel_members::table.select((panel_members::user_id, panel_members::call_id));
    Ok(seats.load(db)?)
}
