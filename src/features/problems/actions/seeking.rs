//! Finding a problem while somebody is on the telephone.

use super::{scope_of, shown};
use crate::features::problems::{Problem, store};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::Failure;
use crate::kernel::sought::Sought;
use crate::platform::cx::Cx;

/// The problems that the viewer may read and that are meant by a question, by code, at most so many.
///
/// # Errors
/// When the database fails.
pub fn seek(cx: &mut Cx<'_>, sought: &Sought, most: usize) -> Result<Vec<Problem>, Failure> {
    access::may(cx.viewer, Permission::ReadRegistry, Facts::NONE)?;
    let scope = scope_of(Some(cx.viewer));
    let is_meant = |one: &Problem| {
        let Problem { code, title, indicator, .. } = one;
        sought.finds_number(code) || sought.finds(&format!("{code} {title} {indicator}"))
    };
    let all = store::every(cx.db)?.into_iter().filter(|one| scope.holds(one) && is_meant(one));
    Ok(all.take(most).map(|one| shown(one, &scope)).collect())
}
