//! The plenary's pages: the chair's way from the run to the proposal, the decider's to the approval,
//! the view for a projector, what would be if.

use crate::browser::{Browser, Screen};
use crate::page::check;
use test_support::plenary::{ANNOUNCEMENT, PLENARY, World};
use test_support::{PASSWORD, Person};

/// Twelve proposals around a line of four seats, two of them divergent.
async fn world() -> World {
    let world = World::with(|definition| {
        definition["seats"] = 4.into();
        definition["anonymity"] = "open".into();
    })
    .await;
    let scores: [&[u32]; 12] = [
        &[5, 5, 5],
        &[5, 5, 4],
        &[5, 4, 4],
        &[4, 5, 4],
        &[4, 4, 4],
        &[4, 4, 3],
        &[4, 3, 4],
        &[3, 4, 4],
        &[5, 3, 3],
        &[3, 3, 3],
        &[2, 4, 3],
        &[2, 2, 2],
    ];
    for (scores, n) in scores.into_iter().zip(0..) {
        world.proposal(["U.BB.MDN", "U.BB.MKS", "U.BB.SMR"][n % 3], scores);
    }
    world.app.at(PLENARY);
    world
}

async fn sign_in(browser: &Browser, world: &World, who: &Person, language: &str) {
    browser.run("document.querySelector('form[data-sign-out] button')?.click()").await;
    browser.open(&format!("{}/sign-in?lang={language}", world.app.address)).await;
    if browser.path().await.starts_with("/sign-in") {
        browser.type_into("#f-login", &who.email).await;
        browser.type_into("#f-password", PASSWORD).await;
        browser.click("main button").await;
    }
    browser.arrive("/").await;
}

/// Leaves, so that another may sign in.
async fn sign_out(browser: &Browser) {
    browser.click("form[data-sign-out] button").await;
    browser.wait_for(".tools", if is_english(browser).await { "Sign in" } else { "Masuk" }).await;
}

async fn is_english(browser: &Browser) -> bool {
    browser.run("return document.documentElement.lang").await == "en"
}

/// The chair: run, board, stability, what-if, projector, proposal.
async fn chair(browser: &Browser, world: &World, (screen, language): (Screen, &str)) {
    let picture = |name: &str| format!("plenary-{name}-{language}");
    let desk = format!("/desk/calls/{}", world.call);
    let open = |rest: &str| format!("{}{desk}/{rest}", world.app.address);
    sign_in(browser, world, &world.chair, language).await;
    browser.choose_in_menu("/desk/plenary").await;
    check(browser, screen, &picture("1-list")).await;
    browser.click("main h2 a").await;
    browser.arrive("/ranking").await;
    check(browser, screen, &picture("2-no-run")).await;
    browser.click("main form.actions button").await;
    browser.wait_for("main .lead", "1").await;
    check(browser, screen, &picture("3-board")).await;
    assert_eq!(browser.run("return document.querySelectorAll('.chart svg .line').length").await, 2);
    // First on the reserve list; departing on it is a real departure.
    let reserve = "return document.querySelectorAll('table.board th a')[4].innerText";
    let reserve = browser.run(reserve).await.as_str().unwrap().to_owned();
    browser.open(&open("stability")).await;
    check(browser, screen, &picture("4-stability")).await;
    browser.open(&open("what-if")).await;
    check(browser, screen, &picture("5-what-if")).await;
    browser.run("document.querySelector('#f-seats').value = '3'").await;
    browser.click("main form.card button").await;
    browser.appear("#answer").await;
    browser
        .wait_for(
            ".answer .big",
            if language == "en" { "0 in, 1 out" } else { "0 masuk, 1 keluar" },
        )
        .await;
    check(browser, screen, &picture("6-what-if-answer")).await;
    browser.open(&open("projector")).await;
    check(browser, screen, &picture("7-projector")).await;
    browser.click("main tbody a").await;
    browser.wait_for("main .eyebrow", " 1").await;
    check(browser, screen, &picture("8-projector-one")).await;
    browser.type_into("body", "\u{e014}").await;
    browser.wait_for("main .eyebrow", " 2").await;
    browser.type_into("body", "\u{e012}").await;
    browser.wait_for("main .eyebrow", " 1").await;
    browser.open(&open("decision")).await;
    propose(browser, &reserve, (screen, language)).await;
}

/// Departs from the ranking: first without a reason, then with one.
async fn propose(browser: &Browser, number: &str, (screen, language): (Screen, &str)) {
    let picture = |name: &str| format!("plenary-{name}-{language}");
    browser.type_into("#f-minutes-meeting", "Jakarta, 26 Januari 2027").await;
    browser.click(".people label").await;
    if browser.run("return !!document.querySelector('#f-minutes-divergence-reason')").await == true
    {
        browser
            .type_into(
                "#f-minutes-divergence-reason",
                "Pleno membaca sendiri lembar yang berjauhan.",
            )
            .await;
    }
    browser.type_into("#f-deviations-0--number", number).await;
    browser.click("#f-deviations-0--outcome option:nth-of-type(4)").await;
    browser.click("#propose .actions button").await;
    browser
        .wait_for("#errors", if language == "en" { "20 characters" } else { "20 karakter" })
        .await;
    assert_eq!(
        browser.run("return document.querySelector('#f-minutes-meeting').value").await,
        "Jakarta, 26 Januari 2027"
    );
    // The browser itself complains of the 422.
    browser.complaints().await;
    check(browser, screen, &picture("9-reason-missing")).await;
    browser
        .type_into(
            "#f-deviations-0--reason",
            "Calon sudah menerima beasiswa lain, lihat berita acara.",
        )
        .await;
    browser.click("#propose .actions button").await;
    browser
        .wait_for(
            "h1",
            if language == "en" { "What would be decided" } else { "Yang akan diputuskan" },
        )
        .await;
    check(browser, screen, &picture("10-preview")).await;
    browser.click("main form .actions button").await;
    browser.arrive("/decision").await;
    browser
        .wait_for("main .card.next", if language == "en" { "Proposed" } else { "Diusulkan" })
        .await;
    check(browser, screen, &picture("11-proposed")).await;
}

/// The decider: a wrong password keeps what was typed, the right one approves.
async fn decider(browser: &Browser, world: &World, (screen, language): (Screen, &str)) {
    let picture = |name: &str| format!("plenary-{name}-{language}");
    sign_in(browser, world, &world.decider, language).await;
    let page = format!("{}/desk/calls/{}/decision", world.app.address, world.call);
    browser.open(&page).await;
    browser.type_into("#f-decree-number", "KP.05.01.1.2.02.27.12").await;
    browser.type_into("#approve #f-password", "bukan kata sandi saya").await;
    browser.click("#approve button").await;
    browser
        .wait_for("#errors", if language == "en" { "does not match" } else { "tidak cocok" })
        .await;
    // The browser itself complains of the 422.
    browser.complaints().await;
    check(browser, screen, &picture("12-wrong-password")).await;
    assert_eq!(
        browser.run("return document.querySelector('#f-decree-number').value").await,
        "KP.05.01.1.2.02.27.12"
    );
    browser.type_into("#approve #f-password", PASSWORD).await;
    browser.click("#approve button").await;
    browser.arrive("/decision").await;
    browser
        .wait_for("main .card.next", if language == "en" { "Approved" } else { "Ditetapkan" })
        .await;
    check(browser, screen, &picture("13-approved")).await;
}

async fn whole_way(screen: Screen, language: &str) {
    let world = world().await;
    let browser = Browser::start(screen).await;
    chair(&browser, &world, (screen, language)).await;
    sign_out(&browser).await;
    decider(&browser, &world, (screen, language)).await;
    sign_out(&browser).await;
    world.app.at(ANNOUNCEMENT);
    sign_in(&browser, &world, &world.secretariat, language).await;
    browser.open(&format!("{}/desk/calls/{}/decision", world.app.address, world.call)).await;
    browser.click("main .card.next form button").await;
    browser
        .wait_for("main .card.next", if language == "en" { "Announced" } else { "Diumumkan" })
        .await;
    check(&browser, screen, &format!("plenary-14-announced-{language}")).await;
    browser.close().await;
}

#[actix_web::test]
async fn chair_and_decider_get_from_the_ranking_to_the_announcement_on_a_phone() {
    whole_way(Screen::Phone, "id").await;
}

#[actix_web::test]
async fn chair_and_decider_get_from_the_ranking_to_the_announcement_on_a_desktop() {
    whole_way(Screen::Desktop, "en").await;
}

#[actix_web::test]
async fn a_candidate_reads_how_the_ranking_came_about_on_a_phone_and_a_desktop() {
    let world = World::with(|definition| {
        definition["uncertainty"]["publish_interval"] = true.into();
    })
    .await;
    let scores: [&[u32]; 5] = [&[5, 5, 5], &[5, 5, 4], &[4, 4, 4], &[4, 4, 3], &[2, 2, 2]];
    let entries: Vec<_> = scores.iter().map(|scores| world.proposal("U.BB.MDN", scores)).collect();
    world.app.at(PLENARY);
    let decision = world.propose(&world.run().await).await;
    world.approve(&world.decider, &decision).await.expect(200);
    world.app.at(ANNOUNCEMENT);
    world.announce().await.expect(201);
    for (screen, language, words) in [
        (Screen::Phone, "id", "Rentang peringkat menurut model"),
        (Screen::Desktop, "en", "Interval of the rank by the model"),
    ] {
        let browser = Browser::start(screen).await;
        sign_in(&browser, &world, &entries[2].candidate, language).await;
        browser.open(&format!("{}/proposals/{}/result", world.app.address, entries[2].id)).await;
        browser.wait_for("main", words).await;
        check(&browser, screen, &format!("result-{language}")).await;
        browser.close().await;
    }
}
