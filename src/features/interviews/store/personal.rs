//! What is held of people in interviews: when and whether somebody was interviewed, what they asked, what panelists wrote.

use crate::features::interviews::rules::redaction;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{
    interview_panelists, interview_requests, interview_sheets, interview_slots,
};
use crate::platform::personal::{self, Erasure, Holder, Holdings, Person, Taken, WORDS, as_json};
use diesel::prelude::*;
use serde::Serialize;

pub const HOLDER: Holder = Holder {
    room: "features/interviews",
    tables: &["interview_panelists", "interview_requests", "interview_sheets", "interview_slots"],
    holdings,
    erase,
    worked,
    ..Holder::NOTHING
};

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = interview_slots)]
struct OwnSlot {
    id: String,
    proposal_id: String,
    starts_at: Timestamp,
    ends_at: Timestamp,
    place: String,
    state: String,
    reason: Option<String>,
    attendance: Option<String>,
    attendance_reason: Option<String>,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = interview_requests)]
struct OwnRequest {
    proposal_id: String,
    reason: String,
    asked_at: Timestamp,
    answer: Option<String>,
    answer_reason: Option<String>,
    answered_at: Option<Timestamp>,
}

#[derive(Queryable, Serialize)]
struct OwnSheet {
    slot_id: String,
    #[serde(serialize_with = "as_json")]
    sheet: String,
    updated_at: Timestamp,
    submitted_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = interview_panelists)]
struct OwnSeat {
    slot_id: String,
    added_at: Timestamp,
    removed_at: Option<Timestamp>,
    removed_reason: Option<String>,
}

/// Sheets on the person's own interview were written in confidence and are not read here at all.
fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let slots = interview_slots::table
        .filter(interview_slots::proposal_id.eq_any(person.proposals()))
        .order(interview_slots::starts_at)
        .select(OwnSlot::as_select())
        .load(db)?;
    let requests = interview_requests::table
        .filter(interview_requests::proposal_id.eq_any(person.proposals()))
        .select(OwnRequest::as_select())
        .load(db)?;
    let seats = interview_panelists::table
        .filter(interview_panelists::user_id.eq(person.user))
        .order(interview_panelists::added_at)
        .select(OwnSeat::as_select())
        .load(db)?;
    let sheets: Vec<OwnSheet> = interview_sheets::table
        .filter(interview_sheets::user_id.eq(person.user))
        .order(interview_sheets::updated_at)
        .select((
            interview_sheets::slot_id,
            interview_sheets::sheet,
            interview_sheets::updated_at,
            interview_sheets::submitted_at,
        ))
        .load(db)?;
    Ok(vec![
        ("interviews", personal::rows(slots)?),
        ("interview-requests", personal::rows(requests)?),
        ("interview-panels", personal::rows(seats)?),
        ("interview-sheets-written", personal::rows(sheets)?),
    ]
    .into())
}

/// Sheets keep their scores.
fn erase(db: &mut Db, erasure: &Erasure<'_>) -> Result<Taken, Failure> {
    let own = || erasure.person.proposals();
    let asked = interview_requests::table.filter(interview_requests::proposal_id.eq_any(own()));
    diesel::update(asked).set(interview_requests::reason.eq(WORDS)).execute(db)?;
    let answered = interview_requests::table
        .filter(interview_requests::proposal_id.eq_any(own()))
        .filter(interview_requests::answer_reason.is_not_null());
    diesel::update(answered).set(interview_requests::answer_reason.eq(WORDS)).execute(db)?;
    let slots = || interview_slots::table.filter(interview_slots::proposal_id.eq_any(own()));
    diesel::update(slots().filter(interview_slots::attendance_reason.is_not_null()))
        .set(interview_slots::attendance_reason.eq(WORDS))
        .execute(db)?;
    diesel::update(slots().filter(interview_slots::reason.is_not_null()))
        .set(interview_slots::reason.eq(WORDS))
        .execute(db)?;
    diesel::update(slots().filter(interview_slots::late_reason.is_not_null()))
        .set(interview_slots::late_reason.eq(WORDS))
        .execute(db)?;
    let ids: Vec<String> = slots().select(interview_slots::id).load(db)?;
    let left = interview_panelists::slot_id
        .eq_any(ids.clone())
        .or(interview_panelists::user_id.eq(erasure.person.user));
    let left = interview_panelists::table
        .filter(left.and(interview_panelists::removed_reason.is_not_null()));
    diesel::update(left).set(interview_panelists::removed_reason.eq(WORDS)).execute(db)?;
    let on = interview_sheets::table.filter(interview_sheets::slot_id.eq_any(ids));
    let on =
        on.select((interview_sheets::slot_id, interview_sheets::user_id, interview_sheets::sheet));
    for (slot, user, sheet) in on.load::<(String, String, String)>(db)? {
        diesel::update(interview_sheets::table.find((slot, user)))
            .set(interview_sheets::sheet.eq(redaction::sheet(&sheet)))
            .execute(db)?;
    }
    Ok(Taken::default())
}

fn worked(db: &mut Db) -> Result<Vec<(UserId, CallId)>, Failure> {
    let seats = interview_panelists::table
        .inner_join(interview_slots::table)
        .select((interview_panelists::user_id, interview_slots::call_id));
    Ok(seats.distinct().load(db)?)
}
