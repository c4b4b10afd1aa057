//! Seats for people. 

use crate::web::pages::PageRoutes;
pub fn configure(_: &mut PageRoutes<'_>) {}
