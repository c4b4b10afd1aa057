//! Reports of awardees: the draft, what was sent, what was answered, the files.

pub(super) mod personal;

use super::day;
use crate::features::studies::{
    Answer, AnswerSide, AnswerVerdict, ReportFile, ReportKind, ReportState, ReportText, Sending,
    Slot, StudyFile,
};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::{AwardId, RecordId, StudyReportFileId, UserId};
use crate::platform::db::schema::{
    study_report_answers, study_report_files, study_report_sendings, study_reports,
};
use crate::platform::db::{Db, ROWS_AT_ONCE};
use crate::platform::files::MediaType;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// A report as the awardee writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::features::studies) struct Draft {
    pub(in crate::features::studies) slot: Slot,
    pub(in crate::features::studies) state: ReportState,
    pub(in crate::features::studies) text: ReportText,
    pub(in crate::features::studies) version: i64,
    pub(in crate::features::studies) saved_at: Timestamp,
}

fn slot_of(kind: ReportKind, part: i32) -> Result<Slot, Failure> {
    let part = number(part)?;
    Ok(Slot { kind, part })
}

fn number(stored: i32) -> Result<u16, Failure> {
    u16::try_from(stored).map_err(|_| Failure::Inconsistent(format!("{stored} of a report")))
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = study_reports)]
struct Row {
    award_id: AwardId,
    kind: ReportKind,
    part: i32,
    state: ReportState,
    text_json: String,
    version: i64,
    saved_at: Timestamp,
}

impl TryFrom<Row> for Draft {
    type Error = Failure;
    fn try_from(row: Row) -> Result<Self, Failure> {
        Ok(Self {
            slot: slot_of(row.kind, row.part)?,
            state: row.state,
            text: serde_json::from_str(&row.text_json)?,
            version: row.version,
            saved_at: row.saved_at,
        })
    }
}

/// The reports of a study that were begun.
pub(in crate::features::studies) fn drafts_of(
    db: &mut Db,
    award: &AwardId,
) -> Result<Vec<Draft>, Failure> {
    let found = drafts_by_study(db, std::slice::from_ref(award))?;
    Ok(found.into_values().next().unwrap_or_default())
}

/// The reports of these studies that were begun.
pub(in crate::features::studies) fn drafts_by_study(
    db: &mut Db,
    awards: &[AwardId],
) -> Result<BTreeMap<AwardId, Vec<Draft>>, Failure> {
    let mut found: BTreeMap<AwardId, Vec<Draft>> = BTreeMap::new();
    for some in awards.chunks(ROWS_AT_ONCE) {
        let rows = study_reports::table
            .filter(study_reports::award_id.eq_any(some))
            .order((study_reports::award_id, study_reports::kind, study_reports::part))
            .select(Row::as_select())
            .load(db)?;
        for row in rows {
            found.entry(row.award_id.clone()).or_default().push(Draft::try_from(row)?);
        }
    }
    Ok(found)
}

/// Writes a draft: a new row, or in place of the version that was read.
///
/// # Errors
/// `changed_meanwhile` when somebody else has written since.
pub(in crate::features::studies) fn write_draft(
    db: &mut Db,
    award: &AwardId,
    read: i64,
    new: &Draft,
) -> Result<(), Failure> {
    let row = Row {
        award_id: award.clone(),
        kind: new.slot.kind,
        part: i32::from(new.slot.part),
        state: new.state,
        text_json: serde_json::to_string(&new.text)?,
        version: new.version,
        saved_at: new.saved_at,
    };
    let written = if read == 0 {
        diesel::insert_into(study_reports::table).values(row).execute(db)?
    } else {
        let key = (award, new.slot.kind, i32::from(new.slot.part));
        let there = study_reports::table.find(key).filter(study_reports::version.eq(read));
        diesel::update(there).set(row).execute(db)?
    };
    if written == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}

/// Moves a report to a state. Its text and version stay.
///
/// # Errors
/// `changed_meanwhile` when it is in another than the one that was read.
pub(in crate::features::studies) fn set_report_state(
    db: &mut Db,
    (award, slot): (&AwardId, Slot),
    (from, to): (ReportState, ReportState),
) -> Result<(), Failure> {
    let there = study_reports::table
        .find((award, slot.kind, i32::from(slot.part)))
        .filter(study_reports::state.eq(from));
    let changed = diesel::update(there).set(study_reports::state.eq(to)).execute(db)?;
    if changed == 1 { Ok(()) } else { Err(Failure::refused(common::CHANGED_MEANWHILE)) }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = study_report_sendings)]
struct SendingRow {
    award_id: AwardId,
    kind: ReportKind,
    part: i32,
    number: i32,
    text_json: String,
    text_hash: String,
    due_on: String,
    sent_at: Timestamp,
}

/// What was sent of a study's reports, in its order.
pub(in crate::features::studies) fn sendings_of(
    db: &mut Db,
    award: &AwardId,
) -> Result<Vec<(Slot, Sending)>, Failure> {
    let rows = study_report_sendings::table
        .filter(study_report_sendings::award_id.eq(award))
        .order((
            study_report_sendings::kind,
            study_report_sendings::part,
            study_report_sendings::number,
        ))
        .select(SendingRow::as_select())
        .load(db)?;
    let sending = |row: SendingRow| {
        let sending = Sending {
            number: number(row.number)?,
            text: serde_json::from_str(&row.text_json)?,
            due_on: day(&row.due_on)?,
            text_hash: row.text_hash,
            sent_at: row.sent_at,
        };
        Ok((slot_of(row.kind, row.part)?, sending))
    };
    rows.into_iter().map(sending).collect()
}

pub(in crate::features::studies) fn insert_sending(
    db: &mut Db,
    (award, slot): (&AwardId, Slot),
    new: &Sending,
) -> Result<(), Failure> {
    let row = SendingRow {
        award_id: award.clone(),
        kind: slot.kind,
        part: i32::from(slot.part),
        number: i32::from(new.number),
        text_json: serde_json::to_string(&new.text)?,
        text_hash: new.text_hash.clone(),
        due_on: new.due_on.to_string(),
        sent_at: new.sent_at,
    };
    diesel::insert_into(study_report_sendings::table).values(row).execute(db)?;
    Ok(())
}

/// The texts of the end report and of those on use that the owner unit acknowledged, as they were last sent.
///
/// # Errors
/// When the database fails.
pub fn acknowledged(db: &mut Db, award: &AwardId) -> Result<Vec<ReportText>, Failure> {
    let rows = study_reports::table
        .filter(study_reports::award_id.eq(award))
        .filter(study_reports::state.eq(ReportState::Acknowledged))
        .filter(study_reports::kind.ne(ReportKind::Progress))
        .order((study_reports::kind, study_reports::part))
        .select(study_reports::text_json)
        .load::<String>(db)?;
    rows.iter().map(|text| Ok(serde_json::from_str(text)?)).collect()
}

/// When a report was first sent.
#[derive(Debug, Clone, Copy)]
pub(in crate::features::studies) struct FirstSent {
    pub(in crate::features::studies) slot: Slot,
    pub(in crate::features::studies) due_on: chrono::NaiveDate,
    pub(in crate::features::studies) sent_at: Timestamp,
}

/// The first sending of every report, by its study. One statement.
pub(in crate::features::studies) fn first_sendings(
    db: &mut Db,
) -> Result<Vec<(AwardId, FirstSent)>, Failure> {
    let rows = study_report_sendings::table
        .filter(study_report_sendings::number.eq(1))
        .select((
            study_report_sendings::award_id,
            study_report_sendings::kind,
            study_report_sendings::part,
            study_report_sendings::due_on,
            study_report_sendings::sent_at,
        ))
        .load::<(AwardId, ReportKind, i32, String, Timestamp)>(db)?;
    let first = |(award, kind, part, due_on, sent_at): (_, _, _, String, _)| {
        Ok((award, FirstSent { slot: slot_of(kind, part)?, due_on: day(&due_on)?, sent_at }))
    };
    rows.into_iter().map(first).collect()
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = study_report_answers)]
struct AnswerRow {
    id: RecordId,
    award_id: AwardId,
    kind: ReportKind,
    part: i32,
    number: i32,
    side: AnswerSide,
    verdict: AnswerVerdict,
    words: Option<String>,
    answered_by: UserId,
    answered_at: Timestamp,
}

/// What was answered to a report, in its order.
pub(in crate::features::studies) fn answers_to(
    db: &mut Db,
    award: &AwardId,
    slot: Slot,
) -> Result<Vec<Answer>, Failure> {
    let rows = study_report_answers::table
        .filter(study_report_answers::award_id.eq(award))
        .filter(study_report_answers::kind.eq(slot.kind))
        .filter(study_report_answers::part.eq(i32::from(slot.part)))
        .order((study_report_answers::answered_at, study_report_answers::id))
        .select(AnswerRow::as_select())
        .load(db)?;
    let answer = |row: AnswerRow| {
        Ok(Answer {
            number: number(row.number)?,
            side: row.side,
            verdict: row.verdict,
            words: row.words,
            answered_by: row.answered_by,
            answered_at: row.answered_at,
        })
    };
    rows.into_iter().map(answer).collect()
}

pub(in crate::features::studies) fn insert_answer(
    db: &mut Db,
    (award, slot): (&AwardId, Slot),
    new: &Answer,
) -> Result<(), Failure> {
    let row = AnswerRow {
        id: RecordId::new()?,
        award_id: award.clone(),
        kind: slot.kind,
        part: i32::from(slot.part),
        number: i32::from(new.number),
        side: new.side,
        verdict: new.verdict,
        words: new.words.clone(),
        answered_by: new.answered_by.clone(),
        answered_at: new.answered_at,
    };
    diesel::insert_into(study_report_answers::table).values(row).execute(db)?;
    Ok(())
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = study_report_files)]
struct FileRow {
    id: StudyReportFileId,
    award_id: AwardId,
    kind: ReportKind,
    part: i32,
    file_name: String,
    media_type: String,
    file_size: i64,
    file_sha256: String,
    added_at: Timestamp,
}

impl TryFrom<FileRow> for ReportFile {
    type Error = Failure;
    fn try_from(row: FileRow) -> Result<Self, Failure> {
        let broken = || Failure::Inconsistent(format!("the file {} of a report", row.id));
        Ok(Self {
            file: StudyFile {
                size: u64::try_from(row.file_size).map_err(|_| broken())?,
                file_name: row.file_name.clone(),
                sha256: row.file_sha256.clone(),
            },
            media_type: MediaType::from_name(&row.media_type).ok_or_else(broken)?,
            slot: slot_of(row.kind, row.part)?,
            id: row.id,
            study: row.award_id,
            added_at: row.added_at,
        })
    }
}

/// The files of a report, in the order in which they came.
pub(in crate::features::studies) fn report_files(
    db: &mut Db,
    award: &AwardId,
    slot: Slot,
) -> Result<Vec<ReportFile>, Failure> {
    let rows = study_report_files::table
        .filter(study_report_files::award_id.eq(award))
        .filter(study_report_files::kind.eq(slot.kind))
        .filter(study_report_files::part.eq(i32::from(slot.part)))
        .order((study_report_files::added_at, study_report_files::id))
        .select(FileRow::as_select())
        .load(db)?;
    rows.into_iter().map(ReportFile::try_from).collect()
}

/// # Errors
/// `not_found`.
pub(in crate::features::studies) fn report_file(
    db: &mut Db,
    id: &StudyReportFileId,
) -> Result<ReportFile, Failure> {
    let row = study_report_files::table.find(id).select(FileRow::as_select()).first(db);
    row.optional()?.map(ReportFile::try_from).transpose()?.ok_or_else(Failure::not_found)
}

pub(in crate::features::studies) fn insert_report_file(
    db: &mut Db,
    new: &ReportFile,
) -> Result<(), Failure> {
    let size = i64::try_from(new.file.size);
    let row = FileRow {
        id: new.id.clone(),
        award_id: new.study.clone(),
        kind: new.slot.kind,
        part: i32::from(new.slot.part),
        file_name: new.file.file_name.clone(),
        media_type: new.media_type.name().to_owned(),
        file_size: size.map_err(|_| Failure::Inconsistent("a file's size".to_owned()))?,
        file_sha256: new.file.sha256.clone(),
        added_at: new.added_at,
    };
    diesel::insert_into(study_report_files::table).values(row).execute(db)?;
    Ok(())
}

pub(in crate::features::studies) fn delete_report_file(
    db: &mut Db,
    id: &StudyReportFileId,
) -> Result<(), Failure> {
    diesel::delete(study_report_files::table.find(id)).execute(db)?;
    Ok(())
}
