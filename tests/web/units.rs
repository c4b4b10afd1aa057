//! The secretariat keeps the table of units.

use crate::browser::{Browser, Screen};
use crate::page::check;
use test_support::{PASSWORD, TestApp};
use tubel::kernel::access::Role;

async fn keeps_the_table(screen: Screen, language: &str) {
    let app = TestApp::start();
    let secretariat = app.person("sekar").role(Role::Secretariat).unit("U.BB.SMR").create();
    let browser = Browser::start(screen).await;
    let picture = |name: &str| format!("units-{name}-{language}");
    browser.open(&format!("{}/sign-in?lang={language}", app.address)).await;
    browser.type_into("#f-login", &secretariat.email).await;
    browser.type_into("#f-password", PASSWORD).await;
    browser.click("main button").await;
    browser.arrive("/").await;
    browser.choose_in_menu("/desk/units").await;
    check(&browser, screen, &picture("1-list")).await;
    assert!(!browser.text("main table").await.contains("balai_besar"));
    browser.click("main a.button").await;
    browser.arrive("/desk/units/new").await;
    for (field, text) in [
        ("code", "alor"),
        ("name", "Loka POM di Kabupaten Alor"),
        ("city", "Kalabahi"),
        ("region", "Nusa Tenggara Timur"),
    ] {
        browser.type_into(&format!("#f-{field}"), text).await;
    }
    for (field, value) in
        [("kind", "loka"), ("parent", "P.SU"), ("remote", "yes"), ("time-zone", "WITA")]
    {
        browser.click(&format!("#f-{field} option[value='{value}']")).await;
    }
    browser.click("main form button").await;
    browser.wait_for("#errors", "U.BB.MKS").await;
    browser.complaints().await;
    let chosen = "return document.querySelector('#f-kind').value";
    assert_eq!(browser.run(chosen).await, "loka");
    check(&browser, screen, &picture("2-refused")).await;
    browser.run("document.querySelector('#f-code').value = ''").await;
    browser.type_into("#f-code", "U.LK.ALO").await;
    browser.click("main form button").await;
    browser.arrive("/desk/units?q=U.LK.ALO&saved=1").await;
    check(&browser, screen, &picture("3-saved")).await;
    browser.click("main table a").await;
    browser.arrive("/desk/units/U.LK.ALO").await;
    check(&browser, screen, &picture("4-edit")).await;
    browser.click("#f-active option[value=no]").await;
    browser.click("main form button").await;
    browser.arrive("&saved=1").await;
    let off = if language == "id" { "tidak dipakai" } else { "not in use" };
    assert!(browser.text("main table").await.contains(off));
    browser.close().await;
}

#[actix_web::test]
async fn the_secretariat_adds_a_unit_and_switches_it_off_on_a_phone() {
    keeps_the_table(Screen::Phone, "id").await;
}

#[actix_web::test]
async fn the_secretariat_adds_a_unit_and_switches_it_off_on_a_desktop() {
    keeps_the_table(Screen::Desktop, "en").await;
}
