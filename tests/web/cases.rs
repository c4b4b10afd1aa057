//! The page that gathers a proposal, as an auditor comes to it; and the plenary's screen on the laptop that stands at
//! the projector.

use crate::browser::{Browser, Screen};
use crate::languages;
use crate::page::check;
use serde_json::json;
use test_support::plenary::{PLENARY, World};
use test_support::{PASSWORD, Person, Submission};

const NOTE: &str = "Kedua penilai membaca ulang rencananya; bedanya soal kelayakan, dan tetap.";

/// More proposals than fit one screen, with the last seat on the second page.
async fn world() -> (World, Vec<Submission>) {
    let world = World::with(|definition| definition["seats"] = 13.into()).await;
    let entry = |n: u32| {
        let scores = if n == 0 { [5, 5, 2] } else { [5 - n % 2, 5 - n % 3, 4] };
        world.proposal(["U.BB.MDN", "U.BB.MKS", "U.BB.SMR"][n as usize % 3], &scores)
    };
    let entries = (0..24).map(entry).collect();
    world.app.at(PLENARY);
    (world, entries)
}

async fn sign_in(browser: &Browser, world: &World, who: &Person, language: &str) {
    browser.open(&format!("{}/sign-in?lang={language}", world.app.address)).await;
    browser.type_into("#f-login", &who.email).await;
    browser.type_into("#f-password", PASSWORD).await;
    browser.click("main button").await;
    browser.arrive("/").await;
}

async fn by_its_number(screen: Screen) {
    let (world, entries) = world().await;
    let path = format!("/api/v1/proposals/{}/reconciliation", entries[0].id);
    world.app.post(&world.chair, &path, json!({"note": NOTE})).await.expect(201);
    world.run().await;
    for language in languages() {
        let browser = Browser::start(screen).await;
        sign_in(&browser, &world, &world.auditor, language).await;
        browser.open(&format!("{}/desk/record", world.app.address)).await;
        browser.type_into("main form [name=subject]", &entries[0].number).await;
        browser.click("main form button").await;
        browser.appear("main a.button[href$='/case']").await;
        browser.click("main a.button[href$='/case']").await;
        browser.arrive("/case").await;
        check(&browser, screen, &format!("case-{language}")).await;
        // The note that vanished after it was saved, the ranking, and the trail with the newest first.
        browser.wait_for("#case-review ~ .card, main", NOTE).await;
        let shown =
            "return ['case-timeline','case-receipts','case-review','case-ranking','case-trail']
            .filter((id) => !document.getElementById(id))";
        assert_eq!(browser.run(shown).await, json!([]));
        let entries =
            "return [...document.querySelectorAll('#case-trail ~ .table tbody td.number a')]
            .map((one) => Number(one.lastChild.textContent))";
        let entries = browser.run(entries).await;
        let entries: Vec<u64> =
            entries.as_array().unwrap().iter().map(|one| one.as_u64().unwrap()).collect();
        assert!(entries.len() > 1 && entries.is_sorted_by(|one, next| one > next), "{entries:?}");
        browser.close().await;
    }
}

#[actix_web::test]
async fn an_auditor_finds_a_case_by_its_number_on_a_desktop() {
    by_its_number(Screen::Desktop).await;
}

#[actix_web::test]
async fn an_auditor_finds_a_case_by_its_number_on_a_phone() {
    by_its_number(Screen::Phone).await;
}

#[actix_web::test]
async fn the_projector_fits_a_small_laptop_jumps_to_the_last_seat_and_tells_what_was_written() {
    let (world, _) = world().await;
    world.run().await;
    let browser = Browser::start(Screen::Desktop).await;
    sign_in(&browser, &world, &world.chair, "id").await;
    browser.resize((1366, 768)).await;
    let address = format!("{}/desk/calls/{}/projector", world.app.address, world.call);
    browser.open(&address).await;
    let fits = "const root = document.documentElement;
        return [root.scrollHeight <= innerHeight, root.scrollWidth <= innerWidth, innerWidth, innerHeight]";
    assert_eq!(browser.run(fits).await, json!([true, true, 1366, 768]));
    // The last seat is on the next page.
    assert_eq!(browser.run("return document.querySelectorAll('#cut').length").await, 0);
    browser.picture("projector-1366").await;
    browser.click("nav.turn [data-cut]").await;
    browser.appear("#cut").await;
    assert_eq!(browser.run(fits).await, json!([true, true, 1366, 768]));
    let last = "return [...document.querySelectorAll('tr.taken')].at(-1).id";
    assert_eq!(browser.run(last).await, "cut");
    browser.picture("projector-1366-cut").await;
    browser.click("#cut a").await;
    browser.wait_for("main .written", "Data unit lengkap dan terurai.").await;
    browser.wait_for("main .written", "Umpan balik dari skor").await;
    browser.wait_for("main .written", "RAHASIA-PANITIA").await;
    browser.resize((1280, 900)).await;
    check(&browser, Screen::Desktop, "projector-one-written").await;
    browser.close().await;
}
