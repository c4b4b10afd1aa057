//! What anybody sees without signing in.

use crate::browser::{Browser, Screen};
use crate::languages;
use crate::page::check;
use crate::world;

async fn public_pages(screen: Screen) {
    let world = world().await;
    let (address, call) = (&world.app.address, &world.call);
    let browser = Browser::start(screen).await;
    for language in languages() {
        for (name, path) in [
            ("home", "/".to_owned()),
            ("calls", "/calls".to_owned()),
            ("call", format!("/calls/{call}")),
            ("problems", "/problems".to_owned()),
            ("problem", format!("/problems/{}", world.problem)),
            ("ledger", "/ledger".to_owned()),
            ("sign-in", "/sign-in".to_owned()),
        ] {
            browser.open(&format!("{address}{path}?lang={language}")).await;
            check(&browser, screen, &format!("{name}-{language}")).await;
        }
        browser.choose_in_menu("/problems").await;
        browser.type_into("#f-q", "M-007").await;
        browser.click("main form button").await;
        browser.arrive("/problems?q=M-007&state=&unit=").await;
        assert!(browser.text("main .cards").await.contains("M-007"));
        check(&browser, screen, &format!("problems-found-{language}")).await;
    }
    browser.close().await;
}

#[actix_web::test]
async fn anybody_reads_calls_problems_and_the_record_on_a_phone() {
    public_pages(Screen::Phone).await;
}

#[actix_web::test]
async fn anybody_reads_calls_problems_and_the_record_on_a_desktop() {
    public_pages(Screen::Desktop).await;
}

#[actix_web::test]
async fn an_unknown_address_is_a_page_with_a_way_out_in_the_chosen_language() {
    let world = world().await;
    let browser = Browser::start(Screen::Phone).await;
    browser.open(&format!("{}/sign-in?lang=en", world.app.address)).await;
    browser.open(&format!("{}/nowhere", world.app.address)).await;
    assert_eq!(browser.text("h1").await, "Not found. Check the address.");
    browser.click("main a.button").await;
    browser.arrive("/").await;
    assert_eq!(browser.text("h1").await, "Study assignment selection");
    browser.close().await;
}

#[actix_web::test]
async fn the_keyboard_alone_reaches_the_content_first() {
    let world = world().await;
    let browser = Browser::start(Screen::Desktop).await;
    browser.open(&format!("{}/?lang=en", world.app.address)).await;
    browser.type_into("body", "\u{e004}").await;
    let focused = browser.run("return document.activeElement.getAttribute('href')").await;
    assert_eq!(focused, "#main");
    browser.close().await;
}
