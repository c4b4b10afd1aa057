//! An account's way in a browser: registering, confirming the address, a second factor, signing in
//! with it, a new password; and the secretariat's page of users.

use crate::browser::{Browser, Screen};
use crate::page::check;
use diesel::prelude::*;
use std::time::Duration;
use test_support::{PASSWORD, Person, TestApp};
use tubel::features::accounts::rules::totp;
use tubel::kernel::access::Role;
use tubel::platform::db::schema::mails;

/// The path of the link in the newest letter of this kind.
async fn link(app: &TestApp, template: &'static str) -> String {
    let read = move |db: &mut _| {
        let of_kind = mails::table.filter(mails::template.eq(template)).order(mails::seq.desc());
        Ok(of_kind.select(mails::letter_values).first::<String>(db).optional()?)
    };
    for _ in 0..200 {
        if let Some(values) = app.database().read(read).unwrap() {
            let values: serde_json::Value = serde_json::from_str(&values).unwrap();
            return values["link"]["link"].as_str().unwrap().to_owned();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("no letter of kind {template}");
}

fn unbase32(text: &str) -> Vec<u8> {
    let digit = |letter| "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).unwrap();
    let bits =
        text.chars().fold(String::new(), |bits, letter| bits + &format!("{:05b}", digit(letter)));
    let bytes = bits.as_bytes().chunks_exact(8);
    bytes.map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap()).collect()
}

async fn sign_in(browser: &Browser, app: &TestApp, login: &str, password: &str) {
    browser.open(&format!("{}/sign-in", app.address)).await;
    browser.type_into("#f-login", login).await;
    browser.type_into("#f-password", password).await;
    browser.click("main form button").await;
}

/// From the sign-in page to an account that acts; the e-mail.
async fn registered(browser: &Browser, app: &TestApp, screen: Screen, language: &str) -> String {
    browser.open(&format!("{}/sign-in?lang={language}", app.address)).await;
    check(browser, screen, &format!("account-sign-in-{language}")).await;
    browser.click("main a[href='/register']").await;
    browser.arrive("/register").await;
    check(browser, screen, &format!("account-register-{language}")).await;
    let email = format!("siti.{language}@pom.go.id");
    browser.type_into("#f-email", &email).await;
    browser.click("main form button").await;
    browser.arrive("/check-mail").await;
    check(browser, screen, &format!("account-check-mail-{language}")).await;
    browser.open(&format!("{}{}", app.address, link(app, "registration").await)).await;
    check(browser, screen, &format!("account-open-{language}")).await;
    browser.type_into("#f-name", "Siti Rahma").await;
    browser.type_into("#f-nip", "19900230 201501 2 001").await;
    browser.click("#f-unit option:nth-of-type(3)").await;
    browser.type_into("#f-password", PASSWORD).await;
    browser.click("main form button").await;
    // February has no thirtieth day; all that was typed but the password is still there.
    let birth = if language == "id" { "tanggal lahir" } else { "date of birth" };
    browser.wait_for("#f-nip-error", birth).await;
    browser.complaints().await;
    check(browser, screen, &format!("account-open-refused-{language}")).await;
    browser.run("document.querySelector('#f-nip').value = ''").await;
    let serial = if language == "id" { "001" } else { "002" };
    browser.type_into("#f-nip", &format!("199002202015012{serial}")).await;
    browser.type_into("#f-password", PASSWORD).await;
    browser.click("main form button").await;
    browser.arrive("/account-opened").await;
    check(browser, screen, &format!("account-opened-{language}")).await;
    email
}

async fn whole_way(screen: Screen, language: &str) {
    let app = TestApp::with(|settings| {
        settings.accounts.require_second_factor = true;
        settings.accounts.require_verified_email = true;
    });
    let browser = Browser::start(screen).await;
    let picture = |name: &str| format!("account-{name}-{language}");
    let email = registered(&browser, &app, screen, language).await;
    sign_in(&browser, &app, &email, PASSWORD).await;
    browser.arrive("/").await;
    browser.open(&format!("{}/me", app.address)).await;
    check(&browser, screen, &picture("me")).await;
    browser.click("main a[href='/me/second-factor']").await;
    browser.arrive("/me/second-factor").await;
    check(&browser, screen, &picture("factor-begin")).await;
    browser.type_into("#f-password", PASSWORD).await;
    browser.click("main form button").await;
    browser.arrive("/confirm").await;
    check(&browser, screen, &picture("factor-enrol")).await;
    let secret = unbase32(&browser.text("#secret").await);
    let code = || totp::code_at(&secret, app.now().micros() / 1_000_000);
    browser.type_into("#f-code", &code()).await;
    browser.click("main form button").await;
    browser.wait_for("ol.codes", "-").await;
    check(&browser, screen, &picture("factor-codes")).await;
    app.set_clock(app.now().plus_seconds(60));
    browser.click(".tools form button").await;
    browser.arrive("/").await;
    sign_in(&browser, &app, &email, PASSWORD).await;
    let step = if language == "id" { "dua langkah" } else { "Two-step" };
    browser.wait_for("h1", step).await;
    check(&browser, screen, &picture("second-step")).await;
    browser.type_into("#f-code", &code()).await;
    browser.click("main form button").await;
    browser.arrive("/").await;
    for (name, path) in [
        ("me-guarded", "/me"),
        ("mails", "/me/mails"),
        ("password", "/me/password"),
        ("address", "/me/email"),
        ("nip", "/me/nip"),
        ("factor-off", "/me/second-factor/off"),
    ] {
        browser.open(&format!("{}{path}", app.address)).await;
        check(&browser, screen, &picture(name)).await;
    }
    browser.close().await;
}

#[actix_web::test]
async fn somebody_registers_confirms_and_sets_up_a_second_factor_on_a_phone() {
    whole_way(Screen::Phone, "id").await;
}

#[actix_web::test]
async fn somebody_registers_confirms_and_sets_up_a_second_factor_on_a_desktop() {
    whole_way(Screen::Desktop, "en").await;
}

#[actix_web::test]
async fn a_forgotten_password_is_replaced_by_letter() {
    let app = TestApp::start();
    let rina = app.person("rina").create();
    for (screen, language, fresh) in [
        (Screen::Phone, "en", "gajah terbang di atas awan"),
        (Screen::Desktop, "id", "kereta malam menuju selatan"),
    ] {
        let browser = Browser::start(screen).await;
        browser.open(&format!("{}/forgot-password?lang={language}", app.address)).await;
        check(&browser, screen, &format!("account-forgot-{language}")).await;
        browser.type_into("#f-login", &rina.email).await;
        browser.click("main form button").await;
        browser.arrive("/forgot-password/sent").await;
        check(&browser, screen, &format!("account-reset-sent-{language}")).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        browser.open(&format!("{}{}", app.address, link(&app, "password_reset").await)).await;
        check(&browser, screen, &format!("account-reset-{language}")).await;
        browser.type_into("#f-password", fresh).await;
        browser.click("main form button").await;
        let saved = if language == "id" { "Kata sandi tersimpan" } else { "Password saved" };
        browser.wait_for("h1", saved).await;
        sign_in(&browser, &app, &rina.email, fresh).await;
        browser.arrive("/").await;
        browser.close().await;
    }
}

async fn users(screen: Screen, language: &str) {
    let app = TestApp::start();
    let admin = app.person("Admin Sekretariat").role(Role::Secretariat).create();
    let rina: Person = app.person("Rina Wulandari").role(Role::Reviewer).create();
    let browser = Browser::start(screen).await;
    browser.open(&format!("{}/?lang={language}", app.address)).await;
    sign_in(&browser, &app, &admin.email, PASSWORD).await;
    browser.arrive("/").await;
    browser.choose_in_menu("/desk/users").await;
    check(&browser, screen, &format!("users-{language}")).await;
    browser.type_into("#f-q", "WULAN").await;
    browser.click("main form button").await;
    browser.arrive("?q=WULAN&role=").await;
    browser.wait_for("main tbody", "Rina").await;
    browser.click("main tbody a").await;
    browser.arrive(rina.id.as_str()).await;
    check(&browser, screen, &format!("users-one-{language}")).await;
    // One account, one duty: a second one is not among the choices (`access_matrix::offered` presses them all).
    browser.click("#f-role option[value='candidate']").await;
    browser.click("form[action$='/roles'] button").await;
    browser.arrive("done=granted").await;
    let me = app.get(&rina, "/api/v1/me").await;
    assert_eq!(me.expect(200)["roles"], serde_json::json!(["candidate", "reviewer"]));
    browser.open(&format!("{}/desk/users/new", app.address)).await;
    check(&browser, screen, &format!("users-invite-{language}")).await;
    browser.type_into("#f-name", "Dosen Luar").await;
    browser.type_into("#f-email", "dosen@ui.ac.id").await;
    browser.click("main form button").await;
    browser.arrive("done=invited").await;
    check(&browser, screen, &format!("users-invited-{language}")).await;
    assert!(link(&app, "account_invitation").await.starts_with("/reset-password?token="));
    browser.close().await;
}

#[actix_web::test]
async fn the_secretariat_finds_invites_and_gives_roles_on_a_phone() {
    users(Screen::Phone, "id").await;
}

#[actix_web::test]
async fn the_secretariat_finds_invites_and_gives_roles_on_a_desktop() {
    users(Screen::Desktop, "en").await;
}
