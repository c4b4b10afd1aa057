//! The panel's work over REST: conflicts, assignments and their plan, a reviewer's tasks, sheets,
//! progress, reconciliation.

mod assignments;
mod conflicts;
mod panel;
pub(super) mod papers;
mod pile;
mod progress;
mod reconciling;
mod sheets;

use crate::web::Routes;

pub fn configure(routes: &mut Routes<'_>) {
    conflicts::configure(routes);
    panel::configure(routes);
    assignments::configure(routes);
    pile::configure(routes);
    sheets::configure(routes);
    papers::configure(routes);
    progress::configure(routes);
    reconciling::configure(routes);
}
