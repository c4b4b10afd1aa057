//! The pages in a real browser, on a phone of 360 pixels and on a desktop, in both languages. Needs
//! Chromium, its driver and axe-core; `scripts/test` gets them. Without scripts: `tests/api/pages.rs`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

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
#[expect(dead_code, reason = "shared with the tests of the API")]
#[path = "../api/decisions/world.rs"]
mod plenary_world;
mod privacy;
mod public;
mod reviewer;
#[expect(dead_code, reason = "shared with the tests of the API")]
#[path = "../api/reviews/world.rs"]
mod reviews_world;
mod scripts_off;
mod secretariat;
#[expect(dead_code, reason = "shared with the tests of the API")]
#[path = "../api/support/mod.rs"]
mod support;
mod units;
mod uploading;
#[expect(dead_code, reason = "shared with the tests of the API")]
#[path = "../api/proposals/world.rs"]
mod world;

use tubel::kernel::language::Language;

/// A world with the twenty-five problems of the agency.
async fn world() -> world::World {
    let world = world::World::start().await;
    let now = world.app.now();
    world
        .app
        .database()
        .write(move |db| tubel::features::problems::seed_problems(db, now))
        .unwrap();
    world
}

/// Both languages by their tags.
fn languages() -> [&'static str; 2] {
    Language::ALL.map(Language::tag)
}
