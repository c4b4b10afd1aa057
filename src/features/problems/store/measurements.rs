//! Every query on measurements and what the inspectorate found of them.

use crate::features::problems::{CheckVerdict, Measurement, MeasurementCheck};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::figure::Figure;
use crate::kernel::ids::{MeasurementId, ProblemId, UserId};
use crate::kernel::paging::Paging;
use crate::platform::db::schema::{measurement_checks, measurements, problems};
use crate::platform::db::{Backend, Db};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::BTreeMap;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = measurements)]
struct Row {
    id: MeasurementId,
    problem_id: ProblemId,
    period_from: String,
    period_to: String,
    value: String,
    figure: Figure,
    denominator: Option<String>,
    source: String,
    measured_by: String,
    difference: Option<String>,
    gaps: Option<String>,
    evidence: String,
    corrects: Option<MeasurementId>,
    correction_reason: Option<String>,
    recorded_by: UserId,
    recorded_at: Timestamp,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = measurement_checks)]
struct CheckRow {
    measurement_id: MeasurementId,
    verdict: CheckVerdict,
    reason: String,
    checked_by: UserId,
    checked_at: Timestamp,
}

fn day(text: &str) -> Result<NaiveDate, Failure> {
    text.parse().map_err(|_| Failure::Inconsistent(format!("a measurement of {text}")))
}

type Checks = BTreeMap<MeasurementId, MeasurementCheck>;
type Corrections = BTreeMap<MeasurementId, MeasurementId>;

fn complete(
    row: Row,
    checks: &mut Checks,
    corrections: &mut Corrections,
) -> Result<Measurement, Failure> {
    Ok(Measurement {
        period_from: day(&row.period_from)?,
        period_to: day(&row.period_to)?,
        check: checks.remove(&row.id),
        corrected_by: corrections.remove(&row.id),
        id: row.id,
        problem: row.problem_id,
        value: row.value,
        figure: row.figure,
        denominator: row.denominator,
        source: row.source,
        measured_by: row.measured_by,
        difference: row.difference,
        gaps: row.gaps,
        evidence: row.evidence,
        corrects: row.corrects,
        correction_reason: row.correction_reason,
        recorded_by: Some(row.recorded_by),
        recorded_at: row.recorded_at,
    })
}

type Found = (Vec<CheckRow>, Vec<(MeasurementId, MeasurementId)>);

/// With the last finding of each, and what stands in its place.
fn completed(db: &mut Db, rows: Vec<Row>) -> Result<Vec<Measurement>, Failure> {
    let ids: Vec<MeasurementId> = rows.iter().map(|row| row.id.clone()).collect();
    let checks = measurement_checks::table
        .filter(measurement_checks::measurement_id.eq_any(&ids))
        .order((measurement_checks::measurement_id, measurement_checks::number))
        .select(CheckRow::as_select())
        .load(db)?;
    let corrections = measurements::table
        .filter(measurements::corrects.eq_any(&ids))
        .select((measurements::corrects.assume_not_null(), measurements::id))
        .load::<(MeasurementId, MeasurementId)>(db)?;
    put_together(rows, (checks, corrections))
}

/// Findings come in their order; later ones take the place of earlier ones.
fn put_together(rows: Vec<Row>, (checks, corrections): Found) -> Result<Vec<Measurement>, Failure> {
    let mut checks: Checks = checks
        .into_iter()
        .map(|row| {
            let (verdict, reason) = (row.verdict, row.reason);
            let (checked_by, checked_at) = (Some(row.checked_by), row.checked_at);
            (row.measurement_id, MeasurementCheck { verdict, reason, checked_by, checked_at })
        })
        .collect();
    let mut corrections: Corrections = corrections.into_iter().collect();
    rows.into_iter().map(|row| complete(row, &mut checks, &mut corrections)).collect()
}

/// All measurements of all problems, each problem's by period. Three statements, however many there are.
pub(in crate::features::problems) fn all_measurements(
    db: &mut Db,
) -> Result<BTreeMap<ProblemId, Vec<Measurement>>, Failure> {
    let rows = measurements::table
        .order((measurements::period_to, measurements::period_from, measurements::recorded_at))
        .select(Row::as_select())
        .load(db)?;
    let checks = measurement_checks::table
        .order((measurement_checks::measurement_id, measurement_checks::number))
        .select(CheckRow::as_select())
        .load(db)?;
    let corrections = measurements::table
        .filter(measurements::corrects.is_not_null())
        .select((measurements::corrects.assume_not_null(), measurements::id))
        .load::<(MeasurementId, MeasurementId)>(db)?;
    let mut of_problem: BTreeMap<ProblemId, Vec<Measurement>> = BTreeMap::new();
    for one in put_together(rows, (checks, corrections))? {
        of_problem.entry(one.problem.clone()).or_default().push(one);
    }
    Ok(of_problem)
}

/// All measurements of a problem by period.
pub(in crate::features::problems) fn measurements_of(
    db: &mut Db,
    problem: &ProblemId,
) -> Result<Vec<Measurement>, Failure> {
    let rows = measurements::table
        .filter(measurements::problem_id.eq(problem))
        .order((measurements::period_to, measurements::period_from, measurements::recorded_at))
        .select(Row::as_select())
        .load(db)?;
    completed(db, rows)
}

pub(in crate::features::problems) fn measurement(
    db: &mut Db,
    id: &MeasurementId,
) -> Result<Option<Measurement>, Failure> {
    let row = measurements::table.find(id).select(Row::as_select()).first(db).optional()?;
    Ok(completed(db, row.into_iter().collect())?.pop())
}

/// Measurements of all problems with the code of each, the newest first; one more than a page holds. `unchecked`:
/// only those that stand and that nobody has looked at.
pub(in crate::features::problems) fn listed(
    db: &mut Db,
    unchecked: bool,
    paging: &Paging,
) -> Result<Vec<(String, Measurement)>, Failure> {
    let mut query = measurements::table
        .inner_join(problems::table)
        .select((problems::code, Row::as_select()))
        .order((measurements::recorded_at.desc(), measurements::id.desc()))
        .limit(paging.fetch())
        .into_boxed::<Backend>();
    if unchecked {
        let checked = measurement_checks::table.select(measurement_checks::measurement_id);
        let later = diesel::alias!(measurements as later);
        let replaced = later
            .filter(later.field(measurements::corrects).is_not_null())
            .select(later.field(measurements::corrects).assume_not_null());
        query =
            query.filter(measurements::id.ne_all(checked).and(measurements::id.ne_all(replaced)));
    }
    if let Some((at, id)) = paging.key::<(Timestamp, MeasurementId)>()? {
        query = query.filter(
            measurements::recorded_at
                .lt(at)
                .or(measurements::recorded_at.eq(at).and(measurements::id.lt(id))),
        );
    }
    let (codes, rows): (Vec<String>, Vec<Row>) =
        query.load::<(String, Row)>(db)?.into_iter().unzip();
    Ok(codes.into_iter().zip(completed(db, rows)?).collect())
}

pub(in crate::features::problems) fn insert_measurement(
    db: &mut Db,
    new: &Measurement,
    recorded_by: &UserId,
) -> Result<(), Failure> {
    let new = new.clone();
    let row = Row {
        id: new.id,
        problem_id: new.problem,
        period_from: new.period_from.to_string(),
        period_to: new.period_to.to_string(),
        value: new.value,
        figure: new.figure,
        denominator: new.denominator,
        source: new.source,
        measured_by: new.measured_by,
        difference: new.difference,
        gaps: new.gaps,
        evidence: new.evidence,
        corrects: new.corrects,
        correction_reason: new.correction_reason,
        recorded_by: recorded_by.clone(),
        recorded_at: new.recorded_at,
    };
    diesel::insert_into(measurements::table).values(row).execute(db)?;
    Ok(())
}

/// Adds a finding; earlier ones stay.
pub(in crate::features::problems) fn insert_check(
    db: &mut Db,
    id: &MeasurementId,
    (check, checked_by): (&MeasurementCheck, &UserId),
) -> Result<(), Failure> {
    let earlier: i64 = measurement_checks::table
        .filter(measurement_checks::measurement_id.eq(id))
        .count()
        .get_result(db)?;
    let number = i32::try_from(earlier + 1)
        .map_err(|_| Failure::Inconsistent(format!("{earlier} findings on {id}")))?;
    let values = (
        measurement_checks::measurement_id.eq(id),
        measurement_checks::number.eq(number),
        measurement_checks::verdict.eq(check.verdict),
        measurement_checks::reason.eq(&check.reason),
        measurement_checks::checked_by.eq(checked_by),
        measurement_checks::checked_at.eq(check.checked_at),
    );
    diesel::insert_into(measurement_checks::table).values(values).execute(db)?;
    Ok(())
}
