//! The panel's work over REST: conflicts, assignments and their plan, a reviewer's tasks, sheets,
//! progress, reconciliation.

mod assignments;
mod conflicts;
mod leaving;
mod panel;
pub(super) mod papers;
mod pile;
mod progress;
mod reconciling;
mod sheets;
mod withdrawing;

use crate::web::Routes;

pub fn configure(routes: &mut Routes<'_>) {
    conflicts::configure(routes);
    withdrawing::configure(routes);
    panel::configure(routes);
    leaving::configure(routes);
    assignments::configure(routes);
    pile::configure(routes);
    sheets::configure(routes);
    papers::configure(routes);
    progress::configure(routes);
    reconciling::configure(routes);
}
