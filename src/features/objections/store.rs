//! Every query on objections. Row types stay in here.

mod personal;

pub use personal::{HOLDER, proposals_of, rulings};

use super::{Answer, Attachment, Kind, NewObjection, Objection, Standing, State, Subject};
use crate::features::objections::rules::is_overdue;
use crate::kernel::canonical;
use crate::kernel::clock::{Timestamp, Told};
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{CallId, ObjectionId, ProposalId, UserId};
use crate::kernel::paging::Paging;
use crate::platform::db::schema::{late_rulings, objections, proposals};
use crate::platform::db::{self, Backend, Db};
use crate::platform::ledger::Head;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = objections)]
struct Row {
    id: ObjectionId,
    call_id: CallId,
    proposal_id: ProposalId,
    kind: Kind,
    subject: Subject,
    reason: String,
    attachment_name: Option<String>,
    attachment_size: Option<i64>,
    attachment_sha256: Option<String>,
    filed_at: Timestamp,
    due_at: Timestamp,
    ledger_seq: i64,
    ledger_hash: String,
    #[diesel(embed)]
    standing: StandingRow,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = objections)]
struct StandingRow {
    state: State,
    taken_by: Option<UserId>,
    ruled_by: Option<UserId>,
    ruled_at: Option<Timestamp>,
    ruling: Option<String>,
    remedy: Option<String>,
}

impl TryFrom<StandingRow> for Standing {
    type Error = Failure;
    fn try_from(row: StandingRow) -> Result<Self, Failure> {
        let remedy = row.remedy.as_deref().map(serde_json::from_str).transpose()?;
        let answer = match (row.ruled_by, row.ruled_at, row.ruling) {
            (None, None, None) => None,
            (Some(by), Some(at), Some(text)) => {
                Some(Answer { by: Some(by), at: Told::exactly(at), text })
            }
            (by, at, text) => {
                let (by, at, text) = (by.is_some(), at.is_some(), text.is_some());
                return Err(Failure::Inconsistent(format!(
                    "half an answer to an objection (by {by}, at {at}, text {text})"
                )));
            }
        };
        Ok(match (row.state, row.taken_by, answer, remedy) {
            (State::Filed, None, None, None) => Self::Filed,
            (State::Taken, Some(by), None, None) => Self::Taken { by: Some(by) },
            (State::Upheld, Some(by), Some(answer), Some(remedy))
                if answer.by == Some(by.clone()) =>
            {
                Self::Upheld { answer, remedy }
            }
            (State::Rejected, Some(by), Some(answer), None) if answer.by == Some(by.clone()) => {
                Self::Rejected { answer }
            }
            (State::Withdrawn, taken_by, None, None) => Self::Withdrawn { taken_by },
            (state, taken_by, answer, remedy) => {
                let (taken, is_answered) = (taken_by.is_some(), answer.is_some());
                let remedy = remedy.is_some();
                return Err(Failure::Inconsistent(format!(
                    "an objection {state} (taken {taken}, answered {is_answered}, remedy {remedy})"
                )));
            }
        })
    }
}

/// The objections whose rows contradict themselves, each with what is wrong.
pub fn contradictions(db: &mut Db) -> Result<Vec<String>, Failure> {
    let rows = objections::table
        .select((objections::id, StandingRow::as_select()))
        .load::<(ObjectionId, StandingRow)>(db);
    db::contradictions::<Standing, _>("objections", rows)
}

impl Row {
    fn attachment(&self) -> Result<Option<Attachment>, Failure> {
        let size = self.attachment_size.map(u64::try_from).transpose();
        let sha256 = self.attachment_sha256.clone();
        match (self.attachment_name.clone(), size, sha256) {
            (None, Ok(None), None) => Ok(None),
            (Some(file_name), Ok(Some(size)), Some(sha256)) => {
                Ok(Some(Attachment { file_name, size, sha256 }))
            }
            _ => Err(Failure::Inconsistent(format!("the attachment of objection {}", self.id))),
        }
    }
}

fn to_objection(
    (row, number): (Row, Option<String>),
    now: Timestamp,
) -> Result<Objection, Failure> {
    let number = number.ok_or_else(|| {
        Failure::Inconsistent(format!("an objection on {}, which has no number", row.proposal_id))
    })?;
    let attachment = row.attachment()?;
    let standing = Standing::try_from(row.standing)?;
    Ok(Objection {
        id: row.id,
        call: row.call_id,
        proposal: row.proposal_id,
        number,
        kind: row.kind,
        subject: row.subject,
        is_overdue: is_overdue(&standing, row.due_at, now),
        standing,
        reason: row.reason,
        attachment,
        filed_at: row.filed_at,
        due_at: row.due_at,
        ledger: Head { seq: row.ledger_seq, hash: row.ledger_hash },
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

/// The administrative objections that wait for an answer although it was due, and of which nobody was told.
pub(super) fn late_untold(db: &mut Db, now: Timestamp) -> Result<Vec<ObjectionId>, Failure> {
    Ok(objections::table
        .left_join(late_rulings::table.on(late_rulings::objection_id.eq(objections::id)))
        .filter(objections::kind.eq(Kind::Administrative).and(objections::due_at.le(now)))
        .filter(objections::state.eq_any(["filed", "taken"]))
        .filter(late_rulings::objection_id.is_null())
        .order((objections::due_at, objections::id))
        .select(objections::id)
        .load(db)?)
}

/// The key refuses a second time.
pub(super) fn insert_late(db: &mut Db, id: &ObjectionId, now: Timestamp) -> Result<(), Failure> {
    diesel::insert_into(late_rulings::table)
        .values((late_rulings::objection_id.eq(id), late_rulings::told_at.eq(now)))
        .execute(db)?;
    Ok(())
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
    pub kind: Kind,
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
            objections::kind.eq(filing.kind),
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

/// Moves an objection to a new standing. Who had taken it stays recorded, except when it is given back.
///
/// # Errors
/// `changed_meanwhile` when it is in another state.
pub(super) fn move_to(
    db: &mut Db,
    objection: &Objection,
    to: &Standing,
    now: Timestamp,
) -> Result<(), Failure> {
    let there =
        objections::table.find(&objection.id).filter(objections::state.eq(objection.state()));
    let taken_at = match to {
        Standing::Filed => Some(None),
        Standing::Taken { .. } => Some(Some(now)),
        Standing::Upheld { .. } | Standing::Rejected { .. } | Standing::Withdrawn { .. } => None,
    };
    let answer = to.answer();
    let changed = diesel::update(there)
        .set((
            objections::state.eq(to.state()),
            objections::taken_by.eq(to.taken_by()),
            taken_at.map(|at| objections::taken_at.eq(at)),
            objections::ruled_by.eq(answer.and_then(|answer| answer.by.as_ref())),
            objections::ruled_at.eq(answer.map(|answer| answer.at.instant())),
            objections::ruling.eq(answer.map(|answer| &answer.text)),
            objections::remedy.eq(to.remedy().map(canonical::json).transpose()?),
        ))
        .execute(db)?;
    changed_one(changed)
}

fn changed_one(changed: usize) -> Result<(), Failure> {
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_only_when_its_state_and_what_stands_beside_it_fit() {
        let [ruler, other] = [(); 2].map(|()| UserId::new().unwrap());
        let remedy = || r#"{"kind":"decide_anew"}"#.to_owned();
        let answer = |is_there: bool| is_there.then(|| (ruler.clone(), "words".to_owned())).unzip();
        for state in State::ALL {
            for taken_by in [None, Some(&ruler), Some(&other)] {
                for (is_answered, has_remedy) in
                    [(false, false), (false, true), (true, false), (true, true)]
                {
                    let (ruled_by, ruling) = answer(is_answered);
                    let ruled_at = is_answered.then(|| Timestamp::from_micros(1));
                    let remedy = has_remedy.then(remedy);
                    let row = StandingRow {
                        state,
                        taken_by: taken_by.cloned(),
                        ruled_by,
                        ruled_at,
                        ruling,
                        remedy,
                    };
                    let fits = match state {
                        State::Filed => taken_by.is_none() && !is_answered && !has_remedy,
                        State::Taken => taken_by.is_some() && !is_answered && !has_remedy,
                        State::Upheld => taken_by == Some(&ruler) && is_answered && has_remedy,
                        State::Rejected => taken_by == Some(&ruler) && is_answered && !has_remedy,
                        State::Withdrawn => !is_answered && !has_remedy,
                    };
                    let what = format!("{row:?}");
                    let read = Standing::try_from(row);
                    assert_eq!(read.is_ok(), fits, "{what}");
                    if let Ok(standing) = read {
                        assert_eq!((standing.state(), standing.taken_by()), (state, taken_by));
                    }
                }
            }
        }
    }

    #[test]
    fn half_an_answer_is_refused() {
        let ruler = Some(UserId::new().unwrap());
        let (state, ruled_at, remedy) = (State::Rejected, Some(Timestamp::from_micros(1)), None);
        let row = StandingRow {
            state,
            taken_by: ruler.clone(),
            ruled_by: ruler,
            ruled_at,
            ruling: None,
            remedy,
        };
        assert!(Standing::try_from(row).is_err());
    }
}
