//! The menu: folded away on a phone until asked for, open on a desktop; by keyboard and finger, and
//! without any script.

use crate::browser::{Browser, Screen};
use crate::page::{check, check_plain};
use test_support::PASSWORD;
use test_support::plenary::World;

/// The least height that a finger finds, in pixels.
const FINGER: f64 = 44.0;

/// The secretariat, which has the most duties, on the home page.
async fn on_the_home_page(browser: &Browser, language: &str) -> World {
    let world = World::new().await;
    browser.open(&format!("{}/sign-in?lang={language}", world.app.address)).await;
    browser.type_into("#f-login", &world.secretariat.email).await;
    browser.type_into("#f-password", PASSWORD).await;
    browser.click("main button").await;
    browser.arrive("/").await;
    world
}

#[actix_web::test]
async fn on_a_phone_the_menu_unfolds_without_scripts_and_every_entry_is_as_high_as_a_finger() {
    let browser = Browser::without_scripts(Screen::Phone).await;
    let _world = on_the_home_page(&browser, "id").await;
    let shown = "return [...document.querySelectorAll('.menu a')]
        .filter((link) => link.checkVisibility()).length";
    assert_eq!(browser.run(shown).await, 0);
    browser.click(".menu summary").await;
    let entries = browser.run(shown).await.as_u64().unwrap();
    assert!(entries > 9, "{entries}");
    let small = "return [...document.querySelectorAll('header a:not(.brand), header button, header summary')]
        .map((one) => one.getBoundingClientRect().height)";
    let heights = browser.run(small).await;
    for height in heights.as_array().unwrap() {
        assert!(height.as_f64().unwrap() >= FINGER, "{heights}");
    }
    let sideways = "return document.querySelector('.menu ul').scrollWidth > innerWidth";
    assert_eq!(browser.run(sideways).await, false);
    check_plain(&browser, Screen::Phone, "menu-unfolded").await;
    browser.click(".menu a[href='/desk/users']").await;
    browser.arrive("/desk/users").await;
    // Folded again, it says where one is.
    assert_eq!(browser.run(shown).await, 0);
    assert!(browser.text(".menu summary").await.contains("Pengguna"));
    browser.close().await;
}

#[actix_web::test]
async fn on_a_desktop_the_menu_lies_open_and_the_keyboard_passes_through_its_entries() {
    let browser = Browser::start(Screen::Desktop).await;
    let _world = on_the_home_page(&browser, "en").await;
    check(&browser, Screen::Desktop, "menu-open").await;
    browser.run("document.querySelector('.menu a').focus()").await;
    browser.press("\u{e004}").await;
    let second = "return document.activeElement
        === document.querySelector('.menu li:nth-of-type(2) a')";
    assert_eq!(browser.run(second).await, true);
    browser.close().await;
}
