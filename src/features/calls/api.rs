//! Calls over REST: reading in `read`, writing and moving a call in `write`, its panel in `panel`,
//! and what can be copied into one in `templates`.

mod pact;
mod panel;
pub(super) mod read;
mod templates;
mod write;

use crate::web::Routes;

pub fn configure(routes: &mut Routes<'_>) {
    templates::configure(routes);
    read::configure(routes);
    write::configure(routes);
    panel::configure(routes);
    pact::configure(routes);
}
