//! The desks before the review: a unit proposes a problem and signs a proposal, an approver decides,
//! verifiers check, a candidate repairs.

use crate::browser::{Browser, Screen};
use crate::page::check;
use crate::world;
use test_support::writing::World;
use test_support::{PASSWORD, Person, content};
use tubel::kernel::access::Role;

async fn sign_in(browser: &Browser, world: &World, who: &Person, language: &str) {
    browser.open(&format!("{}/sign-in?lang={language}", world.app.address)).await;
    if browser.path().await != "/" {
        browser.type_into("#f-login", &who.email).await;
        browser.type_into("#f-password", PASSWORD).await;
        browser.click("main button").await;
        browser.arrive("/").await;
    }
}

async fn sign_out(browser: &Browser) {
    browser.click("[data-sign-out] button").await;
    browser.appear(".tools a[href='/sign-in']").await;
}

async fn write_problem(browser: &Browser, title: &str) {
    for (field, text) in [
        ("title", title),
        ("description", "Tautan yang ditutup muncul lagi dalam sehari dengan nama lain."),
        ("indicator", "tautan yang muncul kembali"),
        ("unit_of_measure", "%"),
        ("baseline_value", "38%"),
        ("baseline_period", "2025"),
        ("baseline_denominator", "4.958 tautan"),
        ("baseline_source", "Laporan Tahunan 2025"),
        ("baseline_measured_by", "Direktorat Siber"),
        ("target_value", "15%"),
        ("evidence", "Lampiran 3 laporan tahunan, halaman 12."),
    ] {
        browser.type_into(&format!("[name='{field}']"), text).await;
    }
}

async fn registry(screen: Screen, language: &str) {
    let world = world().await;
    let browser = Browser::start(screen).await;
    let picture = |name: &str| format!("desk-{name}-{language}");
    sign_in(&browser, &world, &world.owner, language).await;
    check(&browser, screen, &picture("1-head-home")).await;
    browser.click("main a[href='/desk/problems']").await;
    browser.arrive("/desk/problems").await;
    check(&browser, screen, &picture("2-unit-problems")).await;
    browser.click("main a[href='/problems/new']").await;
    browser.arrive("/problems/new").await;
    browser.click("#f-direction option:nth-of-type(2)").await;
    write_problem(&browser, "Tautan obat muncul <b>lagi</b>").await;
    browser.run("document.querySelector('[name=evidence]').value = 'pendek'").await;
    browser.click("main form button").await;
    // A refused form keeps every word.
    browser.wait_for("#errors", if language == "id" { "Bukti" } else { "Evidence" }).await;
    let typed = browser.run("return document.querySelector('[name=title]').value").await;
    assert_eq!(typed, "Tautan obat muncul <b>lagi</b>");
    browser.complaints().await;
    check(&browser, screen, &picture("3-problem-refused")).await;
    browser.type_into("[name=evidence]", " sekali, lalu jadi cukup panjang").await;
    browser.click("main form button").await;
    browser.wait_for("h1", "Tautan obat muncul <b>lagi</b>").await;
    let path = browser.path().await;
    sign_out(&browser).await;
    sign_in(&browser, &world, &world.approver, language).await;
    browser.click("main a[href='/desk/problems']").await;
    browser.arrive("/desk/problems").await;
    browser.click(&format!("main a[href='{path}']")).await;
    browser.arrive(&path).await;
    browser.type_into("#f-reason", "Sebutkan siapa yang menghitung tautannya.").await;
    check(&browser, screen, &picture("4-problem-decide")).await;
    browser.click("button[value=return]").await;
    browser.wait_for("main", "Sebutkan siapa").await;
    sign_out(&browser).await;
    sign_in(&browser, &world, &world.owner, language).await;
    browser.open(&format!("{}{path}/edit", world.app.address)).await;
    check(&browser, screen, &picture("5-problem-revise")).await;
    browser.type_into("[name=baseline_measured_by]", " dan Pusdatin").await;
    browser.click("main form button").await;
    browser.arrive(&path).await;
    sign_out(&browser).await;
    sign_in(&browser, &world, &world.approver, language).await;
    browser.open(&format!("{}{path}", world.app.address)).await;
    browser.click("button[value=approve]").await;
    let approved = if language == "id" { "disetujui" } else { "approved" };
    browser.wait_for("main .tag", approved).await;
    browser.close().await;
}

#[actix_web::test]
async fn a_unit_proposes_a_problem_and_an_approver_decides_it_on_a_phone() {
    registry(Screen::Phone, "id").await;
}

#[actix_web::test]
async fn a_unit_proposes_a_problem_and_an_approver_decides_it_on_a_desktop() {
    registry(Screen::Desktop, "en").await;
}

/// Marks every line in order but the named one.
async fn mark(browser: &Browser, faulty: Option<&str>) {
    let lines = browser.run("return document.querySelectorAll('fieldset.line').length").await;
    for index in 0..lines.as_u64().unwrap() {
        let legend = browser.text(&format!("#f-check-{index}--outcome")).await;
        if faulty.is_some_and(|name| legend.contains(name)) {
            browser.click(&format!("#not-ok-{index}")).await;
            let option = format!("#f-check-{index}--reason option[value=unreadable]");
            browser.click(&option).await;
        } else {
            browser.click(&format!("#ok-{index}")).await;
        }
    }
}

#[expect(clippy::too_many_lines, reason = "one story, told once")]
async fn signing_and_checking(screen: Screen, language: &str) {
    let world = world().await;
    let browser = Browser::start(screen).await;
    let picture = |name: &str| format!("desk-{name}-{language}");
    let vera = world.outsider("vera", Role::Verifier);
    let path = world.draft().await;
    world.save(&path, 1, &content()).await.expect(200);
    world.upload(&path, "proposal", "first").await;
    world.endorse(&world.owner, &path, "problem_owner").await.expect(201);
    let id = path.rsplit('/').next().unwrap().to_owned();
    sign_in(&browser, &world, &world.head, language).await;
    browser.click("main a[href='/desk/proposals']").await;
    browser.arrive("/desk/proposals").await;
    check(&browser, screen, &picture("6-unit-proposals")).await;
    browser.click(&format!("main a[href='/desk/proposals/{id}']")).await;
    browser.arrive(&format!("/desk/proposals/{id}")).await;
    check(&browser, screen, &picture("7-endorse")).await;
    browser.click("main form button").await;
    browser.appear("#errors").await;
    browser.complaints().await;
    browser.type_into("#f-statement", "Unit melepas dan memakai hasilnya.").await;
    browser.click("main form button").await;
    browser.wait_for("ul.checks li:last-child", "Unit melepas").await;
    world.submit(&path).await.expect(201);
    sign_out(&browser).await;
    world.app.at("2026-12-25T01:00:00Z");
    sign_in(&browser, &world, &vera, language).await;
    browser.click("main a[href='/desk/verification']").await;
    browser.arrive("/desk/verification").await;
    check(&browser, screen, &picture("8-verification-calls")).await;
    browser.click("main .card a").await;
    browser.arrive("/verification").await;
    check(&browser, screen, &picture("9-queue")).await;
    browser.click("main a.button").await;
    browser.arrive(&format!("/desk/proposals/{id}/verification")).await;
    // Concluding an empty list tells of every line, and keeps what was marked.
    browser.click("#ok-0").await;
    browser.click("button[value=MS]").await;
    browser.appear("#errors").await;
    browser.complaints().await;
    let kept = browser.run("return document.querySelector('#ok-0').checked").await;
    assert_eq!(kept, true);
    browser.complaints().await;
    check(&browser, screen, &picture("10-checklist-refused")).await;
    mark(&browser, None).await;
    // A click leads to a second look, which names what was not opened.
    browser.click("button[value=MS]").await;
    browser.arrive("outcome=MS").await;
    browser.appear("#unopened-proposal").await;
    check(&browser, screen, &picture("11-second-look")).await;
    browser.click("#unopened-proposal").await;
    browser.click("#f-confirmed").await;
    browser.click("main form button").await;
    browser.arrive("concluded=1").await;
    check(&browser, screen, &picture("11-concluded")).await;
    // And back, with a reason.
    browser.click("main details.card summary").await;
    browser.type_into("#f-taken-back", "Saya salah membaca nomor.").await;
    browser.click("form[action$='/take-back'] button").await;
    browser.arrive("taken-back=1").await;
    browser.wait_for(".notice.amber", "Saya salah membaca nomor.").await;
    check(&browser, screen, &picture("11-taken-back")).await;
    browser.close().await;
}

#[actix_web::test]
async fn a_head_signs_and_a_verifier_checks_on_a_phone() {
    signing_and_checking(Screen::Phone, "en").await;
}

#[actix_web::test]
async fn a_head_signs_and_a_verifier_checks_on_a_desktop() {
    signing_and_checking(Screen::Desktop, "id").await;
}

#[actix_web::test]
async fn a_candidate_repairs_what_a_verifier_opened() {
    let world = world().await;
    let screen = Screen::Phone;
    let browser = Browser::start(screen).await;
    let vera = world.outsider("vera", Role::Verifier);
    let path = world.ready().await;
    world.submit(&path).await.expect(201);
    let id = path.rsplit('/').next().unwrap().to_owned();
    world.app.at("2026-12-25T01:00:00Z");
    sign_in(&browser, &world, &vera, "id").await;
    browser.open(&format!("{}/desk/proposals/{id}/verification", world.app.address)).await;
    browser.click("main details.card summary").await;
    browser.click("#item-proposal").await;
    browser.type_into("#f-reason", "Halaman kedua tidak terbaca.").await;
    check(&browser, screen, "desk-12-repair-open-id").await;
    browser.click("main details.card form button").await;
    browser.wait_for(".notice.amber", "Halaman kedua").await;
    sign_out(&browser).await;
    sign_in(&browser, &world, &world.candidate, "id").await;
    browser.open(&format!("{}/proposals/{id}", world.app.address)).await;
    check(&browser, screen, "desk-13-repair-candidate-id").await;
    let file = crate::candidate::sample();
    browser.type_into("#file-proposal", file.path().to_str().unwrap()).await;
    browser.click("form[data-upload$='/proposal'] button").await;
    browser.wait_for("#documents + ul", "usulan").await;
    browser.appear("form[action$='/repair-done']").await;
    browser.click("form[action$='/repair-done'] button").await;
    browser.wait_for("main .card.next", "menunggu verifikasi").await;
    browser.close().await;
}
