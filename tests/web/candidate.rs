//! A candidate's way from the first page to the receipt.

use crate::browser::{Browser, Screen};
use crate::page::check;
use crate::world;
use std::io::Write;
use test_support::writing::World;
use test_support::{PASSWORD, Person, case, content};

async fn sign_in(browser: &Browser, world: &World, who: &Person, language: &str) {
    browser.open(&format!("{}/sign-in?lang={language}", world.app.address)).await;
    browser.type_into("#f-login", &who.email).await;
    browser.type_into("#f-password", PASSWORD).await;
    browser.click("main button").await;
    browser.arrive("/").await;
}

/// Begins a proposal from the home page; the path of the proposal.
async fn begin(browser: &Browser) -> String {
    browser.click("main .card.next a.button").await;
    browser.arrive("/begin").await;
    browser.click("#f-problem option:nth-of-type(2)").await;
    browser.click("#f-level option:nth-of-type(2)").await;
    browser.click("main form button").await;
    browser.arrive("/edit").await;
    browser.path().await.trim_end_matches("/edit").to_owned()
}

/// Puts a complete text in place, as another client would.
async fn complete(world: &World, path: &str) {
    let api = format!("/api/v1{path}");
    world.rewrite(&api, &content()).await;
    // The chosen problem belongs to whoever it belongs to; this one's owner signs.
    let version = world.version(&api).await;
    let body = serde_json::json!({"problem": world.problem, "content": content()});
    world.app.put_from(&world.candidate, &api, version, body).await.expect(200);
    world.endorse_both(&api).await;
}

pub(crate) fn sample() -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().prefix("usulan").suffix(".pdf").tempfile().unwrap();
    file.write_all(&case::pdf("usulan")).unwrap();
    file
}

async fn whole_way(screen: Screen, language: &str) {
    let world = world().await;
    let browser = Browser::start(screen).await;
    let picture = |name: &str| format!("candidate-{name}-{language}");
    sign_in(&browser, &world, &world.candidate, language).await;
    check(&browser, screen, &picture("1-home")).await;
    let path = begin(&browser).await;
    check(&browser, screen, &picture("2-editor-empty")).await;
    let saved = if language == "id" { "Tersimpan" } else { "Saved" };
    browser.type_into("#f-title", "Memutus tautan <b>obat</b>").await;
    browser.wait_for("[data-state]", saved).await;
    let stored = world.app.get(&world.candidate, &format!("/api/v1{path}")).await;
    assert_eq!(stored.expect(200)["content"]["title"], "Memutus tautan <b>obat</b>");
    complete(&world, &path).await;
    browser.open(&format!("{}{path}/edit", world.app.address)).await;
    check(&browser, screen, &picture("3-editor-full")).await;
    browser.open(&format!("{}{path}", world.app.address)).await;
    let file = sample();
    browser.type_into("#file-proposal", file.path().to_str().unwrap()).await;
    browser.click("form[data-upload$='/proposal'] button").await;
    let ready = if language == "id" { "Semua sudah lengkap" } else { "Everything is there" };
    browser.wait_for("main .card.next", ready).await;
    check(&browser, screen, &picture("4-overview")).await;
    browser.click("main a.button[href$='/submit']").await;
    browser.arrive("/submit").await;
    check(&browser, screen, &picture("5-submit")).await;
    browser.click("#f-true-and-final").await;
    browser.click("main form button").await;
    browser.arrive("/receipt").await;
    assert_eq!(browser.text("main .big").await, "TB-2026-0001");
    check(&browser, screen, &picture("6-receipt")).await;
    browser.close().await;
}

#[actix_web::test]
async fn a_candidate_gets_from_the_first_page_to_the_receipt_on_a_phone() {
    whole_way(Screen::Phone, "id").await;
}

#[actix_web::test]
async fn a_candidate_gets_from_the_first_page_to_the_receipt_on_a_desktop() {
    whole_way(Screen::Desktop, "en").await;
}

#[actix_web::test]
async fn a_save_that_comes_too_late_shows_both_texts_and_loses_neither() {
    let world = world().await;
    let browser = Browser::start(Screen::Desktop).await;
    sign_in(&browser, &world, &world.candidate, "en").await;
    let path = begin(&browser).await;
    // Meanwhile, on another tab.
    let mut other = content();
    other["title"] = "From the other tab".into();
    world.rewrite(&format!("/api/v1{path}"), &other).await;
    browser.type_into("#f-title", "From this tab").await;
    browser.wait_for("[data-state]", "another tab").await;
    browser.complaints().await;
    browser.click(".savebar button").await;
    browser.wait_for("section[aria-labelledby='both']", "From").await;
    let shown = browser.text("section[aria-labelledby='both']").await;
    assert!(shown.contains("From the other tab") && shown.contains("From this tab"), "{shown}");
    assert_eq!(
        browser.run("return document.querySelector('#f-title').value").await,
        "From this tab"
    );
    browser.complaints().await;
    check(&browser, Screen::Desktop, "candidate-two-tabs-en").await;
    browser.close().await;
}

#[actix_web::test]
async fn what_was_typed_survives_a_session_that_ended_meanwhile() {
    let world = world().await;
    let browser = Browser::start(Screen::Phone).await;
    sign_in(&browser, &world, &world.candidate, "en").await;
    let path = begin(&browser).await;
    // Nobody moved for longer than a session lasts.
    world.app.set_clock(world.app.now().plus_seconds(3 * 3600));
    browser.type_into("#f-title", "Typed too late").await;
    browser.wait_for("[data-state]", "session has ended").await;
    sign_in(&browser, &world, &world.candidate, "en").await;
    browser.open(&format!("{}{path}/edit", world.app.address)).await;
    browser.click("[data-recover]").await;
    browser.wait_for("[data-state]", "Saved").await;
    let stored = world.app.get(&world.candidate, &format!("/api/v1{path}")).await;
    assert_eq!(stored.expect(200)["content"]["title"], "Typed too late");
    browser.close().await;
}

#[actix_web::test]
async fn a_refused_form_comes_back_with_what_was_typed_and_the_focus_on_the_errors() {
    let world = world().await;
    let browser = Browser::start(Screen::Phone).await;
    browser.open(&format!("{}/sign-in?lang=en", world.app.address)).await;
    browser.type_into("#f-login", "nobody@pom.go.id").await;
    browser.type_into("#f-password", "not the right one").await;
    browser.click("main button").await;
    browser.wait_for("#errors", "does not fit").await;
    let focused = browser.run("return document.activeElement.id").await;
    assert_eq!(focused, "errors");
    let typed = browser.run("return document.querySelector('#f-login').value").await;
    assert_eq!(typed, "nobody@pom.go.id");
    // Chromium itself notes an answer of 401 or 422 on the console.
    browser.complaints().await;
    check(&browser, Screen::Phone, "sign-in-refused-en").await;
    browser.close().await;
}
