//! What is held of a person's study, and the files that came with it.

use super::reports::personal as of_reports;
use crate::features::awards;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::AwardId;
use crate::platform::db::schema::{
    studies, study_papers, study_requests, study_rulings, study_steps,
};
use crate::platform::db::{Db, ROWS_AT_ONCE};
use crate::platform::files::MediaType;
use crate::platform::personal::{self, Erasure, HeldFile, Holder, Holdings, Person, Taken, WORDS};
use diesel::prelude::*;
use serde::Serialize;

pub const HOLDER: Holder = Holder {
    room: "features/studies",
    tables: &[
        "studies",
        "study_commitments",
        "study_papers",
        "study_report_answers",
        "study_report_files",
        "study_report_sendings",
        "study_reports",
        "study_requests",
        "study_rulings",
        "study_steps",
        "study_uses",
    ],
    holdings,
    erase,
    needed_files,
    ..Holder::NOTHING
};

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = studies)]
struct Study {
    award_id: String,
    state: String,
    since: String,
    problem_id: String,
    topic: String,
    university: String,
    programme: String,
    country: String,
    admission_by: String,
    is_released: Option<bool>,
    starts_on: Option<String>,
    ends_on: Option<String>,
    returned_on: Option<String>,
    placement: Option<String>,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = study_steps)]
#[expect(clippy::struct_field_names, reason = "the columns have these names")]
struct Step {
    award_id: String,
    number: i32,
    step: String,
    on_day: String,
    until_day: Option<String>,
    cause: Option<String>,
    reason: String,
    consequence: Option<String>,
    taken_at: Timestamp,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = study_papers)]
#[expect(clippy::struct_field_names, reason = "the columns have these names")]
struct Paper {
    id: String,
    award_id: String,
    kind: String,
    paper_number: String,
    dated: String,
    signatory: String,
    file_name: Option<String>,
    file_sha256: Option<String>,
    added_at: Timestamp,
    verdict: Option<String>,
    verdict_reason: Option<String>,
    checked_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = study_requests)]
struct Request {
    id: String,
    award_id: String,
    kind: String,
    #[serde(serialize_with = "personal::as_json")]
    before_json: String,
    #[serde(serialize_with = "personal::as_json")]
    after_json: String,
    reason: String,
    asked_at: Timestamp,
    state: String,
    ended_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = study_rulings)]
struct Ruling {
    request_id: String,
    side: String,
    verdict: String,
    reason: Option<String>,
    ruled_at: Timestamp,
}

fn awards_of(db: &mut Db, person: &Person<'_>) -> Result<Vec<AwardId>, Failure> {
    awards::seats_of(db, &person.proposals())
}

fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let of = awards_of(db, person)?;
    let written =
        studies::table.filter(studies::award_id.eq_any(&of)).select(Study::as_select()).load(db)?;
    let steps = study_steps::table
        .filter(study_steps::award_id.eq_any(&of))
        .order((study_steps::award_id, study_steps::number))
        .select(Step::as_select())
        .load(db)?;
    let papers = study_papers::table
        .filter(study_papers::award_id.eq_any(&of))
        .order(study_papers::added_at)
        .select(Paper::as_select())
        .load(db)?;
    let requests = study_requests::table
        .filter(study_requests::award_id.eq_any(&of))
        .order(study_requests::asked_at)
        .select(Request::as_select())
        .load(db)?;
    let asked: Vec<&String> = requests.iter().map(|request| &request.id).collect();
    let rulings = study_rulings::table
        .filter(study_rulings::request_id.eq_any(asked))
        .order(study_rulings::ruled_at)
        .select(Ruling::as_select())
        .load(db)?;
    let file = |row: &Paper| {
        let sha256 = row.file_sha256.clone()?;
        Some(HeldFile { id: row.id.clone(), sha256, media_type: MediaType::Pdf })
    };
    let mut files: Vec<HeldFile> = papers.iter().filter_map(file).collect();
    let (reported, kept) = of_reports::holdings(db, (&of, person.user))?;
    files.extend(kept);
    let mut parts = vec![
        ("studies", personal::rows(written)?),
        ("study-steps", personal::rows(steps)?),
        ("study-papers", personal::rows(papers)?),
        ("study-requests", personal::rows(requests)?),
        ("study-rulings", personal::rows(rulings)?),
    ];
    parts.extend(reported);
    Ok(Holdings { parts, files })
}

/// What was written goes, and the files with it; that there was a study, its states and its dates stay, as the seat
/// itself does.
fn erase(db: &mut Db, erasure: &Erasure<'_>) -> Result<Taken, Failure> {
    let of = awards_of(db, erasure.person)?;
    let papers = || study_papers::table.filter(study_papers::award_id.eq_any(&of));
    let mut files = papers()
        .filter(study_papers::file_sha256.is_not_null())
        .select(study_papers::file_sha256.assume_not_null())
        .load::<String>(db)?;
    files.extend(of_reports::erase(db, &of)?);
    diesel::update(papers())
        .set((
            study_papers::paper_number.eq(WORDS),
            study_papers::signatory.eq(WORDS),
            study_papers::file_name.eq(None::<String>),
            study_papers::file_size.eq(None::<i64>),
            study_papers::file_sha256.eq(None::<String>),
        ))
        .execute(db)?;
    let with_reason = papers().filter(study_papers::verdict_reason.is_not_null());
    diesel::update(with_reason).set(study_papers::verdict_reason.eq(WORDS)).execute(db)?;
    diesel::update(studies::table.filter(studies::award_id.eq_any(&of)))
        .set((
            studies::topic.eq(WORDS),
            studies::university.eq(WORDS),
            studies::programme.eq(WORDS),
            studies::country.eq(WORDS),
        ))
        .execute(db)?;
    let steps = || study_steps::table.filter(study_steps::award_id.eq_any(&of));
    diesel::update(steps()).set(study_steps::reason.eq(WORDS)).execute(db)?;
    let told = steps().filter(study_steps::consequence.is_not_null());
    diesel::update(told).set(study_steps::consequence.eq(WORDS)).execute(db)?;
    erase_requests(db, &of)?;
    Ok(Taken { files, ..Taken::default() })
}

/// A request keeps its kind; what was asked for is told by the study's dates alone.
fn erase_requests(db: &mut Db, of: &[AwardId]) -> Result<(), Failure> {
    let asked = study_requests::table
        .filter(study_requests::award_id.eq_any(of))
        .select((study_requests::id, study_requests::before_json, study_requests::after_json))
        .load::<(String, String, String)>(db)?;
    for (id, before, after) in asked {
        let (before, after) = (without_words(&before)?, without_words(&after)?);
        diesel::update(study_requests::table.filter(study_requests::id.eq(&id)))
            .set((
                study_requests::before_json.eq(before),
                study_requests::after_json.eq(after),
                study_requests::reason.eq(WORDS),
            ))
            .execute(db)?;
        let ruled = study_rulings::table
            .filter(study_rulings::request_id.eq(&id).and(study_rulings::reason.is_not_null()));
        diesel::update(ruled).set(study_rulings::reason.eq(WORDS)).execute(db)?;
    }
    Ok(())
}

/// The same change with nothing of what was written in it.
fn without_words(text: &str) -> Result<String, Failure> {
    use crate::features::studies::Change;
    let mut change: Change = serde_json::from_str(text)?;
    match &mut change {
        Change::Plan { milestones } => {
            for one in milestones {
                WORDS.clone_into(&mut one.activity);
                WORDS.clone_into(&mut one.output);
            }
        }
        Change::Topic { topic, .. } => WORDS.clone_into(topic),
        Change::Programme { university, programme, country } => {
            for text in [university, programme, country] {
                WORDS.clone_into(text);
            }
        }
        Change::Extension { .. } | Change::Deferral { .. } => {}
    }
    Ok(serde_json::to_string(&change)?)
}

fn needed_files(db: &mut Db, hashes: &[String]) -> Result<Vec<String>, Failure> {
    let mut needed = Vec::new();
    for some in hashes.chunks(ROWS_AT_ONCE) {
        let kept = study_papers::table.filter(study_papers::file_sha256.eq_any(some));
        needed.extend(kept.select(study_papers::file_sha256.assume_not_null()).load::<String>(db)?);
    }
    needed.extend(of_reports::needed(db, hashes)?);
    Ok(needed)
}
