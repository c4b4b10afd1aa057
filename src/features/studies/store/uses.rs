//! The dated plan of use, and the commitments of the heads of the owner unit.

use super::day;
use crate::features::studies::{Commitment, CommitmentVerdict, Use, UseState};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{AwardId, RecordId, UserId};
use crate::platform::db::schema::{study_commitments, study_uses};
use crate::platform::db::{Db, ROWS_AT_ONCE, on_either};
use diesel::prelude::*;
use std::collections::BTreeMap;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = study_uses)]
struct Row {
    award_id: AwardId,
    number: i32,
    due_on: String,
    activity: String,
    responsible: String,
    resources: String,
    state: UseState,
    note: Option<String>,
    changed_by: Option<UserId>,
    changed_at: Option<Timestamp>,
}

impl TryFrom<Row> for Use {
    type Error = Failure;
    fn try_from(row: Row) -> Result<Self, Failure> {
        let number = u16::try_from(row.number)
            .map_err(|_| Failure::Inconsistent(format!("use {} of a study", row.number)))?;
        Ok(Self {
            number,
            due_on: day(&row.due_on)?,
            activity: row.activity,
            responsible: row.responsible,
            resources: row.resources,
            state: row.state,
            note: row.note,
            changed_by: row.changed_by,
            changed_at: row.changed_at,
        })
    }
}

/// The plan of use, in its order.
pub(in crate::features::studies) fn uses_of(
    db: &mut Db,
    award: &AwardId,
) -> Result<Vec<Use>, Failure> {
    let rows = study_uses::table
        .filter(study_uses::award_id.eq(award))
        .order(study_uses::number)
        .select(Row::as_select())
        .load(db)?;
    rows.into_iter().map(Use::try_from).collect()
}

/// Writes the plan of use in the place of what was there.
pub(in crate::features::studies) fn replace_uses(
    db: &mut Db,
    award: &AwardId,
    uses: &[Use],
) -> Result<(), Failure> {
    diesel::delete(study_uses::table.filter(study_uses::award_id.eq(award))).execute(db)?;
    let row = |one: &Use| Row {
        award_id: award.clone(),
        number: i32::from(one.number),
        due_on: one.due_on.to_string(),
        activity: one.activity.clone(),
        responsible: one.responsible.clone(),
        resources: one.resources.clone(),
        state: one.state,
        note: one.note.clone(),
        changed_by: one.changed_by.clone(),
        changed_at: one.changed_at,
    };
    let rows: Vec<Row> = uses.iter().map(row).collect();
    for some in rows.chunks(ROWS_AT_ONCE) {
        on_either!(db, connection => diesel::insert_into(study_uses::table)
            .values(some)
            .execute(connection)?);
    }
    Ok(())
}

/// Writes what became of one activity.
///
/// # Errors
/// `changed_meanwhile` when somebody else has changed it since it was read.
pub(in crate::features::studies) fn change_use(
    db: &mut Db,
    award: &AwardId,
    (read, new): (Option<Timestamp>, &Use),
) -> Result<(), Failure> {
    let there = study_uses::table.find((award, i32::from(new.number)));
    let set = (
        study_uses::due_on.eq(new.due_on.to_string()),
        study_uses::responsible.eq(&new.responsible),
        study_uses::state.eq(new.state),
        study_uses::note.eq(new.note.as_ref()),
        study_uses::changed_by.eq(new.changed_by.as_ref()),
        study_uses::changed_at.eq(new.changed_at),
    );
    let changed = match read {
        Some(at) => {
            diesel::update(there.filter(study_uses::changed_at.eq(at))).set(set).execute(db)?
        }
        None => {
            diesel::update(there.filter(study_uses::changed_at.is_null())).set(set).execute(db)?
        }
    };
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = study_commitments)]
struct CommitmentRow {
    id: RecordId,
    award_id: AwardId,
    head: UserId,
    verdict: CommitmentVerdict,
    words: Option<String>,
    given_at: Timestamp,
}

/// Every commitment on these studies, the oldest first.
pub(in crate::features::studies) fn commitments_of(
    db: &mut Db,
    awards: &[AwardId],
) -> Result<BTreeMap<AwardId, Vec<Commitment>>, Failure> {
    let mut found: BTreeMap<AwardId, Vec<Commitment>> = BTreeMap::new();
    for some in awards.chunks(ROWS_AT_ONCE) {
        let rows = study_commitments::table
            .filter(study_commitments::award_id.eq_any(some))
            .order((study_commitments::given_at, study_commitments::id))
            .select(CommitmentRow::as_select())
            .load(db)?;
        for CommitmentRow { award_id, head, verdict, words, given_at, .. } in rows {
            let given = Commitment { head, verdict, words, given_at };
            found.entry(award_id).or_default().push(given);
        }
    }
    Ok(found)
}

pub(in crate::features::studies) fn insert_commitment(
    db: &mut Db,
    award: &AwardId,
    new: &Commitment,
) -> Result<(), Failure> {
    let row = CommitmentRow {
        id: RecordId::new()?,
        award_id: award.clone(),
        head: new.head.clone(),
        verdict: new.verdict,
        words: new.words.clone(),
        given_at: new.given_at,
    };
    diesel::insert_into(study_commitments::table).values(row).execute(db)?;
    Ok(())
}
