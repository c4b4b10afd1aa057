//! Documents of studies.

use super::day;
use crate::features::studies::{Paper, PaperKind, PaperVerdict, StudyFile};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{AwardId, StudyPaperId, UserId};
use crate::platform::db::schema::study_papers;
use crate::platform::db::{Db, ROWS_AT_ONCE};
use diesel::prelude::*;
use std::collections::BTreeSet;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = study_papers)]
struct Row {
    id: StudyPaperId,
    award_id: AwardId,
    kind: PaperKind,
    paper_number: String,
    dated: String,
    signatory: String,
    file_name: Option<String>,
    file_size: Option<i64>,
    file_sha256: Option<String>,
    added_by: UserId,
    added_at: Timestamp,
    verdict: Option<PaperVerdict>,
    verdict_reason: Option<String>,
    checked_by: Option<UserId>,
    checked_at: Option<Timestamp>,
}

impl TryFrom<Row> for Paper {
    type Error = Failure;
    fn try_from(row: Row) -> Result<Self, Failure> {
        let size = row.file_size.map(u64::try_from).transpose();
        let file = match (row.file_name, size, row.file_sha256) {
            (None, Ok(None), None) => None,
            (Some(file_name), Ok(Some(size)), Some(sha256)) => {
                Some(StudyFile { file_name, size, sha256 })
            }
            _ => return Err(Failure::Inconsistent(format!("the file of document {}", row.id))),
        };
        Ok(Self {
            dated: day(&row.dated)?,
            file,
            id: row.id,
            study: row.award_id,
            kind: row.kind,
            number: row.paper_number,
            signatory: row.signatory,
            added_by: row.added_by,
            added_at: row.added_at,
            verdict: row.verdict,
            verdict_reason: row.verdict_reason,
            checked_by: row.checked_by,
            checked_at: row.checked_at,
        })
    }
}

/// The documents of a study in the order in which they came.
pub(in crate::features::studies) fn papers_of(
    db: &mut Db,
    award: &AwardId,
) -> Result<Vec<Paper>, Failure> {
    let rows = study_papers::table
        .filter(study_papers::award_id.eq(award))
        .order((study_papers::added_at, study_papers::id))
        .select(Row::as_select())
        .load(db)?;
    rows.into_iter().map(Paper::try_from).collect()
}

/// Which of these studies have a proof of admission that waits to be checked.
pub(in crate::features::studies) fn with_proof_to_check(
    db: &mut Db,
    awards: &[AwardId],
) -> Result<BTreeSet<AwardId>, Failure> {
    let mut found = BTreeSet::new();
    for some in awards.chunks(ROWS_AT_ONCE) {
        let is_proof = study_papers::kind.eq(PaperKind::Admission);
        let waits = study_papers::file_sha256.is_not_null().and(study_papers::verdict.is_null());
        let rows = study_papers::table
            .filter(study_papers::award_id.eq_any(some).and(is_proof).and(waits))
            .select(study_papers::award_id)
            .load::<AwardId>(db)?;
        found.extend(rows);
    }
    Ok(found)
}

/// # Errors
/// `not_found`.
pub(in crate::features::studies) fn paper_of(
    db: &mut Db,
    id: &StudyPaperId,
) -> Result<Paper, Failure> {
    let row = study_papers::table.find(id).select(Row::as_select()).first(db).optional()?;
    row.map(Paper::try_from).transpose()?.ok_or_else(Failure::not_found)
}

pub(in crate::features::studies) fn insert_paper(db: &mut Db, new: &Paper) -> Result<(), Failure> {
    let file = new.file.clone();
    let row = Row {
        id: new.id.clone(),
        award_id: new.study.clone(),
        kind: new.kind,
        paper_number: new.number.clone(),
        dated: new.dated.to_string(),
        signatory: new.signatory.clone(),
        file_size: file.as_ref().and_then(|file| i64::try_from(file.size).ok()),
        file_sha256: file.as_ref().map(|file| file.sha256.clone()),
        file_name: file.map(|file| file.file_name),
        added_by: new.added_by.clone(),
        added_at: new.added_at,
        verdict: new.verdict,
        verdict_reason: new.verdict_reason.clone(),
        checked_by: new.checked_by.clone(),
        checked_at: new.checked_at,
    };
    diesel::insert_into(study_papers::table).values(row).execute(db)?;
    Ok(())
}

/// # Errors
/// `changed_meanwhile` when it has a file by now.
pub(in crate::features::studies) fn attach_file(
    db: &mut Db,
    id: &StudyPaperId,
    file: &StudyFile,
) -> Result<(), Failure> {
    let there = study_papers::table.find(id).filter(study_papers::file_sha256.is_null());
    let changed = diesel::update(there)
        .set((
            study_papers::file_name.eq(&file.file_name),
            study_papers::file_size.eq(i64::try_from(file.size).ok()),
            study_papers::file_sha256.eq(&file.sha256),
        ))
        .execute(db)?;
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}

/// # Errors
/// `changed_meanwhile` when it was checked by now.
pub(in crate::features::studies) fn set_verdict(
    db: &mut Db,
    id: &StudyPaperId,
    (verdict, reason): (PaperVerdict, Option<&str>),
    (by, at): (&UserId, Timestamp),
) -> Result<(), Failure> {
    let there = study_papers::table.find(id).filter(study_papers::verdict.is_null());
    let changed = diesel::update(there)
        .set((
            study_papers::verdict.eq(verdict),
            study_papers::verdict_reason.eq(reason),
            study_papers::checked_by.eq(by),
            study_papers::checked_at.eq(at),
        ))
        .execute(db)?;
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}
