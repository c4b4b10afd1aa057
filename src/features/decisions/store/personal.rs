//! What the decisions hold of people. Who decided stands on papers that stay; what a candidate was told of their
//! result is read as the results page reads it (`actions::own_result`).

use crate::features::decisions::plenary::Held;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, DecisionId, UserId};
use crate::platform::db::Db;
use crate::platform::db::schema::{
    announcements, decisions, dissents, minutes_drafts, minutes_remarks, minutes_signatures,
    plenary_attendance,
};
use crate::platform::personal::{self, Erasure, Holder, Holdings, Person, Taken, WORDS};
use diesel::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

pub const HOLDER: Holder = Holder {
    room: "features/decisions",
    tables: &["dissents", "minutes_remarks", "minutes_signatures", "plenary_attendance"],
    left: &["decision_outcomes", "decisions", "plenary_meetings"],
    holdings,
    erase,
    worked,
    ..Holder::NOTHING
};

fn worked(db: &mut Db) -> Result<Vec<(UserId, CallId)>, Failure> {
    let decided = decisions::table
        .select((decisions::proposed_by, decisions::decided_by, decisions::call_id))
        .load::<(UserId, Option<UserId>, CallId)>(db)?;
    let pairs = decided.into_iter().flat_map(|(proposer, decider, call)| {
        let people = std::iter::once(proposer).chain(decider);
        people.map(move |user| (user, call.clone())).collect::<Vec<_>>()
    });
    Ok(pairs.collect())
}

/// When a result of each of these calls was last announced.
///
/// # Errors
/// When the database fails.
pub fn last_announcements(
    db: &mut Db,
    calls: &[CallId],
) -> Result<BTreeMap<CallId, Timestamp>, Failure> {
    let announced = announcements::table
        .filter(announcements::call_id.eq_any(calls))
        .order(announcements::number)
        .select((announcements::call_id, announcements::announced_at))
        .load::<(CallId, Timestamp)>(db)?;
    Ok(announced.into_iter().collect())
}

/// What members of a panel said and signed in a plenary. Erasing leaves that they attended and signed, without words.
#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = plenary_attendance)]
struct Attendance {
    call_id: String,
    presence: String,
    reason: Option<String>,
    recorded_at: Timestamp,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = dissents)]
struct OwnDissent {
    call_id: String,
    proposal_id: Option<String>,
    words: String,
    recorded_at: Timestamp,
    withdrawn_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = minutes_remarks)]
struct OwnRemark {
    decision_id: String,
    words: String,
    made_at: Timestamp,
    verdict: Option<String>,
    answer: Option<String>,
    answered_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = minutes_signatures)]
struct OwnSignature {
    decision_id: String,
    text_hash: String,
    phrase: Option<String>,
    reason: Option<String>,
    signed_at: Timestamp,
}

fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let attended: Vec<Attendance> = plenary_attendance::table
        .filter(plenary_attendance::user_id.eq(person.user))
        .order(plenary_attendance::recorded_at)
        .select(Attendance::as_select())
        .load(db)?;
    let dissented: Vec<OwnDissent> = dissents::table
        .filter(dissents::user_id.eq(person.user))
        .order((dissents::recorded_at, dissents::id))
        .select(OwnDissent::as_select())
        .load(db)?;
    let remarked: Vec<OwnRemark> = minutes_remarks::table
        .filter(minutes_remarks::user_id.eq(person.user))
        .order((minutes_remarks::made_at, minutes_remarks::id))
        .select(OwnRemark::as_select())
        .load(db)?;
    let signed: Vec<OwnSignature> = minutes_signatures::table
        .filter(minutes_signatures::user_id.eq(person.user))
        .order(minutes_signatures::signed_at)
        .select(OwnSignature::as_select())
        .load(db)?;
    Ok(vec![
        ("plenaries-attended", personal::rows(attended)?),
        ("dissents", personal::rows(dissented)?),
        ("minutes-remarked", personal::rows(remarked)?),
        ("minutes-signed", personal::rows(signed)?),
    ]
    .into())
}

fn erase(db: &mut Db, erasure: &Erasure<'_>) -> Result<Taken, Failure> {
    let user = erasure.person.user;
    let own =
        dissents::user_id.eq(user).or(dissents::proposal_id.eq_any(erasure.person.proposals()));
    diesel::update(dissents::table.filter(own)).set(dissents::words.eq(WORDS)).execute(db)?;
    let own = minutes_remarks::table.filter(minutes_remarks::user_id.eq(user));
    diesel::update(own).set(minutes_remarks::words.eq(WORDS)).execute(db)?;
    let answered = minutes_remarks::table
        .filter(minutes_remarks::user_id.eq(user).or(minutes_remarks::answered_by.eq(user)))
        .filter(minutes_remarks::answer.is_not_null());
    diesel::update(answered).set(minutes_remarks::answer.eq(WORDS)).execute(db)?;
    let refused = minutes_signatures::table
        .filter(minutes_signatures::user_id.eq(user).and(minutes_signatures::reason.is_not_null()));
    diesel::update(refused).set(minutes_signatures::reason.eq(WORDS)).execute(db)?;
    let absent = plenary_attendance::table
        .filter(plenary_attendance::user_id.eq(user).and(plenary_attendance::reason.is_not_null()));
    diesel::update(absent).set(plenary_attendance::reason.eq(WORDS)).execute(db)?;
    let named = minutes_drafts::table
        .filter(minutes_drafts::held.like(format!("%{user}%")))
        .select((minutes_drafts::decision_id, minutes_drafts::held))
        .load::<(DecisionId, String)>(db)?;
    for (decision, held) in named {
        let mut held: Held = serde_json::from_str(&held)?;
        for one in held.people.iter_mut().filter(|one| &one.user == user) {
            one.reason = one.reason.take().map(|_| WORDS.to_owned());
        }
        diesel::update(minutes_drafts::table.find(decision))
            .set(minutes_drafts::held.eq(serde_json::to_string(&held)?))
            .execute(db)?;
    }
    Ok(Taken::default())
}
