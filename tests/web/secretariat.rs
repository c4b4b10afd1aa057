//! The secretariat's way: a call from nothing to published, a deadline moved, the dashboard in each
//! phase, the exports.

use crate::browser::{Browser, Screen};
use crate::page::check;
use serde_json::{Value, json};
use test_support::review::World as Panel;
use test_support::writing::World;
use test_support::{PASSWORD, Person, TestApp};
use tubel::kernel::access::Role;

async fn sign_in(browser: &Browser, app: &TestApp, who: &Person, language: &str) {
    browser.open(&format!("{}/sign-in?lang={language}", app.address)).await;
    browser.type_into("#f-login", &who.email).await;
    browser.type_into("#f-password", PASSWORD).await;
    browser.click("main button").await;
    browser.arrive("/").await;
}

async fn clear(browser: &Browser, css: &str) {
    browser.run(&format!("document.querySelector({css:?}).value = ''")).await;
}

/// Types anew what stands in a field.
async fn retype(browser: &Browser, css: &str, text: &str) {
    clear(browser, css).await;
    browser.type_into(css, text).await;
}

async fn go_on(browser: &Browser, next: &str) {
    browser.click(".savebar button[name=then]").await;
    browser.arrive(&format!("/setup/{next}?saved=1")).await;
}

async fn set_up(screen: Screen, language: &str) {
    let app = TestApp::start();
    let secretariat = app.person("sekar").role(Role::Secretariat).unit("U.BB.SMR").create();
    let browser = Browser::start(screen).await;
    let picture = |name: &str| format!("secretariat-{name}-{language}");
    sign_in(&browser, &app, &secretariat, language).await;
    browser.click("main a[href='/desk/calls']").await;
    browser.arrive("/desk/calls").await;
    check(&browser, screen, &picture("1-desk-empty")).await;
    browser.click("main a.button").await;
    browser.arrive("/desk/calls/new").await;
    browser.type_into("#f-code", "TB-2027").await;
    browser.type_into("#f-title-id", "Seleksi tugas belajar 2027").await;
    browser.type_into("#f-title-en", "Selection of study assignments 2027").await;
    browser.type_into("#f-seats", "8").await;
    check(&browser, screen, &picture("2-create")).await;
    browser.click("main form button").await;
    browser.arrive("/setup/basics?saved=1").await;
    check(&browser, screen, &picture("3-basics")).await;
    go_on(&browser, "calendar").await;
    check(&browser, screen, &picture("4-calendar")).await;
    go_on(&browser, "rubric").await;
    refused_rubric(&browser, screen, &picture("5-rubric-refused")).await;
    go_on(&browser, "eligibility").await;
    check(&browser, screen, &picture("6-eligibility")).await;
    go_on(&browser, "limits").await;
    browser.click("#f-limits-floors-0--group option[value=remote]").await;
    browser.type_into("#f-limits-floors-0--at-least", "1").await;
    budget(&browser, screen, &picture("7-limits")).await;
    go_on(&browser, "documents").await;
    check(&browser, screen, &picture("8-documents")).await;
    go_on(&browser, "review").await;
    browser.click("#f-panel-composition-one-per-unit option[value=yes]").await;
    browser.click("#f-panel-composition-one-senior option[value=yes]").await;
    check(&browser, screen, &picture("9-review")).await;
    go_on(&browser, "interview").await;
    // No share, no interviews.
    go_on(&browser, "after").await;
    check(&browser, screen, &picture("9-after")).await;
    go_on(&browser, "preview").await;
    promised(&browser, language).await;
    check(&browser, screen, &picture("10-preview")).await;
    browser.click("#f-confirm").await;
    browser.click("form[action$='/preview'] button").await;
    browser.arrive("?published=1").await;
    check(&browser, screen, &picture("11-published")).await;
    extend(&browser, screen, language).await;
    let desk = browser.path().await;
    let call = desk.split(['/', '?']).nth(3).unwrap();
    let stored = app.get(&secretariat, &format!("/api/v1/calls/{call}")).await;
    is_as_typed(&stored.expect(200)["definition"]);
    browser.open(&format!("{}/calls/{call}", app.address)).await;
    promised(&browser, language).await;
    check(&browser, screen, &picture("14-public")).await;
    browser.close().await;
}

/// A deadline moved, and told on the dashboard.
async fn extend(browser: &Browser, screen: Screen, language: &str) {
    let picture = |name: &str| format!("secretariat-{name}-{language}");
    browser.click("main a[href$='/extend']").await;
    browser.arrive("/extend").await;
    browser.click("#f-milestone option[value=objections_end_at]").await;
    browser.run("document.querySelector('#f-to-date').value = '2027-06-01'").await;
    browser.type_into("#f-to-time", "16.00").await;
    browser.type_into("#f-reason", "Libur bersama").await;
    check(browser, screen, &picture("12-extend")).await;
    browser.click("main form.card button").await;
    browser.arrive("?extended=1").await;
    check(browser, screen, &picture("13-extended")).await;
    browser.click("main details summary").await;
    assert!(browser.text("main details").await.contains("Libur bersama"));
}

fn is_as_typed(definition: &Value) {
    let budget = json!({
        "total": 12_500_000_000_u64, "per_proposal": 350_000_000, "policy": "fund_in_part",
    });
    assert_eq!(definition["limits"]["budget"], budget);
    let composition = json!({"one_per_unit": true, "one_senior": true});
    assert_eq!(definition["panel"]["composition"], composition);
}

/// Money beyond 32 bits; what cannot be read comes back as it was typed.
async fn budget(browser: &Browser, screen: Screen, picture: &str) {
    browser.type_into("#f-limits-budget-total", "12,5 miliar").await;
    browser.type_into("#f-limits-budget-per-proposal", "Rp350.000.000").await;
    browser.click("#f-limits-budget-policy option[value=fund_in_part]").await;
    browser.click(".savebar button[name=then]").await;
    browser.wait_for("#errors", "150.000.000").await;
    browser.complaints().await;
    let value = |field: &str| format!("return document.querySelector('#f-{field}').value");
    assert_eq!(browser.run(&value("limits-budget-total")).await, "12,5 miliar");
    assert_eq!(browser.run(&value("limits-budget-policy")).await, "fund_in_part");
    retype(browser, "#f-limits-budget-total", "12.500.000.000").await;
    check(browser, screen, picture).await;
}

/// What preview and public page say of money and panel.
async fn promised(browser: &Browser, language: &str) {
    let (total, most, senior) = match language {
        "id" => ("Rp12.500.000.000", "Rp350.000.000", "penilai senior"),
        _ => ("IDR 12,500,000,000", "IDR 350,000,000", "a senior"),
    };
    assert_eq!(browser.text("#budget").await, total);
    let page = browser.text("main").await;
    assert!(page.contains(most) && page.contains(senior), "{page}");
}

/// Weights that do not make a hundred come back with the fault at a weight; then they do.
async fn refused_rubric(browser: &Browser, screen: Screen, picture: &str) {
    retype(browser, "#f-rubric-criteria-0--weight", "25").await;
    browser.click(".savebar button[name=then]").await;
    browser.wait_for("#errors", "105").await;
    browser.complaints().await;
    let typed =
        browser.run("return document.querySelector('#f-rubric-criteria-0--weight').value").await;
    assert_eq!(typed, "25");
    check(browser, screen, picture).await;
    retype(browser, "#f-rubric-criteria-0--weight", "20").await;
}

#[actix_web::test]
async fn a_call_is_set_up_from_nothing_to_published_on_a_phone() {
    set_up(Screen::Phone, "id").await;
}

#[actix_web::test]
async fn a_call_is_set_up_from_nothing_to_published_on_a_desktop() {
    set_up(Screen::Desktop, "en").await;
}

/// The dashboard and the exports as they are now.
async fn boards(browser: &Browser, address: &str, call: &str, picture: (&str, Screen, &str)) {
    let (name, screen, language) = picture;
    browser.open(&format!("{address}/desk/calls/{call}?lang={language}")).await;
    check(browser, screen, &format!("secretariat-board-{name}-{language}")).await;
}

async fn every_phase(screen: Screen, language: &str) {
    let open = World::start().await;
    let path = open.ready().await;
    open.submit(&path).await.expect(201);
    let secretariat = open.outsider("tata", Role::Secretariat);
    let browser = Browser::start(screen).await;
    sign_in(&browser, &open.app, &secretariat, language).await;
    browser.open(&format!("{}/desk/calls", open.app.address)).await;
    check(&browser, screen, &format!("secretariat-desk-{language}")).await;
    boards(&browser, &open.app.address, &open.call, ("open", screen, language)).await;
    open.app.at("2026-12-25T01:00:00Z");
    sign_in(&browser, &open.app, &secretariat, language).await;
    boards(&browser, &open.app.address, &open.call, ("screening", screen, language)).await;
    let panel = Panel::new();
    let chair = panel.official("ketua", Role::Chair);
    let reviewers = [panel.reviewer("rina"), panel.reviewer("budi")];
    let near = panel.proposal("calon satu");
    panel.score(&near, &reviewers[0], (5, 5)).await;
    panel.assign(&near, &reviewers[1]).await;
    let far = panel.proposal("calon dua");
    panel.score(&far, &reviewers[0], (6, 6)).await;
    panel.score(&far, &reviewers[1], (2, 2)).await;
    let (address, call) = (&panel.app.address, panel.call.to_string());
    sign_in(&browser, &panel.app, &chair, language).await;
    boards(&browser, address, &call, ("review", screen, language)).await;
    panel.app.set_clock(panel.app.now().plus_days(11));
    sign_in(&browser, &panel.app, &chair, language).await;
    boards(&browser, address, &call, ("plenary", screen, language)).await;
    assert!(browser.text("main").await.contains(&far.number));
    browser.open(&format!("{address}/desk/calls/{call}/exports")).await;
    check(&browser, screen, &format!("secretariat-exports-{language}")).await;
    browser.open(&format!("{address}/desk/calls/{call}/cancel")).await;
    check(&browser, screen, &format!("secretariat-cancel-{language}")).await;
    browser.close().await;
}

#[actix_web::test]
async fn the_dashboard_tells_where_the_call_stands_in_each_phase_on_a_phone() {
    every_phase(Screen::Phone, "id").await;
}

#[actix_web::test]
async fn the_dashboard_tells_where_the_call_stands_in_each_phase_on_a_desktop() {
    every_phase(Screen::Desktop, "en").await;
}
