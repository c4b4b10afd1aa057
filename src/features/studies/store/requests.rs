//! Requests of awardees, and the rulings on them.

use crate::features::studies::{ChangeKind, Request, RequestState, Ruling, RulingVerdict, Side};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{AwardId, StudyRequestId, UserId};
use crate::platform::db::schema::{study_requests, study_rulings};
use crate::platform::db::{Db, ROWS_AT_ONCE};
use diesel::prelude::*;
use std::collections::BTreeMap;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = study_requests)]
struct Row {
    id: StudyRequestId,
    award_id: AwardId,
    kind: ChangeKind,
    before_json: String,
    after_json: String,
    reason: String,
    asked_by: UserId,
    asked_at: Timestamp,
    state: RequestState,
    ended_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = study_rulings)]
struct RulingRow {
    request_id: StudyRequestId,
    side: Side,
    verdict: RulingVerdict,
    reason: Option<String>,
    ruled_by: UserId,
    ruled_at: Timestamp,
}

fn completed(db: &mut Db, rows: Vec<Row>) -> Result<Vec<Request>, Failure> {
    let ids: Vec<&StudyRequestId> = rows.iter().map(|row| &row.id).collect();
    let mut rulings: BTreeMap<StudyRequestId, Vec<Ruling>> = BTreeMap::new();
    for some in ids.chunks(ROWS_AT_ONCE) {
        let found = study_rulings::table
            .filter(study_rulings::request_id.eq_any(some.iter().copied()))
            .order((study_rulings::request_id, study_rulings::ruled_at))
            .select(RulingRow::as_select())
            .load(db)?;
        for RulingRow { request_id, side, verdict, reason, ruled_by, ruled_at } in found {
            let ruling = Ruling { side, verdict, reason, ruled_by, ruled_at };
            rulings.entry(request_id).or_default().push(ruling);
        }
    }
    let complete = |row: Row| {
        let request = Request {
            before: serde_json::from_str(&row.before_json)?,
            after: serde_json::from_str(&row.after_json)?,
            rulings: rulings.remove(&row.id).unwrap_or_default(),
            id: row.id,
            study: row.award_id,
            reason: row.reason,
            asked_by: row.asked_by,
            asked_at: row.asked_at,
            state: row.state,
            ended_at: row.ended_at,
        };
        if request.kind() == row.kind {
            Ok(request)
        } else {
            Err(Failure::Inconsistent(format!("request {} is no {}", request.id, row.kind)))
        }
    };
    rows.into_iter().map(complete).collect()
}

/// Every request of a study, the oldest first.
pub(in crate::features::studies) fn requests_of(
    db: &mut Db,
    award: &AwardId,
) -> Result<Vec<Request>, Failure> {
    let found = requests_by_study(db, std::slice::from_ref(award))?;
    Ok(found.into_values().next().unwrap_or_default())
}

/// Every request of these studies, those of each the oldest first.
pub(in crate::features::studies) fn requests_by_study(
    db: &mut Db,
    awards: &[AwardId],
) -> Result<BTreeMap<AwardId, Vec<Request>>, Failure> {
    let mut rows = Vec::new();
    for some in awards.chunks(ROWS_AT_ONCE) {
        let of = study_requests::table
            .filter(study_requests::award_id.eq_any(some))
            .order((study_requests::asked_at, study_requests::id))
            .select(Row::as_select())
            .load(db)?;
        rows.extend(of);
    }
    let mut found: BTreeMap<AwardId, Vec<Request>> = BTreeMap::new();
    for request in completed(db, rows)? {
        found.entry(request.study.clone()).or_default().push(request);
    }
    Ok(found)
}

pub(in crate::features::studies) fn find_request(
    db: &mut Db,
    id: &StudyRequestId,
) -> Result<Option<Request>, Failure> {
    let row = study_requests::table.find(id).select(Row::as_select()).first(db).optional()?;
    Ok(completed(db, row.into_iter().collect())?.pop())
}

/// Every request that waits for a ruling, the oldest first.
pub(in crate::features::studies) fn open_requests(db: &mut Db) -> Result<Vec<Request>, Failure> {
    let rows = study_requests::table
        .filter(study_requests::state.eq(RequestState::Open))
        .order((study_requests::asked_at, study_requests::id))
        .select(Row::as_select())
        .load(db)?;
    completed(db, rows)
}

pub(in crate::features::studies) fn insert_request(
    db: &mut Db,
    new: &Request,
) -> Result<(), Failure> {
    let row = Row {
        id: new.id.clone(),
        award_id: new.study.clone(),
        kind: new.kind(),
        before_json: serde_json::to_string(&new.before)?,
        after_json: serde_json::to_string(&new.after)?,
        reason: new.reason.clone(),
        asked_by: new.asked_by.clone(),
        asked_at: new.asked_at,
        state: new.state,
        ended_at: new.ended_at,
    };
    diesel::insert_into(study_requests::table).values(row).execute(db)?;
    Ok(())
}

pub(in crate::features::studies) fn insert_ruling(
    db: &mut Db,
    id: &StudyRequestId,
    ruling: &Ruling,
) -> Result<(), Failure> {
    let row = RulingRow {
        request_id: id.clone(),
        side: ruling.side,
        verdict: ruling.verdict,
        reason: ruling.reason.clone(),
        ruled_by: ruling.ruled_by.clone(),
        ruled_at: ruling.ruled_at,
    };
    diesel::insert_into(study_rulings::table).values(row).execute(db)?;
    Ok(())
}

/// # Errors
/// `changed_meanwhile` when it has ended by now.
pub(in crate::features::studies) fn end_request(
    db: &mut Db,
    id: &StudyRequestId,
    (state, at): (RequestState, Timestamp),
) -> Result<(), Failure> {
    let there = study_requests::table.find(id).filter(study_requests::state.eq(RequestState::Open));
    let changed = diesel::update(there)
        .set((study_requests::state.eq(state), study_requests::ended_at.eq(at)))
        .execute(db)?;
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}
