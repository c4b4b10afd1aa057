//! Every query on objections. Row types stay in here.

mod personal;

pub use personal::{HOLDER, proposals_of, rulings};

use super::{Attachment, NewObjection, Objection, State, Subject};
use crate::features::objections::rules::is_overdue;
use crate::kernel::clock::{Timestamp, Told};
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{CallId, ObjectionId, ProposalId, UserId};
use crate::kernel::paging::Paging;
use crate::platform::db::schema::{objections, proposals};
use crate::platform::db::{Backend, Db};
use crate::platform::ledger::Head;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = objections)]
struct Row {
    id: ObjectionId,
    call_id: CallId,
    proposal_id: ProposalId,
    subject: Subject,
    state: State,
    reason: String,
    attachment_name: Option<String>,
    attachment_size: Option<i64>,
    attachment_sha256: Option<String>,
    filed_at: Timestamp,
    due_at: Timestamp,
    ledger_seq: i64,
    ledger_hash: String,
    taken_by: Option<UserId>,
    ruled_by: Option<UserId>,
    ruled_at: Option<Timestamp>,
    ruling: Option<String>,
    remedy: Option<String>,
}

impl Row {
    fn attachment(&self) -> Option<Attachment> {
        Some(Attachment {
            file_name: self.attachment_name.clone()?,
            size: u64::try_from(self.attachment_size?).unwrap_or(0),
            sha256: self.attachment_sha256.clone()?,
        })
    }
}

fn to_objection(
    (row, number): (Row, Option<String>),
    now: Timestamp,
) -> Result<Objection, Failure> {
    let number = number.ok_or_else(|| {
        Failure::Inconsistent(format!("an objection on {}, which has no number", row.proposal_id))
    })?;
    let attachment = row.attachment();
    let state = row.state;
    Ok(Objection {
        id: row.id,
        call: row.call_id,
        proposal: row.proposal_id,
        number,
        subject: row.subject,
        is_overdue: is_overdue(state, row.due_at, row.ruled_at, now),
        state,
        reason: row.reason,
        attachment,
        filed_at: row.filed_at,
        due_at: row.due_at,
        ledger: Head { seq: row.ledger_seq, hash: row.ledger_hash },
        taken_by: row.taken_by,
        ruled_by: row.ruled_by,
        ruled_at: row.ruled_at.map(Told::exactly),
        ruling: row.ruling,
        remedy: row.remedy.map(|text| serde_json::from_str(&text)).transpose()?,
    })
}

pub(super) fn find(
    db: &mut Db,
    id: &ObjectionId,
    now: Timestamp,
) -> Result<Option<Objection>, Failure> {
    let row = objections::table
        .inner_join(proposals::table)
        .filter(objections::id.eq(id))
        .select((Row::as_select(), proposals::number))
        .first::<(Row, Option<String>)>(db)
        .optional()?;
    row.map(|row| to_objection(row, now)).transpose()
}

/// The objections of one candidate to one result, oldest first.
pub(super) fn on_proposal(
    db: &mut Db,
    proposal: &ProposalId,
    now: Timestamp,
) -> Result<Vec<Objection>, Failure> {
    objections::table
        .inner_join(proposals::table)
        .filter(objections::proposal_id.eq(proposal))
        .order((objections::filed_at, objections::id))
        .select((Row::as_select(), proposals::number))
        .load::<(Row, Option<String>)>(db)?
        .into_iter()
        .map(|row| to_objection(row, now))
        .collect()
}

/// A page of objections, oldest first, without those on these proposals.
pub(super) fn list(
    db: &mut Db,
    (call, state): (Option<&CallId>, Option<State>),
    hidden: &[ProposalId],
    paging: &Paging,
    now: Timestamp,
) -> Result<Vec<Objection>, Failure> {
    let mut query = objections::table
        .inner_join(proposals::table)
        .filter(objections::proposal_id.ne_all(hidden.to_vec()))
        .order((objections::filed_at, objections::id))
        .limit(paging.fetch())
        .select((Row::as_select(), proposals::number))
        .into_boxed::<Backend>();
    if let Some(call) = call {
        query = query.filter(objections::call_id.eq(call));
    }
    if let Some(state) = state {
        query = query.filter(objections::state.eq(state));
    }
    if let Some((at, id)) = paging.key::<(Timestamp, String)>()? {
        let later = objections::filed_at.gt(at);
        query = query.filter(later.or(objections::filed_at.eq(at).and(objections::id.gt(id))));
    }
    let rows = query.load::<(Row, Option<String>)>(db)?;
    rows.into_iter().map(|row| to_objection(row, now)).collect()
}

/// How many objections to a call's result wait for an answer.
pub fn pending_in(db: &mut Db, call: &CallId) -> Result<i64, Failure> {
    Ok(objections::table
        .filter(objections::call_id.eq(call).and(objections::state.eq_any(["filed", "taken"])))
        .count()
        .get_result(db)?)
}

pub(super) fn has_one(
    db: &mut Db,
    proposal: &ProposalId,
    subject: Subject,
) -> Result<bool, Failure> {
    let found = objections::table
        .filter(objections::proposal_id.eq(proposal).and(objections::subject.eq(subject)));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(db)?)
}

/// The call, proposal, times and entry of the record of a filed objection.
pub(super) struct Filing<'a> {
    pub id: &'a ObjectionId,
    pub call: &'a CallId,
    pub proposal: &'a ProposalId,
    pub filed_at: Timestamp,
    pub due_at: Timestamp,
    pub ledger: &'a Head,
}

pub(super) fn insert(
    db: &mut Db,
    filing: &Filing<'_>,
    (new, file): (&NewObjection, Option<&Attachment>),
) -> Result<(), Failure> {
    diesel::insert_into(objections::table)
        .values((
            objections::id.eq(filing.id),
            objections::call_id.eq(filing.call),
            objections::proposal_id.eq(filing.proposal),
            objections::subject.eq(new.subject),
            objections::state.eq(State::Filed),
            objections::reason.eq(&new.reason),
            objections::attachment_name.eq(file.map(|file| &file.file_name)),
            objections::attachment_size.eq(file.and_then(|file| i64::try_from(file.size).ok())),
            objections::attachment_sha256.eq(file.map(|file| &file.sha256)),
            objections::filed_at.eq(filing.filed_at),
            objections::due_at.eq(filing.due_at),
            objections::ledger_seq.eq(filing.ledger.seq),
            objections::ledger_hash.eq(&filing.ledger.hash),
        ))
        .execute(db)?;
    Ok(())
}

pub(super) fn attach(db: &mut Db, id: &ObjectionId, file: &Attachment) -> Result<(), Failure> {
    let bare = objections::table.find(id).filter(objections::attachment_sha256.is_null());
    let changed = diesel::update(bare)
        .set((
            objections::attachment_name.eq(&file.file_name),
            objections::attachment_size.eq(i64::try_from(file.size).unwrap_or(i64::MAX)),
            objections::attachment_sha256.eq(&file.sha256),
        ))
        .execute(db)?;
    changed_one(changed)
}

/// Changes an objection's state and says who works on it.
pub(super) fn set_taken(
    db: &mut Db,
    (id, from, to): (&ObjectionId, State, State),
    taken: Option<(&UserId, Timestamp)>,
) -> Result<(), Failure> {
    let there = objections::table.find(id).filter(objections::state.eq(from.name()));
    let changed = diesel::update(there)
        .set((
            objections::state.eq(to.name()),
            objections::taken_by.eq(taken.map(|(by, _)| by)),
            objections::taken_at.eq(taken.map(|(_, at)| at)),
        ))
        .execute(db)?;
    changed_one(changed)
}

/// Withdraws an objection; who had taken it stays recorded.
pub(super) fn set_withdrawn(db: &mut Db, id: &ObjectionId, from: State) -> Result<(), Failure> {
    let there = objections::table.find(id).filter(objections::state.eq(from.name()));
    let changed = diesel::update(there).set(objections::state.eq(State::Withdrawn)).execute(db)?;
    changed_one(changed)
}

pub(super) struct Ruled<'a> {
    pub to: State,
    pub by: &'a UserId,
    pub at: Timestamp,
    pub reason: &'a str,
    pub remedy: Option<String>,
}

pub(super) fn rule(db: &mut Db, id: &ObjectionId, ruled: &Ruled<'_>) -> Result<(), Failure> {
    let taken = objections::table.find(id).filter(objections::state.eq(State::Taken));
    let changed = diesel::update(taken)
        .set((
            objections::state.eq(ruled.to.name()),
            objections::ruled_by.eq(ruled.by),
            objections::ruled_at.eq(ruled.at),
            objections::ruling.eq(ruled.reason),
            objections::remedy.eq(&ruled.remedy),
        ))
        .execute(db)?;
    changed_one(changed)
}

fn changed_one(changed: usize) -> Result<(), Failure> {
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}
