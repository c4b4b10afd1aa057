//! The secretariat at work on the panel, the record and the mail queue.

use crate::browser::{Browser, Screen};
use crate::languages;
use crate::page::check;
use test_support::PASSWORD;
use test_support::review::World;

async fn sign_in(browser: &Browser, world: &World) {
    browser.open(&format!("{}/sign-in?lang=en", world.app.address)).await;
    browser.type_into("#f-login", &world.secretariat.email).await;
    browser.type_into("#f-password", PASSWORD).await;
    browser.click("main button").await;
    browser.arrive("/").await;
}

async fn at_work(screen: Screen) {
    let world = World::new();
    for name in ["sari", "budi", "dewi", "tono"] {
        world.reviewer(name);
    }
    for name in ["siti", "rina"] {
        world.proposal(name);
    }
    let browser = Browser::start(screen).await;
    sign_in(&browser, &world).await;
    let desk = format!("/desk/calls/{}/assignment", world.call);
    for language in languages() {
        for (name, path) in
            [("assignment", desk.as_str()), ("record", "/desk/record"), ("mail", "/desk/mail")]
        {
            browser.open(&format!("{}{path}?lang={language}", world.app.address)).await;
            check(&browser, screen, &format!("board-{name}-{language}")).await;
        }
    }
    browser.open(&format!("{}{desk}?lang=en", world.app.address)).await;
    browser.click("main form button:not([name])").await;
    browser.appear("button[name='task']").await;
    check(&browser, screen, "board-assigned-en").await;
    let tasks = "return document.querySelectorAll(\"button[name='task']\").length";
    let before = browser.run(tasks).await.as_u64().unwrap();
    browser.type_into("#f-reason", "Sakit").await;
    browser.click("button[name='task']").await;
    let fewer = format!("{tasks} === {}", before - 1);
    for _ in 0..100 {
        if browser.run(&fewer).await == true {
            browser.close().await;
            return;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("no task was taken back");
}

#[actix_web::test]
async fn the_secretariat_assigns_and_takes_back_on_a_phone() {
    at_work(Screen::Phone).await;
}

#[actix_web::test]
async fn the_secretariat_assigns_and_takes_back_on_a_desktop() {
    at_work(Screen::Desktop).await;
}
