//! Proposals over REST.

use crate::web::Routes;

pub fn configure(_routes: &mut Routes<'_, '_>) {}
