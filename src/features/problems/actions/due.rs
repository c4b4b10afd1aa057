//! Which indicators are to be measured again.

use super::own_unit;
use crate::features::problems::rules::measuring;
use crate::features::problems::{ToMeasure, store};
use crate::kernel::access::{self, Permission};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, common};
use crate::kernel::ids::UnitCode;
use crate::platform::cx::Cx;
use crate::platform::db::Db;

/// Those of all units, or of one, that are due today, the longest due first: so many months after the last period, or on
/// a day on which it was asked for because of a study.
///
/// # Errors
/// When the database fails.
pub fn due(
    db: &mut Db,
    (of, months): (Option<&UnitCode>, u32),
    now: Timestamp,
) -> Result<Vec<ToMeasure>, Failure> {
    let problems = store::open(db, of)?;
    let ids: Vec<_> = problems.iter().map(|problem| problem.id.clone()).collect();
    let mut measured = store::measurements_of_all(db, &ids)?;
    let mut asked = store::days_asked(db, &ids)?;
    let today = now.date_in_jakarta();
    let due = problems.iter().filter_map(|problem| {
        let measurements = measured.remove(&problem.id).unwrap_or_default();
        let days = asked.remove(&problem.id).unwrap_or_default();
        let due = measuring::due_on(problem, &measurements, (months, &days));
        due.filter(|one| one.due_on <= today)
    });
    let mut due: Vec<ToMeasure> = due.collect();
    due.sort_by(|one, other| {
        (one.due_on, &one.problem.code).cmp(&(other.due_on, &other.problem.code))
    });
    Ok(due)
}

/// Those of the unit that the viewer heads.
///
/// # Errors
/// `forbidden`.
pub fn list_due(cx: &mut Cx<'_>, months: u32) -> Result<Vec<ToMeasure>, Failure> {
    let unit = cx.viewer.unit.as_ref().ok_or_else(|| Failure::refused(common::FORBIDDEN))?;
    access::may(cx.viewer, Permission::MeasureProblem, own_unit(cx.viewer, unit))?;
    due(cx.db, (Some(unit), months), cx.now)
}

/// The same for a page that shows other things beside: nothing for whoever heads no unit.
///
/// # Errors
/// When the database fails.
pub fn due_of_viewer(cx: &mut Cx<'_>, months: u32) -> Result<Vec<ToMeasure>, Failure> {
    let Some(unit) = &cx.viewer.unit else { return Ok(Vec::new()) };
    if !cx.viewer.may(Permission::MeasureProblem, own_unit(cx.viewer, unit)) {
        return Ok(Vec::new());
    }
    due(cx.db, (Some(unit), months), cx.now)
}
