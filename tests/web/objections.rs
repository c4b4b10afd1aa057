//! After the announcement: a candidate objects, the appeal team rules, the secretariat assigns the
//! sheet that was ordered; later a seat is offered, declined, and goes to the next reserve.

use crate::browser::{Browser, Screen};
use crate::page::check;
use serde_json::json;
use std::io::Write;
use test_support::plenary::{ANNOUNCEMENT, PLENARY, World};
use test_support::{PASSWORD, Person, Submission, case};
use tubel::kernel::access::Role;

pub(crate) const REASON: &str =
    "Satu penilai memberi nilai terendah pada semua kriteria tanpa membaca lampiran.";
const RULING: &str = "The sheet names none of the proposal's own figures, so that it cannot count.";

async fn sign_in(browser: &Browser, world: &World, who: &Person, language: &str) {
    browser.open(&format!("{}/sign-in?lang={language}", world.app.address)).await;
    browser.type_into("#f-login", &who.email).await;
    browser.type_into("#f-password", PASSWORD).await;
    browser.click("main button").await;
    browser.arrive("/").await;
}

/// Two seats, three in reserve; the fourth has one sheet far below the others.
pub(crate) async fn announced(world: &World) -> Vec<Submission> {
    let scores: [&[u32]; 5] = [&[5, 5, 5], &[5, 5, 4], &[4, 4, 4], &[5, 5, 1], &[2, 2, 2]];
    let entries = scores.iter().map(|scores| world.proposal("U.BB.MDN", scores)).collect();
    world.app.at(PLENARY);
    let run = world.run().await;
    let decision = world.propose(&run).await;
    world.approve(&world.decider, &decision).await.expect(200);
    world.app.at(ANNOUNCEMENT);
    world.announce().await.expect(201);
    entries
}

async fn objects(world: &World, entry: &Submission, (screen, language): (Screen, &str)) {
    let browser = Browser::start(screen).await;
    sign_in(&browser, world, &entry.candidate, language).await;
    browser.open(&format!("{}/proposals/{}/result", world.app.address, entry.id)).await;
    check(&browser, screen, &format!("objection-1-result-{language}")).await;
    browser.click("main .actions a[href$='/objections']").await;
    browser.arrive("/objections").await;
    check(&browser, screen, &format!("objection-2-empty-{language}")).await;
    browser.click("#f-subject option[value='scores']").await;
    browser.type_into("#f-reason", "Pendek.").await;
    browser.click("main form.card button").await;
    browser.wait_for("#errors", "50").await;
    let typed = browser.run("return document.querySelector('#f-reason').value").await;
    assert_eq!(typed, "Pendek.");
    browser.complaints().await;
    check(&browser, screen, &format!("objection-3-refused-{language}")).await;
    browser.type_into("#f-reason", &format!(" {REASON}")).await;
    let mut file = tempfile::Builder::new().prefix("bukti").suffix(".pdf").tempfile().unwrap();
    file.write_all(&case::pdf("bukti")).unwrap();
    browser.type_into("#f-file", file.path().to_str().unwrap()).await;
    browser.click("main form.card button").await;
    browser.wait_for("main section.card .prose", "tanpa membaca").await;
    check(&browser, screen, &format!("objection-4-filed-{language}")).await;
    browser.close().await;
}

async fn rules(world: &World, team: &Person, (screen, language): (Screen, &str)) {
    let browser = Browser::start(screen).await;
    sign_in(&browser, world, team, language).await;
    browser.choose_in_menu("/desk/objections").await;
    check(&browser, screen, &format!("objection-5-desk-{language}")).await;
    browser.click("main .cards .card a").await;
    browser.appear("main h1").await;
    browser.click("main form[action$='/take'] button").await;
    browser.appear("main form[action$='/ruling']").await;
    browser.run("document.querySelectorAll('details').forEach((one) => { one.open = true })").await;
    check(&browser, screen, &format!("objection-6-ruling-{language}")).await;
    // Of the three sheets, the one far below.
    let letter = browser
        .run(
            "return [...document.querySelectorAll('details.card summary')]
                .map((one) => one.textContent.trim().match(/(\\S+) · (\\d+)$/))
                .sort((one, other) => one[2] - other[2])[0][1]",
        )
        .await;
    let choice = format!("#f-decision option[value='exclude_sheet:{}']", letter.as_str().unwrap());
    browser.click(&choice).await;
    browser.type_into("#f-reason", RULING).await;
    browser.click("main form[action$='/ruling'] button").await;
    browser.appear("main .card .prose").await;
    browser.wait_for("main", RULING).await;
    check(&browser, screen, &format!("objection-7-ruled-{language}")).await;
    browser.close().await;
}

#[actix_web::test]
async fn a_candidate_objects_on_a_phone_and_the_appeal_team_rules_on_a_desktop() {
    let world = World::new().await;
    let fresh = world.app.person("Penilai Baru").role(Role::Reviewer).unit("P.D2.01").create();
    let seat = format!("/api/v1/calls/{}/panel/{}", world.call, fresh.id);
    world.app.put(&world.secretariat, &seat, json!({"max_load": 5})).await.expect(200);
    let entries = announced(&world).await;
    let team = world.app.person("appeal").role(Role::Appeal).unit("P.IU.02").create();
    objects(&world, &entries[3], (Screen::Phone, "id")).await;
    rules(&world, &team, (Screen::Desktop, "en")).await;

    let browser = Browser::start(Screen::Phone).await;
    sign_in(&browser, &world, &world.secretariat, "id").await;
    browser.open(&format!("{}/desk/objections", world.app.address)).await;
    check(&browser, Screen::Phone, "objection-8-secretariat-id").await;
    browser.click("main table a").await;
    browser.appear("main form[action$='/assign']").await;
    browser.click("#f-reviewer option:nth-of-type(2)").await;
    check(&browser, Screen::Phone, "objection-9-assign-id").await;
    browser.click("main form[action$='/assign'] button").await;
    // The order is served: the form is gone.
    browser.appear("main:not(:has(#f-reviewer)) h1").await;
    for language in ["id", "en"] {
        let path =
            format!("{}/calls/{}/announcement?lang={language}", world.app.address, world.call);
        browser.open(&path).await;
        check(&browser, Screen::Phone, &format!("announcement-under-revision-{language}")).await;
    }
    browser.close().await;
}

#[actix_web::test]
async fn a_seat_is_offered_declined_on_a_phone_and_goes_to_the_next_reserve() {
    let world = World::new().await;
    let entries = announced(&world).await;
    world.app.at("2027-02-11T01:00:00Z");
    let seats = format!("{}/desk/calls/{}/awards", world.app.address, world.call);
    let office = Browser::start(Screen::Desktop).await;
    sign_in(&office, &world, &world.secretariat, "en").await;
    office.open(&seats).await;
    office.click("main form button").await;
    office.wait_for("main .cards", &entries[0].number).await;
    check(&office, Screen::Desktop, "seats-1-offered-en").await;

    let phone = Browser::start(Screen::Phone).await;
    sign_in(&phone, &world, &entries[0].candidate, "id").await;
    check(&phone, Screen::Phone, "seats-2-home-id").await;
    phone.click("main .card.next a.button[href$='/offer']").await;
    phone.arrive("/offer").await;
    check(&phone, Screen::Phone, "seats-3-offer-id").await;
    phone.click("main details summary").await;
    phone.click("main button.danger").await;
    phone.wait_for("main .big", "Ditolak").await;
    check(&phone, Screen::Phone, "seats-4-declined-id").await;
    phone.close().await;

    office.open(&seats).await;
    office.wait_for("main .cards", &entries[2].number).await;
    check(&office, Screen::Desktop, "seats-5-risen-en").await;
    // A withdrawal without its reason comes back with the seat still chosen.
    office.click("#f-award option:nth-of-type(2)").await;
    office.click("main form.card button.danger").await;
    office.wait_for("#errors", "Must be filled in").await;
    office.complaints().await;
    check(&office, Screen::Desktop, "seats-6-refused-en").await;
    office.close().await;
}
