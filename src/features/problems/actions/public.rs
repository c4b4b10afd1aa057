//! The registry and its indicators as everybody reads them, all at once, for later features.

use super::measuring;
use crate::features::problems::{Problem, Scope, Series, store};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProblemId;
use crate::platform::cx::AnyoneCx;

/// Every problem of the public registry with its indicator over time, as the public reads them, by code. The number
/// of statements does not grow with them.
///
/// # Errors
/// When the database fails.
pub fn public_series(cx: &mut AnyoneCx<'_>) -> Result<Vec<(Problem, Series)>, Failure> {
    access::may_anyone(cx.viewer, Permission::ReadRegistry, Facts::NONE)?;
    let registry = store::public(cx.db)?;
    let ids: Vec<ProblemId> = registry.iter().map(|problem| problem.id.clone()).collect();
    let mut measured = store::measurements_of_all(cx.db, &ids)?;
    let all = registry.into_iter().map(|problem| {
        let problem = super::shown(problem, &Scope::Public);
        let of_it = measured.remove(&problem.id).unwrap_or_default().into_iter();
        let of_it = of_it.map(|one| measuring::shown(one, &problem, &Scope::Public)).collect();
        let series = measuring::series_of(&problem, of_it);
        (problem, series)
    });
    Ok(all.collect())
}
