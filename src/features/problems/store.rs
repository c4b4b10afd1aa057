//! Every query on the registry. Row types stay in here.

mod days;
mod measurements;
mod personal;

pub use days::ask_to_measure;
pub use personal::HOLDER;

pub(super) use days::days_asked;
pub(super) use measurements::{
    insert_check, insert_file, insert_measurement, is_measured, listed, measurement,
    measurements_of, measurements_of_all,
};

use super::{Direction, Figures, Problem, ProblemFilter, Scope, State};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::figure::Figure;
use crate::kernel::ids::{ProblemId, UnitCode, UserId};
use crate::kernel::paging::Paging;
use crate::platform::db::Db;
use crate::platform::db::schema::problems;
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::collections::BTreeSet;

diesel::define_sql_function! { fn lower(text: Text) -> Text; }
diesel::define_sql_function! { fn length(text: Text) -> Integer; }

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = problems, treat_none_as_null = true)]
struct ProblemRow {
    id: ProblemId,
    code: String,
    owner_unit: UnitCode,
    title: String,
    description: String,
    indicator: String,
    unit_of_measure: String,
    direction: Direction,
    baseline_value: String,
    baseline_period: String,
    baseline_denominator: Option<String>,
    baseline_source: String,
    baseline_measured_by: String,
    target_value: String,
    evidence: String,
    illustrative: bool,
    state: State,
    state_reason: Option<String>,
    proposed_by: Option<UserId>,
    decided_by: Option<UserId>,
    created_at: Timestamp,
    updated_at: Timestamp,
    version: i64,
    baseline_figure: Option<Figure>,
    target_figure: Option<Figure>,
}

impl TryFrom<ProblemRow> for Problem {
    type Error = Failure;
    fn try_from(row: ProblemRow) -> Result<Self, Failure> {
        let stated = match (row.baseline_figure, row.target_figure) {
            (None, None) => None,
            (Some(baseline), Some(target)) => Some(Figures { baseline, target }),
            _ => return Err(Failure::Inconsistent(format!("{} has one figure of two", row.code))),
        };
        Ok(Self {
            stated,
            direction: row.direction,
            state: row.state,
            id: row.id,
            code: row.code,
            owner_unit: row.owner_unit,
            title: row.title,
            description: row.description,
            indicator: row.indicator,
            unit_of_measure: row.unit_of_measure,
            baseline_value: row.baseline_value,
            baseline_period: row.baseline_period,
            baseline_denominator: row.baseline_denominator,
            baseline_source: row.baseline_source,
            baseline_measured_by: row.baseline_measured_by,
            target_value: row.target_value,
            evidence: row.evidence,
            illustrative: row.illustrative,
            state_reason: row.state_reason,
            proposed_by: row.proposed_by,
            decided_by: row.decided_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
        })
    }
}

impl From<Problem> for ProblemRow {
    fn from(problem: Problem) -> Self {
        Self {
            id: problem.id,
            code: problem.code,
            owner_unit: problem.owner_unit,
            title: problem.title,
            description: problem.description,
            indicator: problem.indicator,
            unit_of_measure: problem.unit_of_measure,
            direction: problem.direction,
            baseline_value: problem.baseline_value,
            baseline_period: problem.baseline_period,
            baseline_denominator: problem.baseline_denominator,
            baseline_source: problem.baseline_source,
            baseline_measured_by: problem.baseline_measured_by,
            target_value: problem.target_value,
            evidence: problem.evidence,
            illustrative: problem.illustrative,
            state: problem.state,
            state_reason: problem.state_reason,
            proposed_by: problem.proposed_by,
            decided_by: problem.decided_by,
            created_at: problem.created_at,
            updated_at: problem.updated_at,
            version: problem.version,
            baseline_figure: problem.stated.map(|figures| figures.baseline),
            target_figure: problem.stated.map(|figures| figures.target),
        }
    }
}

pub fn find(db: &mut Db, id: &ProblemId) -> Result<Option<Problem>, Failure> {
    let row = problems::table.find(id).select(ProblemRow::as_select()).first(db).optional()?;
    row.map(Problem::try_from).transpose()
}

/// Several problems, by code; unknown codes are left out.
pub fn with_codes(db: &mut Db, codes: &[String]) -> Result<Vec<Problem>, Failure> {
    problems::table
        .filter(problems::code.eq_any(codes))
        .order(problems::code)
        .select(ProblemRow::as_select())
        .load(db)?
        .into_iter()
        .map(Problem::try_from)
        .collect()
}

/// Several problems, by id; unknown ids are left out.
pub fn find_many(db: &mut Db, ids: &[ProblemId]) -> Result<Vec<Problem>, Failure> {
    problems::table
        .filter(problems::id.eq_any(ids))
        .order(problems::code)
        .select(ProblemRow::as_select())
        .load(db)?
        .into_iter()
        .map(Problem::try_from)
        .collect()
}

/// The approved and the solved problems of all units, or of one, by code.
pub(super) fn open(db: &mut Db, of: Option<&UnitCode>) -> Result<Vec<Problem>, Failure> {
    let mut query = problems::table
        .filter(problems::state.eq_any([State::Approved.name(), State::Solved.name()]))
        .order(problems::code)
        .select(ProblemRow::as_select())
        .into_boxed::<crate::platform::db::Backend>();
    if let Some(unit) = of {
        query = query.filter(problems::owner_unit.eq(unit.clone()));
    }
    query.load(db)?.into_iter().map(Problem::try_from).collect()
}

/// Every problem of the public registry, by code. A registry has some hundreds at most.
pub fn public(db: &mut Db) -> Result<Vec<Problem>, Failure> {
    problems::table
        .filter(problems::state.eq_any(State::PUBLIC.map(State::name)))
        .order(problems::code)
        .select(ProblemRow::as_select())
        .load(db)?
        .into_iter()
        .map(Problem::try_from)
        .collect()
}

/// The whole registry, by code. It has some hundred problems.
pub(super) fn every(db: &mut Db) -> Result<Vec<Problem>, Failure> {
    let all = problems::table.order(problems::code).select(ProblemRow::as_select());
    all.load(db)?.into_iter().map(Problem::try_from).collect()
}

/// The problems in scope that match the filter, by code; one more than a page holds.
pub(super) fn list(
    db: &mut Db,
    scope: &Scope,
    filter: &ProblemFilter,
    paging: &Paging,
) -> Result<Vec<Problem>, Failure> {
    let mut query = problems::table
        .select(ProblemRow::as_select())
        .order(problems::code)
        .limit(paging.fetch())
        .into_boxed::<crate::platform::db::Backend>();
    let public = problems::state.eq_any(State::PUBLIC.map(State::name));
    query = match scope {
        Scope::All => query,
        Scope::Public => query.filter(public),
        Scope::Unit(unit) => query.filter(public.or(problems::owner_unit.eq(unit.clone()))),
    };
    if let Some(code) = paging.key::<String>()? {
        query = query.filter(problems::code.gt(code));
    }
    if let Some(state) = filter.state {
        query = query.filter(problems::state.eq(state));
    }
    if let Some(unit) = &filter.owner_unit {
        query = query.filter(problems::owner_unit.eq(unit.clone()));
    }
    if let Some(words) = &filter.q {
        let pattern = like_pattern(words);
        let matches = lower(problems::code).like(lower(pattern.clone())).escape('\\');
        query =
            query.filter(
                matches
                    .or(lower(problems::title).like(lower(pattern.clone())).escape('\\'))
                    .or(lower(problems::indicator).like(lower(pattern)).escape('\\')),
            );
    }
    query.load(db)?.into_iter().map(Problem::try_from).collect()
}

/// A pattern for `LIKE … ESCAPE '\'` that matches the words literally.
fn like_pattern(words: &str) -> String {
    let mut pattern = String::from("%");
    for letter in words.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// The code with the greatest number; `M-1000` comes after `M-999`.
pub(super) fn greatest_code(db: &mut Db) -> Result<Option<String>, Failure> {
    Ok(problems::table
        .order((length(problems::code).desc(), problems::code.desc()))
        .select(problems::code)
        .first(db)
        .optional()?)
}

/// Those of these codes that the registry already has.
pub(super) fn known_codes(db: &mut Db, codes: &[String]) -> Result<BTreeSet<String>, Failure> {
    let known = problems::table
        .filter(problems::code.eq_any(codes))
        .select(problems::code)
        .load::<String>(db)?;
    Ok(known.into_iter().collect())
}

pub(super) fn insert(db: &mut Db, problem: &Problem) -> Result<(), Failure> {
    let row = ProblemRow::from(problem.clone());
    diesel::insert_into(problems::table).values(row).execute(db)?;
    Ok(())
}

/// Replaces the version from which this problem was changed.
///
/// # Errors
/// `changed_meanwhile` when that version is no longer the stored one.
pub(super) fn replace(db: &mut Db, problem: &Problem, version: i64) -> Result<(), Failure> {
    let stored =
        problems::table.filter(problems::id.eq(&problem.id)).filter(problems::version.eq(version));
    let row = ProblemRow::from(problem.clone());
    match diesel::update(stored).set(row).execute(db)? {
        0 => Err(Failure::refused(common::CHANGED_MEANWHILE)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::like_pattern;

    #[test]
    fn signs_that_stand_for_anything_stand_for_themselves() {
        assert_eq!(like_pattern(r"5% a_b\c"), r"%5\% a\_b\\c%");
    }
}
