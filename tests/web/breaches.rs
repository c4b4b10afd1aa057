//! A breach of personal data from its registration to its end, as the secretariat works: on a phone
//! and on a desktop, in both languages.

use crate::browser::{Browser, Screen};
use crate::page::check;
use test_support::{PASSWORD, Person, TestApp};
use tubel::kernel::access::Role;

struct Desk {
    app: TestApp,
    secretariat: Person,
}

impl Desk {
    /// Three reviewers, whose accounts are what is affected.
    fn new() -> Self {
        let app = TestApp::start();
        let secretariat = app.person("admin").role(Role::Secretariat).unit("P.SU.03").create();
        for name in ["Ani", "Budi", "Citra"] {
            app.person(name).role(Role::Reviewer).unit("P.D1.01").create();
        }
        Self { app, secretariat }
    }

    async fn sign_in(&self, screen: Screen, language: &str) -> Browser {
        let browser = Browser::start(screen).await;
        browser.open(&format!("{}/sign-in?lang={language}", self.app.address)).await;
        browser.type_into("#f-login", &self.secretariat.email).await;
        browser.type_into("#f-password", PASSWORD).await;
        browser.click("main button").await;
        browser.arrive("/").await;
        browser
    }
}

async fn type_all(browser: &Browser, fields: &[(&str, &str)]) {
    for (field, text) in fields {
        browser.type_into(field, text).await;
    }
}

/// Registers with a first try that says too little.
async fn register(browser: &Browser, screen: Screen, language: &str) {
    let picture = |name: &str| format!("breach-{name}-{language}");
    browser.choose_in_menu("/desk/breaches").await;
    browser.arrive("/desk/breaches").await;
    check(browser, screen, &picture("1-empty")).await;
    browser.click("main a[href='/desk/breaches/new']").await;
    browser.arrive("/desk/breaches/new").await;
    check(browser, screen, &picture("2-new")).await;
    let texts = [
        ("#f-title", "Laptop verifikator hilang"),
        ("#f-found-through", "Pemiliknya melapor ke sekretariat."),
        ("#f-how", "Hilang"),
        ("#f-handling", "Semua sesi akunnya diakhiri."),
    ];
    type_all(browser, &texts).await;
    browser.click("main form.card button").await;
    browser.wait_for("#errors", "20").await;
    let kept = browser.run("return document.querySelector('#f-title').value").await;
    assert_eq!(kept, "Laptop verifikator hilang");
    browser.complaints().await;
    check(browser, screen, &picture("3-refused")).await;
    browser.type_into("#f-how", " di ruang tunggu bandara Hasanuddin.").await;
    browser.click("label[for='data.identity']").await;
    browser.click("label[for='data.health']").await;
    browser.click("main form.card button").await;
    browser.wait_for("main h1", "Laptop verifikator hilang").await;
}

/// Finds who is affected, tells them, notes the authority's number, closes.
async fn handle(browser: &Browser, screen: Screen, language: &str) {
    let picture = |name: &str| format!("breach-{name}-{language}");
    let (hours, late, handled) = match language {
        "id" => ("2 hari 23 jam", "Lewat waktu", "Ditangani"),
        _ => ("2 days 23 hours", "Overdue", "Handled"),
    };
    let left = browser.text("main .big").await;
    assert!(left.contains(hours) || left.contains("3 "), "{left}");
    assert!(!browser.text("main").await.contains(late));
    check(browser, screen, &picture("4-open")).await;
    browser.click("main details:has(#f-role-role) summary").await;
    browser.click("#f-role-role option[value='reviewer']").await;
    browser.click("main details:has(#f-role-role) button").await;
    browser.appear("main a[href$='/people']").await;
    browser.click("main a[href$='/people']").await;
    browser.arrive("/people").await;
    browser.wait_for("main table", "Citra").await;
    check(browser, screen, &picture("5-people")).await;
    browser.click("main .eyebrow a").await;
    browser.appear("#f-subjects-contact").await;
    browser.click("form[action$='/notice-to-subjects'] button").await;
    browser.appear("#errors").await;
    browser.complaints().await;
    check(browser, screen, &picture("6-letter-refused")).await;
    browser.type_into("#f-subjects-contact", "Pejabat pelindungan data, (021) 424 4691").await;
    browser.click("form[action$='/notice-to-subjects'] button").await;
    browser.appear("main:not(:has(#f-subjects-contact)) h1").await;
    browser.click("#f-authority-medium option[value='portal']").await;
    browser.type_into("#f-authority-reference", "KD-2026-0077").await;
    browser.click("form[action$='/notice-to-authority'] button").await;
    browser.appear("main:not(:has(#f-authority-reference)) h1").await;
    check(browser, screen, &picture("7-informed")).await;
    browser.click("#f-closing-outcome option[value='handled']").await;
    browser.type_into("#f-closing-conclusion", "Akun dipulihkan; semua sudah diberi tahu.").await;
    browser.click("form[action$='/close'] button").await;
    browser.wait_for("main .notice", handled).await;
    check(browser, screen, &picture("8-closed")).await;
    browser.click("main .eyebrow a").await;
    browser.appear("main table").await;
    check(browser, screen, &picture("9-register")).await;
}

async fn whole_path(screen: Screen, language: &str) {
    let desk = Desk::new();
    let browser = desk.sign_in(screen, language).await;
    register(&browser, screen, language).await;
    handle(&browser, screen, language).await;
    browser.close().await;
}

#[actix_web::test]
async fn the_secretariat_handles_a_breach_on_a_phone() {
    whole_path(Screen::Phone, "id").await;
    whole_path(Screen::Phone, "en").await;
}

#[actix_web::test]
async fn the_secretariat_handles_a_breach_on_a_desktop() {
    whole_path(Screen::Desktop, "en").await;
    whole_path(Screen::Desktop, "id").await;
}
