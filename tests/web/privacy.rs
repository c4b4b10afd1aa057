//! A person asks for their data to be erased and downloads it on a phone; the secretariat answers and
//! erases on a desktop.

use crate::browser::{Browser, Screen};
use crate::page::check;
use test_support::{PASSWORD, Person, TestApp};
use tubel::kernel::access::Role;

const WHY: &str = "Data ini masih diperlukan untuk mempertanggungjawabkan hasil seleksi.";

async fn sign_in(browser: &Browser, app: &TestApp, who: &Person, language: &str) {
    browser.open(&format!("{}/sign-in?lang={language}", app.address)).await;
    browser.type_into("#f-login", &who.email).await;
    browser.type_into("#f-password", PASSWORD).await;
    browser.click("main button").await;
    browser.arrive("/").await;
}

async fn asks(app: &TestApp, who: &Person, (screen, language): (Screen, &str)) {
    let browser = Browser::start(screen).await;
    sign_in(&browser, app, who, language).await;
    browser.open(&format!("{}/me", app.address)).await;
    browser.click("main a[href='/me/data']").await;
    browser.arrive("/me/data").await;
    check(&browser, screen, &format!("my-data-1-{language}")).await;
    // What the button's form brings, without leaving the page.
    let size = browser
        .run_async(
            "const done = arguments[arguments.length - 1];
             const form = document.querySelector(\"form[action='/me/data']\");
             fetch('/me/data', { method: 'POST', body: new URLSearchParams(new FormData(form)) })
               .then((answer) => answer.headers.get('content-type') === 'application/zip' ? answer.blob() : null)
               .then((blob) => done(blob ? blob.size : 0))",
        )
        .await;
    assert!(size.as_u64().unwrap() > 1000, "{size}");
    browser.type_into("#f-reason", "Saya pindah ke instansi lain.").await;
    browser.click("#erasure form button").await;
    browser.appear("#erasure:not(:has(form)) .notice").await;
    check(&browser, screen, &format!("my-data-2-asked-{language}")).await;
    browser.close().await;
}

async fn answers_and_erases(app: &TestApp, office: &Person, (screen, language): (Screen, &str)) {
    let browser = Browser::start(screen).await;
    sign_in(&browser, app, office, language).await;
    browser.open(&format!("{}/desk/privacy", app.address)).await;
    check(&browser, screen, &format!("privacy-desk-1-{language}")).await;
    browser.click("main section.card select option[value='refused']").await;
    browser.type_into("main section.card textarea", "Pendek").await;
    browser.click("main section.card button").await;
    browser.wait_for("#errors", "20").await;
    browser.complaints().await;
    check(&browser, screen, &format!("privacy-desk-2-refused-{language}")).await;
    browser.type_into("main section.card textarea", &format!(" {WHY}")).await;
    browser.click("main section.card button").await;
    browser.appear("main .notice[role='status']").await;
    browser.type_into("#f-password", PASSWORD).await;
    browser.run("document.querySelectorAll('details').forEach((one) => { one.open = true })").await;
    check(&browser, screen, &format!("privacy-desk-3-answered-{language}")).await;
    browser.click("#erase button.danger").await;
    browser.appear("main:not(:has(#erase)) .notice[role='status']").await;
    check(&browser, screen, &format!("privacy-desk-4-erased-{language}")).await;
    browser.close().await;
}

async fn whole_way((phone, desk): (&str, &str)) {
    let app = TestApp::start();
    let office = app.person("Kantor").role(Role::Secretariat).unit("P").create();
    app.person("Budi Lama").role(Role::Candidate).create();
    app.at("2031-01-01T00:00:00Z");
    let siti = app.person("Siti Baru").role(Role::Candidate).create();
    asks(&app, &siti, (Screen::Phone, phone)).await;
    answers_and_erases(&app, &office, (Screen::Desktop, desk)).await;
    let narrow = Browser::start(Screen::Phone).await;
    sign_in(&narrow, &app, &office, desk).await;
    narrow.open(&format!("{}/desk/privacy", app.address)).await;
    check(&narrow, Screen::Phone, &format!("privacy-desk-5-{desk}")).await;
    narrow.open(&format!("{}/me/data?lang={phone}", app.address)).await;
    narrow.close().await;
    let back = Browser::start(Screen::Desktop).await;
    sign_in(&back, &app, &siti, phone).await;
    back.open(&format!("{}/me/data", app.address)).await;
    back.wait_for("#erasure .notice", "diperlukan untuk").await;
    check(&back, Screen::Desktop, &format!("my-data-3-answered-{phone}")).await;
    back.close().await;
}

#[actix_web::test]
async fn somebody_asks_on_a_phone_and_the_secretariat_answers_and_erases_on_a_desktop() {
    whole_way(("id", "en")).await;
}

#[actix_web::test]
async fn the_same_with_the_languages_exchanged() {
    whole_way(("en", "id")).await;
}
