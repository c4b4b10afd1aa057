//! What is held of whoever proposed, measured or checked problems. These are the agency's; nothing of them is erased.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::platform::db::Db;
use crate::platform::db::schema::{measurement_checks, measurement_files, measurements, problems};
use crate::platform::personal::{self, Holder, Holdings, Person};
use diesel::prelude::*;
use serde::Serialize;

pub const HOLDER: Holder = Holder {
    room: "features/problems",
    tables: &["problems", "measurements", "measurement_files", "measurement_checks"],
    left: &["measurement_days"],
    holdings,
    needed_files,
    ..Holder::NOTHING
};

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = problems)]
struct OwnProblem {
    code: String,
    title: String,
    state: String,
    created_at: Timestamp,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = measurements)]
struct OwnMeasurement {
    id: String,
    problem_id: String,
    period_from: String,
    period_to: String,
    value: String,
    recorded_at: Timestamp,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = measurement_files)]
struct OwnFile {
    measurement_id: String,
    name: String,
    size: i64,
    sha256: String,
    added_at: Timestamp,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = measurement_checks)]
struct OwnCheck {
    measurement_id: String,
    verdict: String,
    reason: String,
    checked_at: Timestamp,
}

fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let own = problems::table.filter(problems::proposed_by.eq(person.user));
    let own = own.order(problems::created_at).select(OwnProblem::as_select()).load(db)?;
    let measured = measurements::table.filter(measurements::recorded_by.eq(person.user));
    let measured =
        measured.order(measurements::recorded_at).select(OwnMeasurement::as_select()).load(db)?;
    let checked = measurement_checks::table.filter(measurement_checks::checked_by.eq(person.user));
    let checked =
        checked.order(measurement_checks::checked_at).select(OwnCheck::as_select()).load(db)?;
    let files = measurement_files::table.filter(measurement_files::added_by.eq(person.user));
    let files = files.order(measurement_files::added_at).select(OwnFile::as_select()).load(db)?;
    Ok(vec![
        ("problems-proposed", personal::rows(own)?),
        ("measurements-recorded", personal::rows(measured)?),
        ("measurement-files-added", personal::rows(files)?),
        ("measurements-checked", personal::rows(checked)?),
    ]
    .into())
}

fn needed_files(db: &mut Db, hashes: &[String]) -> Result<Vec<String>, Failure> {
    let kept = measurement_files::table.filter(measurement_files::sha256.eq_any(hashes));
    Ok(kept.select(measurement_files::sha256).load(db)?)
}
