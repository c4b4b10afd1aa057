//! What is held of a person's reports, plan of use and the commitments to it.

use crate::features::studies::ReportText;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, UserId};
use crate::platform::db::schema::{
    study_commitments, study_report_answers, study_report_files, study_report_sendings,
    study_reports, study_uses,
};
use crate::platform::db::{Db, ROWS_AT_ONCE};
use crate::platform::files::MediaType;
use crate::platform::personal::{self, HeldFile, Part, WORDS};
use diesel::prelude::*;
use serde::Serialize;

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = study_reports)]
struct Report {
    award_id: String,
    kind: String,
    part: i32,
    state: String,
    #[serde(serialize_with = "personal::as_json")]
    text_json: String,
    saved_at: Timestamp,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = study_report_sendings)]
struct Sending {
    award_id: String,
    kind: String,
    part: i32,
    number: i32,
    #[serde(serialize_with = "personal::as_json")]
    text_json: String,
    text_hash: String,
    due_on: String,
    sent_at: Timestamp,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = study_report_answers)]
struct Answer {
    award_id: String,
    kind: String,
    part: i32,
    number: i32,
    side: String,
    verdict: String,
    words: Option<String>,
    answered_at: Timestamp,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = study_report_files)]
#[expect(clippy::struct_field_names, reason = "the columns have these names")]
struct File {
    id: String,
    award_id: String,
    kind: String,
    part: i32,
    file_name: String,
    media_type: String,
    file_sha256: String,
    added_at: Timestamp,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = study_uses)]
struct Use {
    award_id: String,
    number: i32,
    due_on: String,
    activity: String,
    responsible: String,
    resources: String,
    state: String,
    note: Option<String>,
    changed_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = study_commitments)]
struct Commitment {
    award_id: String,
    verdict: String,
    words: Option<String>,
    given_at: Timestamp,
}

/// What is held of these studies, and of what this person promised as a head.
pub(in crate::features::studies::store) fn holdings(
    db: &mut Db,
    (of, person): (&[AwardId], &UserId),
) -> Result<(Vec<Part>, Vec<HeldFile>), Failure> {
    let reports = study_reports::table
        .filter(study_reports::award_id.eq_any(of))
        .order((study_reports::award_id, study_reports::kind, study_reports::part))
        .select(Report::as_select())
        .load(db)?;
    let sendings = study_report_sendings::table
        .filter(study_report_sendings::award_id.eq_any(of))
        .order(study_report_sendings::sent_at)
        .select(Sending::as_select())
        .load(db)?;
    let answers = study_report_answers::table
        .filter(study_report_answers::award_id.eq_any(of))
        .order(study_report_answers::answered_at)
        .select(Answer::as_select())
        .load(db)?;
    let files = study_report_files::table
        .filter(study_report_files::award_id.eq_any(of))
        .order(study_report_files::added_at)
        .select(File::as_select())
        .load(db)?;
    let uses = study_uses::table
        .filter(study_uses::award_id.eq_any(of))
        .order((study_uses::award_id, study_uses::number))
        .select(Use::as_select())
        .load(db)?;
    let commitments = study_commitments::table
        .filter(study_commitments::head.eq(person))
        .order(study_commitments::given_at)
        .select(Commitment::as_select())
        .load(db)?;
    let held = |file: &File| {
        let media_type = MediaType::from_name(&file.media_type)?;
        Some(HeldFile { id: file.id.clone(), sha256: file.file_sha256.clone(), media_type })
    };
    let kept = files.iter().filter_map(held).collect();
    let parts = vec![
        ("study-reports", personal::rows(reports)?),
        ("study-report-sendings", personal::rows(sendings)?),
        ("study-report-answers", personal::rows(answers)?),
        ("study-report-files", personal::rows(files)?),
        ("study-uses", personal::rows(uses)?),
        ("study-commitments", personal::rows(commitments)?),
    ];
    Ok((parts, kept))
}

/// Takes away what was written in reports and of the plan of use, and the files; that a report was sent, when, and
/// whether in time, stays. The hashes of the files.
pub(in crate::features::studies::store) fn erase(
    db: &mut Db,
    of: &[AwardId],
) -> Result<Vec<String>, Failure> {
    let nothing = serde_json::to_string(&ReportText::default())?;
    let reports = study_reports::table.filter(study_reports::award_id.eq_any(of));
    diesel::update(reports).set(study_reports::text_json.eq(&nothing)).execute(db)?;
    let sendings = study_report_sendings::table.filter(study_report_sendings::award_id.eq_any(of));
    let none = "0".repeat(64);
    diesel::update(sendings)
        .set((
            study_report_sendings::text_json.eq(&nothing),
            study_report_sendings::text_hash.eq(none),
        ))
        .execute(db)?;
    let answers = study_report_answers::table
        .filter(study_report_answers::award_id.eq_any(of))
        .filter(study_report_answers::words.is_not_null());
    diesel::update(answers).set(study_report_answers::words.eq(WORDS)).execute(db)?;
    let uses = || study_uses::table.filter(study_uses::award_id.eq_any(of));
    diesel::update(uses())
        .set((
            study_uses::activity.eq(WORDS),
            study_uses::responsible.eq(WORDS),
            study_uses::resources.eq(WORDS),
        ))
        .execute(db)?;
    let noted = uses().filter(study_uses::note.is_not_null());
    diesel::update(noted).set(study_uses::note.eq(WORDS)).execute(db)?;
    let said = study_commitments::table
        .filter(study_commitments::award_id.eq_any(of))
        .filter(study_commitments::words.is_not_null());
    diesel::update(said).set(study_commitments::words.eq(WORDS)).execute(db)?;
    let files = || study_report_files::table.filter(study_report_files::award_id.eq_any(of));
    let hashes = files().select(study_report_files::file_sha256).load(db)?;
    diesel::delete(files()).execute(db)?;
    Ok(hashes)
}

/// Those of the hashes that a report's file has.
pub(in crate::features::studies::store) fn needed(
    db: &mut Db,
    hashes: &[String],
) -> Result<Vec<String>, Failure> {
    let mut needed = Vec::new();
    for some in hashes.chunks(ROWS_AT_ONCE) {
        let kept = study_report_files::table.filter(study_report_files::file_sha256.eq_any(some));
        needed.extend(kept.select(study_report_files::file_sha256).load::<String>(db)?);
    }
    Ok(needed)
}
