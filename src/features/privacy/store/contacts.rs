//! What the program sent of itself: reminders, notices of breaches; and files that are on their way.

use super::{as_json, table};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UserId;
use crate::platform::db::Db;
use crate::platform::db::schema::{
    breach_notices, breach_people, breaches, nudges, reminders, uploads,
};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = reminders)]
struct ByItself {
    kind: String,
    call_id: String,
    deadline: Timestamp,
    reminded_at: Timestamp,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = nudges)]
struct ByHand {
    call_id: String,
    reminded_at: Timestamp,
}

/// By the program and by hand.
pub(in crate::features::privacy) fn reminders_of(
    db: &mut Db,
    user: &UserId,
) -> Result<Value, Failure> {
    let by_itself = reminders::table
        .filter(reminders::recipient.eq(user))
        .order(reminders::reminded_at)
        .select(ByItself::as_select())
        .load(db)?;
    let by_hand = nudges::table
        .filter(nudges::recipient.eq(user))
        .order(nudges::reminded_at)
        .select(ByHand::as_select())
        .load(db)?;
    Ok(json!({"by_the_program": by_itself, "by_hand": by_hand}))
}

#[derive(Queryable, Serialize)]
struct Breach {
    number: i32,
    discovered_at: Timestamp,
    #[serde(serialize_with = "as_json")]
    data_classes: String,
    told_at: Timestamp,
    how: Option<String>,
    handling: Option<String>,
    contact: Option<String>,
}

/// Breaches that affected somebody, once they were told: the notice is the agency's to give first.
pub(in crate::features::privacy) fn breaches_of(
    db: &mut Db,
    user: &UserId,
) -> Result<Value, Failure> {
    let rows: Vec<Breach> = breach_people::table
        .inner_join(breach_notices::table)
        .inner_join(breaches::table.on(breaches::id.eq(breach_people::breach_id)))
        .filter(breach_people::user_id.eq(user))
        .order(breach_notices::given_at)
        .select((
            breaches::number,
            breaches::discovered_at,
            breaches::data_classes,
            breach_notices::given_at,
            breach_notices::how,
            breach_notices::handling,
            breach_notices::contact,
        ))
        .load(db)?;
    table(rows)
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = uploads)]
struct Upload {
    proposal_id: String,
    kind: String,
    file_name: String,
    size: i64,
    received: i64,
    begun_at: Timestamp,
    expires_at: Timestamp,
}

/// Begun in pieces; whole ones are among the documents.
pub(in crate::features::privacy) fn uploads_by(
    db: &mut Db,
    user: &UserId,
) -> Result<Value, Failure> {
    let begun =
        uploads::table.filter(uploads::begun_by.eq(user).and(uploads::document_id.is_null()));
    table(begun.order(uploads::begun_at).select(Upload::as_select()).load(db)?)
}
