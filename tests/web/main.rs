//! The pages in a real browser, on a phone of 360 pixels and on a desktop, in both languages. Needs
//! Chromium, its driver and axe-core; `scripts/test` gets them. Without scripts: `tests/api/pages.rs`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod accidents;
mod account;
mod boards;
mod breaches;
mod browser;
mod candidate;
mod changes;
mod desks;
mod drafts;
mod every_page;
mod line;
mod menu;
mod objections;
mod page;
mod plenary;
mod privacy;
mod public;
mod reviewer;
mod scripts_off;
mod secretariat;
mod units;
mod uploading;

use test_support::writing::World;
use tubel::kernel::language::Language;

/// A world with the twenty-five problems of the agency.
async fn world() -> World {
    let world = World::start().await;
    world.app.registered_problem();
    world
}

/// Both languages by their tags.
fn languages() -> [&'static str; 2] {
    Language::ALL.map(Language::tag)
}
