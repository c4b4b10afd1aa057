//! Studies as tables: a progress sheet with a row for each study that the reader may read, and a calendar of the service
//! bonds. They hold nothing that the pages of these studies do not show their reader.

use super::every::readable_with_calls;
use super::{Punctuality, actual_bond, is_listed, plan_in, planned_bond, punctuality};
use crate::features::accounts::names_of;
use crate::features::studies::rules::bond;
use crate::features::studies::{BondCalendar, Study, StudyFilter, store};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, UserId};
use crate::platform::cx::Cx;
use crate::platform::exports::{Cell, Column, Columns, Writer};
use chrono::NaiveDate;

/// What a row is made of.
pub struct StudyRow {
    study: Study,
    /// The call's code.
    call: String,
    awardee: String,
    mentor: Option<String>,
    milestones: usize,
    reports: Punctuality,
    planned: Option<BondCalendar>,
    actual: Option<BondCalendar>,
    /// By the day of the return, else by the day after the planned end.
    impact: Vec<NaiveDate>,
}

impl StudyRow {
    /// The bond that the impact's dates are of: both as they are, or both as planned.
    fn bond(&self) -> Option<BondCalendar> {
        self.actual.or(self.planned)
    }

    /// Whether the bond ends before the impact is measured for the last time.
    fn ends_early(&self) -> Option<bool> {
        let until = self.bond()?.until?;
        self.impact.last().map(|last| until < *last)
    }
}

fn day(day: Option<NaiveDate>) -> Cell {
    Cell::optional(day, |day| Cell::text(day.to_string()))
}

fn until(bond: Option<BondCalendar>) -> Cell {
    day(bond.and_then(|bond| bond.until))
}

fn number(number: Option<u32>) -> Cell {
    Cell::optional(number, |number| Cell::Integer(i64::from(number)))
}

/// Which study it is.
static WHICH: &[Column<StudyRow>] = &[
    Column::text("number", |row: &StudyRow| Cell::text(&row.study.number)),
    Column::text("call", |row: &StudyRow| Cell::text(&row.call)),
    Column::text("awardee", |row: &StudyRow| Cell::text(&row.awardee)),
    Column::text("unit", |row: &StudyRow| Cell::text(row.study.unit.as_str())),
    Column::text("owner_unit", |row: &StudyRow| Cell::text(row.study.owner_unit.as_str())),
    Column::text("problem", |row: &StudyRow| Cell::text(&row.study.problem_code)),
    Column::text("state", |row: &StudyRow| Cell::text(row.study.state.name())),
    Column::text("since", |row: &StudyRow| Cell::text(row.study.since.to_string())),
];

/// How far a study is.
static PROGRESS: &[Column<StudyRow>] = &[
    Column::text("topic", |row: &StudyRow| Cell::text(&row.study.topic)).wide(40),
    Column::text("university", |row: &StudyRow| Cell::text(&row.study.university)),
    Column::text("programme", |row: &StudyRow| Cell::text(&row.study.programme)),
    Column::text("country", |row: &StudyRow| Cell::text(&row.study.country)),
    Column::text("admission_by", |row: &StudyRow| Cell::text(row.study.admission_by.to_string())),
    Column::text("starts_on", |row: &StudyRow| day(row.study.starts_on)),
    Column::text("ends_on", |row: &StudyRow| day(row.study.ends_on)),
    Column::text("returned_on", |row: &StudyRow| day(row.study.returned_on)),
    Column::text("placement", |row: &StudyRow| {
        Cell::optional(row.study.placement.as_ref(), |unit| Cell::text(unit.as_str()))
    }),
    Column::text("mentor", |row: &StudyRow| Cell::optional(row.mentor.clone(), Cell::Text)),
    Column::integer("milestones_planned", |row: &StudyRow| {
        number(u32::try_from(row.milestones).ok())
    }),
    Column::integer("reports_due", |row: &StudyRow| number(Some(row.reports.due))),
    Column::integer("reports_in_time", |row: &StudyRow| number(Some(row.reports.in_time))),
    Column::text("planned_bond_until", |row: &StudyRow| until(row.planned)),
    Column::text("actual_bond_until", |row: &StudyRow| until(row.actual)),
];

/// One row per study.
pub static STUDIES: Columns<StudyRow> = &[WHICH, PROGRESS];

static BOND: &[Column<StudyRow>] = &[
    Column::truth("is_released", |row: &StudyRow| {
        Cell::optional(row.study.is_released, Cell::Truth)
    }),
    Column::integer("planned_factor", |row: &StudyRow| number(row.planned.map(|one| one.factor))),
    Column::integer("planned_months", |row: &StudyRow| number(row.planned.map(|one| one.months))),
    Column::text("planned_from", |row: &StudyRow| day(row.planned.map(|one| one.from))),
    Column::text("planned_until", |row: &StudyRow| until(row.planned)),
    Column::integer("actual_factor", |row: &StudyRow| number(row.actual.map(|one| one.factor))),
    Column::integer("actual_months", |row: &StudyRow| number(row.actual.map(|one| one.months))),
    Column::text("actual_from", |row: &StudyRow| day(row.actual.map(|one| one.from))),
    Column::text("actual_until", |row: &StudyRow| until(row.actual)),
    Column::text("impact_due", |row: &StudyRow| {
        let days: Vec<String> = row.impact.iter().map(NaiveDate::to_string).collect();
        if days.is_empty() { Cell::Empty } else { Cell::text(days.join(", ")) }
    })
    .wide(40),
    Column::truth("ends_before_last_impact", |row: &StudyRow| {
        Cell::optional(row.ends_early(), Cell::Truth)
    }),
];

/// One row per study with a service bond.
pub static BONDS: Columns<StudyRow> = &[WHICH, BOND];

/// The rows of the studies that the reader may read and that fit. As many statements for a hundred of them as for one.
fn rows(cx: &mut Cx<'_>, filter: &StudyFilter) -> Result<Vec<StudyRow>, Failure> {
    let (all, calls) = readable_with_calls(cx)?;
    let all = all.into_iter().map(|(study, _)| study);
    let studies: Vec<Study> = all.filter(|study| is_listed(filter, study)).collect();
    let ids: Vec<AwardId> = studies.iter().map(|study| study.id.clone()).collect();
    let mut people: Vec<UserId> = studies.iter().map(|study| study.candidate.clone()).collect();
    people.extend(studies.iter().filter_map(|study| study.mentor.clone()));
    let names = names_of(cx.db, &people)?;
    let steps = store::steps_by_study(cx.db, &ids)?;
    let requests = store::requests_by_study(cx.db, &ids)?;
    let name = |user: &UserId| names.get(user).cloned();
    let punctual = punctuality(cx.db, cx.now)?;
    let row = |study: Study| {
        let call = calls.get(&study.call)?;
        let rules = &call.definition.after_award;
        let steps = steps.get(&study.id).map_or(&[][..], Vec::as_slice);
        let requests = requests.get(&study.id).map_or(&[][..], Vec::as_slice);
        let planned = planned_bond(&study, rules);
        let actual = actual_bond(&study, rules, steps);
        let is_on = !study.state.is_final();
        let returned_on = study.returned_on.or(planned.filter(|_| is_on).map(|bond| bond.from));
        let impact = returned_on.map(|day| bond::impact_days(rules, day));
        Some(StudyRow {
            call: call.code.clone(),
            awardee: name(&study.candidate).unwrap_or_default(),
            mentor: study.mentor.as_ref().and_then(name),
            milestones: plan_in(requests).map_or(0, |plan| plan.milestones.len()),
            reports: punctual.get(&study.id).copied().unwrap_or_default(),
            impact: impact.unwrap_or_default(),
            planned,
            actual,
            study,
        })
    };
    Ok(studies.into_iter().filter_map(row).collect())
}

/// Writes the progress sheet. Who may have it is asked before, by the catalogue of exports.
///
/// # Errors
/// `forbidden`; a full disk.
pub fn pour_studies(cx: &mut Cx<'_>, filter: &StudyFilter, to: &mut Writer) -> Result<(), Failure> {
    to.table((STUDIES, &[]), &rows(cx, filter)?)
}

/// Writes the calendar of the bonds, planned and as they are; studies of which nothing is owed are left out.
///
/// # Errors
/// As [`pour_studies`].
pub fn pour_bonds(cx: &mut Cx<'_>, filter: &StudyFilter, to: &mut Writer) -> Result<(), Failure> {
    let owed = |bond: Option<BondCalendar>| bond.is_some_and(|bond| bond.until.is_some());
    let mut rows = rows(cx, filter)?;
    rows.retain(|row| owed(row.planned) || owed(row.actual));
    to.table((BONDS, &[]), &rows)
}
